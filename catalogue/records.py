"""Catalogue records as a museum wrote them, and the works that they describe."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal

from catalogue.authorities import Authority
from catalogue.columns.mapping import ColumnMapping
from catalogue.errors import UnusableCatalogue
from catalogue.merging import Merging
from catalogue.normalise import normalise

Field = Literal["title", "artist", "subject"]
"""A field by which works are matched."""
FIELDS: tuple[Field, ...] = ("title", "artist", "subject")
TEXT_FIELDS = ("title", "artist", "date", "subject", "genre", "description")
"""The fields of a record that hold words, in the order in which people read them."""
UNNUMBERED = "unnumbered-"
"""The prefix of the identifiers that are derived for works without a number of the museum's."""


@dataclass(frozen=True, slots=True)
class Record:
    """A row or object of the museum's file: the texts as they are, under the names of fields."""

    identifier: str
    title: str
    artist: str = ""
    subject: str = ""
    genre: str = ""
    description: str = ""
    picture: Path | None = None
    videos: tuple[str, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()
    """Name and text of every other column that is not empty."""
    line: int = 0
    """Line of the file on which the record begins, or row of the sheet, from 1 (0 if unknown)."""
    authorities: tuple[Authority, ...] = ()
    """The identifiers of ULAN, AAT, Wikidata and others in the record."""
    date: str = ""
    """As the museum writes it: "c. 1640", "1889", "date not known"."""


@dataclass(frozen=True, slots=True)
class Work:
    """A work of art: the records that were merged into it, the first of which leads.

    `identifier` is the museum's own number. A work without one gets an identifier derived from
    its normalised title and artist, and a work whose number others share too gets one from number
    and line, so that every load gives the same.
    """

    identifier: str
    records: tuple[Record, ...]

    @property
    def number(self) -> str:
        """The museum's own number, which works of other titles may share; empty without one."""
        return self.records[0].identifier

    @property
    def shares_number(self) -> bool:
        """Whether works of other titles have the same number, so that it points at none."""
        return bool(self.number) and self.number != self.identifier

    @property
    def has_titles(self) -> bool:
        """Whether its records have different titles."""
        titles = {record.title for record in self.records}
        return len(titles) > 1 and len(set(map(normalise, titles))) > 1

    @property
    def title(self) -> str:
        return self._first("title")

    @property
    def artist(self) -> str:
        return self._first("artist")

    @property
    def subject(self) -> str:
        return self._first("subject")

    @property
    def genre(self) -> str:
        return self._first("genre")

    @property
    def description(self) -> str:
        return self._first("description")

    @property
    def date(self) -> str:
        return self._first("date")

    @property
    def picture(self) -> Path | None:
        return next((record.picture for record in self.records if record.picture), None)

    @property
    def authorities(self) -> tuple[Authority, ...]:
        return tuple(dict.fromkeys(a for record in self.records for a in record.authorities))

    def _first(self, name: str) -> str:
        return next((value for r in self.records if (value := getattr(r, name))), "")


@dataclass(frozen=True, slots=True)
class SharedNumber:
    """A number whose records have different titles, and the works that they make."""

    number: str
    works: tuple[Work, ...]

    @property
    def merged(self) -> bool:
        """Whether a person took the records for one work."""
        return len(self.works) == 1

    @property
    def records(self) -> tuple[Record, ...]:
        return tuple(record for work in self.works for record in work.records)


ProblemKind = Literal[
    "above-header", "duplicate-identifier", "earlier-mapping", "encoding", "error-cell", "formula",
    "guessed-column", "long-cell", "merged-number", "missing-column", "missing-picture",
    "more-pages", "nested-value", "no-header", "no-record", "no-title", "not-an-object", "not-json",
    "nul", "number-as-date", "other-sheets", "outside-picture", "picture-address", "read-as",
    "repeated-header", "row-length", "same-column", "same-work", "shared-number", "title-from-type",
    "unclosed-quote", "undeclared-prefix", "unknown-attribution", "unknown-header", "xml-character",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Problem:
    """Something odd in the file: in which row, what it is, and what was done about it."""

    kind: ProblemKind
    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Reject:
    """A row of the file that is not in the catalogue: its line, its cells, and the reason."""

    line: int
    cells: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class Catalogue:
    """A closed set of works in the order of the file, with the problems of the file.

    Every row of the file that is not empty is a record of a work, or one of `rejects`.
    """

    path: Path
    sha256: str
    """Of the file, of its mapping if that differs from the guess, and of the numbers that records
    with different titles share, if they are kept apart."""
    works: tuple[Work, ...]
    problems: tuple[Problem, ...] = field(default=())
    """For people to read: the first few of each kind, and a count of the others."""
    all_problems: tuple[Problem, ...] = field(default=(), repr=False)
    rejects: tuple[Reject, ...] = field(default=(), repr=False)
    columns: tuple[str, ...] = field(default=(), repr=False)
    """The columns of the file, and so of the cells of the rejects."""
    facts: tuple[tuple[str, str], ...] = field(default=())
    """How the file was read: format, encoding, delimiter …, by name."""
    mapping: ColumnMapping = field(default=ColumnMapping(), repr=False)
    """Which columns fill which fields."""
    guessed: bool = True
    """Whether the mapping was guessed, rather than chosen by a person."""
    file_sha256: str = ""
    """Of the file alone."""
    merging: Merging = field(default=Merging())
    """The shared numbers that are one work."""

    def __len__(self) -> int:
        return len(self.works)

    def __iter__(self) -> Iterator[Work]:
        return iter(self.works)

    def __getitem__(self, identifier: str) -> Work:
        return self.by_identifier[identifier]

    def __contains__(self, identifier: object) -> bool:
        return identifier in self.by_identifier

    @cached_property
    def by_identifier(self) -> Mapping[str, Work]:
        return {work.identifier: work for work in self.works}

    @cached_property
    def shared_numbers(self) -> tuple[SharedNumber, ...]:
        """Every number whose records have different titles, in the order of the file."""
        groups: dict[str, list[Work]] = {}
        for work in self.works:
            if work.shares_number or (work.number and work.has_titles):
                groups.setdefault(work.number, []).append(work)
        return tuple(SharedNumber(number, tuple(works)) for number, works in groups.items())


class NoUsableRecord(UnusableCatalogue):
    """Every row of the file was left out.

    `catalogue` has no works, but its rejects, problems and columns can be shown.
    """

    def __init__(self, message: str, catalogue: Catalogue) -> None:
        super().__init__(message)
        self.catalogue = catalogue
