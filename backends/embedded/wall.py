"""What differs from the wall: the wall's colour changes slowly over a frame, from light to shade.

A level of lightness cuts a picture of a landscape into its bands, and a wall with a lamp on it into
halves. The wall itself is what most of the frame looks like, so a surface is fitted to it.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from backends.embedded.arrays import Floats, Image

GRID = 8
"""px of the picture for each point to which the surface is fitted."""
SMOOTH = 6.0
"""Lab units (0 to 255) over neighbouring points, up to which one may be wall."""
NEAR = 30.0
"""Lab units around the commonest colour in which the wall is sought first."""
OFF = 9.0
"""Lab units from the surface from which a point is none of the wall."""
ROUNDS = ((3, 30.0), (3, 24.0), (3, 18.0), (6, 12.0), (6, 9.0))
"""Terms of the surface, and Lab units from it up to which points are wall, fit by fit: a plane
reaches over a lit wall, where a curved surface would lose its way."""
BRIDGE = 9
"""px of what joins two things that are apart, at most: the shadow of one reaches the other."""
FEWEST = 60
"""Points from which a surface is fitted."""


def off_wall(lab: Image) -> Image:
    """A mask (h, w) of 255 where a Lab picture (h, w, 3) is not its wall, 0 where it may be."""
    wall = surface(lab)
    if wall is None:
        return np.zeros(lab.shape[:2], np.uint8)
    lightness, a, b = cv2.split(cv2.absdiff(lab, wall))
    _, mask = cv2.threshold(cv2.max(cv2.max(lightness, a), b), OFF, 255, cv2.THRESH_BINARY)
    return np.asarray(
        cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((BRIDGE, BRIDGE), np.uint8)), np.uint8
    )


def surface(lab: Image) -> Image | None:
    """What a Lab picture (h, w, 3) would be if its wall were bare; None where no wall is seen."""
    points = np.asarray(lab[GRID // 2 :: GRID, GRID // 2 :: GRID], np.float32)
    if points.shape[0] * points.shape[1] < FEWEST:
        return None
    terms = _terms(*points.shape[:2])
    colours = points.reshape(-1, 3)
    smooth = _smooth(points).ravel()
    wall = smooth & (np.abs(colours - _commonest(points)).max(axis=1) < NEAR)
    fitted = colours
    for order, near in ROUNDS:
        if np.count_nonzero(wall) < FEWEST:
            return None
        factors, *_ = np.linalg.lstsq(terms[wall, :order], colours[wall], rcond=None)
        fitted = terms[:, :order] @ factors
        wall = smooth & (np.abs(colours - fitted).max(axis=1) < near)
    small = np.rint(fitted.reshape(points.shape)).clip(0, 255).astype(np.uint8)
    return np.asarray(cv2.resize(small, lab.shape[1::-1]), np.uint8)


def _terms(height: int, width: int) -> Floats:
    """The terms (h * w, 6) of a surface of the second order, at each point."""
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    terms = (np.ones_like(x), x, y, x * x, x * y, y * y)
    return np.stack(terms, axis=-1).reshape(-1, len(terms)).astype(np.float32)


def _smooth(points: Floats) -> NDArray[np.bool_]:
    """Where neighbouring points are alike."""
    kernel = np.ones((3, 3), np.uint8)
    steps = cv2.dilate(points, kernel) - cv2.erode(points, kernel)
    return np.asarray(steps.max(axis=2) < 2 * SMOOTH)


def _commonest(points: Floats) -> Floats:
    """The commonest colour (3,), of cubes of 16 Lab units."""
    cubes = (points.reshape(-1, 3) // 16).astype(np.int64) @ np.array((256, 16, 1))
    commonest = np.bincount(cubes).argmax()
    return np.asarray(points.reshape(-1, 3)[cubes == commonest].mean(axis=0), np.float32)
