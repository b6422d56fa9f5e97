"""Paintings cut out of frames and straightened, alone or joined to the reference picture. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

import imaging
from backends import Quad
from imaging import OUTSIDE
from pages._ui.html import pictures
from pipeline.analysis import spread

Point = tuple[float, float]
Pair = tuple[Point, Point]
"""One place of a painting: in the frame and on the reference, in fractions of width and height."""
LINES = 40
"""Pairs that are joined by a line: the eye follows no more."""
_LONGEST = 900
_TALL, _GAP = 640, 48
"""Height of two joined pictures and the space between them, in px."""
_Floats = NDArray[np.float64]


def cut_out(frame: Path, quad: Quad, reference: Path | None) -> bytes | None:
    """The painting in `quad` as seen from the front, as JPEG.

    It has the proportions of the reference picture, else those that it has in the frame. None where
    the frame cannot be read, or the corners enclose nothing.
    """
    image = straightened(frame, quad, reference)
    return pictures.jpeg(image) if image else None


def joined(frame: Path, quad: Quad, reference: Path, pairs: Sequence[Pair]) -> bytes | None:
    """Cut-out and reference side by side, a dot at each point and lines between some, as JPEG.

    None where one of the two pictures cannot be made.
    """
    left, right = straightened(frame, quad, reference), pictures.upright(reference, _LONGEST)
    if left is None or right is None:
        return None
    left, right = (_of_height(image, _TALL) for image in (left, right))
    canvas = Image.new("RGB", (left.width + _GAP + right.width, _TALL), OUTSIDE)
    canvas.paste(left, (0, 0))
    canvas.paste(right, (left.width + _GAP, 0))
    here = on_cut_out([point for point, _ in pairs], quad) * left.size
    there = np.array([point for _, point in pairs]).reshape(-1, 2) * right.size
    there[:, 0] += left.width + _GAP
    _mark(canvas, here, there)
    return pictures.jpeg(canvas)


def straightened(frame: Path, quad: Quad, reference: Path | None = None) -> Image.Image | None:
    """What is in `quad` of a frame as seen from the front; see `cut_out`."""
    return imaging.straightened(frame, quad, _proportions(reference))


def _proportions(reference: Path | None) -> float | None:
    """Width over height of the reference picture."""
    image = pictures.upright(reference, _LONGEST) if reference else None
    return image.width / image.height if image else None


def on_cut_out(points: Sequence[Point], quad: Quad) -> _Floats:
    """Points (n, 2) of the frame in fractions of the cut-out."""
    matrix = imaging.homography(np.array(quad, np.float64), imaging.box(1, 1))
    projected = np.array([(x, y, 1.0) for x, y in points]).reshape(-1, 3) @ matrix.T
    return np.asarray(projected[:, :2] / projected[:, 2:], np.float64)


def _of_height(image: Image.Image, height: int) -> Image.Image:
    width = max(1, round(image.width * height / image.height))
    return image.resize((width, height), Image.Resampling.LANCZOS)


def _mark(canvas: Image.Image, here: _Floats, there: _Floats) -> None:
    """Dots (n, 2) px on both sides; the lines are spread over the height of the picture."""
    draw = ImageDraw.Draw(canvas, "RGBA")
    downwards = np.argsort(there[:, 1], kind="stable").tolist()
    for number in spread(downwards, LINES):
        draw.line([*here[number], *there[number]], fill=f"{pictures.PAINTING}c0", width=2)
    for x, y in (*here.tolist(), *there.tolist()):
        draw.ellipse((x - 4, y - 4, x + 4, y + 4), fill="#14130f")
        draw.ellipse((x - 2.5, y - 2.5, x + 2.5, y + 2.5), fill=pictures.PAINTING)
