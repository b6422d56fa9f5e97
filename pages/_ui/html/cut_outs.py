"""Paintings cut out of frames and straightened, alone or joined to the reference picture. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from backends import Quad
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
_NOTHING = "#595959"
"""What lies outside of the frame, and between two pictures: neutral, so that it tints neither."""
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
    canvas = Image.new("RGB", (left.width + _GAP + right.width, _TALL), _NOTHING)
    canvas.paste(left, (0, 0))
    canvas.paste(right, (left.width + _GAP, 0))
    here = on_cut_out([point for point, _ in pairs], quad) * left.size
    there = np.array([point for _, point in pairs]).reshape(-1, 2) * right.size
    there[:, 0] += left.width + _GAP
    _mark(canvas, here, there)
    return pictures.jpeg(canvas)


def straightened(frame: Path, quad: Quad, reference: Path | None = None) -> Image.Image | None:
    """What is in `quad` of a frame as seen from the front; see `cut_out`."""
    image = pictures.upright(frame, 4 * _LONGEST)
    if image is None:
        return None
    corners = np.array(quad, np.float64) * image.size
    size = _size(corners, _proportions(reference))
    try:
        data = _homography(_corners(*size), corners).ravel()[:8].tolist()
    except np.linalg.LinAlgError:
        return None
    kind, smooth = Image.Transform.PERSPECTIVE, Image.Resampling.BICUBIC
    straight = image.transform(size, kind, data, smooth, fillcolor=_NOTHING)
    straight.thumbnail((_LONGEST, _LONGEST), Image.Resampling.LANCZOS)
    return straight


def _proportions(reference: Path | None) -> float | None:
    """Width over height of the reference picture."""
    image = pictures.upright(reference, _LONGEST) if reference else None
    return image.width / image.height if image else None


def _size(corners: _Floats, proportions: float | None) -> tuple[int, int]:
    """Width and height in px that keep what the frame shows, up to twice as many as are drawn."""
    top, right, bottom, left = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
    width, height = (top + bottom) / 2, (left + right) / 2
    if proportions:
        height = max(height, width / proportions)
        width = height * proportions
    factor = min(1.0, 2 * _LONGEST / max(width, height, 1.0))
    return max(1, round(factor * width)), max(1, round(factor * height))


def _corners(width: float, height: float) -> _Floats:
    return np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float64)


def _homography(source: _Floats, target: _Floats) -> _Floats:
    """The matrix (3, 3) that takes four points (4, 2) to four others. Raises LinAlgError."""
    rows: list[Any] = []
    for (x, y), (u, v) in zip(source, target, strict=True):
        rows += [(x, y, 1, 0, 0, 0, -u * x, -u * y), (0, 0, 0, x, y, 1, -v * x, -v * y)]
    return np.append(np.linalg.solve(np.array(rows), target.ravel()), 1.0).reshape(3, 3)


def on_cut_out(points: Sequence[Point], quad: Quad) -> _Floats:
    """Points (n, 2) of the frame in fractions of the cut-out."""
    matrix = _homography(np.array(quad, np.float64), _corners(1, 1))
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
