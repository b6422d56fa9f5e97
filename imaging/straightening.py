"""A quadrilateral of a picture as it is seen from the front."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from imaging.errors import PictureError
from imaging.reading import read

LONGEST = 900
"""px on the long side of what is straightened."""
OUTSIDE = "#595959"
"""What lies outside of the picture: neutral, so that it tints nothing."""
Point = Sequence[float]
_Floats = NDArray[np.float64]


def straightened(
    path: Path, quad: Sequence[Point], proportions: float | None = None
) -> Image.Image | None:
    """What is in `quad` of a picture as seen from the front, at most LONGEST px.

    `quad` has the corners clockwise from the object's top left, in fractions of width and height;
    `proportions` are width over height of the object, else those that it has in the picture. None
    where the picture cannot be read, or the corners enclose nothing.
    """
    try:
        image = read(path, 4 * LONGEST)
    except PictureError:
        return None
    image.thumbnail((4 * LONGEST, 4 * LONGEST), Image.Resampling.LANCZOS)
    corners = np.array(quad, np.float64) * image.size
    size = _size(corners, proportions)
    try:
        data = homography(box(*size), corners).ravel()[:8].tolist()
    except np.linalg.LinAlgError:
        return None
    kind, smooth = Image.Transform.PERSPECTIVE, Image.Resampling.BICUBIC
    straight = image.transform(size, kind, data, smooth, fillcolor=OUTSIDE)
    straight.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
    return straight


def _size(corners: _Floats, proportions: float | None) -> tuple[int, int]:
    """Width and height in px that keep what the picture shows, up to twice as many as are drawn."""
    top, right, bottom, left = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
    width, height = (top + bottom) / 2, (left + right) / 2
    if proportions:
        height = max(height, width / proportions)
        width = height * proportions
    factor = min(1.0, 2 * LONGEST / max(width, height, 1.0))
    return max(1, round(factor * width)), max(1, round(factor * height))


def box(width: float, height: float) -> _Floats:
    """The corners (4, 2) of an upright rectangle, clockwise from the top left."""
    return np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float64)


def homography(source: _Floats, target: _Floats) -> _Floats:
    """The matrix (3, 3) that takes four points (4, 2) to four others. Raises LinAlgError."""
    rows: list[Any] = []
    for (x, y), (u, v) in zip(source, target, strict=True):
        rows += [(x, y, 1, 0, 0, 0, -u * x, -u * y), (0, 0, 0, x, y, 1, -v * x, -v * y)]
    return np.append(np.linalg.solve(np.array(rows), target.ravel()), 1.0).reshape(3, 3)
