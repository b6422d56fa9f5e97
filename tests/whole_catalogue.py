"""Works scored one by one, as the formula says: what the fast `Query` has to agree with.

`PlainIndex` scores the names of its works, `GivenIndex` has its scores from the test.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from catalogue import (
    DECIMALS,
    FIELDS,
    Explanation,
    Field,
    Guess,
    Index,
    Query,
    Record,
    Work,
    guesses_of,
    normalise,
)
from catalogue.matching.counterparts import Counterparts, Shared
from catalogue.matching.postings import Floats, Ints
from catalogue.normalise import tokens, trigrams

NOTHING = Explanation(0.0, "", "", 0.0, 0.0)
Explanations = Mapping[Field, Sequence[Explanation]]
Guesses = Mapping[Field, Sequence[str | Guess]]


def works_of(*records: Sequence[str]) -> list[Work]:
    """Works with the numbers from 0, each with title, artist and subject as far as given."""
    return [Work(str(n), (_record(str(n), *texts),)) for n, texts in enumerate(records)]


def _record(number: str, title: str, artist: str = "", subject: str = "") -> Record:
    return Record(number, title, artist, subject)


def index_of(*records: Sequence[str]) -> Index:
    """The index of `works_of` these records."""
    return Index(works_of(*records))


class PlainQuery(Query):
    """What a `Query` answers, from the explanation of each work in each field."""

    def __init__(self, explanations: Explanations, size: int) -> None:
        self.explanations = explanations
        self.fields = {field: np.array([e.score for e in explanations[field]]) for field in FIELDS}
        self.size = size

    def highest(self, field: Field) -> float:
        return max(self.fields[field].tolist(), default=0.0)

    def same_work_leads(self, first: Field, second: Field) -> bool:
        rows = zip(self.fields[first].tolist(), self.fields[second].tolist(), strict=True)
        return (self.highest(first), self.highest(second)) in rows

    def scores(self, field: Field, works: Ints) -> Floats:
        return self.fields[field][works]

    def combined(self, weights: Mapping[Field, float], works: Ints) -> Floats:
        total = np.zeros(len(works))
        for field, weight in weights.items():
            total += weight * self.fields[field][works]
        return np.round(total, DECIMALS)

    def best(
        self, weights: Mapping[Field, float], limit: int, ties: bool = False
    ) -> tuple[Ints, Floats]:
        combined = self.combined(weights, np.arange(self.size)).tolist()
        order = [n for n in sorted(range(self.size), key=lambda n: -combined[n]) if combined[n] > 0]
        least = combined[order[limit - 1]] if len(order) >= limit else 0.0
        best = [n for n in order if combined[n] >= least] if ties else order[:limit]
        return np.array(best, np.int64), np.array([combined[n] for n in best])

    def highest_among(
        self, weights: Mapping[Field, float], field: Field, least: float, without: Ints
    ) -> float:
        combined = self.combined(weights, np.arange(self.size)).tolist()
        counting = [n for n in range(self.size) if self.fields[field][n] >= least]
        return max((combined[n] for n in counting if n not in without), default=0.0)

    def explain(self, field: Field, works: Ints) -> list[Explanation]:
        return [self.explanations[field][n] for n in works]


class PlainIndex(Index):
    """An index that compares every guess with every name of every work."""

    def query(self, guesses: Guesses, token_weight: float) -> PlainQuery:
        explained = {f: self._explained(f, guesses.get(f, ()), token_weight) for f in FIELDS}
        return PlainQuery(explained, len(self))

    def _explained(
        self, field: Field, guesses: Sequence[str | Guess], alpha: float
    ) -> list[Explanation]:
        idf = Idf(self, field)
        worded = [guess for guess in guesses_of(guesses) if normalise(guess.text)]
        return [best_of(worded, self.aliases(n, field), idf, alpha) for n in range(len(self))]


class Agreeing(Counterparts):
    """Every text has the words of every name, so that no reading contradicts a work."""

    def __init__(self) -> None:
        super().__init__({})
        self.of = lambda field, text, work: (Shared(1.0, 1.0, field == "artist"),)
        self.whole = lambda field, text, work: (True,)


class GivenIndex(Index):
    """An index whose similarities are given, one row of numbers a work: title, artist, subject."""

    def __init__(self, *rows: Sequence[float]) -> None:
        super().__init__([Work(f"w{n}", (Record(f"w{n}", f"w{n}"),)) for n in range(len(rows))])
        columns = np.array(rows, float).reshape(-1, 3).T
        self.given = dict(zip(FIELDS, columns, strict=True))
        self.counterparts = Agreeing()

    def similar(self, field: Field, guesses: Sequence[str | Guess]) -> Floats:
        return self.given[field] if guesses else np.zeros(len(self))

    def query(self, guesses: Guesses, token_weight: float) -> PlainQuery:
        scores = {f: np.round(self.similar(f, guesses[f]), DECIMALS).tolist() for f in FIELDS}
        explained = {field: [NOTHING._replace(score=s) for s in scores[field]] for field in FIELDS}
        return PlainQuery(explained, len(self))


def scores_of(index: Index, field: Field, guesses: Sequence[str | Guess], alpha: float) -> Floats:
    """S of every work, from the index itself."""
    return index.query({field: guesses}, alpha).scores(field, np.arange(len(index)))


def explained(
    index: Index, number: int, field: Field, guesses: Sequence[str | Guess], alpha: float
) -> Explanation:
    """Why a work has its S, from the index itself."""
    return index.query({field: guesses}, alpha).explain(field, np.array([number]))[0]


class Idf(dict[str, float]):
    """The weight of each token of a field, by counting the works that hold it."""

    def __init__(self, index: Index, field: Field) -> None:
        held = [
            {token for name in index.aliases(n, field) for token in tokens(normalise(name))}
            for n in range(len(index))
        ]
        counts = Counter(token for tokens_of_work in held for token in tokens_of_work)
        sizes = np.array([0, *counts.values()])
        weights = np.log((len(index) + 1) / (sizes + 1)) + 1
        super().__init__(zip(["", *counts], weights.tolist(), strict=True))

    def total(self, words: Iterable[str]) -> float:
        """Words of the field first, then others, in alphabetical order: as the index adds them."""
        total = 0.0
        for word in sorted(words, key=lambda word: (word not in self, word)):
            total += self.get(word, self[""])
        return total


def best_of(guesses: Sequence[Guess], names: Sequence[str], idf: Idf, alpha: float) -> Explanation:
    """The first pair of a guess and a name with the highest score, which is rounded."""
    best, highest = NOTHING, 0.0
    for guess in guesses:
        for name in names:
            token, trigram = similarity(normalise(guess.text), normalise(name), idf)
            confidence = guess.confidence
            score = alpha * (confidence * token) + (1 - alpha) * (confidence * trigram)
            if score > highest:
                highest = score
                best = Explanation(
                    float(np.round(score, DECIMALS)),
                    guess.text, name, token, trigram, confidence, guess.source,
                )  # fmt: skip
    return best


def similarity(guess: str, name: str, idf: Idf) -> tuple[float, float]:
    """J_idf and J_tri of two normalised texts."""
    asked, held = tokens(guess), tokens(name)
    shared = idf.total(asked & held)
    token = shared / (idf.total(held) + idf.total(asked) - shared)
    grams, other = trigrams(guess), trigrams(name)
    both = len(grams & other)
    return token, both / (len(grams) + len(other) - both)
