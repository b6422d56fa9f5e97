"""What every format is read into: columns, rows, and what could not be taken, within limits.

Nothing is interpreted: markup and formulas in a cell are characters like any others.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from catalogue.authorities import Authority
from catalogue.errors import UnreadableCatalogue, UnusableCatalogue
from catalogue.records import Problem, ProblemKind, Reject

LONGEST_CELL = 20_000
"""Characters of a cell that are kept. The longest text in the exports of Tate, MoMA, the Carnegie
and SemArt has 5,854; a longer one is nearly always a quotation mark that was never closed."""

_PER_CELL, _PER_PLACE = 60, 8
"""Bytes that Python needs for a cell beside its characters, and for one that is empty."""
_PER_PROBLEM = 250
_ESCAPED_BYTE = re.compile(r"[\udc80-\udcff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row or object, as many as the table has columns."""

    line: int
    cells: tuple[str, ...]
    authorities: tuple[Authority, ...] = ()
    """What the format itself says about who and what is meant; cells may name more."""


@dataclass(frozen=True, slots=True)
class Table:
    """Column names and rows, what was odd about the file, and what was left out of it.

    `rows` and `rejects` together are all rows of the file but the empty ones. `facts` says in
    words how the file was read (format, encoding, delimiter …), for people to check, and
    `choices` what else could be chosen of each.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...] = ()
    rejects: tuple[Reject, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    choices: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may hold, so that no file takes all of the machine's memory."""

    unpacked: int = 4 << 30
    """Bytes after decompression, of a file that is read row by row."""
    whole: int = 512 << 20
    """Bytes of a file that has to be held in memory whole: JSON, and a spreadsheet unpacked."""
    rows: int = 2_000_000
    columns: int = 2_000
    line: int = 16 << 20
    """Characters of one line, or bytes of one XML record."""
    kept: int = 3 << 30
    """Bytes that all cells together take in memory, about."""


@dataclass
class Collected:
    """A table while it is read; adding to it raises UnusableCatalogue where a limit is passed."""

    path: Path
    limits: Limits
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    names: dict[str, int] = field(default_factory=dict)
    """Columns that were met so far, of a format that names them record by record."""
    _kept: int = 0

    def add_named(
        self, line: int, values: Mapping[str, str], authorities: tuple[Authority, ...] = ()
    ) -> None:
        """A record whose cells are given by column."""
        for name in values:
            self.names.setdefault(name, len(self.names))
        self.widen(len(self.names))
        cells = [""] * len(self.names)
        for name, value in values.items():
            cells[self.names[name]] = value
        self.add(Row(line, self.cleaned(cells, line), authorities))

    def add(self, row: Row) -> None:
        self.rows.append(row)
        self._weigh(row.cells)

    def reject(self, line: int, cells: Sequence[str], kind: ProblemKind, reason: str) -> None:
        """Leave a row out, and say so."""
        self.rejects.append(Reject(line, tuple(cells), reason))
        self.problems.append(Problem(kind, line, reason))
        self._weigh(cells)

    def table(
        self, columns: Sequence[str], facts: Sequence[tuple[str, str]],
        **choices: tuple[str, ...],
    ) -> Table:  # fmt: skip
        """The table of all that was added, rows padded to the columns."""
        width = len(columns)
        self._hold(_PER_PLACE * width * len(self.rows))
        rows = tuple(row if len(row.cells) == width else padded(row, width) for row in self.rows)
        problems = sorted(self.problems, key=lambda problem: problem.line)
        counted = ("rows", f"{len(rows) + len(self.rejects):,}")
        return Table(
            tuple(columns), rows, tuple(problems), tuple(self.rejects), (*facts, counted),
            tuple(choices.items()),
        )  # fmt: skip

    def widen(self, columns: int) -> None:
        """Check a number of columns."""
        if columns > self.limits.columns:
            raise UnusableCatalogue(
                f"The catalogue {self.path} has {columns:,} columns or more; "
                f"{self.limits.columns:,} can be read. Export only those that describe the works."
            )

    def _weigh(self, cells: Sequence[str]) -> None:
        self._kept += _PER_PLACE * len(cells)
        self._kept += sum(len(cell) + _PER_CELL for cell in cells if cell)
        self._hold(self._kept + _PER_PROBLEM * len(self.problems))
        if len(self.rows) + len(self.rejects) > self.limits.rows:
            raise UnusableCatalogue(
                f"The catalogue {self.path} has more than {self.limits.rows:,} rows. "
                "Split it, for example by department, and open the part that was filmed."
            )

    def _hold(self, size: int) -> None:
        if size > self.limits.kept:
            raise UnusableCatalogue(
                f"The catalogue {self.path} holds more text than fits into memory "
                f"({self.limits.kept >> 20:,} MiB). Export fewer columns, or split it."
            )

    def cleaned(self, cells: Sequence[str], line: int) -> tuple[str, ...]:
        """Cells as they are kept: without surrounding space, of whole characters, not endless."""
        return tuple(
            [
                cell.strip()
                if cell.isascii() and len(cell) <= LONGEST_CELL and "\0" not in cell
                else self._cell(cell, line)
                for cell in cells
            ]
        )

    def _cell(self, cell: str, line: int) -> str:
        if "\0" in cell:
            cell = cell.replace("\0", "")
            self.problems.append(Problem("nul", line, "NUL characters in a cell were left out."))
        if not cell.isascii() and _SURROGATE.search(cell):
            cell = self._mended(cell, line)
        if len(cell) > LONGEST_CELL:
            message = (
                f"A cell of {len(cell):,} characters was cut to {LONGEST_CELL:,}. If a quotation "
                "mark was never closed, the rows after it are inside this cell: close it."
            )
            self.problems.append(Problem("long-cell", line, message))
            cell = cell[:LONGEST_CELL]
        return cell.strip()

    def _mended(self, cell: str, line: int) -> str:
        """Bytes that were no UTF-8 as Windows wrote them; halves of characters as a mark."""
        if _ESCAPED_BYTE.search(cell):
            message = "A cell holds bytes that are not UTF-8; they were read as Windows wrote them."
            self.problems.append(Problem("encoding", line, message))
            cell = _ESCAPED_BYTE.sub(_of_windows, cell)
        return _SURROGATE.sub("�", cell)


def padded(row: Row, width: int) -> Row:
    return Row(row.line, row.cells + ("",) * (width - len(row.cells)), row.authorities)


def _of_windows(found: re.Match[str]) -> str:
    byte = bytes([ord(found.group()) - 0xDC00])
    try:
        return byte.decode("cp1252")
    except UnicodeDecodeError:
        return byte.decode("latin-1")


def too_long(path: Path, line: int, limit: int) -> UnreadableCatalogue:
    """The error about a line or record that is no line or record of a catalogue."""
    return UnreadableCatalogue(
        f"Line {line:,} of the catalogue {path} goes on for more than {limit:,} characters, so "
        "it is no table. Export it again with one record a line."
    )
