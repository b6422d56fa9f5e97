"""Puts boxes of print into lines, and lines into columns, in reading order."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace

from backends.embedded.labels.transcription import Line

GAP = 1.5
"""Line heights between two boxes of one row that still belong together."""
COLUMN_GAP = 0.5
"""Widths of the narrower of two columns: a wider gap separates two labels."""


def arrange(boxes: Iterable[Line]) -> tuple[Line, ...]:
    """Lines from the top; the boxes of one row joined from the left."""
    lines: list[Line] = []
    tidy = (replace(box, text=_tidy(box.text)) for box in boxes)
    for box in sorted(tidy, key=_middle):
        row = next((i for i, line in enumerate(lines) if _one_row(line, box)), None)
        if row is None:
            lines.append(box)
        else:
            lines[row] = _joined(*sorted((lines[row], box), key=_left))
    return tuple(lines)


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
    """The gap that separates a line from a column: print that is set wide has wider gaps."""
    narrow = min(_edge(lines) - min(map(_left, lines)), _right(line) - _left(line))
    return COLUMN_GAP * narrow


def _one_row(first: Line, second: Line) -> bool:
    height = min(_height(first), _height(second))
    level = abs(_middle(first) - _middle(second)) < 0.4 * height
    left, right = sorted((first, second), key=_left)
    gap = _left(right) - _right(left)
    return level and -0.5 * height < gap < GAP * max(_height(first), _height(second))


def _joined(left: Line, right: Line) -> Line:
    confidence = min(left.confidence, right.confidence)
    quad = (left.quad[0], right.quad[1], right.quad[2], left.quad[3])
    return Line(f"{left.text} {right.text}", confidence, quad)


def _left(line: Line) -> float:
    return (line.quad[0][0] + line.quad[3][0]) / 2


def _right(line: Line) -> float:
    return (line.quad[1][0] + line.quad[2][0]) / 2


def _middle(line: Line) -> float:
    return sum(y for _, y in line.quad) / 4


def _height(line: Line) -> float:
    return (line.quad[3][1] + line.quad[2][1] - line.quad[0][1] - line.quad[1][1]) / 2
