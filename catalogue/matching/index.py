"""The works of a catalogue, indexed by the words and trigrams of their names.

Each distinct name is compared once, however many works carry it. Works are scored by a `Query`;
nothing is approximate.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, lru_cache

import numpy as np

from catalogue.matching.counterparts import Counterparts
from catalogue.matching.field_index import FieldIndex, Pairs, Tables
from catalogue.matching.guess import Guess, guesses_of
from catalogue.matching.mentions import mentioned
from catalogue.matching.numbers import Numbers
from catalogue.matching.postings import Floats, Ints
from catalogue.matching.query import Query
from catalogue.normalise import normalise, refers_to
from catalogue.records import FIELDS, Catalogue, Field, Work
from console import Report, no_report

_CACHED = 10_000
_ROUNDING = 1e-9


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

    def upper_bounds(self, field: Field, guesses: Sequence[str | Guess]) -> tuple[Floats, Floats]:
        """The highest J_idf and the highest J_tri of every work, each of shape (N,).

        Each is times the confidence of its guess. The two may come from different guesses and
        names, so a work's score is never above their weighted sum.
        """
        return self._fields[field].upper_bounds(guesses_of(guesses))

    def pairs(
        self, field: Field, works: Ints, guesses: Sequence[str | Guess], once: bool = False
    ) -> Pairs:
        """All pairs of a guess and a name of these works: S of a work is that of its best pair.

        With `once`, the guesses are compared with these works only and nothing is cached: that
        costs less for few works, if no others are compared with the same guesses later. The
        outcome is the same.
        """
        return self._fields[field].pairs(works, guesses_of(guesses), once)

    def name(self, field: Field, number: int) -> str:
        """A name by the number that `pairs` gives it."""
        return self._fields[field].tables.names[number]

    def aliases(self, work_number: int, field: Field) -> tuple[str, ...]:
        """The names under which a work is found."""
        return self._fields[field].aliases(work_number)

    def tables(self, field: Field) -> Tables:
        """What the index of a field consists of."""
        return self._fields[field].tables

    def idf(self, field: Field, token: str) -> float:
        """The weight of a normalised token in a field, the highest for one that no name holds."""
        return self._fields[field].idf(token)

    def mentioned(self, text: str, most: int) -> Ints:
        """The works whose title occurs in a longer text, those of which it tells most first.

        No more than `most`, by their numbers. What it tells of the artist counts as well.
        """
        return mentioned(self._fields, text, most)

    def namesakes(self, works: Sequence[int]) -> tuple[int, ...]:
        """These works, and all others that share a title and an artist with the first of them."""
        first = np.array(works[:1])
        fields = self._fields["title"], self._fields["artist"]
        names = [(field, field.strings(first)[2]) for field in fields]
        sharing = [set(field.carriers(n).tolist()) for field, n in names if len(n)]
        return tuple(sorted(set(works).union(set.intersection(*sharing))))

    def is_common_part(self, name: str, work: int) -> bool:
        """Whether a name is a part of a work's title that does not tell it from other works.

        Another title of its artist's has it, too: "Bridge" is not "Bridge; St Cloud", where the
        same artist has "Bridge with Goats" as well. Or it is another work's, whether the catalogue
        has that or not: "Study for 'Rain'" is not "Rain".
        """
        return self._common_part(name, work)

    @cached_property
    def _common_part(self) -> Callable[[str, int], bool]:
        return lru_cache(_CACHED)(self._is_common_part)

    def _is_common_part(self, name: str, work: int) -> bool:
        titles, artists = self._fields["title"], self._fields["artist"]
        normal = normalise(name)
        if any(normalise(record.title or "") == normal for record in self.works[work].records):
            return False
        if any(refers_to(record.title or "", name) for record in self.works[work].records):
            return True
        terms = titles.terms(name)
        if terms is None:
            return False
        holding = np.flatnonzero(titles.token_sums(terms) >= terms.token_total - _ROUNDING)
        same_artist = artists.carriers(artists.strings(np.array([work]))[2])
        others = np.intersect1d(titles.carriers(holding), same_artist).tolist()
        title = normalise(self.works[work].title)
        return any(normalise(self.works[other].title) != title for other in others)

    @cached_property
    def counterparts(self) -> Counterparts:
        """Texts compared with the names of works word by word."""
        return Counterparts(self._fields)

    @cached_property
    def numbers(self) -> Numbers:
        """The works by their inventory numbers."""
        return Numbers(self.works)
