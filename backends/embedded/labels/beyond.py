"""Print that goes on beyond the region in which it was read.

Uneven light cuts a region off a card: lines of the label lie outside, or are cut through. Cards
leave more paper above and below their print than between two lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from backends.embedded.labels.crops import Crop
from backends.embedded.labels.detection import Card
from backends.embedded.labels.transcription import Line

NEAR = (0.1, 0.9)
"""Heights of a line, across and down: print that comes as near to the edge of its region may go on
beyond it."""
FURTHER = 0.6
"""Of the region's width or height: so much more is looked at there."""
PAPER = 0.2
"""Of the tones from ink to paper, how far the paper of a row of px is from an even shade. A row
that crosses the edge of a card, or the wall between two, stands out more."""
INK = 20
"""Percent of a row that is darker, or lighter, than paper at least: its letters."""
FEWEST = 8
"""px of print, across or down, of which the paper can be told."""
EDGE = 2
"""px from the edge of the frame, beyond which nothing is seen."""


def beyond(lines: Sequence[Line], crop: Crop, card: Card, frame: tuple[int, ...]) -> Card | None:
    """The upright region around a card and what may belong to it; None where its print ends.

    `lines` were read in `crop`, which is the picture of `card` in a frame of shape `frame`.
    """
    if crop.turn or not lines:
        return None
    height, width = frame[:2]
    low, high = card.quad.min(axis=0), card.quad.max(axis=0)
    before, behind = _reached(lines, crop, frame)
    step = FURTHER * (high - low)
    start = np.maximum(low - step * before, 0)
    end = np.minimum(high + step * behind, (width, height))
    seen_before, seen_behind = low > EDGE, high < np.array([width, height]) - EDGE
    if not ((before & seen_before).any() or (behind & seen_behind).any()):
        return None
    region = [start, (end[0], start[1]), end, (start[0], end[1])]
    return replace(card, quad=np.array(region, np.float32), fit=0.0)


def on_one_paper(lines: Sequence[Line], crop: Crop, frame: tuple[int, ...]) -> bool:
    """Whether nothing but paper lies between lines that were read in a crop, from top to bottom."""
    size = np.array([frame[1], frame[0]], np.float32)
    boxes = np.concatenate([crop.inside(np.array(line.quad, np.float32) * size) for line in lines])
    (left, top), (right, low) = boxes.min(axis=0).clip(0), boxes.max(axis=0)
    grey = cv2.cvtColor(crop.picture, cv2.COLOR_BGR2GRAY)[
        int(top) : int(low), int(left) : int(right)
    ]
    if min(grey.shape) < FEWEST:
        return False
    dark, light = np.percentile(grey, (2, 98))
    bright = np.median(grey) > (dark + light) / 2
    tones = np.percentile(grey, 100 - INK if bright else INK, axis=1)
    rows = np.arange(len(tones))
    even = np.ones(len(tones), np.bool_)
    for _ in range(2):  # once more without what stands out
        shade = np.polyval(np.polyfit(rows[even], tones[even], 1), rows)
        even = np.abs(tones - shade) <= PAPER * (light - dark)
    return bool(even.all())


def _reached(
    lines: Sequence[Line], crop: Crop, frame: tuple[int, ...]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Whether print comes near the left and top edge of a crop, and near its right and low one."""
    size = np.array([frame[1], frame[0]], np.float32)
    boxes = np.array([crop.inside(np.array(line.quad, np.float32) * size) for line in lines])
    heights = np.linalg.norm(boxes[:, 3] - boxes[:, 0], axis=1)[:, None]
    first, last = boxes.min(axis=1), np.array(crop.size) - boxes.max(axis=1)
    near = np.array(NEAR) * heights
    return (first < near).any(axis=0), (last < near).any(axis=0)
