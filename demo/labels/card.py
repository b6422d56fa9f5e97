"""A label as a thing: set in type, on paper, brass or the wall itself.

Lengths are px, counted from the height of the capitals of its title.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from demo.labels.fonts import Style, are_signs, drawable, font
from demo.labels.layouts import Align, Paper
from demo.labels.typeset import Label, Line, Run
from demo.paint.study import Picture, fractal

Colour = tuple[int, int, int]
_LARGE = frozenset({"title", "artist", "translation"})
_MARGIN, _LEADING, _SPACE, _GUTTER = 2.2, 2.0, 1.1, 3.5
"""Margins, the step from line to line, an empty line, the gap between columns: in capitals."""
_PAPERS: dict[Paper, tuple[tuple[Colour, Colour], ...]] = {
    "white": (((250, 248, 243), (24, 24, 26)), ((240, 236, 222), (40, 36, 34)),
              ((228, 228, 226), (30, 30, 34)), ((255, 255, 255), (90, 90, 92))),
    "black": (((34, 34, 36), (238, 238, 234)), ((64, 66, 70), (246, 246, 244))),
    "brass": (((176, 142, 78), (38, 28, 14)), ((150, 118, 60), (24, 18, 10))),
    "wall": (((0, 0, 0), (28, 28, 30)),),
    "pale": (((250, 250, 248), (112, 112, 114)), ((146, 148, 150), (252, 252, 252))),
    "silver": (((186, 188, 190), (34, 34, 36)), ((160, 162, 166), (20, 20, 22))),
    "manila": (((222, 198, 148), (40, 34, 28)), ((206, 180, 126), (34, 32, 48))),
    "colour": (((32, 52, 82), (240, 240, 236)), ((112, 34, 38), (246, 240, 230)),
               ((38, 76, 62), (240, 244, 238))),
}  # fmt: skip
"""Paper and ink; letters on the wall have no paper."""
_BEFORE: dict[Align, float] = {"left": 0.0, "centre": 0.5, "right": 1.0}
"""Of the space that a line leaves in its column: how much stands before it."""


@dataclass(frozen=True, slots=True)
class Card:
    """A printed label. `ink` is how much of it covers each px, (h, w) in 0..1; `paper` is
    (h, w, 3) RGB, or None for letters on the wall. `title` is the middle of the first line of the
    title, in px from the upper left."""

    paper: Picture | None
    ink: NDArray[np.float32]
    colour: Colour
    title: tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Placed:
    """A run at its place: left end and base line in px."""

    run: Run
    x: float
    y: float


def card(label: Label, capital: float, rng: np.random.Generator) -> Card:
    """The card of a label whose title has capitals of `capital` px."""
    label = _in_type(label)
    placed, width, height = _place(label, capital)
    image = Image.new("L", (round(width), round(height)), 0)
    draw = ImageDraw.Draw(image)
    for each in placed:
        draw.text((each.x, each.y), each.run.text, font=_font(label, each.run, capital), fill=255,
                  anchor="ls")  # fmt: skip
    ink = np.asarray(np.asarray(image) / 255, np.float32)
    paper, colour = _papers(label, rng)
    first = next(each for each in placed if each.run.field == "title")
    length = _width(label, (first.run,), capital)
    title = (first.x + length / 2, first.y - capital / 2)
    return Card(_paper(label, paper, ink.shape, rng), ink, colour, title)


def _in_type(label: Label) -> Label:
    """The label with letters that its typeface has."""
    face = label.layout.face

    def cast(runs: Sequence[Run]) -> tuple[Run, ...]:
        return tuple(replace(run, text=drawable(face, _style(run), run.text)) for run in runs)

    columns = (
        tuple(Line(cast(line.runs), cast(line.right)) for line in column)
        for column in label.columns
    )
    return replace(label, columns=tuple(columns))


def _place(label: Label, capital: float) -> tuple[list[_Placed], float, float]:
    """The runs at their places, and the width and height of the card."""
    margin = _MARGIN * capital
    left, placed, lowest = margin, [], 0.0
    for column in label.columns:
        width = max(_line_width(label, line, capital) for line in column)
        y = margin + capital * (1 - _LEADING)
        for line in column:
            y += (_LEADING * _scale(label, line) if line.runs else _SPACE) * capital
            placed += _line(label, line, left, y, width, capital)
        lowest = max(lowest, y)
        left += width + _GUTTER * capital
    return placed, left - _GUTTER * capital + margin, lowest + margin


def _line(
    label: Label, line: Line, left: float, y: float, width: float, capital: float
) -> list[_Placed]:
    """The runs of a line at their places in a column that begins at `left`."""
    placed = []
    free = width - _width(label, line.runs, capital)
    starts = [(line.runs, left + free * _BEFORE[label.layout.align]),
              (line.right, left + width - _width(label, line.right, capital))]  # fmt: skip
    for runs, x in starts:
        for run in runs:
            placed.append(_Placed(run, x, y))
            x += _width(label, (run,), capital)
    return placed


def _line_width(label: Label, line: Line, capital: float) -> float:
    gap = _GUTTER * capital if line.right else 0.0
    return _width(label, line.runs, capital) + gap + _width(label, line.right, capital)


def _width(label: Label, runs: Sequence[Run], capital: float) -> float:
    return sum(_font(label, run, capital).getlength(run.text) for run in runs)


def _font(label: Label, run: Run, capital: float) -> ImageFont.FreeTypeFont:
    size = capital * _size(label, run)
    return font(label.layout.face, _style(run), size, are_signs(run.text))


def _style(run: Run) -> Style:
    return "italic" if run.italic else "bold" if run.bold else "regular"


def _size(label: Label, run: Run) -> float:
    return 1.0 if run.field in _LARGE else label.layout.small


def _scale(label: Label, line: Line) -> float:
    return max(_size(label, run) for run in line.runs)


def _papers(label: Label, rng: np.random.Generator) -> tuple[Colour, Colour]:
    choices = _PAPERS[label.layout.paper]
    return choices[int(rng.integers(len(choices)))]


def _paper(
    label: Label, colour: Colour, shape: tuple[int, ...], rng: np.random.Generator
) -> Picture | None:
    if label.layout.paper == "wall":
        return None
    height, width = shape
    depth = 0.25 if label.layout.paper in ("brass", "silver") else 0.04
    sheen = 1 + depth * (fractal(rng, (height, width), 2, 2) - 0.5)
    return np.asarray(np.clip(np.array(colour) * sheen[..., None], 0, 255), np.uint8)
