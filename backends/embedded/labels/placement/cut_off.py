"""What the frame cuts off beside a label: it may be the painting that the label belongs to.

So little of a painting may be in view that no outline of it is found. Its near side is: an upright
edge between the label and the edge of the frame.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from backends.base import Quad
from backends.embedded.arrays import Floats, Image
from backends.embedded.labels.transcription import Label

SIDE = 640
"""Longest side in px of the picture that is searched."""
STEP = 3
"""px over which an edge changes."""
CHANGE = 12.0
"""Lab units (0 to 255) by which the picture changes across the side of a painting, as in
`paintings.outlines`; uneven light and the grain of a wall stay below."""
ALONG = 0.75
"""Of the height beside which the change is sought: a painting is higher than a label."""
TALLER = 0.5
"""Heights of a label above and below it that are looked at with it."""
BESIDE, MOST, MARGIN = 0.12, 0.2, 2.0
"""Of a label's width at least and at most, and heights of a line, right beside it: the rest of its
card, and its shadow."""


def cut_off(image: Image, labels: Sequence[Label], paintings: Sequence[Quad]) -> tuple[Quad, ...]:
    """What stands between labels and the left or right edge of a BGR frame.

    Nothing on a side of a label on which one of the `paintings` in view hangs.
    """
    scale = min(1.0, SIDE / max(image.shape[:2]))
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    lab = cv2.cvtColor(cv2.GaussianBlur(small, (3, 3), 0), cv2.COLOR_BGR2Lab).astype(np.float32)
    boxes, hung = [_box(label.quad) for label in labels], [_box(quad) for quad in paintings]
    aspect = image.shape[0] / image.shape[1]
    gaps = [_gap(label, aspect) for label in labels]
    right = _strips(lab, boxes, gaps, hung)
    mirrored = np.ascontiguousarray(lab[:, ::-1])
    others = [_mirrored(box) for box in boxes], gaps, [_mirrored(box) for box in hung]
    left = _strips(mirrored, *others)
    return tuple(_quad(*strip) for strip in (*right, *(_mirrored(strip) for strip in left)))


Box = tuple[float, float, float, float]
"""Left, top, right and low, in fractions of the frame."""


def _gap(label: Label, aspect: float) -> float:
    """Of a frame's width, how far beside a label its own card may end; `aspect` height / width."""
    left, _, right, _ = _box(label.quad)
    heights = [low - top for _, top, _, low in (_box(line.quad) for line in label.lines)]
    letters = float(np.median(heights)) * aspect if heights else 0.0
    return min(max(BESIDE * (right - left), MARGIN * letters), MOST * (right - left))


def _strips(
    lab: Floats, labels: Sequence[Box], gaps: Sequence[float], paintings: Sequence[Box]
) -> list[Box]:
    """What begins right of each label beside which no painting hangs there."""
    strips = [
        _strip(lab, label, gap)
        for label, gap in zip(labels, gaps, strict=True)
        if not any(_right_of(label, box) for box in paintings)
    ]
    return [strip for strip in strips if strip]


def _right_of(label: Box, painting: Box) -> bool:
    """Whether a painting hangs right of a label, at its height."""
    return painting[2] > label[2] and painting[1] < label[3] and painting[3] > label[1]


def _strip(lab: Floats, label: Box, gap: float) -> Box | None:
    """From the first upright edge right of a label to the edge of the frame; None without one."""
    height, width = lab.shape[:2]
    _, top, right, low = label
    reach = TALLER * (low - top)
    rows = slice(max(0, int((top - reach) * height)), int((low + reach) * height) + 1)
    start = int((right + gap) * width) + 1
    band = lab[rows, start:]
    if band.shape[1] <= STEP or not band.shape[0]:
        return None
    change = np.abs(band[:, STEP:] - band[:, :-STEP]).max(axis=2) > CHANGE
    edges = np.flatnonzero(change.mean(axis=0) >= ALONG)
    if not len(edges):
        return None
    return (start + int(edges[0]) + STEP / 2) / width, rows.start / height, 1.0, rows.stop / height


def _box(quad: Quad) -> Box:
    xs, ys = [x for x, _ in quad], [y for _, y in quad]
    return min(xs), min(ys), max(xs), max(ys)


def _mirrored(strip: Box) -> Box:
    left, top, right, low = strip
    return 1 - right, top, 1 - left, low


def _quad(left: float, top: float, right: float, low: float) -> Quad:
    return (left, top), (right, top), (right, low), (left, low)
