"""The row that names a table's columns: the first, unless a heading stands above it.

Some exports have no such row. Then the columns are numbered, because a record taken for a header is
lost, and its words are taken for names of columns: "Painting" as a title makes one work of all.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from operator import eq

from catalogue.columns.names import map_columns
from catalogue.formats.table import Collected
from catalogue.records import Problem

SEARCHED_ROWS = 10
"""Rows among which the header is looked for."""
_HEADING = 2
"""Most filled cells of a row that may be a heading, such as the museum's name and a date."""
_COMPARED_ROWS = 200
"""Rows with which a row that may be a header is compared."""
_LONGEST_NAME = 60
"""Characters of a column's name; what is longer is a text."""
_VALUE = re.compile(r"\W*(?:\d[\d\s.,/:–-]*|null|\\N|[a-z]+://\S+)\W*", re.IGNORECASE)
"""A number, a date, an address, or what a database writes for nothing."""

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


def header_fact(columns: Sequence[str], chosen: str) -> tuple[str, str]:
    """Where the names of the columns stand, for people to check."""
    found = "first row" if any(columns) else "none"
    return "header", f"{found} (as chosen)" if chosen else found


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
    rows: Iterator[Numbered], collected: Collected, chosen: str = ""
) -> tuple[Numbered, Iterator[Numbered]]:
    """The header with its line, and the rows below it; a heading above it becomes a reject.

    `chosen` is one of `HEADERS`, or empty if the rows decide. Without a header the names of the
    columns are empty, and the line is 0. Rows that repeat the header are left out.
    """
    first = list(islice(rows, _COMPARED_ROWS))
    at = header_position([cells for _, cells in first])
    names = first[at][1] if first else ()
    collected.check_width(len(names))
    values = _like_values(names, [cells for _, cells in first[at + 1 :]])
    if first and (chosen == "none" or (not chosen and values)):
        if not chosen:
            collected.problems.append(_headerless(first[0]))
        width = max(len(cells) for _, cells in first)
        return (0, ("",) * width), chain(first, rows)
    if first and not chosen and not map_columns(names):
        collected.problems.append(_unknown_header(first[at]))
    for line, cells in first[:at]:
        reason = "The row stands above the names of the columns, so it was left out."
        collected.reject(line, cells, "above-header", reason)
    header = first[at] if first else (0, ())
    return header, _without_repeats(chain(first[at + 1 :], rows), names, collected)


def _like_values(names: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Whether a row is a record rather than a header.

    The cells of a record are numbers, or recur in their columns; names of columns are known.
    """
    records = [cells for cells in below if cells != names]
    named = set(map_columns(names).values())
    sure = named if len(named) > 1 else set()  # a work may be called "title"
    values = set()
    for n, name in enumerate(names):
        column = {cells[n] for cells in records if n < len(cells)}
        number = _VALUE.fullmatch(name) or _form(name) in set(map(_form, column)) - {""}
        recurs = name in column and n not in sure
        if name and (recurs or number or len(name) > _LONGEST_NAME):
            values.add(n)
    return len(values) > len(named - values)


def _form(cell: str) -> str:
    """What a number has in common with its neighbours: "NM 12" → "nm 0"; empty without a digit."""
    form = re.sub(r"\d+", "0", cell).casefold()
    return form if "0" in form else ""


def _headerless(row: Numbered) -> Problem:
    line, cells = row
    return Problem(
        "no-header",
        line,
        f"The first row looks like a record and not like names of columns ({_quoted(cells)}), so "
        "it was read as a record, and the columns are numbered. Check which column is what. If it "
        f"does name the columns, {_choose('first row')}",
    )


def _unknown_header(row: Numbered) -> Problem:
    line, cells = row
    return Problem(
        "unknown-header",
        line,
        f"None of the names of the columns is known ({_quoted(cells)}). Check which column is "
        f"what. If this row is a record, {_choose('none')}",
    )


def _choose(header: str) -> str:
    return (
        f"choose the header {header!r}: on the page Catalogue under Columns, or by python -m "
        f"catalogue map FILE --header {header!r} --save."
    )


def _quoted(cells: Sequence[str]) -> str:
    return ", ".join(cell[:40] for cell in cells if cell)[:200]


def _without_repeats(
    rows: Iterator[Numbered], names: Sequence[str], collected: Collected
) -> Iterator[Numbered]:
    """The rows but those that repeat the names of the columns, as pages of a report do."""
    for line, cells in rows:
        # Most rows have no cell in common with the header, and a catalogue has millions of cells.
        if sum(map(eq, cells, names)) > 1 and _repeats(cells, names):
            reason = "The row repeats the names of the columns, so it was left out."
            collected.reject(line, cells, "repeated-header", reason)
        else:
            yield line, cells


def _repeats(cells: Sequence[str], names: Sequence[str]) -> bool:
    same = sum(bool(cell) and cell == name for cell, name in zip(cells, names, strict=False))
    return same > 1 and same > sum(map(bool, cells)) / 2
