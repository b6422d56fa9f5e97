"""Print that goes on above or below the region in which it was read.

Uneven light cuts a region off a card: lines of the label lie outside, or are cut through. Cards
leave more paper above and below their print than between two lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from backends.embedded.arrays import Floats
from backends.embedded.labels.crops import Crop
from backends.embedded.labels.detection import Card
from backends.embedded.labels.transcription import Line

NEAR = 0.9
"""Heights of a line: print that comes as near to the edge of its region may go on beyond it."""
FURTHER = 0.6
"""Of the region's height: so much more is looked at there."""
EDGE = 2
"""px from the edge of the frame, beyond which nothing is seen."""


def beyond(lines: Sequence[Line], crop: Crop, card: Card, frame: tuple[int, ...]) -> Card | None:
    """The upright region around a card and what may belong to it; None where its print ends.

    `lines` were read in `crop`, which is the picture of `card` in a frame of shape `frame`.
    """
    top, low = _reached(lines, crop, frame)
    corners = card.quad
    height = float(np.ptp(corners[:, 1]))
    (left, first), (right, last) = corners.min(axis=0), corners.max(axis=0)
    up = first - FURTHER * height if top and first > EDGE else first
    down = last + FURTHER * height if low and last < frame[0] - EDGE else last
    if (up, down) == (first, last):
        return None
    region = [(left, up), (right, up), (right, down), (left, down)]
    return replace(card, quad=np.array(region, np.float32), fit=0.0)


def _reached(lines: Sequence[Line], crop: Crop, frame: tuple[int, ...]) -> tuple[bool, bool]:
    """Whether print comes near the top of a crop, and near its low edge."""
    if crop.turn or not lines:
        return False, False
    size = np.array([frame[1], frame[0]], np.float32)
    boxes = [crop.inside(np.array(line.quad, np.float32) * size) for line in lines]
    first, last = min(boxes, key=_top), max(boxes, key=_low)
    return (
        _top(first) < NEAR * _height(first),
        _low(last) > crop.size[1] - NEAR * _height(last),
    )


def _top(box: Floats) -> float:
    return float(box[:2, 1].min())


def _low(box: Floats) -> float:
    return float(box[2:, 1].max())


def _height(box: Floats) -> float:
    return float(np.linalg.norm(box[3] - box[0]) + np.linalg.norm(box[2] - box[1])) / 2
