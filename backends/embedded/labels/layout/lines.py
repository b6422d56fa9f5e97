"""Puts boxes of print into lines, columns and labels, in reading order.

Positions are in any unit that is the same across and down: px of a crop.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, pairwise

from backends.embedded.labels.layout.boxes import SPACE, Box, Row, boxes_of, rows_of
from backends.embedded.labels.layout.gutters import parted
from backends.embedded.labels.transcription import Line

GAP = 1.0
"""Line heights between two boxes of one row that still are one line: the detector of print joins
words itself, and what stands at the right edge is set 1.2 and more apart."""
EVEN = 1.5
"""Times the narrowest gap of a row of three boxes or more up to which it is spaced evenly."""
WIDEST = 4.0
"""Line heights of such a gap at most."""
SOME = 0.35
"""Share of the rows with something at their right edge up to which it stands by itself."""
COLUMN_GAP = 0.5
"""Widths of the narrower of two columns: a wider gap separates two labels."""
NEAR = 3.0
"""Line heights within which the same label goes on, however narrow it is: its margins alone keep
two labels further apart."""
_LEADS = re.compile(r"(?:[.·•_]{3}|…|:)$")
_LED = re.compile(r"[.·•_]{3}|…")
"""Dots that lead from a word to the number that belongs to it, and the name of a field."""


def arrange(boxes: Iterable[Line]) -> tuple[Line, ...]:
    """Lines from the top, of a left column before those of the right one; the boxes of one row
    joined from the left, where no gap tells them apart."""
    tidy = [replace(box, text=_tidy(box.text)) for box in boxes]
    upright = [boxes_of(tidy, leaning) for leaning in (False, True)]
    return tuple(_lines(max(upright, key=_in_columns)))


def _in_columns(boxes: Sequence[Box]) -> int:
    """How many boxes stand in the largest two columns. The lean of print is a guess where its lines
    are flush right; it is right where it shows more of them."""
    columns = parted(rows_of(boxes))
    return columns.size if columns else 0


def _lines(boxes: Sequence[Box]) -> Iterator[Line]:
    rows = rows_of(boxes)
    columns = parted(rows)
    if columns is None:
        yield from _in_turn([tuple(_parts(row)) for row in rows])
    else:
        for part in (columns.above, columns.left, columns.right, columns.below):
            yield from _lines(part)


def _in_turn(rows: Sequence[tuple[Line, ...]]) -> Iterator[Line]:
    """The parts of rows in reading order: what stands at the right edge of a row or two must not
    part a title that goes on below. Of many rows in parts, each is a name and its value."""
    in_parts = sum(len(row) > 1 for row in rows)
    if not 0 < in_parts <= SOME * len(rows):
        yield from chain.from_iterable(rows)
        return
    first, *others = rows
    yield from first[1:]
    yield from (row[0] for row in rows)
    yield from chain.from_iterable(row[1:] for row in others)


def _parts(row: Row) -> Iterator[Line]:
    """A row as one line, or as several where its boxes stand apart."""
    line, even = row[0].line, _is_even(row)
    for left, right in pairwise(row):
        if even or _go_on(left, right):
            line = _joined(line, right.line)
        else:
            yield line
            line = right.line
    yield line


def _is_even(row: Row) -> bool:
    """Whether all gaps of a row are alike, as in print that is justified or spaced."""
    gaps = [right.left - left.right for left, right in pairwise(row)]
    height = max(box.height for box in row)
    return len(gaps) > 1 and max(gaps) <= min(EVEN * min(gaps), WIDEST * height)


def _go_on(left: Box, right: Box) -> bool:
    """Whether a line goes on from one box to the next one."""
    if _LEADS.search(left.line.text) or _LED.match(right.line.text):
        return True
    letter = min(box.width / max(1, len(box.line.text)) for box in (left, right))
    near = max(GAP * max(left.height, right.height), SPACE * letter)
    return right.left - left.right <= near


def _tidy(text: str) -> str:
    """The recogniser's full-width and raised signs as a keyboard writes them, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def columns(lines: Sequence[Line]) -> tuple[tuple[Line, ...], ...]:
    """Lines by label where labels stand beside each other, each group in the order given."""
    groups: list[list[Line]] = []
    for line in sorted(lines, key=_left):
        near = next((g for g in groups if _left(line) < _edge(g) + _gap(g, line)), None)
        if near is None:
            groups.append([line])
        else:
            near.append(line)
    return tuple(tuple(sorted(g, key=lines.index)) for g in groups)


def _edge(lines: Sequence[Line]) -> float:
    return max(_right(line) for line in lines)


def _gap(lines: Sequence[Line], line: Line) -> float:
    """The gap that separates a line from a label: print that is set wide has wider gaps."""
    narrow = min(_edge(lines) - min(map(_left, lines)), _right(line) - _left(line))
    return max(COLUMN_GAP * narrow, NEAR * _height(line))


def _joined(left: Line, right: Line) -> Line:
    confidence = min(left.confidence, right.confidence)
    quad = (left.quad[0], right.quad[1], right.quad[2], left.quad[3])
    return Line(f"{left.text} {right.text}", confidence, quad)


def _left(line: Line) -> float:
    return (line.quad[0][0] + line.quad[3][0]) / 2


def _right(line: Line) -> float:
    return (line.quad[1][0] + line.quad[2][0]) / 2


def _height(line: Line) -> float:
    return (line.quad[3][1] + line.quad[2][1] - line.quad[0][1] - line.quad[1][1]) / 2
