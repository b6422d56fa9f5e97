"""The similarities of guesses and aliases in one field of many works, to be weighed at any α."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from catalogue import DECIMALS, Field, Guess
from pipeline.redecide.skyband import Skybands
from pipeline.types import FieldEvidence

_Floats = NDArray[np.float64]
_Ints = NDArray[np.int64]
_NOTHING = FieldEvidence(0.0)


class FieldScores:
    """The scores of one field for many rows. A row is one work of one skyband.

    Flat arrays hold a *pair* for each guess and each alias of the row's work, row after row.
    `guesses` are those of each skyband; `works` are the numbers of its works in the catalogue,
    negative for a row without a work.
    """

    def __init__(
        self,
        skybands: Skybands,
        field: Field,
        guesses: Sequence[tuple[Guess, ...]],
        works: Sequence[_Ints],
    ) -> None:
        self._index, self._field, self._guesses = skybands.index, field, guesses
        real = [numbers[numbers >= 0] for numbers in works]
        parts = [skybands.pairs(field, w, g) for w, g in zip(real, guesses, strict=True)]
        self._skyband: _Ints = np.repeat(np.arange(len(works)), [w.size for w in works])
        self._counts: _Ints = np.zeros(len(self._skyband), np.int64)
        self._counts[_joined(works) >= 0] = _joined(pairs.counts for pairs in parts)
        self._starts: _Ints = np.cumsum(self._counts) - self._counts
        self._filled: _Ints = np.flatnonzero(self._counts)
        self._token = _joined(pairs.token for pairs in parts)
        self._trigram = _joined(pairs.trigram for pairs in parts)
        self._guess = _joined(pairs.guess for pairs in parts)
        self._alias = _joined(pairs.name for pairs in parts)
        confidence = _joined(pairs.confidence for pairs in parts)
        self._counting_token: _Floats = confidence * self._token
        self._counting_trigram: _Floats = confidence * self._trigram
        self._evidence: tuple[float, dict[int, FieldEvidence]] = (-1.0, {})

    def similarities(self, token_weight: float) -> _Floats:
        """S of every pair, times the confidence of its guess."""
        similar: _Floats = (
            token_weight * self._counting_token + (1 - token_weight) * self._counting_trigram
        )
        return similar

    def scores(self, similarities: _Floats) -> _Floats:
        """S of every row, the highest of its pairs, rounded for comparison."""
        best = np.zeros(len(self._counts))
        if self._filled.size:
            best[self._filled] = np.maximum.reduceat(similarities, self._starts[self._filled])
        return np.round(best, DECIMALS)

    def evidence(
        self, rows: _Ints, similarities: _Floats, scores: _Floats, token_weight: float
    ) -> list[FieldEvidence]:
        """The evidence for each of `rows`, out of its best pair.

        It depends on α alone, so another slider that moves takes what is there.
        """
        weight, known = self._evidence
        if weight != token_weight:
            known = {}
        wanted = rows.tolist()
        if new := [row for row in dict.fromkeys(wanted) if row not in known]:
            known |= zip(new, self._new_evidence(np.array(new), similarities, scores), strict=True)
        self._evidence = token_weight, known
        return [known[row] for row in wanted]

    def _new_evidence(
        self, rows: _Ints, similarities: _Floats, scores: _Floats
    ) -> Iterator[FieldEvidence]:
        matched, pairs = self._best_pairs(rows, similarities)
        skybands, guesses = self._skyband[rows[matched]].tolist(), self._guess[pairs].tolist()
        met = [self._guesses[band][guess] for band, guess in zip(skybands, guesses, strict=True)]
        evidence = map(
            FieldEvidence,
            scores[rows[matched]].tolist(),
            (guess.text for guess in met),
            (self._index.name(self._field, alias) for alias in self._alias[pairs].tolist()),
            self._token[pairs].tolist(),
            self._trigram[pairs].tolist(),
            (guess.confidence for guess in met),
            (guess.source for guess in met),
        )
        by_place = dict(zip(matched.tolist(), evidence, strict=True))
        return (by_place.get(place, _NOTHING) for place in range(len(rows)))

    def _best_pairs(self, rows: _Ints, similarities: _Floats) -> tuple[_Ints, _Ints]:
        """Places in `rows` that score more than 0, and the first of the best pairs of each."""
        counts, starts = self._counts[rows], self._starts[rows]
        best = starts.copy()
        for n in np.flatnonzero(counts > 1):
            best[n] += similarities[starts[n] : starts[n] + counts[n]].argmax()
        filled = np.flatnonzero(counts)
        matched = filled[similarities[best[filled]] > 0]
        return matched, best[matched]


def _joined(arrays: Iterable[NDArray[Any]]) -> NDArray[Any]:
    parts = list(arrays)
    return np.concatenate(parts) if parts else np.zeros(0, np.int64)
