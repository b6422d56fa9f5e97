"""What guesses meet in one field of many shortlisted works, flat, to be weighed at any α."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from catalogue import DECIMALS, Field, Index
from pipeline.types import FieldEvidence

_Floats = NDArray[np.float64]
_Ints = NDArray[np.int64]
_NOTHING = FieldEvidence(0.0)


class Meetings:
    """The meetings in a field, row after row: a row is a work on one of the lists.

    `guesses` are those of each list, `works` the numbers of its works in the catalogue, negative
    where a row is nobody's.
    """

    def __init__(
        self,
        index: Index,
        field: Field,
        guesses: Sequence[tuple[str, ...]],
        works: Sequence[_Ints],
    ) -> None:
        self._index, self._field, self._guesses = index, field, guesses
        real = [one[one >= 0] for one in works]
        met = [index.points(field, w, g, once=True) for w, g in zip(real, guesses, strict=True)]
        self._list: _Ints = np.repeat(np.arange(len(works)), [one.size for one in works])
        self._counts: _Ints = np.zeros(len(self._list), np.int64)
        self._counts[_joined(works) >= 0] = _joined(one.counts for one in met)
        self._starts: _Ints = np.cumsum(self._counts) - self._counts
        self._filled: _Ints = np.flatnonzero(self._counts)
        self._token = _joined(one.token for one in met)
        self._trigram = _joined(one.trigram for one in met)
        self._guess = _joined(one.guess for one in met)
        self._name = _joined(one.name for one in met)

    def similar(self, token_weight: float) -> _Floats:
        """S of every meeting."""
        return token_weight * self._token + (1 - token_weight) * self._trigram

    def scores(self, similar: _Floats) -> _Floats:
        """S of every row, the highest of its meetings, as it is compared."""
        best = np.zeros(len(self._counts))
        if self._filled.size:
            best[self._filled] = np.maximum.reduceat(similar, self._starts[self._filled])
        return np.round(best, DECIMALS)

    def evidence(self, rows: _Ints, similar: _Floats, scores: _Floats) -> Iterator[FieldEvidence]:
        """The words that met in each of the rows: those of the first of its highest meetings."""
        counts, starts = self._counts[rows], self._starts[rows]
        best = starts.copy()
        for n in np.flatnonzero(counts > 1):
            best[n] += similar[starts[n] : starts[n] + counts[n]].argmax()
        met = np.flatnonzero(counts)
        met = met[similar[best[met]] > 0]
        found = [_NOTHING] * len(rows)
        at, row = best[met], rows[met]
        numbers = zip(
            met.tolist(), self._list[row].tolist(), scores[row].tolist(), self._guess[at].tolist(),
            self._name[at].tolist(), self._token[at].tolist(), self._trigram[at].tolist(),
            strict=True,
        )  # fmt: skip
        for n, list_, score, guess, name, token, trigram in numbers:
            words = self._guesses[list_][guess], self._index.name(self._field, name)
            found[n] = FieldEvidence(score, *words, token, trigram)
        return iter(found)


def _joined(arrays: Iterable[NDArray[Any]]) -> NDArray[Any]:
    parts = list(arrays)
    return np.concatenate(parts) if parts else np.zeros(0, np.int64)
