"""Which row of a table names its columns: the first, unless a heading stands above it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, islice

from catalogue.columns.names import map_columns
from catalogue.formats.table import Collected
from catalogue.records import Problem

LOOKED_AT = 10
"""Rows among which the header is."""
_HEADING = 2
"""Filled cells of a row that may be a heading, such as the museum's name and a date."""

Numbered = tuple[int, tuple[str, ...]]
"""A line, and the cells on it."""


def place(rows: Sequence[Sequence[str]]) -> int:
    """The number of the header among the first rows of a table.

    Rows with a cell or two are taken for a heading only where below them stands a row that names
    a title and another column.
    """
    for n, cells in enumerate(rows[:LOOKED_AT]):
        known = map_columns(cells)
        if "title" in known and len(known) > 1:
            return n
        if sum(map(bool, map(str.strip, cells))) > _HEADING:
            return 0
    return 0


def repeated(columns: Sequence[str], line: int) -> Iterator[Problem]:
    """A problem for each name that several columns have."""
    for name, times in Counter(filter(None, columns)).items():
        if times > 1:
            message = (
                f"{times} columns are called {name[:60]!r}. The first is taken for what it "
                "means; the others are kept as they are. Rename them."
            )
            yield Problem("same-column", line, message)


def begun(rows: Iterator[Numbered], collected: Collected) -> tuple[Numbered, Iterator[Numbered]]:
    """The header with its line, and the rows below it; a heading above it is left out.

    Without any row, the header is empty.
    """
    first = list(islice(rows, LOOKED_AT))
    at = place([cells for _, cells in first])
    for line, cells in first[:at]:
        reason = "The row stands above the names of the columns and was left out."
        collected.reject(line, cells, "above-header", reason)
    header = first[at] if first else (0, ())
    return header, chain(first[at + 1 :], rows)
