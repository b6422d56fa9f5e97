"""The dialect of a text table: delimiter, quotation mark, and whether a backslash escapes.

Spreadsheets double a quotation mark inside a cell; databases write a backslash before it. Read the
wrong way, `The \\"Blue\\" Room` loses its marks or its row, so the whole file is tried both ways.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice

from catalogue.columns.names import map_columns
from catalogue.formats.header import SEARCHED_ROWS, header_position
from catalogue.formats.read_as import DELIMITERS

_TRIED = 64 << 20
"""Characters of a file that are tried both ways."""
KEPT_AS_TEXT = "='"
"""How a cell begins that may hold a number or a formula as text."""
_FORMULA = re.compile(r'=\s*(?:T\(\s*)?"((?:[^"]|"")*)"\s*\)?')
_FORCED_TEXT = re.compile(r"'(?:\d[\d.,/-]{2,}\w?|[=+@-][^']*)")
"""A number, or what would be a formula; but "'68 Nova" is a title."""
_NULL = "\\N"
"""What databases write for a cell without a value."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the cells of a line are told apart."""

    delimiter: str
    quote: str = '"'
    escapes: bool = False
    """Whether a backslash before a quotation mark, delimiter or line end makes it a character."""

    def reader(self, lines: Iterable[str], strict: bool = False) -> Iterator[list[str]]:
        """The rows of some lines, each a list of cells."""
        lines = map(self._without_nulls, lines) if self.escapes else lines
        escape = "\\" if self.escapes else None
        return csv.reader(
            lines, delimiter=self.delimiter, quotechar=self.quote, escapechar=escape, strict=strict
        )

    def _without_nulls(self, line: str) -> str:
        """A line whose cells without a value are empty: the reader would make an N of each."""
        if _NULL not in line:
            return line
        end = line[len(line.rstrip("\r\n")) :]
        cells = line.rstrip("\r\n").split(self.delimiter)
        return self.delimiter.join("" if cell == _NULL else cell for cell in cells) + end


def detected_dialect(head: str, delimiter: str = "") -> Dialect:
    """The dialect of a table by its first lines, as far as they tell; with a known delimiter, that.

    The delimiter is the one that gives the header the most known columns, then the most columns.
    """
    candidates = [delimiter] if delimiter else list(DELIMITERS.values())
    best = max((Dialect(character) for character in candidates), key=lambda d: _rank(head, d))
    single = replace(best, quote="'")
    header = _header(head, best)
    quoted = [cell for cell in header if len(cell) > 1 and cell[0] == cell[-1] == "'"]
    return single if len(quoted) > 1 and len(quoted) == len(header) else best


def _rank(head: str, dialect: Dialect) -> tuple[int, int]:
    header = _header(head, dialect)
    return len(map_columns(header)), len(header)


def _header(head: str, dialect: Dialect) -> Sequence[str]:
    rows: list[list[str]] = []
    with suppress(csv.Error):  # reported when the rows are read
        rows += islice(dialect.reader(head.splitlines(keepends=True)), SEARCHED_ROWS)
    return rows[header_position(rows)] if rows else []


def with_escapes(dialect: Dialect, lines: Iterable[str]) -> Dialect:
    """The dialect, with a backslash as escape if more rows of the file are whole then.

    `lines` are all lines of the file, of which the first ones are tried.
    """
    tried: list[str] = []
    length = 0
    for line in lines:
        length += len(line)
        if length > _TRIED:
            break
        tried.append(line)
    if not any("\\" in line for line in tried):
        return dialect
    escaping = replace(dialect, escapes=True)
    return max((dialect, escaping), key=lambda candidate: _good_rows(candidate, tried))


def _good_rows(dialect: Dialect, lines: Sequence[str]) -> tuple[int, int]:
    """Rows with as many cells as most, and the negative number of those with text behind a mark.

    Rows of one cell say nothing: a wrong dialect makes them of what it swallows.
    """
    widths: dict[int, int] = {}
    faults = 0
    rows = dialect.reader(lines, strict=True)
    while True:
        try:
            row = next(rows, None)
        except csv.Error:
            faults += 1
            continue
        if row is None:
            return max((n for width, n in widths.items() if width > 1), default=0), -faults
        widths[len(row)] = widths.get(len(row), 0) + 1


def plain_text(cell: str) -> str:
    """A cell without what keeps a spreadsheet from taking it for a number or a formula.

    That is `="00123"`, or an apostrophe before a number or a sign.
    """
    if cell[:1] == "=" and (match := _FORMULA.fullmatch(cell.strip())):
        return match[1].replace('""', '"')
    if cell[:1] == "'" and _FORCED_TEXT.fullmatch(cell):
        return cell[1:]
    return cell
