"""The row that names a table's columns: the first, unless a heading stands above it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, islice

from catalogue.columns.names import map_columns
from catalogue.formats.table import Collected
from catalogue.records import Problem

SEARCHED_ROWS = 10
"""Rows among which the header is looked for."""
_HEADING = 2
"""Most filled cells of a row that may be a heading, such as the museum's name and a date."""

Numbered = tuple[int, tuple[str, ...]]
"""The number of a line, and its cells."""


def header_position(rows: Sequence[Sequence[str]]) -> int:
    """The position of the header among the first rows of a table.

    Rows with a cell or two are a heading only if a row below them names a title and another column.
    """
    for n, cells in enumerate(rows[:SEARCHED_ROWS]):
        fields = map_columns(cells)
        if "title" in fields and len(fields) > 1:
            return n
        if sum(map(bool, map(str.strip, cells))) > _HEADING:
            return 0
    return 0


def repeated_names(columns: Sequence[str], line: int) -> Iterator[Problem]:
    """A problem for each name that several columns share."""
    for name, times in Counter(filter(None, columns)).items():
        if times > 1:
            message = (
                f"{times} columns are named {name[:60]!r}. The first fills the field of that name; "
                "the others keep their names and fill none. Rename them."
            )
            yield Problem("same-column", line, message)


def split_header(
    rows: Iterator[Numbered], collected: Collected
) -> tuple[Numbered, Iterator[Numbered]]:
    """The header with its line, and the rows below it; a heading above it becomes a reject.

    Without any row, the header is empty.
    """
    first = list(islice(rows, SEARCHED_ROWS))
    at = header_position([cells for _, cells in first])
    for line, cells in first[:at]:
        reason = "The row stands above the names of the columns, so it was left out."
        collected.reject(line, cells, "above-header", reason)
    header = first[at] if first else (0, ())
    return header, chain(first[at + 1 :], rows)
