"""One picture of a label out of several frames that show it.

Letters of 8 to 14 px lose strokes to the camera's noise, blur and compression, differently in each
frame. Their mean, after each frame was laid over the sharpest one to a fraction of a px, has
less of all three.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from backends.embedded.arrays import Floats, Image
from backends.embedded.labels.crops import Crop, around
from backends.embedded.labels.detection import Points
from backends.embedded.labels.over_frames.alignment import SAME_LINE
from backends.embedded.labels.reliability import similarity
from backends.embedded.labels.transcription import Label, Line

FEWEST = 3
"""Frames that are worth laying over each other."""
SMALL = (9.0, 22.0)
"""Height in px of the boxes of lines: of capitals of 8 to 14 px they are half as high again."""
CLEAR = 0.95
"""Mean confidence of all letters from which one frame was read as well as several would be."""
SIDE = 480
"""Longest side in px at which frames are laid over each other."""
SMOOTH = 5
"""px of the filter by which noise is smoothed meanwhile."""
STEPS = (40, 1e-4)
"""Rounds of the search for the best place, and the gain below which it ends."""
ALIKE = 0.8
"""Correlation of two frames' crops from which one was laid over the other rightly."""
SHARPER = 0.8
"""Share of what is finer than `FINE` px that is added to the mean, in which strokes are soft."""
FINE = 2.0


@dataclass(frozen=True, slots=True, eq=False)
class Sight:
    """A label in one frame."""

    image: Image
    label: Label


def worth_it(sight: Sight, frames: int) -> bool:
    """Whether so many frames of a label are to be laid over each other: its letters are small, and
    not all clear in the one that is read best, which is `sight`."""
    if frames < FEWEST:
        return False
    quads = _print(sight).reshape(-1, 4, 2)
    low, high = SMALL
    height = float(np.median(np.linalg.norm(quads[:, 3] - quads[:, 0], axis=1)))
    letters = sum(len(line.text) for line in sight.label.lines)
    sure = sum(len(line.text) * line.confidence for line in sight.label.lines)
    return low <= height <= high and sure < CLEAR * letters


def fused(sights: Sequence[Sight]) -> Crop | None:
    """The mean of the sights of one label, as a part of the first sight's frame.

    None where fewer than `FEWEST` of them can be laid over each other.
    """
    first, *others = sights
    base = around(first.image, _print(first))
    layers = [base.picture.astype(np.float32)]
    for other in others:
        way = _way(first, other)
        layer = None if way is None else _laid_over(base, other.image, way)
        if layer is not None:
            layers.append(layer)
    if len(layers) < FEWEST:
        return None
    mean = np.mean(layers, axis=0)
    soft = cv2.GaussianBlur(mean, (0, 0), FINE)
    sharp = np.clip(mean + SHARPER * (mean - soft), 0, 255).astype(np.uint8)
    return Crop(sharp, base.back)


def _print(sight: Sight) -> Points:
    """The corners of all lines, (n, 2) px."""
    return _px(sight.label.lines, sight.image)


def _px(lines: Sequence[Line], image: Image) -> Points:
    size = np.array([image.shape[1], image.shape[0]], np.float32)
    return np.array([line.quad for line in lines], np.float32).reshape(-1, 2) * size


def _way(first: Sight, other: Sight) -> Points | None:
    """The (3, 3) map from px of the first frame to those of the other, from lines that agree.

    A line that was read as two, or only in part, has other corners: those are left out.
    """
    pairs = [
        (line, match)
        for line in first.label.lines
        if (match := max(other.label.lines, key=lambda o: similarity(line.text, o.text)))
        and similarity(line.text, match.text) >= SAME_LINE
    ]
    if not pairs:
        return None
    here, there = (
        _px([pair[side] for pair in pairs], (first, other)[side].image) for side in (0, 1)
    )
    affine, _ = cv2.estimateAffine2D(here, there, method=cv2.LMEDS)
    if affine is None:
        return None
    return np.vstack([affine, (0, 0, 1)]).astype(np.float32)


def _laid_over(base: Crop, image: Image, way: Points) -> Floats | None:
    """What `image` shows of a crop, to a fraction of a px; None where it shows something else.

    `way` is about the map from px of the crop's frame to px of `image`.
    """
    start = way @ base.back
    scale = min(1.0, SIDE / max(base.size))
    shrink = np.diag([scale, scale, 1.0]).astype(np.float32)
    small = cv2.resize(_grey(base.picture), None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    rough = cv2.resize(
        _grey(_seen(image, start, base.size)), small.shape[::-1], interpolation=cv2.INTER_AREA
    )
    still, everywhere = np.eye(2, 3, dtype=np.float32), np.full(rough.shape, 255, np.uint8)
    criteria = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_COUNT, *STEPS)
    try:
        alike, moved = cv2.findTransformECC(
            small,
            rough,
            still,
            cv2.MOTION_AFFINE,
            criteria,
            everywhere,
            SMOOTH,
        )
    except cv2.error:  # nothing in common
        return None
    if alike < ALIKE:
        return None
    full = np.linalg.inv(shrink) @ np.vstack([np.asarray(moved), (0, 0, 1)]) @ shrink
    layer = _seen(image, np.asarray(start @ full, np.float32), base.size)
    return _as_light(layer, base.picture)


def _seen(image: Image, way: Points, size: tuple[int, int]) -> Image:
    flags = cv2.INTER_LANCZOS4 | cv2.WARP_INVERSE_MAP
    seen = cv2.warpPerspective(image, way, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(seen, np.uint8)


def _grey(picture: Image) -> Image:
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.uint8)


def _as_light(layer: Image, base: Image) -> Floats:
    """The layer with the exposure of the base."""
    there, here = layer.astype(np.float32), base.astype(np.float32)
    mean, deviation = there.mean(axis=(0, 1)), there.std(axis=(0, 1)) + 1.0
    return np.asarray(
        (there - mean) * ((here.std(axis=(0, 1)) + 1.0) / deviation) + here.mean(axis=(0, 1)),
        np.float32,
    )
