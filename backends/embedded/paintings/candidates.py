"""Which of thousands of references a frame may show, before any of them is matched closely.

Where references are many, descriptors are projected on the principal components of all that are
indexed (Ke and Sukthankar, "PCA-SIFT", CVPR 2004), so that the trees of the index compare a quarter
of the numbers, and only the features that are strongest in their part of a frame vote.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from backends.embedded.arrays import Bytes, Floats
from backends.embedded.paintings import pose_voting
from backends.embedded.paintings.features import REFERENCE_FEATURES, root, spread_evenly

LENGTH = 16
"""References on a shortlist."""
INDEXED = 200_000
"""Descriptors in the index: a large catalogue gives its strongest ones only (memory)."""
FEWEST = 100
"""Descriptors of each reference at least."""
COMPONENTS = 32
"""Of 128 dimensions: they hold 86 % of the variance of descriptors of real paintings."""
VOTING = 1500
"""Features of a frame that vote where references are many; where they are few, all do."""
NEIGHBOURS = 8
TREES = 8
SEARCHED_OF_MANY, SEARCHED_OF_FEW = 100, 200
"""Nodes of the trees that are searched for a feature, where references are many or few."""
_SAMPLE = 30_000
"""Descriptors that settle the components."""


def share(references: int) -> int:
    """How many descriptors each of so many references gives to the index."""
    return max(FEWEST, INDEXED // max(1, references))


class Shortlist:
    """The index over `points` (n, 4), `descriptors` (n, 128) and `sizes` of every reference."""

    def __init__(
        self,
        points: Sequence[Floats],
        descriptors: Sequence[Bytes],
        sizes: Sequence[tuple[int, int]],
    ) -> None:
        self._references = len(points)
        self._poses = pose_voting.Poses.of(points, sizes)
        self._many = share(len(points)) < REFERENCE_FEATURES
        self._index: Any = None
        every = np.concatenate([np.zeros((0, 128), np.uint8), *descriptors])
        if len(every) > NEIGHBOURS:
            self._axes = _components(every) if self._many else None
            dimensions = COMPONENTS if self._many else every.shape[1]
            self._index = cv2.ANNIndex.create(dimensions, cv2.ANNINDEX_DIST_EUCLIDEAN)
            self._index.setSeed(1)
            self._index.addItems(self._projected(root(every)))  # a second call replaces
            self._index.build(TREES)

    def of(self, points: Floats, descriptors: Floats, size: tuple[int, int]) -> tuple[int, ...]:
        """Numbers of the references that the features of a frame agree on, the best first.

        `points` (n, 4), RootSIFT `descriptors` (n, 128), `size` of the frame in px.
        """
        if self._index is None or not len(points):
            return ()
        voting = spread_evenly(points, size)[: VOTING if self._many else None]
        near, distances = self._nearest(self._projected(descriptors[voting]))
        votes = pose_voting.votes(points[voting], near, distances, self._poses, self._references)
        order = np.argsort(-votes, kind="stable")[:LENGTH]
        return tuple(int(number) for number in order if votes[number] > 0)

    def _projected(self, descriptors: Floats) -> Floats:
        if self._axes is None:
            return descriptors
        # Not `@`: for so small a product BLAS waits longer for its threads than it multiplies.
        # Without the mean taken off: distances are the same.
        return np.asarray(cv2.gemm(descriptors, self._axes, 1, np.empty(0), 0), np.float32)

    def _nearest(self, queries: Floats) -> tuple[NDArray[np.int32], Floats]:
        """Numbers and distances (q, NEIGHBOURS) of the nearest indexed descriptors."""

        def search(part: Floats) -> tuple[NDArray[np.int32], Floats]:
            neighbours: tuple[NDArray[np.int32], Floats] = self._index.knnSearch(
                part, NEIGHBOURS, search_k=SEARCHED_OF_MANY if self._many else SEARCHED_OF_FEW
            )
            return neighbours

        parts = [part for part in np.array_split(queries, _cores()) if len(part)]
        results = list(_threads().map(search, parts))
        return np.concatenate([n for n, _ in results]), np.concatenate([d for _, d in results])


def _components(descriptors: Bytes) -> Floats:
    """The axes (128, COMPONENTS) along which RootSIFT of a sample varies most."""
    sample = root(descriptors[:: max(1, len(descriptors) // _SAMPLE)])
    _, axes = np.linalg.eigh(np.cov(sample.T))
    return np.asarray(axes[:, : -COMPONENTS - 1 : -1], np.float32)


def _cores() -> int:
    return max(1, min(4, os.cpu_count() or 1))


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(_cores(), "shortlist")
