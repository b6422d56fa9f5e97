"""Works scored one by one, as the formula says: what the fast `Query` has to agree with.

`PlainIndex` scores the names of its works, `GivenIndex` has its scores from the test.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from catalogue import DECIMALS, FIELDS, Explanation, Field, Index, Record, Work, normalise
from catalogue.normalise import tokens, trigrams

NOTHING = Explanation(0.0, "", "", 0.0, 0.0)
Met = Mapping[Field, Sequence[Explanation]]


class PlainQuery:
    """What a `Query` answers, from what each work meets in each field."""

    def __init__(self, met: Met, size: int) -> None:
        self.met = met
        self.fields = {field: np.array([one.score for one in met[field]]) for field in FIELDS}
        self.size = size

    def highest(self, field: Any) -> Any:
        return max(self.fields[field].tolist(), default=0.0)

    def united(self, first: Any, second: Any) -> Any:
        rows = zip(self.fields[first].tolist(), self.fields[second].tolist(), strict=True)
        return (self.highest(first), self.highest(second)) in rows

    def scores(self, field: Any, works: Any) -> Any:
        return self.fields[field][works]

    def combined(self, weights: Any, works: Any) -> Any:
        total = np.zeros(len(works))
        for field, weight in weights.items():
            total += weight * self.fields[field][works]
        return np.round(total, DECIMALS)

    def best(self, weights: Any, limit: Any, ties: Any = False) -> Any:
        combined = self.combined(weights, np.arange(self.size)).tolist()
        order = [n for n in sorted(range(self.size), key=lambda n: -combined[n]) if combined[n] > 0]
        least = combined[order[limit - 1]] if len(order) >= limit else 0.0
        best = [n for n in order if combined[n] >= least] if ties else order[:limit]
        return np.array(best, np.int64), np.array([combined[n] for n in best])

    def explain(self, field: Any, works: Any) -> Any:
        return [self.met[field][n] for n in works]


class PlainIndex(Index):
    """An index that compares every guess with every name of every work."""

    def query(self, guesses: Any, token_weight: Any) -> Any:
        met = {f: self._met(f, guesses.get(f, ()), token_weight) for f in FIELDS}
        return PlainQuery(met, len(self))

    def _met(self, field: Any, guesses: Any, alpha: Any) -> Any:
        idf = Idf(self, field)
        spoken = [guess for guess in guesses if normalise(guess)]
        return [best_of(spoken, self.aliases(n, field), idf, alpha) for n in range(len(self))]


class GivenIndex(Index):
    """An index whose similarities are given, one row of numbers a work: title, artist, subject."""

    def __init__(self, *rows: Any) -> None:
        super().__init__([Work(f"w{n}", (Record(f"w{n}", f"w{n}"),)) for n in range(len(rows))])
        columns = np.array(rows, float).reshape(-1, 3).T
        self.given = dict(zip(FIELDS, columns, strict=True))

    def similar(self, field: Any, guesses: Any) -> Any:
        return self.given[field] if guesses else np.zeros(len(self))

    def query(self, guesses: Any, token_weight: Any) -> Any:
        scores = {f: np.round(self.similar(f, guesses[f]), DECIMALS).tolist() for f in FIELDS}
        met = {field: [NOTHING._replace(score=s) for s in scores[field]] for field in FIELDS}
        return PlainQuery(met, len(self))


def scores_of(index: Any, field: Any, guesses: Any, alpha: Any) -> Any:
    """S of every work, from the index itself."""
    return index.query({field: guesses}, alpha).scores(field, np.arange(len(index)))


def explained(index: Any, number: Any, field: Any, guesses: Any, alpha: Any) -> Any:
    """Why a work has its S, from the index itself."""
    return index.query({field: guesses}, alpha).explain(field, np.array([number]))[0]


class Idf(dict):  # type: ignore[type-arg]
    """The weight of each token of a field, by counting the works that hold it."""

    def __init__(self, index: Any, field: Any) -> None:
        held = [
            {token for name in index.aliases(n, field) for token in tokens(normalise(name))}
            for n in range(len(index))
        ]
        counts = {token: sum(token in one for one in held) for token in set().union(*held)}
        sizes = np.array([0, *counts.values()])
        weights = np.log((len(index) + 1) / (sizes + 1)) + 1
        super().__init__(zip(["", *counts], weights.tolist(), strict=True))

    def total(self, words: Any) -> Any:
        """Known words first, each in alphabetical order: as the index adds them up."""
        total = 0.0
        for word in sorted(words, key=lambda word: (word not in self, word)):
            total += self.get(word, self[""])
        return total


def best_of(guesses: Any, names: Any, idf: Any, alpha: Any) -> Any:
    """The first of the highest meetings of a guess with a name, its score rounded."""
    best, highest = NOTHING, 0.0
    for guess in guesses:
        for name in names:
            token, trigram = similarity(normalise(guess), normalise(name), idf)
            score = alpha * token + (1 - alpha) * trigram
            if score > highest:
                highest = score
                best = Explanation(float(np.round(score, DECIMALS)), guess, name, token, trigram)
    return best


def similarity(guess: Any, name: Any, idf: Any) -> Any:
    """J_idf and J_tri of two normalised texts."""
    asked, held = tokens(guess), tokens(name)
    shared = idf.total(asked & held)
    token = shared / (idf.total(held) + idf.total(asked) - shared)
    grams, other = trigrams(guess), trigrams(name)
    both = len(grams & other)
    return token, both / (len(grams) + len(other) - both)
