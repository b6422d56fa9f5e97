"""Boxes of print as an OCR engine finds them, in px."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

from backends.embedded.labels.transcription import Line
from tests.label_samples import quad

HEIGHT = 20.0
LETTER = 9.0
"""Height of a box, and width of a letter in it."""


def box(text: str, left: float, top: float, height: float = HEIGHT, letter: float = LETTER) -> Line:
    return Line(text, 1.0, quad(left, top, len(text) * letter * height / HEIGHT, height))


def stack(
    *rows: str, left: float = 0.0, top: float = 0.0, step: float = 30.0, align: float = 0.0
) -> tuple[Line, ...]:
    """Lines below each other: flush left, or with `align` 0.5 centred and with 1 flush right."""
    width = max(map(len, rows)) * LETTER
    free = [width - len(row) * LETTER for row in rows]
    return tuple(
        box(row, left + align * space, top + n * step)
        for n, (row, space) in enumerate(zip(rows, free, strict=True))
    )


def turned(boxes: Iterable[Line], degrees: float) -> list[Line]:
    """The boxes on a label that hangs askew, or was filmed so."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return moved(boxes, [(cos, -sin), (sin, cos)])


def moved(
    boxes: Iterable[Line], way: Sequence[tuple[float, float]], across: float = 0.0
) -> list[Line]:
    """The boxes under a linear map, given by its rows, and moved `across` to the right."""
    (a, b), (c, d) = way
    result = []
    for line in boxes:
        p, q, r, s = ((a * x + b * y + across, c * x + d * y) for x, y in line.quad)
        result.append(replace(line, quad=(p, q, r, s)))
    return result


def texts(lines: Iterable[Line]) -> list[str]:
    return [line.text for line in lines]
