"""Whether a picture shows a label and nothing else but wall."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from backends.base import Quad
from backends.embedded.arrays import Image

SIDE = 320
"""Longest side in px of the picture that is looked at: the grain of a wall is gone."""
STEP = 12.0
"""Grey levels over a few px that make an edge: light on a wall changes more slowly."""
EDGES = 0.004
"""Share of the wall that edges may cover. A sculpture, a door or a skirting board has more."""
CARD = 0.25
"""Of a label's sides, added around it: its card and the card's shadow belong to it."""


def is_bare(image: Image, label: Quad) -> bool:
    """Whether nothing but wall surrounds a label on a BGR picture; `label` in fractions."""
    scale = SIDE / max(image.shape[:2])
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    grey = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    grey = cv2.GaussianBlur(grey, (0, 0), 1.0)
    kernel = np.ones((5, 5), np.uint8)
    steps = cv2.subtract(cv2.dilate(grey, kernel), cv2.erode(grey, kernel))
    wall = _outside(label, grey.shape)
    return bool((steps[wall] > STEP).mean() <= EDGES) if wall.any() else True


def _outside(label: Quad, shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """Which px lie outside the card of a label."""
    corners = np.array(label, np.float32)
    middle = corners.mean(axis=0)
    wider = ((corners - middle) * (1 + 2 * CARD) + middle) * np.array(shape[1::-1], np.float32)
    mask = np.ones(shape[:2], np.uint8)
    cv2.fillConvexPoly(mask, wider.astype(np.int32), 0)
    return mask.astype(np.bool_)
