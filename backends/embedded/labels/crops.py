"""Parts of a frame at the size at which print is read, and the way back to the frame.

Positions in the frame are px, (x, y); `Quad`s are fractions of its width and height.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from backends.base import Quad
from backends.embedded.arrays import Image
from backends.embedded.labels import detection
from backends.embedded.labels.detection import Card, Points

CROP_SIDES = (640, 960)
"""Longest side in px at which a card is read: smaller ones are enlarged, larger ones reduced."""
ENLARGE = 4.0
"""Beyond this an enlargement adds no stroke that the camera has seen."""
MARGIN = 0.08
"""Of a card's sides, added around it: its outline is found to about a line of small print."""
SKEW = 14.0
"""Degrees off a right angle from which a card is rectified; the recogniser reads up to there."""
ASIDE = 0.88
"""A shorter side over the one opposite, from which on a card is seen from aside."""
WIDENED = 1.5
"""Times by which a card that is seen from aside is drawn out: from 50 to 65° aside its letters are
half as wide as they are printed, and half as many of them are misread for it on drawn cards."""
TRUSTED_FIT = 0.93
"""Fit from which a card is rectified: along a wrong outline, rectifying loses legible print."""


@dataclass(frozen=True, slots=True, eq=False)
class Crop:
    """A part of a frame. `back` is the 3x3 map from its px to those of the frame, `turn` the
    quarter turns anticlockwise (0 to 3) by which it was turned."""

    picture: Image
    back: Points
    turn: int = 0

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in px."""
        return self.picture.shape[1], self.picture.shape[0]

    def turned(self, quarters: int) -> Crop:
        """The same part turned by `quarters` quarter turns anticlockwise (0 to 3)."""
        (w, h), turn = self.size, (self.turn + quarters) % 4
        moved = {
            0: [[1, 0, 0], [0, 1, 0]],
            1: [[0, -1, w], [1, 0, 0]],
            2: [[-1, 0, w], [0, -1, h]],
            3: [[0, 1, 0], [-1, 0, h]],
        }[quarters]
        picture = np.ascontiguousarray(np.rot90(self.picture, quarters))
        back = self.back @ np.array([*moved, [0, 0, 1]], np.float32)
        return Crop(picture, np.asarray(back, np.float32), turn)

    def shrunk(self, side: int) -> Crop:
        """The same part with its longest side at most `side` px."""
        small = resized(self.picture, (0, 0), min(1.0, side / max(self.size)))
        return Crop(small.picture, np.asarray(self.back @ small.back, np.float32), self.turn)

    def stretched(self) -> Crop:
        """Grey, with its 1st to 99th percentile over the whole range: lifts pale print off grey."""
        grey = np.asarray(cv2.cvtColor(self.picture, cv2.COLOR_BGR2GRAY), np.float32)
        low, high = np.percentile(grey, (1, 99))
        full = np.clip((grey - low) * (255.0 / max(float(high - low), 1.0)), 0, 255)
        picture = cv2.cvtColor(full.astype(np.uint8), cv2.COLOR_GRAY2BGR)
        return Crop(np.asarray(picture, np.uint8), self.back, self.turn)

    def placed(self, points: Points) -> Points:
        """Points of the crop, (n, 2) px, in the frame."""
        moved = cv2.perspectiveTransform(points.reshape(-1, 1, 2).astype(np.float32), self.back)
        return np.asarray(moved[:, 0], np.float32)

    def inside(self, points: Points) -> Points:
        """Points of the frame, (n, 2) px, in the crop."""
        way = np.linalg.inv(self.back)
        moved = cv2.perspectiveTransform(points.reshape(-1, 1, 2).astype(np.float32), way)
        return np.asarray(moved[:, 0], np.float32)


def cut(image: Image, card: Card) -> Crop:
    """The card's picture at reading size, from the front where its outline can be trusted."""
    oblique = detection.skew(card.quad) > SKEW or detection.regular(card.quad) < ASIDE
    if card.fit >= TRUSTED_FIT and oblique:
        return _rectified(image, card.quad)
    return around(image, card.quad)


def around(image: Image, points: Points) -> Crop:
    """The upright rectangle around points, (n, 2) px, at reading size."""
    height, width = image.shape[:2]
    low, high = points.min(axis=0), points.max(axis=0)
    pad = (high - low) * MARGIN + 2
    x0, y0 = np.maximum(low - pad, 0).astype(int)
    x1, y1 = np.minimum(high + pad, (width, height)).astype(int)
    crop = image[y0:y1, x0:x1]
    return resized(crop, (x0, y0), _zoom(max(crop.shape[:2])))


def _zoom(side: float) -> float:
    return min(ENLARGE, max(CROP_SIDES[0] / side, min(1.0, CROP_SIDES[1] / side)))


def resized(image: Image, corner: tuple[int, int], scale: float) -> Crop:
    """A picture whose top left corner lies at `corner` of the frame, `scale` times as large."""
    method = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
    sized = np.asarray(cv2.resize(image, None, fx=scale, fy=scale, interpolation=method), np.uint8)
    fx, fy = sized.shape[1] / image.shape[1], sized.shape[0] / image.shape[0]
    back = np.array([[1 / fx, 0, corner[0]], [0, 1 / fy, corner[1]], [0, 0, 1]], np.float32)
    return Crop(sized, back)


def _rectified(image: Image, quad: Points) -> Crop:
    """The card as seen from the front."""
    sides = detection.sides(quad)
    width, height = float(max(sides[0], sides[2])), float(max(sides[1], sides[3]))
    across, down = _drawn_out(sides)
    zoom = _zoom(max(width * across, height * down))
    w, h = width * zoom * across, height * zoom * down
    x, y = w * MARGIN, h * MARGIN
    target = np.array([(x, y), (x + w, y), (x + w, y + h), (x, y + h)], np.float32)
    forward = cv2.getPerspectiveTransform(quad, target)
    size = (int(w + 2 * x), int(h + 2 * y))
    flat = cv2.warpPerspective(
        image, forward, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return Crop(np.asarray(flat, np.uint8), np.asarray(np.linalg.inv(forward), np.float32))


def _drawn_out(sides: Points) -> tuple[float, float]:
    """How many times wider and higher a card is drawn: seen from aside it is narrower, from above
    or below lower than it is. `sides` (4,) are its top, right, low and left one."""
    top, right, low, left = map(float, sides)
    if min(left, right) < ASIDE * max(left, right):
        return WIDENED, 1.0
    return (1.0, WIDENED) if min(top, low) < ASIDE * max(top, low) else (1.0, 1.0)


def fractions(points: Points, shape: tuple[int, ...]) -> Quad:
    """Four points in px of a picture of `shape` as fractions of its width and height."""
    height, width = shape[:2]
    a, b, c, d = ((float(x) / width, float(y) / height) for x, y in points)
    return a, b, c, d
