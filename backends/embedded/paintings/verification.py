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
from backends.embedded.paintings.confidence import SURE, Proof, detail
from backends.embedded.paintings.features import (
    QUERY_FEATURES,
    QUERY_SIDE,
    Features,
    root,
    scaled,
    sift,
)

Certainty = Literal["sure", "possible", "ambiguous"]

RATIO = 0.8
"""Lowe's ratio of the nearest to the second nearest distance, IJCV 2004, section 7.1."""
POSSIBLE = 8
"""Unique inliers from which a match is reported, as possible up to SURE."""
BORDER = 0.08
"""Share of a reference's side in which a frame or a wall may have been photographed with it."""
SAME_PLACE = 0.5
"""Share of the smaller one's part in the frame from which two outlines are in one place."""
MOULDING = 0.2
"""Share of a side that a frame may take of a picture that was cut out of a video with its frame:
frames of one pattern hang around many paintings, and prove none of them."""
CLEARLY = 1.6
"""Two references in one place: the better has this many times the inliers, or neither is named."""


@dataclass(frozen=True, slots=True)
class Match:
    """A verified reference: its number, its corners (4, 2) in px of the frame, and the proof."""

    number: int
    corners: Floats
    certainty: Certainty
    proof: Proof

    @property
    def inliers(self) -> int:
        return self.proof.inliers


@dataclass(frozen=True, slots=True)
class Query:
    """The frame at the size that is searched, its points (n, 4) and RootSIFT (n, 128)."""

    image: Image
    points: Floats
    descriptors: Floats

    @classmethod
    def of(cls, image: Image) -> Query:
        """A frame (h, w, 3) BGR of any size."""
        small, _ = scaled(image, QUERY_SIDE)
        points, descriptors = sift(small, QUERY_FEATURES)
        return cls(small, points, root(descriptors))

    @property
    def size(self) -> tuple[int, int]:
        return self.image.shape[1], self.image.shape[0]


@dataclass(frozen=True, slots=True)
class Correspondences:
    """The distinct verified correspondences of a reference with a frame.

    `corners` (4, 2): those of the reference, in px of the frame; `on_reference` and `in_frame`
    (n, 2) in px of each; `diameters` (n,) of the features in px of the reference; `agreement` as in
    `Proof`.
    """

    corners: Floats
    on_reference: Floats
    in_frame: Floats
    diameters: Floats
    agreement: float


def verify(query: Query, reference: Features, number: int, framed: bool = False) -> Match | None:
    """Where `reference` is in the frame, if that is sure or at least possible.

    One that may be `framed` has to be sure by what lies within its moulding.
    """
    found = correspondences(query, reference)
    if found is None or (framed and _within_moulding(found, reference.size) < SURE):
        return None
    inliers = len(found.on_reference)
    certainty: Certainty = "sure" if inliers >= SURE else "possible"
    proof = Proof(
        inliers,
        geometry.hull_share(found.on_reference, reference.size),
        found.agreement,
        detail(found.diameters, max(reference.size)),
        colour.likeness(query.image, found.corners, reference.thumbnail),
    )
    return Match(number, found.corners, certainty, proof)


def _within_moulding(found: Correspondences, size: tuple[int, int]) -> int:
    where = found.on_reference / np.array(size, np.float32)
    return int(((where > MOULDING) & (where < 1 - MOULDING)).all(axis=1).sum())


def correspondences(query: Query, reference: Features) -> Correspondences | None:
    """The correspondences that prove `reference` to be in the frame; None if they do not."""
    ours, theirs = _matches(query.descriptors, root(reference.descriptors))
    on_reference, in_frame = reference.points[theirs, :2], query.points[ours, :2]
    matrix, mask = geometry.homography(on_reference, in_frame)
    corners = None if matrix is None else geometry.project(matrix, reference.size)
    if corners is None or not geometry.plausible(corners, reference.size, query.size):
        return None
    inside = [geometry.holds(corners, (float(x), float(y))) for x, y in in_frame]
    agreement = float(mask.sum() / max(np.logical_or(inside, mask).sum(), 1))
    on_reference, in_frame = on_reference[mask], in_frame[mask]
    distinct = geometry.unique(on_reference, in_frame)
    on_reference, in_frame = on_reference[distinct], in_frame[distinct]
    if len(distinct) < POSSIBLE or not spread(on_reference, reference.size):
        return None
    diameters = reference.points[theirs, 2][mask][distinct]
    return Correspondences(corners, on_reference, in_frame, diameters, agreement)


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


def settle(matches: Sequence[Match], frame: tuple[int, int]) -> list[Match]:
    """One reference a place in a frame (width, height): the clearly better one, or all as
    ambiguous. Each is told how near its next rival comes."""
    settled: list[Match] = []
    for match in sorted(matches, key=lambda match: -match.inliers):
        same = [
            i
            for i, other in enumerate(settled)
            if geometry.overlap(match.corners, other.corners, frame) > SAME_PLACE
        ]
        if same and match.inliers * CLEARLY <= settled[same[0]].inliers:
            same = same[:1]
        elif same:
            rival = settled[same[0]].inliers
            settled = [replace(m, certainty="ambiguous") if i in same else m
                       for i, m in enumerate(settled)]  # fmt: skip
            settled.append(replace(_rivalled(match, rival), certainty="ambiguous"))
        else:
            settled.append(match)
        for i in same:
            settled[i] = _rivalled(settled[i], match.inliers)
    return settled


def _rivalled(match: Match, inliers: int) -> Match:
    """The match with the best rival that it has had."""
    proof = replace(match.proof, rival=max(match.proof.rival, inliers))
    return replace(match, proof=proof)


def best_of_each(matches: Sequence[Match]) -> list[Match]:
    """One outline a reference, and none where one place is given to two references."""
    best: dict[int, Match] = {}
    for match in sorted(matches, key=lambda match: -match.proof.correlation):
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
