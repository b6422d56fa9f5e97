"""The table that every format is read into: columns, rows and rejects, within limits.

Nothing is interpreted: markup and formulas in a cell are characters like any others.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from catalogue.authorities import Authority
from catalogue.errors import UnreadableCatalogue, UnusableCatalogue
from catalogue.lengths import LONGEST_CELL, MOST_COLUMNS
from catalogue.records import Problem, ProblemKind, Reject

_PER_CELL, _PER_PLACE = 60, 8
"""Bytes that Python needs for a cell beside its characters, and for an empty cell."""
_PER_PROBLEM = 250
_ESCAPED_BYTE = re.compile(r"[\udc80-\udcff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row or object, as many as the table has columns."""

    line: int
    cells: tuple[str, ...]
    authorities: tuple[Authority, ...] = ()
    """The identifiers that the format itself gives; cells may hold more."""


@dataclass(frozen=True, slots=True)
class Table:
    """Column names and rows of a file, with its problems and rejects.

    `rows` and `rejects` together are all rows of the file but the empty ones. `facts` says how the
    file was read (format, encoding, delimiter …), for people to check, and `choices` what else
    could be chosen.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...] = ()
    rejects: tuple[Reject, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    choices: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """The largest file that is read, so that none takes all of the machine's memory."""

    unpacked: int = 4 << 30
    """Bytes after decompression of a file that is read row by row."""
    whole: int = 512 << 20
    """Bytes of a file that is held in memory whole: JSON, and a spreadsheet unpacked."""
    rows: int = 2_000_000
    columns: int = MOST_COLUMNS
    line: int = 16 << 20
    """Characters of one line, or bytes of one XML record."""
    memory: int = 3 << 30
    """Rough bytes of all cells together in memory."""


@dataclass
class Collected:
    """A table while it is read; adding to it raises UnusableCatalogue beyond a limit."""

    path: Path
    limits: Limits
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    names: dict[str, int] = field(default_factory=dict)
    """Columns so far, of a format that names them record by record."""
    _memory: int = 0

    def add_named(
        self, line: int, values: Mapping[str, str], authorities: tuple[Authority, ...] = ()
    ) -> None:
        """Add a record whose cells are given by column."""
        for name in values:
            self.names.setdefault(name, len(self.names))
        self.check_width(len(self.names))
        cells = [""] * len(self.names)
        for name, value in values.items():
            cells[self.names[name]] = value
        self.add(Row(line, self.cleaned(cells, line), authorities))

    def add(self, row: Row) -> None:
        self.rows.append(row)
        self._weigh(row.cells)

    def reject(self, line: int, cells: Sequence[str], kind: ProblemKind, reason: str) -> None:
        """Leave a row out, and list it as a reject and a problem."""
        self.rejects.append(Reject(line, tuple(cells), reason))
        self.problems.append(Problem(kind, line, reason))
        self._weigh(cells)

    def table(
        self, columns: Sequence[str], facts: Sequence[tuple[str, str]],
        **choices: tuple[str, ...],
    ) -> Table:  # fmt: skip
        """The table of everything that was added, all rows padded to the same width."""
        width = len(columns)
        self._check_memory(_PER_PLACE * width * len(self.rows))
        rows = tuple(row if len(row.cells) == width else _padded(row, width) for row in self.rows)
        problems = sorted(self.problems, key=lambda problem: problem.line)
        counted = ("rows", f"{len(rows) + len(self.rejects):,}")
        return Table(
            tuple(columns), rows, tuple(problems), tuple(self.rejects), (*facts, counted),
            tuple(choices.items()),
        )  # fmt: skip

    def check_width(self, columns: int) -> None:
        """Raises UnusableCatalogue if there are more columns than the limit."""
        if columns > self.limits.columns:
            raise UnusableCatalogue(
                f"The catalogue {self.path} has {columns:,} columns or more; "
                f"{self.limits.columns:,} can be read. Export only those that describe the works."
            )

    def _weigh(self, cells: Sequence[str]) -> None:
        self._memory += _PER_PLACE * len(cells)
        self._memory += sum(len(cell) + _PER_CELL for cell in cells if cell)
        self._check_memory(self._memory + _PER_PROBLEM * len(self.problems))
        if len(self.rows) + len(self.rejects) > self.limits.rows:
            raise UnusableCatalogue(
                f"The catalogue {self.path} has more than {self.limits.rows:,} rows. "
                "Split it, for example by department, and open the part that was filmed."
            )

    def _check_memory(self, size: int) -> None:
        if size > self.limits.memory:
            raise UnusableCatalogue(
                f"The catalogue {self.path} holds more text than fits into memory "
                f"({self.limits.memory >> 20:,} MiB). Export fewer columns, or split it."
            )

    def cleaned(self, cells: Sequence[str], line: int) -> tuple[str, ...]:
        """Cells without surrounding space, NUL and halves of characters, cut to `LONGEST_CELL`."""
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
        """A cell with stray bytes read as Windows-1252, and a mark for halves of characters."""
        if _ESCAPED_BYTE.search(cell):
            message = (
                "A cell holds bytes that do not belong to the encoding of the file; they were read "
                "as Windows-1252."
            )
            self.problems.append(Problem("encoding", line, message))
            cell = _ESCAPED_BYTE.sub(_of_windows, cell)
        return _SURROGATE.sub("�", cell)


def _padded(row: Row, width: int) -> Row:
    return Row(row.line, row.cells + ("",) * (width - len(row.cells)), row.authorities)


def _of_windows(match: re.Match[str]) -> str:
    byte = bytes([ord(match.group()) - 0xDC00])
    try:
        return byte.decode("cp1252")
    except UnicodeDecodeError:
        return byte.decode("latin-1")


def too_long(path: Path, line: int, limit: int) -> UnreadableCatalogue:
    """The error about a line too long for a catalogue."""
    return UnreadableCatalogue(
        f"Line {line:,} of the catalogue {path} goes on for more than {limit:,} characters, so "
        "it is no table. Export it again with one record a line."
    )
