"""Where the works of a catalogue stand with one backend's guesses, before any rule is applied."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from catalogue import DECIMALS, FIELDS, Field, Guess, Index, Query
from pipeline.decision.config import AbstentionConfig
from pipeline.decision.usable import Guesses
from pipeline.types import Candidate, FieldEvidence, Regime

HANDLES: Mapping[Regime, tuple[Field, ...]] = {
    "artist": ("artist", "title", "subject"),
    "title": ("title", "subject"),
    "fallback": ("artist", "subject"),
}
"""The fields that a regime weighs, in the order in which they are added up."""
_DEFAULTS = AbstentionConfig()
TITLE_WEIGHTS: Mapping[Field, float] = dict(
    zip(HANDLES["title"], _DEFAULTS.title_weights, strict=True)
)
SAME_ARTIST = _DEFAULTS.fallback_margin / _DEFAULTS.artist_weights[0]
"""Works whose artists' scores differ by no more are not told apart by the artist: by the published
weights that is no more than the published margin."""
CANDIDATES = 3
"""The works that a decision shows, unless more are asked for."""
FITS = 0.2
"""A reading whose S is lower for every work fits none of them."""


@dataclass(frozen=True, slots=True)
class Supported:
    """The best work, its score and margin by the fields whose readings fit some work."""

    fields: frozenset[Field]
    work: str | None
    score: float
    margin: float


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the works of the catalogue stand with one backend's guesses.

    `highest_title` and `highest_artist` are over all works, and `united` is whether one work has
    both. `title_margin` is what the title-driven score of the best work is ahead of the others that
    the artist does not tell from it, by the published weights; None where no title that fits was
    read. `supported` is there only if some reading fits no work. `settled` is the margin after
    evidence that points at one of several equal works.
    """

    regime: Regime
    candidates: tuple[Candidate, ...]
    highest_title: float
    highest_artist: float
    united: bool
    title_margin: float | None
    supported: Supported | None
    guesses: Guesses
    combined: Callable[[str], float]
    """C of any work that a backend of the clip thinks best."""
    ranking: Callable[[], Ranking]
    """All works, for what the candidates do not show."""
    settled: float | None = None

    @property
    def score(self) -> float:
        return self.candidates[0].score if self.candidates else 0.0

    @property
    def margin(self) -> float:
        """C of the best work less C of the next, which is 0 where there is none."""
        if self.settled is not None:
            return self.settled
        second = self.candidates[1].score if len(self.candidates) > 1 else 0.0
        return round(self.score - second, DECIMALS)

    @property
    def title(self) -> float:
        """The title similarity of the best work."""
        return self.candidates[0].title.score if self.candidates else 0.0

    def leading(self, lead: Candidate, margin: float, title_margin: float | None) -> Standing:
        """The same, with a work of equal score in front."""
        others = tuple(c for c in self.candidates if c.work != lead.work)
        return replace(
            self,
            candidates=(lead, *others)[: len(self.candidates)],
            title_margin=title_margin,
            settled=margin,
        )


class Ranking:
    """All works of a catalogue by their combined score C under one regime's weights."""

    def __init__(self, query: Query, weights: Mapping[Field, float], index: Index) -> None:
        self._query, self._weights, self._index = query, weights, index

    def combined(self, work: str) -> float:
        """C of a work."""
        number = np.array([self._index.number[work]])
        return float(self._query.combined(self._weights, number)[0])

    def best(self, limit: int) -> tuple[Candidate, ...]:
        """The works with the highest scores, and which words met in their fields."""
        works, scores = self._query.best(self._weights, limit)
        return self._candidates(works, scores.tolist())

    def candidate(self, work: str) -> Candidate:
        """A work as a candidate."""
        return self._candidates(np.array([self._index.number[work]]), [self.combined(work)])[0]

    def split(self, score: float) -> tuple[NDArray[np.int64], float]:
        """The works whose C is at least `score`, which is not 0, and the highest C below it."""
        limit = 16
        while True:
            works, scores = self._query.best(self._weights, limit)
            below = scores < score
            if below.any():
                return works[~below], float(scores[below][0])
            if len(works) < limit:
                return works, 0.0
            limit *= 4

    def title_margin(self, work: str, without: NDArray[np.int64]) -> float:
        """See `Standing`; works in `without` do not count."""
        query, number = self._query, np.array([self._index.number[work]])
        own = float(query.combined(TITLE_WEIGHTS, number)[0])
        least = float(query.scores("artist", number)[0]) - SAME_ARTIST
        others = np.union1d(without, number)
        rival = query.highest_among(TITLE_WEIGHTS, "artist", least, others)
        return round(own - rival, DECIMALS)

    def _candidates(self, works: NDArray[np.int64], scores: list[float]) -> tuple[Candidate, ...]:
        evidence = [[FieldEvidence(*met) for met in self._query.explain(f, works)] for f in FIELDS]
        rows = zip(works.tolist(), *evidence, scores, strict=True)
        return tuple(
            Candidate(self._index.works[number].identifier, title, artist, subject, score)
            for number, title, artist, subject, score in rows
        )


def weights_of(regime: Regime, config: AbstentionConfig) -> dict[Field, float]:
    """What a regime weighs its fields with, in the order in which they are added up."""
    return dict(zip(HANDLES[regime], getattr(config, f"{regime}_weights"), strict=True))


def fitting_from(guesses: tuple[Guess, ...]) -> float:
    """The highest S of a field from which its guesses fit some work; no guess always fits."""
    return FITS * max((guess.confidence for guess in guesses), default=0.0)
