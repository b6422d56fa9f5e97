"""Boxes of print as upright rectangles, and the rows that they stand in.

Lengths are in the unit of the boxes, which is the same across and down: px of a crop.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from backends.embedded.labels.transcription import Line

LEVEL = 0.4
"""Of the lower of two boxes: so far may the middles of two boxes of one row be apart."""
OVERLAP = 0.8
"""Of that height: so far may two boxes of one row reach into each other."""
LONG = 3.0
"""Heights of a box from which its slope is known."""
SPACE = 2.5
"""Letters' widths of a gap between two words of one line, where letters are spaced as well."""
STEP = (0.7, 2.5)
"""Heights of a box from its middle to that of the next line."""
STEEP = 0.3
"""The most that print leans."""
ALIKE, MOST, FEWEST = 0.05, 0.6, 4
"""By how much leans of two lines differ, for most of them and at least so many."""


@dataclass(frozen=True, slots=True, eq=False)
class Box:
    """A box of print, with its ends, its middle and its height on a label turned upright."""

    line: Line
    left: float
    right: float
    middle: float
    height: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def letters(self) -> int:
        """Letters of words: digits and signs do not count."""
        return sum(sign.isalpha() for sign in self.line.text)


Row = tuple[Box, ...]
"""The boxes that stand beside each other, from the left."""


def boxes_of(lines: Iterable[Line], leaning: bool = True) -> tuple[Box, ...]:
    """The boxes of lines, set upright: levelled by the slope of the print as a whole, and without
    the lean of its left edge, or turned by the slope alone where it is not `leaning`."""
    flat = [_box(line, 0.0, 0.0) for line in lines]
    long = [box for box in flat if box.width > LONG * box.height]
    slope = median(_slope(box) for box in long) if long else 0.0
    lean = _lean([_box(box.line, slope, 0.0) for box in flat]) if leaning else None
    return tuple(_box(box.line, slope, -slope if lean is None else lean) for box in flat)


def _slope(box: Box) -> float:
    a, b, c, d = box.line.quad
    return (b[1] + c[1] - a[1] - d[1]) / 2 / box.width


def _lean(boxes: Sequence[Box]) -> float | None:
    """How far lines begin to the right of those above them, for each unit down; None where they
    do not begin below each other. Seen from aside, print leans otherwise than it slopes."""
    pairs = ((high, low) for high in boxes for low in boxes if _begins_below(low, high))
    leans = [(low.left - high.left) / (low.middle - high.middle) for high, low in pairs]
    lean = median(leans) if leans else 0.0
    alike = sum(abs(other - lean) <= ALIKE for other in leans)
    return lean if alike >= max(FEWEST, MOST * len(leans)) else None


def _begins_below(low: Box, high: Box) -> bool:
    down = low.middle - high.middle
    return STEP[0] <= down / high.height <= STEP[1] and abs(low.left - high.left) <= STEEP * down


def _box(line: Line, slope: float, lean: float) -> Box:
    a, b, c, d = ((x - lean * y, y - slope * x) for x, y in line.quad)
    middle = (a[1] + b[1] + c[1] + d[1]) / 4
    height = (c[1] + d[1] - a[1] - b[1]) / 2
    return Box(line, (a[0] + d[0]) / 2, (b[0] + c[0]) / 2, middle, height)


def rows_of(boxes: Iterable[Box]) -> tuple[Row, ...]:
    """The rows of boxes from the top."""
    rows: list[list[Box]] = []
    for box in sorted(boxes, key=lambda box: box.middle):
        row = next((row for row in rows if _joins(box, row)), None)
        if row is None:
            rows.append([box])
        else:
            row.append(box)
    return tuple(tuple(sorted(row, key=lambda box: box.left)) for row in rows)


def _joins(box: Box, row: Sequence[Box]) -> bool:
    return all(level(box, other) and not _overlap(box, other) for other in row)


def level(first: Box, second: Box) -> bool:
    """Whether two boxes stand at one height."""
    return abs(first.middle - second.middle) < LEVEL * min(first.height, second.height)


def _overlap(first: Box, second: Box) -> bool:
    shared = min(first.right, second.right) - max(first.left, second.left)
    return shared > OVERLAP * min(first.height, second.height)
