"""A catalogue file opened as a table, with the saved mapping for its header.

A saved mapping is keyed by the file's header. The header depends on how the file is decoded, so the
key is the header under automatic detection, stored with what was detected. A saved correction
applies only when detection makes the same guess again: an export that is suddenly UTF-8, or has
commas instead of semicolons, is read as it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from catalogue.columns.mapping import RECORD_FIELDS, ColumnMapping, labels
from catalogue.errors import CatalogueError, UnusableCatalogue
from catalogue.formats import ReadAs, Table, read_table
from catalogue.loading.saved_mappings import Correction, SavedMapping, SavedMappings
from catalogue.merging import Merging
from catalogue.records import Problem
from console import Report, no_report

_GUESSED = "guessed"
_DETECTED = ("format", "encoding", "delimiter", "sheet", "header")
"""Facts of a table that are stored with a correction, which lapses when their wording changes."""


@dataclass(frozen=True)
class OpenTable:
    """A table, how it was read, and what is saved for its header."""

    table: Table
    read_as: ReadAs
    """What a person chose, now or earlier."""
    header: tuple[str, ...] | None
    """What a mapping is saved by: the columns under automatic detection, and of a file without
    a header its name. None where the file cannot be read that way."""
    detected: tuple[tuple[str, str], ...] = ()
    """Format, encoding, delimiter, sheet and header as they were detected."""
    saved: SavedMapping | None = None
    name: str = ""
    """Name of the file."""

    @property
    def mapping(self) -> ColumnMapping | None:
        """The saved mapping; None where its columns are not all in this table."""
        if self.saved and set(self.saved.mapping.columns) <= set(labels(self.table.columns)):
            return self.saved.mapping
        return None

    @property
    def merging(self) -> Merging:
        """The numbers that a person took for one work, whatever their titles."""
        return self.saved.merging if self.saved else Merging()

    def save(
        self,
        saved_mappings: SavedMappings,
        mapping: ColumnMapping,
        merging: Merging | None = None,
    ) -> Path:
        """Save a mapping, how the file is read, and the numbers to merge, else those saved.

        Raises CatalogueError.
        """
        merging = self.merging if merging is None else merging
        if self.header is None:
            raise UnusableCatalogue(
                "How this file is read cannot be saved, because it cannot be read automatically. "
                "Export it again as CSV (UTF-8)."
            )
        if not self.read_as:
            return saved_mappings.save(self.header, mapping, None, self.name, merging)
        correction = Correction(self.read_as, self.detected, self.table.columns)
        return saved_mappings.save(self.header, mapping, correction, self.name, merging)

    def earlier(
        self, saved_mappings: SavedMappings, column_guess: ColumnMapping
    ) -> SavedMapping | None:
        """A mapping for other columns that fits this table and says more than the guess.

        If there are several, the one whose file has the most columns in common. None if there is
        none, if a mapping is saved for this header, or if the columns have no names: that those of
        two files have the same numbers says nothing.
        """
        if self.mapping is not None or not any(self.table.columns):
            return None
        columns = frozenset(labels(self.table.columns))
        fitting = [
            saved
            for saved in saved_mappings.every()
            if saved.mapping["title"].columns
            and columns.issuperset(saved.mapping.columns)
            and _says_more(saved, column_guess)
        ]
        return min(
            fitting, key=lambda s: len(columns.symmetric_difference(s.columns)), default=None
        )


def open_table(
    path: Path,
    saved_mappings: SavedMappings | None = None,
    read_as: ReadAs | None = None,
    report: Report = no_report,
) -> OpenTable:
    """The table in a file, read as `read_as` says, else as was saved, else as detected.

    An empty `read_as` ignores what was saved. Raises CatalogueError.
    """
    read = partial(read_table, path, report=report)
    try:
        table = read()
    except CatalogueError:
        if not read_as:
            raise
        return OpenTable(read(read_as=read_as), read_as, None, name=path.name)
    header, detected = _key(table, path), _detected(table)
    saved = saved_mappings.find(header) if saved_mappings else None
    if read_as:
        del table  # two tables of a large file may not fit into memory
        return OpenTable(read(read_as=read_as), read_as, header, detected, saved, path.name)
    correction = saved.correction if saved and read_as is None else Correction()
    if correction.read_as and _agrees(correction.detected, detected):
        try:
            table = read(read_as=correction.read_as)
            return OpenTable(table, correction.read_as, header, detected, saved, path.name)
        except CatalogueError as error:
            message = f"What was chosen for files like this one does not fit it: {error}"
            table = replace(table, problems=(*table.problems, Problem("read-as", 0, message)))
    return OpenTable(table, ReadAs(), header, detected, saved, path.name)


def _key(table: Table, path: Path) -> tuple[str, ...]:
    """The columns by which a mapping is saved; of a table without a header, with the file's name.

    All tables without a header that are equally wide have the same columns.
    """
    nameless = not any(table.columns)
    return (*table.columns, f"file {path.name}") if nameless else table.columns


def _agrees(then: tuple[tuple[str, str], ...], now: tuple[tuple[str, str], ...]) -> bool:
    """Whether a file is detected as the one was for which a correction was saved.

    Facts that were not stored then do not count, and all guesses of an encoding are one.
    """
    facts = dict(now)
    return all(
        facts.get(name) == fact or (_GUESSED in fact and _GUESSED in facts.get(name, ""))
        for name, fact in then
    )


def _says_more(saved: SavedMapping, column_guess: ColumnMapping) -> bool:
    """Whether a field is filled differently than by the guess, or was left empty on purpose."""
    return any(
        saved.mapping[field] != column_guess[field]
        and (saved.mapping[field] or set(column_guess[field].columns) <= set(saved.columns))
        for field in RECORD_FIELDS
    )


def _detected(table: Table) -> tuple[tuple[str, str], ...]:
    """How a table was read, without the counts."""
    return tuple((name, re.sub(r"[\d,]+ bytes", "bytes", fact)) for name, fact in table.facts
                 if name in _DETECTED)  # fmt: skip
