"""Whether a candidate really is in the frame: matching, homography, and one reference a place.

Brown and Lowe, "Automatic panoramic image stitching using invariant features", IJCV 2007, for
counting inliers; MAGSAC++: Barath et al., CVPR 2020.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from backends.embedded.arrays import Floats, Image
from backends.embedded.paintings import colour, geometry
from backends.embedded.paintings.features import Features, root

Certainty = Literal["sure", "possible", "ambiguous"]

RATIO = 0.8
"""Lowe's ratio of the nearest to the second nearest distance, IJCV 2004, section 7.1."""
SURE = 12
POSSIBLE = 8
"""Wrong references reach 4 to 6 unique inliers; 8 leaves doubt, 12 does not."""
BORDER = 0.08
"""Share of a reference's side in which a frame or a wall may have been photographed with it."""
SAME_PLACE = 0.5
CLEARLY = 1.6
"""Two references in one place: the better has this many times the inliers, or neither is named."""


@dataclass(frozen=True, slots=True)
class Match:
    """A verified reference: its number, and its corners (4, 2) in px of the frame."""

    number: int
    corners: Floats
    inliers: int
    certainty: Certainty
    correlation: float


@dataclass(frozen=True, slots=True)
class Query:
    """The frame at the size that is searched, its points (n, 4) and RootSIFT (n, 128)."""

    image: Image
    points: Floats
    descriptors: Floats

    @property
    def size(self) -> tuple[int, int]:
        return self.image.shape[1], self.image.shape[0]


def verify(query: Query, reference: Features, number: int) -> Match | None:
    """Where `reference` is in the frame, if that is sure or at least possible."""
    ours, theirs = _matches(query.descriptors, root(reference.descriptors))
    on_reference, in_frame = reference.points[theirs, :2], query.points[ours, :2]
    matrix, mask = geometry.homography(on_reference, in_frame)
    corners = None if matrix is None else geometry.project(matrix, reference.size)
    if corners is None or not geometry.plausible(corners, reference.size, query.size):
        return None
    on_reference, in_frame = on_reference[mask], in_frame[mask]
    inliers = geometry.unique(on_reference, in_frame)
    if len(inliers) < POSSIBLE or not spread(on_reference[inliers], reference.size):
        return None
    certainty: Certainty = "sure" if len(inliers) >= SURE else "possible"
    likeness = colour.likeness(query.image, corners, reference.thumbnail)
    return Match(number, corners, len(inliers), certainty, likeness)


def _matches(query: Floats, reference: Floats) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Indices into query and reference of the correspondences that pass the ratio test."""
    if len(reference) < 2:
        return np.zeros(0, np.intp), np.zeros(0, np.intp)
    similarity = query @ reference.T
    rows = np.arange(len(query))
    best = similarity.argmax(axis=1)
    first = similarity[rows, best]
    similarity[rows, best] = -1
    second = similarity.max(axis=1)
    # unit vectors: squared distance = 2 - 2 * similarity
    good = np.flatnonzero(1 - first < RATIO**2 * (1 - second))
    return good, best[good]


def spread(points: Floats, size: tuple[int, int]) -> bool:
    """Whether the inliers lie on the painting and not only on its frame, and not in one spot."""
    where = points / np.array(size, np.float32)
    inner = ((where > BORDER) & (where < 1 - BORDER)).all(axis=1).sum()
    cells = {(int(x * 5), int(y * 5)) for x, y in where}
    return bool(inner >= POSSIBLE * 0.75 and len(cells) >= 4)


def settle(matches: Sequence[Match]) -> list[Match]:
    """One reference a place: the clearly better one, or both as ambiguous."""
    settled: list[Match] = []
    for match in sorted(matches, key=lambda match: -match.inliers):
        rivals = [
            i
            for i, other in enumerate(settled)
            if geometry.intersection_over_union(match.corners, other.corners) > SAME_PLACE
        ]
        if not rivals:
            settled.append(match)
        elif match.inliers * CLEARLY > settled[rivals[0]].inliers:
            settled.append(replace(match, certainty="ambiguous"))
            for i in rivals:
                settled[i] = replace(settled[i], certainty="ambiguous")
    return settled


def best_of_each(matches: Sequence[Match]) -> list[Match]:
    """One outline a reference, and none where one place is given to two references."""
    best: dict[int, Match] = {}
    for match in sorted(matches, key=lambda match: -match.correlation):
        best.setdefault(match.number, match)
    outlines = list(best.values())
    return [
        match
        for match in outlines
        if all(
            m is match or geometry.intersection_over_union(m.corners, match.corners) < 0.1
            for m in outlines
        )
    ]
