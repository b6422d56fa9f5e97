"""Where the works on many shortlists stand, under any settings, in one step.

A *list* is the shortlist of one backend's guesses about one clip; all lie one after the other, a
row for each work. The sums are those of `pipeline.decide`, in the same order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from catalogue import DECIMALS, FIELDS, Field, Index
from pipeline.decision.config import AbstentionConfig
from pipeline.decision.rules import CANDIDATES, HANDLES, Standing
from pipeline.redecide.field_scores import Meetings
from pipeline.redecide.skyband import Guesses
from pipeline.types import Candidate, Regime

_Floats = NDArray[np.float64]
_Ints = NDArray[np.int64]
_REGIMES: tuple[Regime, ...] = ("artist", "title", "fallback")
_NOBODY: _Ints = np.array([-1])
"""The only work of a list without works, so that none is empty; it scores nothing."""


class Standings:
    """Lists laid out to be scored together. `works` are the works of each, ascending."""

    def __init__(self, index: Index, guessed: Sequence[Guesses], works: Sequence[_Ints]) -> None:
        lists = [one if one.size else _NOBODY for one in works]
        self._index = index
        self._lengths: _Ints = np.array([one.size for one in lists], np.int64)
        self._starts: _Ints = np.cumsum(self._lengths) - self._lengths
        self._works: _Ints = np.concatenate([np.zeros(0, np.int64), *lists])
        self._titled = np.array([bool(guesses["title"]) for guesses in guessed], bool)
        self._meetings = {
            field: Meetings(index, field, [one[field] for one in guessed], lists)
            for field in FIELDS
        }

    def under(self, config: AbstentionConfig) -> Iterator[Standing]:
        """A standing for each list, in their order."""
        if not self._lengths.size:
            return
        similar = {f: self._meetings[f].similar(config.token_weight) for f in FIELDS}
        scores = {f: self._meetings[f].scores(similar[f]) for f in FIELDS}
        title, artist = (np.maximum.reduceat(scores[f], self._starts) for f in ("title", "artist"))
        regimes = np.where(artist > config.artist_activate, 0, np.where(self._titled, 1, 2))
        combined = self._combined(scores, regimes, config)
        united = self._united(scores, title, artist)
        candidates = self._candidates(similar, scores, combined)
        facts = zip(regimes.tolist(), title.tolist(), artist.tolist(), united.tolist(), strict=True)
        for n, (regime, highest_title, highest_artist, one) in enumerate(facts):
            yield Standing(
                _REGIMES[regime], candidates[n], highest_title, highest_artist, one,
                self._lookup(n, combined),
            )  # fmt: skip

    def _each(self, per_list: _Floats) -> _Floats:
        return np.repeat(per_list, self._lengths)

    def _combined(
        self, scores: Mapping[Field, _Floats], regimes: _Ints, config: AbstentionConfig
    ) -> _Floats:
        """C of every row, under the regime of its list."""
        combined = np.zeros(len(self._works))
        # The artist's regime weighs all fields, and in the order of the others too; what a regime
        # does not weigh adds an exact nothing.
        for field in HANDLES["artist"]:
            weights = np.array([_weight(regime, field, config) for regime in _REGIMES])
            combined += self._each(weights[regimes]) * scores[field]
        return np.round(combined, DECIMALS)

    def _united(
        self, scores: Mapping[Field, _Floats], title: _Floats, artist: _Floats
    ) -> NDArray[np.bool_]:
        """Whether one work of a list has its highest title and its highest artist."""
        both = scores["title"] == self._each(title)
        both &= scores["artist"] == self._each(artist)
        united: NDArray[np.bool_] = np.logical_or.reduceat(both, self._starts)
        return united

    def _candidates(
        self, similar: Mapping[Field, _Floats], scores: Mapping[Field, _Floats], combined: _Floats
    ) -> list[tuple[Candidate, ...]]:
        """The best works of every list, best first, of equals the first of the catalogue."""
        lists, rows = self._best(combined)
        words = [self._meetings[f].evidence(rows, similar[f], scores[f]) for f in FIELDS]
        found: list[list[Candidate]] = [[] for _ in self._lengths]
        numbers = zip(
            lists.tolist(), self._works[rows].tolist(), combined[rows].tolist(), *words, strict=True
        )
        for list_, work, score, title, artist, subject in numbers:
            identifier = self._index.works[work].identifier
            found[list_].append(Candidate(identifier, title, artist, subject, score))
        return [tuple(one) for one in found]

    def _best(self, combined: _Floats) -> tuple[_Ints, _Ints]:
        """The rows that score highest and more than nothing, with their lists, in that order."""
        left = combined.copy()
        lists, rows = [], []
        for _ in range(CANDIDATES):
            highest = np.maximum.reduceat(left, self._starts)
            equal = np.flatnonzero(left == self._each(np.where(highest > 0, highest, np.nan)))
            whose = np.searchsorted(self._starts, equal, "right") - 1
            first = np.flatnonzero(np.diff(whose, prepend=-1))
            lists.append(whose[first])
            rows.append(equal[first])
            left[rows[-1]] = 0.0
        return np.concatenate(lists), np.concatenate(rows)

    def _lookup(self, list_: int, combined: _Floats) -> Callable[[str], float]:
        start, length = int(self._starts[list_]), int(self._lengths[list_])

        def score(work: str) -> float:
            number = self._index.number[work]
            return float(
                combined[start + np.searchsorted(self._works[start : start + length], number)]
            )

        return score


def _weight(regime: Regime, field: Field, config: AbstentionConfig) -> float:
    weights = dict(zip(HANDLES[regime], getattr(config, f"{regime}_weights"), strict=True))
    return float(weights.get(field, 0.0))
