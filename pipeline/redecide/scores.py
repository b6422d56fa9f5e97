"""The scores of the works in many skybands, under any settings, in one step.

A skyband belongs to the guesses of one backend about one clip. All of them lie one after the
other, with a row for each work. Scores are summed in the same order as in `pipeline.decide`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from catalogue import DECIMALS, FIELDS, Field, Index
from pipeline.decision.config import AbstentionConfig
from pipeline.decision.rules import CANDIDATES, HANDLES, Standing
from pipeline.redecide.field_scores import FieldScores
from pipeline.redecide.skyband import Guesses
from pipeline.types import Candidate, Regime

_Floats = NDArray[np.float64]
_Ints = NDArray[np.int64]
_REGIMES: tuple[Regime, ...] = ("artist", "title", "fallback")
_NO_WORK: _Ints = np.array([-1])
"""The only row of a skyband without works, so that none is empty; it scores nothing."""


class BatchScores:
    """Skybands laid out to be scored together. `works` are the works of each, ascending."""

    def __init__(self, index: Index, guesses: Sequence[Guesses], works: Sequence[_Ints]) -> None:
        skybands = [numbers if numbers.size else _NO_WORK for numbers in works]
        self._index = index
        self._lengths: _Ints = np.array([numbers.size for numbers in skybands], np.int64)
        self._starts: _Ints = np.cumsum(self._lengths) - self._lengths
        self._works: _Ints = np.concatenate([np.zeros(0, np.int64), *skybands])
        self._titled = np.array([bool(of_member["title"]) for of_member in guesses], bool)
        self._fields = {
            field: FieldScores(index, field, [g[field] for g in guesses], skybands)
            for field in FIELDS
        }

    def under(self, config: AbstentionConfig) -> Iterator[Standing]:
        """The standing of each skyband, in their order."""
        if not self._lengths.size:
            return
        similar = {f: self._fields[f].similarities(config.token_weight) for f in FIELDS}
        scores = {f: self._fields[f].scores(similar[f]) for f in FIELDS}
        title, artist = (np.maximum.reduceat(scores[f], self._starts) for f in ("title", "artist"))
        regimes = np.where(artist > config.artist_activate, 0, np.where(self._titled, 1, 2))
        combined = self._combined(scores, regimes, config)
        united = self._united(scores, title, artist)
        candidates = self._candidates(similar, scores, combined)
        facts = zip(regimes.tolist(), title.tolist(), artist.tolist(), united.tolist(), strict=True)
        for n, (regime, highest_title, highest_artist, same_work) in enumerate(facts):
            yield Standing(
                _REGIMES[regime], candidates[n], highest_title, highest_artist, same_work,
                self._lookup(n, combined),
            )  # fmt: skip

    def _per_row(self, per_skyband: _Floats) -> _Floats:
        return np.repeat(per_skyband, self._lengths)

    def _combined(
        self, scores: Mapping[Field, _Floats], regimes: _Ints, config: AbstentionConfig
    ) -> _Floats:
        """C of every row, under the regime of its skyband."""
        combined = np.zeros(len(self._works))
        # The artist's regime weighs all fields, in the same order as the other regimes. A field
        # that a regime does not weigh adds exactly 0.
        for field in HANDLES["artist"]:
            weights = np.array([_weight(regime, field, config) for regime in _REGIMES])
            combined += self._per_row(weights[regimes]) * scores[field]
        return np.round(combined, DECIMALS)

    def _united(
        self, scores: Mapping[Field, _Floats], title: _Floats, artist: _Floats
    ) -> NDArray[np.bool_]:
        """Whether one work of a skyband has its highest title and its highest artist."""
        both = scores["title"] == self._per_row(title)
        both &= scores["artist"] == self._per_row(artist)
        united: NDArray[np.bool_] = np.logical_or.reduceat(both, self._starts)
        return united

    def _candidates(
        self, similar: Mapping[Field, _Floats], scores: Mapping[Field, _Floats], combined: _Floats
    ) -> list[tuple[Candidate, ...]]:
        """The best works of every skyband, best first; ties go to the first in the catalogue."""
        skybands, rows = self._best(combined)
        evidence = [self._fields[f].evidence(rows, similar[f], scores[f]) for f in FIELDS]
        candidates: list[list[Candidate]] = [[] for _ in self._lengths]
        works, totals = self._works[rows].tolist(), combined[rows].tolist()
        for skyband, work, total, title, artist, subject in zip(
            skybands.tolist(), works, totals, *evidence, strict=True
        ):
            identifier = self._index.works[work].identifier
            candidates[skyband].append(Candidate(identifier, title, artist, subject, total))
        return [tuple(of_skyband) for of_skyband in candidates]

    def _best(self, combined: _Floats) -> tuple[_Ints, _Ints]:
        """(skybands, rows): the rows that score highest and above 0 in each skyband, best first."""
        left = combined.copy()
        skybands, rows = [], []
        for _ in range(CANDIDATES):
            highest = np.maximum.reduceat(left, self._starts)
            equal = np.flatnonzero(left == self._per_row(np.where(highest > 0, highest, np.nan)))
            whose = np.searchsorted(self._starts, equal, "right") - 1
            first = np.flatnonzero(np.diff(whose, prepend=-1))
            skybands.append(whose[first])
            rows.append(equal[first])
            left[rows[-1]] = 0.0
        return np.concatenate(skybands), np.concatenate(rows)

    def _lookup(self, skyband: int, combined: _Floats) -> Callable[[str], float]:
        start, length = int(self._starts[skyband]), int(self._lengths[skyband])

        def score(work: str) -> float:
            number = self._index.number[work]
            return float(
                combined[start + np.searchsorted(self._works[start : start + length], number)]
            )

        return score


def _weight(regime: Regime, field: Field, config: AbstentionConfig) -> float:
    weights = dict(zip(HANDLES[regime], getattr(config, f"{regime}_weights"), strict=True))
    return float(weights.get(field, 0.0))
