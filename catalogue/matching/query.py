"""The only place where works are scored: exactly, in a fraction of the time that all works take.

    idf(t) = ln((N + 1) / (df(t) + 1)) + 1            per field, over the N works
    J_idf  = Σ idf of shared tokens / Σ idf of the union
    J_tri  = shared / union of character trigrams
    S      = α · J_idf + (1 - α) · J_tri
    score  = confidence of a guess · S                maximum over aliases and guesses

S and weighted sums of it are rounded to twelve decimals, so that a tie is a tie whatever the order
in which the numbers were added up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from catalogue.lengths import LONGEST_NAME
from catalogue.matching.field_index import FieldIndex
from catalogue.matching.field_query import NOTHING, Explanation, FieldQuery
from catalogue.matching.guess import Guess, guesses_of
from catalogue.matching.postings import Floats, Ints
from catalogue.matching.top_matches import Weighted, combined_scores, top_matches
from catalogue.records import Field

_FIRST = 16
"""So many of the best works are asked first whether they are among those that count."""


class Query:
    """Guesses about a work, compared with an index at one α; made by `Index.query`.

    Works are given and returned by their numbers in `Index.works`. Answers share what they have
    computed.
    """

    def __init__(
        self,
        fields: Mapping[Field, FieldIndex],
        guesses: Mapping[Field, Sequence[str | Guess]],
        token_weight: float,
    ) -> None:
        self._size = max(field.works for field in fields.values())
        queries = {
            f: FieldQuery(fields[f], _cut(f, texts), token_weight) for f, texts in guesses.items()
        }
        self._queries = {field: query for field, query in queries.items() if query}

    def highest(self, field: Field) -> float:
        """The highest S of all works; 0 without a guess."""
        return self._queries[field].highest if field in self._queries else 0.0

    def same_work_leads(self, first: Field, second: Field) -> bool:
        """Whether some work has the highest S in both fields."""
        if not (self.highest(first) and self.highest(second)):
            return self._size > 0
        return self._queries[first].shares_leader(self._queries[second])

    def scores(self, field: Field, works: Ints) -> Floats:
        """S of some works, from 0 to 1."""
        query = self._queries.get(field)
        return query.scores(works) if query else np.zeros(len(works))

    def combined(self, weights: Mapping[Field, float], works: Ints) -> Floats:
        """The weighted sum of S over the fields, for some works.

        Fields are added up in the order of `weights`.
        """
        return combined_scores(self._weighted(weights), works)

    def best(
        self, weights: Mapping[Field, float], limit: int, ties: bool = False
    ) -> tuple[Ints, Floats]:
        """The works whose `combined` score is highest, best first, and their scores.

        Equal works stand in the order of the catalogue; works that score 0 are left out. With
        `ties`, all works with the score of the last one are added, beyond `limit`. Weights must
        not be negative.
        """
        queries = self._weighted(weights)
        if not queries or limit < 1:
            return np.zeros(0, np.int64), np.zeros(0)
        return top_matches(queries, limit, ties)

    def highest_among(
        self, weights: Mapping[Field, float], field: Field, least: float, without: Ints
    ) -> float:
        """The highest `combined` score of the works whose S in a field is at least `least`.

        Works in `without` do not count. 0 if there is none.
        """
        limit = _FIRST + len(without)
        works, scores = self.best(weights, limit)
        if (score := self._first(works, scores, field, least, without)) is not None:
            return score
        if len(works) < limit or field not in self._queries:
            return 0.0
        works = self._queries[field].field.carriers(self._queries[field].above(least))
        works = np.unique(works)
        scores = self.combined(weights, works)
        order = np.argsort(-scores, kind="stable")
        return self._first(works[order], scores[order], field, least, without) or 0.0

    def _first(
        self, works: Ints, scores: Floats, field: Field, least: float, without: Ints
    ) -> float | None:
        counts = (self.scores(field, works) >= least) & ~np.isin(works, without)
        return float(scores[counts.argmax()]) if counts.any() else None

    def explain(self, field: Field, works: Ints) -> list[Explanation]:
        """For each of some works the guess and the name that score highest, or `NOTHING`."""
        query = self._queries.get(field)
        return query.explain(works) if query else [NOTHING] * len(works)

    def _weighted(self, weights: Mapping[Field, float]) -> Weighted:
        queries = self._queries
        return [
            (queries[f], weight) for f, weight in weights.items() if f in queries and weight > 0
        ]


def _cut(field: Field, guesses: Sequence[str | Guess]) -> tuple[Guess, ...]:
    """Guesses no longer than the names that they are compared with; subjects are texts."""
    return tuple(
        replace(guess, text=guess.text[:LONGEST_NAME])
        if field != "subject" and len(guess.text) > LONGEST_NAME
        else guess
        for guess in guesses_of(guesses)
    )
