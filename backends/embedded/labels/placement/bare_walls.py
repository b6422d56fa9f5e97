"""Whether a picture shows a label and nothing else but wall."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from backends.embedded.arrays import Image
from backends.embedded.labels.transcription import Label

SIDE = 320
"""Longest side in px of the picture that is looked at: the grain of a wall is gone."""
STEP = 10.0
"""Grey levels over two px that make an edge: light on a wall, a lamp's too, changes more slowly."""
EDGES = 0.004
"""Share of the wall that edges may cover. A sculpture, a door or a skirting board has more."""
CARD, MARGIN = 0.25, 2.5
"""Of a label's sides, or heights of a line, added around it: the rest of its card and the card's
shadow."""


def is_bare(image: Image, label: Label) -> bool:
    """Whether nothing but wall surrounds a label on a BGR picture."""
    scale = SIDE / max(image.shape[:2])
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    grey = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    grey = cv2.GaussianBlur(grey, (0, 0), 1.0)
    kernel = np.ones((3, 3), np.uint8)
    steps = cv2.subtract(cv2.dilate(grey, kernel), cv2.erode(grey, kernel))
    wall = _outside(label, grey.shape)
    return bool((steps[wall] > STEP).mean() <= EDGES) if wall.any() else True


def _outside(label: Label, shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """Which px lie outside the card of a label."""
    size = np.array(shape[1::-1], np.float32)
    corners = np.array(label.quad, np.float32) * size
    lines = [np.array(line.quad, np.float32) * size for line in label.lines]
    heights = [float(np.linalg.norm(line[3] - line[0])) for line in lines]
    extent = np.maximum(np.ptp(corners, axis=0), 1.0)
    margin = MARGIN * float(np.median(heights)) if heights else 0.0
    middle = corners.mean(axis=0)
    wider = (corners - middle) * (1 + 2 * np.maximum(CARD, margin / extent)) + middle
    mask = np.ones(shape[:2], np.uint8)
    cv2.fillConvexPoly(mask, wider.astype(np.int32), 0)
    return mask.astype(np.bool_)
