"""The guesses of a query about one field, compared with the names of works."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from catalogue.matching.field_index import FieldIndex
from catalogue.matching.postings import Floats, Ints, Numbers
from catalogue.matching.similarity import Similarity

DECIMALS = 12
_SHARE, _PEAKS = 0.5, 64
"""Strings that reach this share of the highest rough score, and how many of them are scored first:
the best of them bounds the highest S from below."""
_SEEDS = 16
"""The best of these strings whose works are scored first, twice as many works at most."""

Measure = Callable[[Similarity, Ints | Numbers], Floats]


class Explanation(NamedTuple):
    """The pair of a guess and an alias that scores highest, and both similarities."""

    score: float
    guess: str
    alias: str
    token: float
    trigram: float


NOTHING = Explanation(0.0, "", "", 0.0, 0.0)


class FieldQuery:
    """S of works in one field, at one α: the highest over the guesses and a work's names.

    False if no guess holds a word, or there are no works. Scores are rounded.
    """

    def __init__(self, field: FieldIndex, guesses: Sequence[str], token_weight: float) -> None:
        self.field = field
        worded = [(guess, terms) for guess in guesses if (terms := field.terms(guess))]
        self._guesses = [guess for guess, _ in worded]
        self._similarities = [Similarity(field, terms, token_weight) for _, terms in worded]

    def __bool__(self) -> bool:
        return bool(self._similarities) and self.field.works > 0

    @cached_property
    def highest(self) -> float:
        """The highest S of all works."""
        return float(self._peak[1].max(initial=0.0))

    @cached_property
    def leader_count(self) -> int:
        """How many works have the highest S; a work with several such names counts repeatedly."""
        return self.field.carrier_count(self._leading)

    @cached_property
    def seeds(self) -> Ints:
        """Some works whose names are among the most similar to a guess."""
        strings, scores = self._peak
        order = np.argsort(-scores, kind="stable")[:_SEEDS]
        return self.field.carriers(strings[order])[: 2 * _SEEDS]

    def shares_leader(self, other: FieldQuery) -> bool:
        """Whether some work has the highest S of both fields."""
        few, many = sorted((self, other), key=lambda query: query.leader_count)
        _, _, strings = many.field.strings(few.field.carriers(few._leading))
        return bool(_among(strings, many._leading).any())

    def above(self, score: float) -> Ints:
        """The strings that may reach a score, ascending, without those that share nothing."""
        return _joined([similarity.above(score) for similarity in self._similarities])

    def scores(self, works: Ints) -> Floats:
        """S of some works."""
        return self._each(works, Similarity.similar)

    def at_most(self, works: Ints) -> Floats:
        """An upper bound on S of some works."""
        return self._each(works, Similarity.at_most)

    def explain(self, works: Ints) -> list[Explanation]:
        """For each work the first pair that gives its S; `NOTHING` for a work that scores 0."""
        lengths, names, strings = self.field.strings(works)
        parts = [similarity.parts(strings) for similarity in self._similarities]
        unrounded = [s.weigh(*both) for s, both in zip(self._similarities, parts, strict=True)]
        similar = [values.tolist() for values in unrounded]
        scores = [rounded(values) for values in unrounded]
        explained, start = [], 0
        for length in lengths.tolist():
            pairs = product(range(len(similar)), range(start, start + length))
            guess, at = max(pairs, key=lambda pair: similar[pair[0]][pair[1]], default=(0, -1))
            start += length
            if at < 0 or similar[guess][at] <= 0:
                explained.append(NOTHING)
                continue
            score, token, trigram = (float(part[at]) for part in (scores[guess], *parts[guess]))
            pair = self._guesses[guess], self.field.tables.names[names[at]]
            explained.append(Explanation(score, *pair, token, trigram))
        return explained

    @cached_property
    def _leading(self) -> Ints:
        """The strings that have the highest S."""
        strings, scores = self._peak
        return np.sort(strings[scores == self.highest])

    @cached_property
    def _peak(self) -> tuple[Ints, Floats]:
        """Some strings and their S, among them all that have the highest."""
        peaks = [similarity.peaks(_SHARE, _PEAKS) for similarity in self._similarities]
        strings = np.sort(_joined(peaks))
        scores = self._measured(strings, Similarity.similar)
        above = self.above(float(scores.max(initial=0.0)))
        more = above[~_among(above, strings)]
        if not more.size:
            return strings, scores
        joined = np.concatenate([scores, self._measured(more, Similarity.similar)])
        return np.concatenate([strings, more]), joined

    def _each(self, works: Ints, measure: Measure) -> Floats:
        lengths, _, strings = self.field.strings(works)
        best = np.zeros(len(works))
        if len(strings):
            similar = self._measured(strings, measure)
            filled = lengths.nonzero()[0]
            best[filled] = np.maximum.reduceat(similar, (lengths.cumsum() - lengths)[filled])
        return best

    def _measured(self, strings: Ints | Numbers, measure: Measure) -> Floats:
        size = self.field.tables.tokens.size
        if len(strings) > size:  # thousands of works share their artist: each name once
            return self._measured(np.arange(size), measure)[strings]
        similar = [measure(similarity, strings) for similarity in self._similarities]
        return rounded(np.maximum.reduce(similar) if len(similar) > 1 else similar[0])


def rounded(scores: Floats) -> Floats:
    """Scores as they are compared: equal ones stay equal, in whatever order they were summed."""
    return np.round(scores, DECIMALS)


def _among(numbers: Ints | Numbers, ascending: Ints) -> NDArray[np.bool_]:
    """Which of some numbers are among others; for few numbers `np.isin` takes ten times as long."""
    if not len(ascending):
        return np.zeros(len(numbers), bool)
    places = np.searchsorted(ascending, numbers)
    among: NDArray[np.bool_] = ascending[np.minimum(places, len(ascending) - 1)] == numbers
    return among


def _joined(strings: Sequence[Ints]) -> Ints:
    return strings[0] if len(strings) == 1 else np.unique(np.concatenate(strings))
