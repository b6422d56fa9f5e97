"""CSV, TSV and their like.

The rows are parsed by the csv module and not by a data frame library, because those drop or
refuse a bad row without its text and its line, and a row of a museum must not get lost.
"""

from __future__ import annotations

import csv
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import islice

from catalogue.columns.names import map_columns
from catalogue.errors import UnreadableCatalogue, UnusableCatalogue
from catalogue.formats.encoding import Encoding, Lines, beginning, lines_of
from catalogue.formats.header import LOOKED_AT, begun, place, repeated
from catalogue.formats.read_as import DELIMITERS, ENCODINGS, ReadAs
from catalogue.formats.source import Source
from catalogue.formats.table import LONGEST_CELL, Collected, Row, Table
from catalogue.records import Problem

_DELIMITERS = {character: word for word, character in DELIMITERS.items()}
_LONGEST_ROW = 3 * LONGEST_CELL
"""Characters of a row of several lines after which a quotation mark was surely never closed."""
_PATIENCE = 64 << 20
"""Characters that are read a second time at most, where quotation marks are never closed."""
_HEADER = 1 << 17
"""Characters that a cell may have at least, so that any beginning of a file can be looked at."""
_UNCLOSED = (
    "A quotation mark on this line is never closed. The line was left out, and reading went on "
    "with the next one: close it, or double it where it is meant as a character."
)


def read(source: Source, encoding: Encoding, read_as: ReadAs) -> Table:
    """The table in a text file with a delimiter. Raises CatalogueError."""
    head = beginning(source, encoding).lstrip("\r\n")
    declared = re.match(r"sep=(.)\r?\n", head)  # what Excel writes to name its delimiter
    with _cells_as_long_as(source.limits.line):
        found = declared.group(1) if declared else _delimiter(head)
        said = "as its first line says" if declared else "found by the column names"
        delimiter = read_as.character or found
        said = "as chosen" if read_as.delimiter else said
        with lines_of(source, encoding) as lines:
            return _table(source, encoding, lines, delimiter, said, bool(declared))


def _table(
    source: Source, encoding: Encoding, lines: Lines, delimiter: str, said: str, declared: bool
) -> Table:
    collected = Collected(source.path, source.limits)
    rows = _rows(lines, delimiter, collected, declared)
    (line, columns), rows = begun(rows, collected)
    collected.widen(len(columns))
    collected.problems += repeated(columns, line)
    for line, cells in rows:
        _fit(collected, line, cells, len(columns))
    collected.problems += [*encoding.problems, *lines.problems]
    if not columns:
        raise UnusableCatalogue(f"The catalogue {source.path} is empty. Export it again.")
    named = _DELIMITERS.get(delimiter, repr(delimiter))
    kind = "TSV" if delimiter == "\t" else "CSV"
    facts = (("format", kind), encoding.fact, ("delimiter", f"{named} ({said})"))
    return collected.table(columns, facts, encoding=tuple(ENCODINGS), delimiter=tuple(DELIMITERS))


def _delimiter(head: str) -> str:
    """The delimiter under which the header has the most known columns, then the most columns."""

    def known(delimiter: str) -> tuple[int, int]:
        rows = csv.reader(head.splitlines(keepends=True), delimiter=delimiter)
        first: list[list[str]] = []
        with suppress(csv.Error):  # it is said when the rows are read
            first += islice(rows, LOOKED_AT)
        header = first[place(first)] if first else []
        return len(map_columns(header)), len(header)

    return max(_DELIMITERS, key=known)


def _rows(
    lines: Lines, delimiter: str, collected: Collected, declared: bool
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The line on which each row begins, and its cleaned cells; empty rows are left out."""
    feed = _Feed(lines)
    reader = csv.reader(feed, delimiter=delimiter)
    width, spent = 0, 0
    while True:
        line = feed.begin()
        try:
            raw = next(reader, None)
        except (csv.Error, _Endless) as error:
            if isinstance(error, csv.Error) and len(feed.given) == 1:
                raise _no_csv(collected, line, error) from error
            raw = []
        if raw is None:
            return
        if feed.unclosed or (len(feed.given) > 1 and feed.swallows(width, delimiter)):
            spent += feed.retry(collected, line)
            if spent > _PATIENCE:
                raise _no_csv(collected, line, "quotation marks are never closed")
            reader = csv.reader(feed, delimiter=delimiter)
            continue
        if declared and feed.given and feed.given[0].startswith("sep="):
            declared = False
            continue
        cells = collected.cleaned(raw, line)
        if any(cells):
            width = width or len(cells)
            yield line, cells


def _no_csv(collected: Collected, line: int, error: object) -> UnreadableCatalogue:
    return UnreadableCatalogue(
        f"The catalogue {collected.path} cannot be read as a table from line {line:,} on: "
        f"{error}. Export it again as CSV (UTF-8)."
    )


class _Endless(Exception):
    """A row that goes on for longer than any row does."""


class _Feed:
    """The lines for a csv reader, remembering those of the row that is being read."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._length = 0
        self.given: list[str] = []
        self.unclosed = False

    def __iter__(self) -> Iterator[str]:
        return self

    def begin(self) -> int:
        """A new row; the line on which it begins."""
        self.given, self._length, self.unclosed = [], 0, False
        return self._lines.number + 1

    def __next__(self) -> str:
        if self.given and self._length > _LONGEST_ROW:
            self.unclosed = True
            raise _Endless
        try:
            line = next(self._lines)
        except StopIteration:
            # Asked for more inside of a row: the file ends within quotation marks.
            self.unclosed = bool(self.given)
            raise
        self.given.append(line)
        self._length += len(line)
        return line

    def swallows(self, width: int, delimiter: str) -> bool:
        """Whether this row of several lines holds others, its quotation mark having been closed
        by one of theirs: then words stand behind a quotation, and a line has all the cells."""
        if width < 2 or all(line.count(delimiter) < width - 1 for line in self.given[1:]):
            return False
        try:
            list(csv.reader(self.given, delimiter=delimiter, strict=True))
        except csv.Error:
            return True
        return False

    def retry(self, collected: Collected, line: int) -> int:
        """Leave the first line of this row out; the others are read again. Returns how much."""
        first, *others = self.given
        collected.reject(line, collected.cleaned([first], line), "unclosed-quote", _UNCLOSED)
        self._lines.give_back(others)
        return sum(map(len, others))


_limit = threading.Lock()


@contextmanager
def _cells_as_long_as(limit: int) -> Iterator[None]:
    # The limit is the whole process's: put back, because others may rely on it, and held by one
    # thread at a time, because the first to end would put it back under the others.
    with _limit:
        before = csv.field_size_limit(max(limit, _HEADER))
        try:
            yield
        finally:
            csv.field_size_limit(before)


def _fit(collected: Collected, line: int, cells: tuple[str, ...], width: int) -> None:
    """Take a row with as many cells as the header has.

    A row with too many is left out: an unquoted delimiter has moved its cells, and a title in
    the artist's place is worse than a work that is missing.
    """
    if any(cells[width:]):
        message = (
            f"The row has {len(cells)} cells and the header {width}, so it was left out. "
            "Put quotation marks around cells that hold the delimiter."
        )
        collected.reject(line, cells, "row-length", message)
        return
    if len(cells) < width:
        message = (
            f"The row has {len(cells)} cells and the header {width}; the rest was taken as empty."
        )
        collected.problems.append(Problem("row-length", line, message))
    collected.add(Row(line, cells[:width]))
