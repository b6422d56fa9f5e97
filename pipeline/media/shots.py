"""Where a camera leaves one thing for another, told from how the frames look alone.

Least-squares detection of changes, with the optimal number of pieces under a penalty, by dynamic
programming (Jackson et al., "An algorithm for optimal partitioning of data on an interval", 2005).
A piece in which the camera stands costs next to nothing; one that spans two things costs their
difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.media import images
from pipeline.types import Frame

SIZE = (16, 9)
"""Fields across and upright in which frames are compared: coarse, so that a hand's sway is none."""
PENALTY = 0.02
"""What a piece more has to save: one frame that differs by 14 % of full scale (its square)."""
LEAST = 3.0
"""s of a piece at least: long enough to stop at something."""
LONGEST = 20.0
"""s of a piece at most, so that it stays about one thing; one frame may stand for longer."""
_SHORT = 1000.0
"""What a piece shorter than LEAST costs: more than anything that it could save."""

Look = NDArray[np.float64]
Interval = tuple[float, float]


def looks(frames: Iterable[Frame]) -> tuple[Look, ...]:
    """For each frame a vector whose squared distance to another's is the mean squared difference
    of their fields, of full scale, after the brightness of each was set alike.

    Raises MediaError.
    """
    return tuple(_look(images.read(frame.path, 320)) for frame in frames)


def _look(image: NDArray[np.uint8]) -> Look:
    fields = cv2.resize(image, SIZE, interpolation=cv2.INTER_AREA).astype(np.float64) / 255
    fields -= fields.mean(axis=(0, 1))
    return np.asarray(fields.ravel() / np.sqrt(fields.size))


def pieces(times: Sequence[float], seen: Sequence[Look], duration: float) -> list[Interval]:
    """The pieces [start, end] s of a video whose frames at `times` look like `seen`.

    They fill the video, and end half-way between two frames.
    """
    edges = [0.0, *((a + b) / 2 for a, b in pairwise(times)), duration]
    best, before = [0.0], [0]
    sums, squares = _sums(seen)
    for end in range(1, len(edges)):
        options = []
        for start in reversed(range(end)):
            length = edges[end] - edges[start]
            if length > LONGEST and start < end - 1:
                break
            extra = PENALTY if length >= LEAST else _SHORT
            options.append((best[start] + extra + _cost(sums, squares, start, end), start))
        cost, start = min(options)
        best.append(cost)
        before.append(start)
    return _traced(before, edges)


def _sums(seen: Sequence[Look]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Sums of the first n looks, and of their squares, for each n."""
    stacked = np.stack(seen)
    sums = np.vstack([np.zeros(stacked.shape[1]), np.cumsum(stacked, axis=0)])
    return sums, np.concatenate([[0.0], np.cumsum((stacked**2).sum(axis=1))])


def _cost(sums: NDArray[np.float64], squares: NDArray[np.float64], start: int, end: int) -> float:
    """Squared distances of the looks from `start` to before `end` to their mean."""
    total = sums[end] - sums[start]
    return float(squares[end] - squares[start] - total @ total / (end - start))


def _traced(before: Sequence[int], edges: Sequence[float]) -> list[Interval]:
    ends = [len(edges) - 1]
    while ends[-1] > 0:
        ends.append(before[ends[-1]])
    return [(round(edges[a], 3), round(edges[b], 3)) for a, b in pairwise(reversed(ends))]
