"""Merged cells of a spreadsheet: the value of the first counts for the rows under it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO

from openpyxl.utils import range_boundaries

_RANGE = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=\"([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})\"")
_LONGEST_TAG = 200
"""Bytes of such an element at most, so that none is cut in two between chunks."""
_CHUNK = 1 << 20
_MOST = 500_000
"""Ranges that are kept; a sheet with more is no list of works."""


@dataclass(frozen=True, slots=True)
class MergedRange:
    """A column of merged cells. Rows and columns count from 1, and 0."""

    column: int
    first: int
    last: int


def merged_ranges(sheet: IO[bytes]) -> tuple[MergedRange, ...]:
    """The ranges of several rows in the XML of a sheet, in the order of their first rows.

    Of a range of several columns only the first one counts: the others say nothing of their own.
    """
    ranges: list[MergedRange] = []
    rest = b""
    while (chunk := sheet.read(_CHUNK)) and len(ranges) < _MOST:
        text = rest + chunk
        end = 0
        for match in _RANGE.finditer(text):
            column, first, _, last = range_boundaries(match[1].decode("ascii"))
            if last > first:
                ranges.append(MergedRange(column - 1, first, last))
            end = match.end()
        rest = text[max(end, len(text) - _LONGEST_TAG) :]
    return tuple(sorted(ranges, key=lambda range: range.first))


def filled_down(
    rows: Iterable[tuple[int, tuple[str, ...]]], ranges: Iterable[MergedRange]
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The rows, with the value of each range in all of its rows; rows without any value stay so."""
    starting: dict[int, list[MergedRange]] = defaultdict(list)
    for merged in ranges:
        starting[merged.first].append(merged)
    current: dict[int, tuple[int, str]] = {}
    for line, cells in rows:
        current = {column: held for column, held in current.items() if held[0] >= line}
        if current and any(cells):
            cells = _with(cells, {column: text for column, (_, text) in current.items()})
        yield line, cells
        for merged in starting.get(line, ()):
            if merged.column < len(cells) and cells[merged.column]:
                current[merged.column] = merged.last, cells[merged.column]


def _with(cells: tuple[str, ...], values: dict[int, str]) -> tuple[str, ...]:
    width = max(len(cells), *(column + 1 for column in values))
    padded = [*cells, *[""] * (width - len(cells))]
    for column, text in values.items():
        padded[column] = padded[column] or text
    return tuple(padded)
