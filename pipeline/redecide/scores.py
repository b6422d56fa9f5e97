"""The scores of the works in many skybands, under any settings, in one step.

A skyband belongs to the guesses of one backend about one clip. All of them lie one after the
other, with a row for each work. Scores are summed in the same order as in `pipeline.decide`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from catalogue import DECIMALS, FIELDS, Field
from pipeline.decision.config import AbstentionConfig
from pipeline.decision.standing import (
    CANDIDATES,
    HANDLES,
    SAME_ARTIST,
    TITLE_WEIGHTS,
    Ranking,
    Standing,
    Supported,
    fitting_from,
    weights_of,
)
from pipeline.decision.usable import Guesses
from pipeline.redecide.field_scores import FieldScores
from pipeline.redecide.skyband import Skybands
from pipeline.types import Candidate, Regime

_Floats = NDArray[np.float64]
_Ints = NDArray[np.int64]
_Place = tuple[_Ints, _Ints]
"""Skybands, and for each the row that has a place in it."""
REGIMES: tuple[Regime, ...] = ("artist", "title", "fallback")
_NO_WORK: _Ints = np.array([-1])
"""The only row of a skyband without works, so that none is empty; it scores nothing."""


class BatchScores:
    """Skybands laid out to be scored together. `works` are the works of each, ascending."""

    def __init__(
        self, skybands: Skybands, guesses: Sequence[Guesses], works: Sequence[_Ints]
    ) -> None:
        filled = [numbers if numbers.size else _NO_WORK for numbers in works]
        self._index = skybands.index
        self._lengths: _Ints = np.array([numbers.size for numbers in filled], np.int64)
        self._starts: _Ints = np.cumsum(self._lengths) - self._lengths
        self._works: _Ints = np.concatenate([np.zeros(0, np.int64), *filled])
        self._guesses = tuple(guesses)
        self._titled = np.array([bool(of_member["title"]) for of_member in guesses], bool)
        self._least = {f: np.array([fitting_from(g[f]) for g in guesses]) for f in FIELDS}
        self._fields = {
            field: FieldScores(skybands, field, [g[field] for g in guesses], filled)
            for field in FIELDS
        }

    def under(self, config: AbstentionConfig) -> Iterator[Standing]:
        """The standing of each skyband, in their order."""
        if not self._lengths.size:
            return
        similar = {f: self._fields[f].similarities(config.token_weight) for f in FIELDS}
        scores = {f: self._fields[f].scores(similar[f]) for f in FIELDS}
        highest = {f: np.maximum.reduceat(scores[f], self._starts) for f in FIELDS}
        artist = highest["artist"]
        regimes = np.where(artist > config.artist_activate, 0, np.where(self._titled, 1, 2))
        combined = self._combined(scores, regimes, config)
        fitting = {f: highest[f] >= self._least[f] for f in FIELDS}
        places = self._best(combined)
        candidates = self._candidates(similar, scores, combined, places, config.token_weight)
        united = self._united(scores, highest).tolist()
        margins = self._title_margins(scores, (regimes == 0) & fitting["title"], places[0])
        supported = self._supported(scores, regimes, config, fitting)
        titles, artists = highest["title"].tolist(), artist.tolist()
        for n, number in enumerate(regimes.tolist()):
            regime, guesses = REGIMES[number], self._guesses[n]
            yield Standing(
                regime, candidates[n], titles[n], artists[n], united[n], margins[n], supported[n],
                guesses, self._lookup(n, combined), partial(self._ranking, guesses, regime, config),
            )  # fmt: skip

    def _ranking(self, guesses: Guesses, regime: Regime, config: AbstentionConfig) -> Ranking:
        """All works of the catalogue, for the few clips whose skyband does not say enough."""
        query = self._index.query(guesses, config.token_weight)
        return Ranking(query, weights_of(regime, config), self._index)

    def _title_margins(
        self, scores: Mapping[Field, _Floats], driven: NDArray[np.bool_], leads: _Place
    ) -> list[float | None]:
        """See `Standing.title_margin`. A work that three dominate is behind one of these."""
        margins: list[float | None] = [None] * len(self._lengths)
        skybands, rows = leads
        total = np.zeros(len(self._works))
        for field, weight in TITLE_WEIGHTS.items():
            total += weight * scores[field]
        total = np.round(total, DECIMALS)
        least = np.full(len(self._lengths), np.inf)
        least[skybands] = scores["artist"][rows] - SAME_ARTIST
        rivals = np.where(scores["artist"] >= self._per_row(least), total, 0.0)
        rivals[rows] = 0.0
        highest = np.maximum.reduceat(rivals, self._starts)[skybands]
        ahead = np.round(total[rows] - highest, DECIMALS)
        for skyband, margin in zip(skybands.tolist(), ahead.tolist(), strict=True):
            if driven[skyband] and self._titled[skyband]:
                margins[skyband] = margin
        return margins

    def _supported(
        self,
        scores: Mapping[Field, _Floats],
        regimes: _Ints,
        config: AbstentionConfig,
        fitting: Mapping[Field, NDArray[np.bool_]],
    ) -> list[Supported | None]:
        """See `Standing.supported`."""
        supported: list[Supported | None] = [None] * len(regimes)
        unfit = [
            n for n, regime in enumerate(regimes.tolist())
            if not all(fitting[f][n] for f in HANDLES[REGIMES[regime]])
        ]  # fmt: skip
        if not unfit:
            return supported
        combined = self._combined(scores, regimes, config, fitting)
        for n in unfit:
            start, length = int(self._starts[n]), int(self._lengths[n])
            of_skyband = combined[start : start + length]
            first = int(of_skyband.argmax())
            score = float(of_skyband[first])
            second = float(np.delete(of_skyband, first).max(initial=0.0))
            work = self._index.works[self._works[start + first]].identifier if score > 0 else None
            fields = frozenset(f for f in FIELDS if fitting[f][n])
            supported[n] = Supported(fields, work, score, round(score - second, DECIMALS))
        return supported

    def _per_row(self, per_skyband: _Floats) -> _Floats:
        return np.repeat(per_skyband, self._lengths)

    def _combined(
        self,
        scores: Mapping[Field, _Floats],
        regimes: _Ints,
        config: AbstentionConfig,
        counting: Mapping[Field, NDArray[np.bool_]] | None = None,
    ) -> _Floats:
        """C of every row, under the regime of its skyband, from the fields that count there."""
        combined = np.zeros(len(self._works))
        # The artist's regime weighs all fields, in the same order as the other regimes. A field
        # that a regime does not weigh adds exactly 0.
        for field in HANDLES["artist"]:
            weights = np.array([_weight(regime, field, config) for regime in REGIMES])
            of_skybands = weights[regimes] * (counting[field] if counting else 1.0)
            combined += self._per_row(of_skybands) * scores[field]
        return np.round(combined, DECIMALS)

    def _united(
        self, scores: Mapping[Field, _Floats], highest: Mapping[Field, _Floats]
    ) -> NDArray[np.bool_]:
        """Whether one work of a skyband has its highest title and its highest artist."""
        both = scores["title"] == self._per_row(highest["title"])
        both &= scores["artist"] == self._per_row(highest["artist"])
        united: NDArray[np.bool_] = np.logical_or.reduceat(both, self._starts)
        return united

    def _candidates(
        self,
        similar: Mapping[Field, _Floats],
        scores: Mapping[Field, _Floats],
        combined: _Floats,
        places: Sequence[_Place],
        token_weight: float,
    ) -> list[tuple[Candidate, ...]]:
        """The best works of every skyband, best first; ties go to the first in the catalogue."""
        skybands, rows = (np.concatenate(part) for part in zip(*places, strict=True))
        evidence = [
            self._fields[f].evidence(rows, similar[f], scores[f], token_weight) for f in FIELDS
        ]
        candidates: list[list[Candidate]] = [[] for _ in self._lengths]
        works, totals = self._works[rows].tolist(), combined[rows].tolist()
        for skyband, work, total, title, artist, subject in zip(
            skybands.tolist(), works, totals, *evidence, strict=True
        ):
            identifier = self._index.works[work].identifier
            candidates[skyband].append(Candidate(identifier, title, artist, subject, total))
        return [tuple(of_skyband) for of_skyband in candidates]

    def _best(self, combined: _Floats) -> list[_Place]:
        """The rows that score highest and above 0 in each skyband, then those that are next."""
        left = combined.copy()
        places: list[_Place] = []
        for _ in range(CANDIDATES):
            highest = np.maximum.reduceat(left, self._starts)
            equal = np.flatnonzero(left == self._per_row(np.where(highest > 0, highest, np.nan)))
            whose = np.searchsorted(self._starts, equal, "right") - 1
            first = np.flatnonzero(np.diff(whose, prepend=-1))
            places.append((whose[first], equal[first]))
            left[equal[first]] = 0.0
        return places

    def _lookup(self, skyband: int, combined: _Floats) -> Callable[[str], float]:
        start, length = int(self._starts[skyband]), int(self._lengths[skyband])

        def score(work: str) -> float:
            number = self._index.number[work]
            return float(
                combined[start + np.searchsorted(self._works[start : start + length], number)]
            )

        return score


def _weight(regime: Regime, field: Field, config: AbstentionConfig) -> float:
    return float(weights_of(regime, config).get(field, 0.0))
