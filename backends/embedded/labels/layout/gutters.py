"""The gutter between two columns of print on one label.

Columns stand beside each other over several rows, each flush at its left, or at its right or
around its middle. A number at the right edge of a line, a list with numbers in front of it, and a
form whose fields stand behind their names have a gap as well; their rows are read across.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, groupby, pairwise
from statistics import median

from backends.embedded.labels.layout.boxes import SPACE, Box, Row

LEFT_ROWS, RIGHT_ROWS = 2, 3
"""Fewest rows of the two columns."""
BESIDE = 2
"""Rows of each column that stand beside the other one."""
NARROWEST = 0.8
"""Heights of a box from which a gap is a gutter; that between words is half as wide."""
SPACED = 0.7
"""Heights of a box that spaced letters are wide."""
FLUSH = 0.7
"""Heights of a box by which the end of a line may be off the edge of its column."""
MOST = 0.75
"""Of a column's rows that are flush: some are indented, and some are set apart."""
LEAN = 0.15
"""The most that the edge of a column leans, beside the label as a whole."""
RAGGED_ROWS = 4
"""Fewest rows of columns that are not flush at their left: three lines are easily centred by
chance."""
PAUSE = 3.5
"""Heights of a box between the middles of two rows of one column, in most of its rows."""
WORDS = 2
"""Letters of half of a column's rows at least: numbers, prices and stops are no column."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Two columns, what stands above them, and what stands below."""

    above: tuple[Box, ...]
    left: tuple[Box, ...]
    right: tuple[Box, ...]
    below: tuple[Box, ...]

    @property
    def size(self) -> int:
        return len(self.left) + len(self.right)


def parted(rows: Sequence[Row]) -> Columns | None:
    """The largest two columns in rows from the top; None without a gutter."""
    boxes = [box for row in rows for box in row]
    candidates = (columns for box in boxes for columns in _beside(rows, box))
    return max(candidates, key=lambda columns: columns.size, default=None)


def _beside(rows: Sequence[Row], first: Box) -> Iterator[Columns]:
    """Columns of which the right one begins where `first` does, between rows that cross that."""
    edge = first.left - FLUSH * first.height
    start = 0
    for crossed, run in groupby(rows, key=lambda row: any(_crosses(box, edge) for box in row)):
        end = start + len(part := list(run))
        left, right = _sides(part, edge)
        if not crossed and _are_columns(left, right):
            yield Columns(_all(rows[:start]), _all(left), _all(right), _all(rows[end:]))
        start = end


def _crosses(box: Box, edge: float) -> bool:
    return box.left < edge < box.right


def _sides(rows: Sequence[Row], edge: float) -> tuple[list[Row], list[Row]]:
    left = [tuple(box for box in row if box.left < edge) for row in rows]
    right = [tuple(box for box in row if box.left >= edge) for row in rows]
    return [row for row in left if row], [row for row in right if row]


def _all(rows: Iterable[Row]) -> tuple[Box, ...]:
    return tuple(box for row in rows for box in row)


def _are_columns(left: Sequence[Row], right: Sequence[Row]) -> bool:
    if len(left) < LEFT_ROWS or len(right) < RIGHT_ROWS:
        return False
    height = median(box.height for box in _all([*left, *right]))
    gap = (min(row[0].left for row in right) - max(row[-1].right for row in left)) / height
    columns = (left, right)
    return (
        gap >= _narrowest(_all([*left, *right]))
        and _stand_beside(left, right, height)
        and all(_is_block(column, height) and _is_flush(column, height) for column in columns)
        and not _is_form(left)
    )


def _narrowest(boxes: Sequence[Box]) -> float:
    """The narrowest gutter, in heights of a box: words of spaced letters are further apart."""
    letter = median(box.width / max(1, len(box.line.text)) / box.height for box in boxes)
    return SPACE * letter if letter > SPACED else NARROWEST


def _stand_beside(left: Sequence[Row], right: Sequence[Row], height: float) -> bool:
    """Whether rows of each column stand between the first and the last row of the other one."""

    def between(column: Sequence[Row], other: Sequence[Row]) -> int:
        top, low = _middle(other[0]) - height / 2, _middle(other[-1]) + height / 2
        return sum(top <= _middle(row) <= low for row in column)

    return min(between(left, right), between(right, left)) >= BESIDE


def _is_block(column: Sequence[Row], height: float) -> bool:
    """Whether a column is made of words, in rows that follow each other."""
    steps = [_middle(low) - _middle(high) for high, low in pairwise(column)]
    letters = median(sum(box.letters for box in row) for row in column)
    return letters >= WORDS and median(steps) <= PAUSE * height


def _is_flush(column: Sequence[Row], height: float) -> bool:
    """Whether most rows begin below each other; of many rows, whether they end so or have one
    middle."""
    if _in_line([row[0].left for row in column], column, height):
        return True
    ragged = ([_end(row) for row in column], [_centre(row) for row in column])
    return len(column) >= RAGGED_ROWS and any(_in_line(places, column, height) for places in ragged)


def _in_line(places: Sequence[float], column: Sequence[Row], height: float) -> bool:
    """Whether most places across are on one line, which may lean: edges that are printed upright
    draw nearer to each other in a picture that is taken from below."""
    points = [(place, _middle(row)) for place, row in zip(places, column, strict=True)]
    leans = [(p - q) / (m - n) for (p, m), (q, n) in combinations(points, 2) if m != n]
    lean = min(max(median(leans or [0.0]), -LEAN), LEAN)
    upright = [place - lean * middle for place, middle in points]
    near = max(sum(abs(place - other) <= FLUSH * height for other in upright) for place in upright)
    return near >= MOST * len(upright)


def _is_form(left: Sequence[Row]) -> bool:
    """Whether the left column names the fields that stand behind it."""
    names = sum(row[-1].line.text.endswith(":") for row in left)
    return 2 * names > len(left)


def _middle(row: Row) -> float:
    return row[0].middle


def _end(row: Row) -> float:
    return row[-1].right


def _centre(row: Row) -> float:
    return (row[0].left + row[-1].right) / 2
