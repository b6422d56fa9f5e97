"""Exact similarity of guesses to every work of a catalogue, over NumPy postings.

    idf(t) = ln((N + 1) / (df(t) + 1)) + 1            per field, over the N works
    J_idf  = Σ idf of shared tokens / Σ idf of the union
    J_tri  = shared / union of character trigrams
    S      = α · J_idf + (1 - α) · J_tri              maximum over aliases and guesses

The postings hold each distinct alias once, however many works carry it; nothing is approximate.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from catalogue.matching.best import best
from catalogue.matching.field_index import FIELDS, Field, FieldIndex, Points, Tables
from catalogue.matching.postings import Floats, Ints
from catalogue.records import Catalogue, Work
from console.progress import Report, no_report


class Explanation(NamedTuple):
    """The pair of guess and alias that scored highest, and both similarities."""

    score: float
    guess: str
    alias: str
    token: float
    trigram: float


class Index:
    """The works of a catalogue, ready to be matched. Immutable; build it with `Index.build`."""

    def __init__(
        self,
        works: Sequence[Work],
        tables: Mapping[Field, Tables] | None = None,
        report: Report = no_report,
    ) -> None:
        self.works: tuple[Work, ...] = tuple(works)
        self.number: Mapping[str, int] = {w.identifier: n for n, w in enumerate(self.works)}
        self._fields = {}
        for number, field in enumerate(FIELDS):
            report(number / len(FIELDS), "Indexing")
            found = tables[field] if tables else Tables.of(self.works, field)
            self._fields[field] = FieldIndex(found)

    @classmethod
    def build(cls, catalogue: Catalogue, report: Report = no_report) -> Index:
        """The index of a catalogue's works, in their order."""
        return cls(catalogue.works, report=report)

    def __len__(self) -> int:
        return len(self.works)

    def scores(self, field: Field, guesses: Sequence[str], token_weight: float) -> Floats:
        """S of every work, float64 of shape (N,), each from 0 to 1."""
        return self._fields[field].scores(guesses, token_weight)

    def best(
        self,
        guesses: Mapping[Field, Sequence[str]],
        weights: Mapping[Field, float],
        token_weight: float,
        limit: int,
    ) -> tuple[Ints, Floats]:
        """The works whose weighted sum of S over the fields is highest, and that sum.

        Best first, of equals the first of the catalogue; more than `limit` where several are
        equal to the last, and none that scores nothing. Weights are not negative. The same as
        from `scores`, to the last bit, in a fraction of the time (`catalogue.matching.best`).
        """
        return best(self._fields, guesses, weights, token_weight, limit)

    def reach(self, field: Field, guesses: Sequence[str]) -> tuple[Floats, Floats]:
        """The highest J_idf and the highest J_tri of every work, each of shape (N,).

        They may be those of different guesses and names, so that no α lifts S above them.
        """
        return self._fields[field].reach(guesses)

    def points(
        self, field: Field, works: Ints, guesses: Sequence[str], once: bool = False
    ) -> Points:
        """What S of these works is the maximum of, at any α: all that guesses meet in a field.

        Of few works at `once`, where the guesses are not asked about others as well, it costs
        less, with the same outcome.
        """
        return self._fields[field].points(works, guesses, once)

    def explain(
        self, work_number: int, field: Field, guesses: Sequence[str], token_weight: float
    ) -> Explanation:
        """Which guess met which alias of `works[work_number]`; empty words where nothing did."""
        met = self.points(field, np.array([work_number]), guesses, once=True)
        scores = token_weight * met.token + (1 - token_weight) * met.trigram
        if not scores.any():
            return Explanation(0.0, "", "", 0.0, 0.0)
        at = int(scores.argmax())
        words = guesses[met.guess[at]], self.name(field, int(met.name[at]))
        return Explanation(float(scores[at]), *words, float(met.token[at]), float(met.trigram[at]))

    def name(self, field: Field, number: int) -> str:
        """A name by the number that `points` gives it."""
        return self._fields[field].tables.names[number]

    def aliases(self, work_number: int, field: Field) -> tuple[str, ...]:
        """The names under which a work is found."""
        return self._fields[field].aliases(work_number)

    def tables(self, field: Field) -> Tables:
        """What the index of a field consists of."""
        return self._fields[field].tables

    def idf(self, field: Field, token: str) -> float:
        """The weight of a normalised token in a field."""
        return self._fields[field].idf(token)
