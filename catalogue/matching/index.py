"""The works of a catalogue, indexed by the words and trigrams of their names.

The postings hold each distinct name once, however many works carry it. Works are scored by a
`Query`; nothing is approximate.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from catalogue.matching.field_index import FIELDS, Field, FieldIndex, Points, Tables
from catalogue.matching.guess import Guess, guesses_of
from catalogue.matching.postings import Floats, Ints
from catalogue.matching.query import Query
from catalogue.records import Catalogue, Work
from console import Report, no_report


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
            field_tables = tables[field] if tables else Tables.of(self.works, field)
            self._fields[field] = FieldIndex(field_tables)

    @classmethod
    def build(cls, catalogue: Catalogue, report: Report = no_report) -> Index:
        """The index of a catalogue's works, in their order."""
        return cls(catalogue.works, report=report)

    def __len__(self) -> int:
        return len(self.works)

    def query(self, guesses: Mapping[Field, Sequence[str | Guess]], token_weight: float) -> Query:
        """Guesses to be compared with the works; a field without a guess scores nothing."""
        return Query(self._fields, guesses, token_weight)

    def reach(self, field: Field, guesses: Sequence[str | Guess]) -> tuple[Floats, Floats]:
        """The highest J_idf and the highest J_tri of every work, each of shape (N,).

        They may be those of different guesses and names, so that no α lifts S above them.
        """
        return self._fields[field].reach(guesses_of(guesses))

    def points(
        self, field: Field, works: Ints, guesses: Sequence[str | Guess], once: bool = False
    ) -> Points:
        """What S of these works is the maximum of, at any α: all that guesses meet in a field.

        Of few works at `once`, where the guesses are not asked about others as well, it costs
        less, with the same outcome.
        """
        return self._fields[field].points(works, guesses_of(guesses), once)

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
