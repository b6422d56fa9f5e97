"""The card that a label is printed on, among what looks like paintings.

A tag may be mostly empty, so that its words cover little of it. But it is flat apart from its
print, in one tone that at most fades from one side to the other, and no painting is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from backends.base import Quad
from backends.embedded import measure
from backends.embedded.arrays import Floats, Image
from backends.embedded.labels.transcription import Label, Line

SIDE = 160
"""px at which a card is judged, wide and high."""
SMOOTH = 1.5
"""px by which the camera's noise is smoothed at that size."""
RIM = 0.06
"""Of a card's sides: the outline may be off by as much, and the wall counts as no tone."""
PRINT = 0.5
"""Heights of a line by which print is widened: strokes blur, and accents stand out of a line."""
FLAT = 6.0
"""Lab units (0 to 255) within which a card's tone stays. On the kit's stills, cards stay within 4;
of the outlines from a tenth of the frame on, no painting stays within 8."""
MOST = 0.9
"""Of a card that has to be flat: the rest are a logo, a stamp or a clip."""
WITHIN = 0.9
"""Of a label's area: how much of it lies on its card."""


def on_own_cards(
    labels: Sequence[Label], outlines: Sequence[Quad], image: Image
) -> tuple[Label, ...]:
    """The labels, each with the outline of its own card where that is among `outlines`.

    A card that bears several labels stays none: it may be a wall.
    """
    own = list(labels)
    for outline in outlines:
        on_it = [n for n, label in enumerate(labels) if _within(label, outline)]
        if len(on_it) == 1 and is_flat(image, outline, labels[on_it[0]].lines):
            own[on_it[0]] = replace(own[on_it[0]], quad=_as_read(outline, own[on_it[0]].quad))
    return tuple(own)


def _within(label: Label, outline: Quad) -> bool:
    """Whether all print of a label is on a card; where it ends itself may have been misjudged."""
    print_of = [corner for line in label.lines for corner in line.quad] or label.quad
    inner = cv2.convexHull(np.array(print_of, np.float32))[:, 0]
    outer = np.array(outline, np.float32)
    shared, _ = cv2.intersectConvexConvex(inner, outer)
    return float(shared) >= WITHIN * float(cv2.contourArea(inner)) > 0


def _as_read(outline: Quad, label: Quad) -> Quad:
    """The outline, from the corner at which its print begins."""
    away = [np.hypot(x - label[0][0], y - label[0][1]) for x, y in outline]
    first = int(np.argmin(away))
    a, b, c, d = (*outline[first:], *outline[:first])
    return a, b, c, d


def is_flat(image: Image, outline: Quad, lines: Sequence[Line], widened: float = PRINT) -> bool:
    """Whether a card has one tone apart from its lines, each `widened` by so many heights."""
    seen = cv2.GaussianBlur(measure.rectified(image, outline, SIDE), (0, 0), SMOOTH)
    lab = np.asarray(cv2.cvtColor(seen, cv2.COLOR_BGR2LAB), np.float32)
    plain = _unprinted(outline, lines, widened)
    return plain.sum() > plain.size // 10 and all(
        _deviation(lab[:, :, channel], plain) <= FLAT for channel in range(3)
    )


def _unprinted(outline: Quad, lines: Sequence[Line], widened: float) -> NDArray[np.bool_]:
    """What of a card, seen from the front, is neither print nor rim."""
    corners = np.array([(0, 0), (SIDE, 0), (SIDE, SIDE), (0, SIDE)], np.float32)
    way = cv2.getPerspectiveTransform(np.array(outline, np.float32), corners)
    plain = np.zeros((SIDE, SIDE), np.uint8)
    rim = int(RIM * SIDE)
    plain[rim:-rim, rim:-rim] = 1
    for line in lines:
        box = cv2.perspectiveTransform(np.array([_widened(line.quad, widened)], np.float32), way)
        cv2.fillConvexPoly(plain, box[0].astype(np.int32), 0)
    return plain.astype(bool)


def _widened(quad: Quad, heights: float) -> Floats:
    """The box of a line with so many of its heights more on each side."""
    corners = np.array(quad, np.float32)
    down = ((corners[3] - corners[0]) + (corners[2] - corners[1])) / 2 * heights
    along = corners[1] - corners[0]
    along = along / max(float(np.linalg.norm(along)), 1e-9) * float(np.linalg.norm(down))
    moved = (-along - down, along - down, along + down, -along + down)
    return np.asarray(corners + np.array(moved), np.float32)


def _deviation(channel: Floats, plain: NDArray[np.bool_]) -> float:
    """How far `MOST` of a channel stays from a tone that fades evenly across the card."""
    y, x = np.nonzero(plain)
    plane = np.stack([x, y, np.ones_like(x)], axis=1).astype(np.float64)
    values = channel[y, x].astype(np.float64)
    near = np.ones(len(values), bool)
    for _ in range(2):  # once more without what stands out
        fade = np.linalg.lstsq(plane[near], values[near], rcond=None)[0]
        apart = np.abs(values - plane @ fade)
        near = apart <= np.quantile(apart, MOST)
    return float(np.quantile(apart, MOST))
