"""CSV, TSV and similar formats.

The csv module parses the rows. Data frame libraries drop or refuse a bad row without its text and
line, and no row of a museum's file may get lost.
"""

from __future__ import annotations

import csv
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from catalogue.errors import UnreadableCatalogue, UnusableCatalogue
from catalogue.formats.dialect import (
    KEPT_AS_TEXT,
    Dialect,
    detected_dialect,
    plain_text,
    with_escapes,
)
from catalogue.formats.encoding import Encoding, Lines, beginning, lines_of
from catalogue.formats.header import header_fact, repeated_names, split_header
from catalogue.formats.read_as import DELIMITERS, ENCODINGS, HEADERS, ReadAs
from catalogue.formats.source import Source
from catalogue.formats.table import Collected, Row, Table
from catalogue.lengths import LONGEST_CELL
from catalogue.records import Problem
from console import no_report

_DELIMITERS = {character: word for word, character in DELIMITERS.items()}
_LONGEST_ROW = 3 * LONGEST_CELL
"""Characters of a row of several lines beyond which a quotation mark was surely never closed."""
_MOST_REREAD = 64 << 20
"""Most characters that are read again because of unclosed quotation marks."""
_HEADER = 1 << 17
"""The least limit of a cell's characters, so that the beginning of any file can be parsed."""
_UNCLOSED = (
    "A quotation mark on this line is never closed, so the line was left out, and reading went on "
    "with the next one. Close the mark, or double it where it is meant as a character."
)


def read(source: Source, encoding: Encoding, read_as: ReadAs) -> Table:
    """The table in a text file with a delimiter. Raises CatalogueError."""
    head = beginning(source, encoding).lstrip("\r\n")
    declared = re.match(r"sep=(.)\r?\n", head)  # what Excel writes to name its delimiter
    with _cells_as_long_as(source.limits.line):
        how = "as its first line says" if declared else "found by the column names"
        how = "as chosen" if read_as.delimiter else how
        known = read_as.character or (declared.group(1) if declared else "")
        dialect = detected_dialect(head, known)
        if source.holds(b"\\"):
            with lines_of(replace(source, report=no_report), encoding) as lines:
                dialect = with_escapes(dialect, lines)
        with lines_of(source, encoding) as lines:
            return _table(source, encoding, lines, dialect, how, bool(declared), read_as.header)


def _table(
    source: Source,
    encoding: Encoding,
    lines: Lines,
    dialect: Dialect,
    how: str,
    declared: bool,
    header: str,
) -> Table:
    collected = Collected(source.path, source.limits)
    rows = _rows(lines, dialect, collected, declared)
    (line, columns), rows = split_header(rows, collected, header)
    collected.check_width(len(columns))
    collected.problems += repeated_names(columns, line)
    for line, cells in rows:
        _fit(collected, line, cells, len(columns))
    collected.problems += [*encoding.problems, *lines.problems]
    if not columns:
        raise UnusableCatalogue(f"The catalogue {source.path} is empty. Export it again.")
    named = _DELIMITERS.get(dialect.delimiter, repr(dialect.delimiter))
    kind = "TSV" if dialect.delimiter == "\t" else "CSV"
    facts = [("format", kind), encoding.fact, ("delimiter", f"{named} ({how})")]
    if dialect.escapes:
        facts.append(("quotation", "a backslash stands before marks within a cell"))
    return collected.table(
        columns,
        (*facts, header_fact(columns, header)),
        encoding=tuple(ENCODINGS),
        delimiter=tuple(DELIMITERS),
        header=HEADERS,
    )


def _rows(
    lines: Lines, dialect: Dialect, collected: Collected, declared: bool
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The first line of each row, and its cleaned cells; empty rows are left out."""
    feed = _Feed(lines)
    reader = dialect.reader(feed)
    width, reread = 0, 0
    while True:
        line = feed.begin()
        try:
            raw = next(reader, None)
        except (csv.Error, _Endless) as error:
            if isinstance(error, csv.Error) and len(feed.lines) == 1:
                raise _not_csv(collected, line, error) from error
            raw = []
        if raw is None:
            return
        if feed.unclosed or (len(feed.lines) > 1 and feed.swallows(width, dialect)):
            reread += feed.retry(collected, line)
            if reread > _MOST_REREAD:
                raise _not_csv(collected, line, "quotation marks are never closed")
            reader = dialect.reader(feed)
            continue
        if not raw:
            continue
        if declared and feed.lines and feed.lines[0].startswith("sep="):
            declared = False
            continue
        texts = [plain_text(c) if c[:1] and c[0] in KEPT_AS_TEXT else c for c in raw]
        cells = collected.cleaned(texts, line)
        if any(cells):
            width = width or len(cells)
            yield line, cells


def _not_csv(collected: Collected, line: int, error: object) -> UnreadableCatalogue:
    return UnreadableCatalogue(
        f"The catalogue {collected.path} cannot be read as a table from line {line:,} on: "
        f"{error}. Export it again as CSV (UTF-8)."
    )


class _Endless(Exception):
    """A row that is longer than any real row."""


class _Feed:
    """The lines for a csv reader; `lines` are those of the row that is being read."""

    def __init__(self, source: Lines) -> None:
        self._source = source
        self._length = 0
        self.lines: list[str] = []
        self.unclosed = False

    def __iter__(self) -> Iterator[str]:
        return self

    def begin(self) -> int:
        """Begin a new row. Returns its first line."""
        self.lines, self._length, self.unclosed = [], 0, False
        self._source.skip_empty()
        return self._source.number + 1

    def __next__(self) -> str:
        if self.lines and self._length > _LONGEST_ROW:
            self.unclosed = True
            raise _Endless
        try:
            line = next(self._source)
        except StopIteration:
            # The reader needs another line of the row: the file ends within quotation marks.
            self.unclosed = bool(self.lines)
            raise
        self.lines.append(line)
        self._length += len(line)
        return line

    def swallows(self, width: int, dialect: Dialect) -> bool:
        """Whether this row of several lines holds whole rows.

        A quotation mark of theirs then closed the row's own. So text follows a closing mark, and
        one of the lines has all the cells.
        """
        if width < 2 or all(line.count(dialect.delimiter) < width - 1 for line in self.lines[1:]):
            return False
        try:
            list(dialect.reader(self.lines, strict=True))
        except csv.Error:
            return True
        return False

    def retry(self, collected: Collected, line: int) -> int:
        """Leave out the first line of this row, and read the others again. Returns their length."""
        first, *others = self.lines
        collected.reject(line, collected.cleaned([first], line), "unclosed-quote", _UNCLOSED)
        self._source.put_back(others)
        return sum(map(len, others))


_limit = threading.Lock()


@contextmanager
def _cells_as_long_as(limit: int) -> Iterator[None]:
    # The limit belongs to the whole process. It is restored, because other code may rely on it, and
    # one thread at a time changes it, because the first to finish would restore it under the rest.
    with _limit:
        before = csv.field_size_limit(max(limit, _HEADER))
        try:
            yield
        finally:
            csv.field_size_limit(before)


def _fit(collected: Collected, line: int, cells: tuple[str, ...], width: int) -> None:
    """Add a row with as many cells as the header.

    A row with more becomes a reject. An unquoted delimiter has moved its cells, and a title in the
    artist's place is worse than a missing work.
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
            f"The row has {len(cells)} cells and the header {width}; the others count as empty."
        )
        collected.problems.append(Problem("row-length", line, message))
    collected.add(Row(line, cells[:width]))
