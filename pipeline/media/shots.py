"""Shot boundaries: where the camera moves on to something else, judged by the frames alone.

Least-squares change detection. The number of shots is optimal under a penalty for each, by dynamic
programming (Jackson et al., "An algorithm for optimal partitioning of data on an interval", 2005).
A shot with a still camera costs next to nothing; a shot that spans two things costs the difference
between them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.media import images
from pipeline.sightings import Interval
from pipeline.types import Frame

GRID = (16, 9)
"""Cells across and down in which frames are compared: coarse enough to ignore a swaying hand."""
PENALTY = 0.02
"""What another shot has to save: one frame that differs by 14 % of full scale (its square)."""
SHORTEST = 3.0
"""s that a shot lasts at least: long enough to stop at something."""
LONGEST = 20.0
"""s that a shot lasts at most, so that it stays about one thing; a single frame may last longer."""
_TOO_SHORT = 1000.0
"""The cost of a shot below SHORTEST: more than it could save."""

Descriptor = NDArray[np.float64]


def describe(frames: Iterable[Frame]) -> tuple[Descriptor, ...]:
    """A vector for each frame, to compare them by.

    The squared distance of two vectors is the mean squared difference of the frames' cells, in
    units of full scale, after their brightness was equalised. Raises MediaError.
    """
    return tuple(_describe(images.read(frame.path, 320)) for frame in frames)


def _describe(image: NDArray[np.uint8]) -> Descriptor:
    cells = cv2.resize(image, GRID, interpolation=cv2.INTER_AREA).astype(np.float64) / 255
    cells -= cells.mean(axis=(0, 1))
    return np.asarray(cells.ravel() / np.sqrt(cells.size))


def shot_intervals(
    times: Sequence[float], descriptors: Sequence[Descriptor], duration: float
) -> list[Interval]:
    """The shots [start, end] s of a video, out of its frames at `times` and their descriptors.

    The shots cover the video; boundaries lie half-way between two frames.
    """
    edges = [0.0, *((a + b) / 2 for a, b in pairwise(times)), duration]
    best, before = [0.0], [0]
    sums, squares = _sums(descriptors)
    for end in range(1, len(edges)):
        options = []
        for start in reversed(range(end)):
            length = edges[end] - edges[start]
            if length > LONGEST and start < end - 1:
                break
            extra = PENALTY if length >= SHORTEST else _TOO_SHORT
            options.append((best[start] + extra + _cost(sums, squares, start, end), start))
        cost, start = min(options)
        best.append(cost)
        before.append(start)
    return _traced(before, edges)


def _sums(descriptors: Sequence[Descriptor]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Sums of the first n descriptors, and of their squares, for each n."""
    stacked = np.stack(descriptors)
    sums = np.vstack([np.zeros(stacked.shape[1]), np.cumsum(stacked, axis=0)])
    return sums, np.concatenate([[0.0], np.cumsum((stacked**2).sum(axis=1))])


def _cost(sums: NDArray[np.float64], squares: NDArray[np.float64], start: int, end: int) -> float:
    """Squared distances of the descriptors in [start, end) to their mean."""
    total = sums[end] - sums[start]
    return float(squares[end] - squares[start] - total @ total / (end - start))


def _traced(before: Sequence[int], edges: Sequence[float]) -> list[Interval]:
    """The intervals of the cheapest partition; `before` holds each end's best start."""
    ends = [len(edges) - 1]
    while ends[-1] > 0:
        ends.append(before[ends[-1]])
    return [(round(edges[a], 3), round(edges[b], 3)) for a, b in pairwise(reversed(ends))]
