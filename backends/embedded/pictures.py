"""Recognising known paintings in a frame: shortlist, matching, and geometric proof.

A frame's RootSIFT features vote for references through an approximate nearest-neighbour
index; the best are matched one by one, and only a homography that a flat picture on a wall
could have, carried by enough distinct correspondences, names a work.
Votes: McCann and Lowe, "Local naive Bayes nearest neighbor", CVPR 2012.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from backends.base import Quad, Reference
from backends.embedded import features as _features
from backends.embedded import geometry, thumbnails, voting
from backends.embedded.features import FeatureCache, Features, UnreadablePicture

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float32]
Certainty = Literal["sure", "possible", "ambiguous"]

SHORTLIST = 16
PATIENCE = 4
"""The search ends after so many candidates in a row that fail; those present come first."""
NEIGHBOURS = 8
SEARCHED_NODES = 200
INDEXED = 200_000
"""Descriptors in the index: a large catalogue gives its strongest ones only (memory)."""
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
class PictureSighting:
    """A reference seen in a frame.

    `quad`: where the reference's corners (top left, top right, bottom right, bottom left) lie,
    in fractions of the frame, which they may leave. `inliers`: distinct verified
    correspondences (0 when recognised by its colours alone). `correlation`: of the rectified
    picture's coarse colours with the reference's. `certainty` "ambiguous": another reference
    fits the same place nearly as well, and is reported too.
    """

    identifier: str
    frame: str
    quad: Quad
    inliers: int
    certainty: Certainty
    correlation: float


@dataclass(frozen=True, slots=True)
class _Found:
    number: int
    corners: Floats
    inliers: int
    certainty: Certainty
    correlation: float


@dataclass(frozen=True, slots=True)
class _Query:
    image: Bytes
    points: Floats
    descriptors: Floats

    @property
    def size(self) -> tuple[int, int]:
        return self.image.shape[1], self.image.shape[0]


class Recogniser:
    """Learns reference pictures once and finds them in frames. Not thread-safe in `learn`."""

    def __init__(self, cache: Path) -> None:
        self._cache = FeatureCache(cache)
        self._identifiers: tuple[str, ...] = ()
        self._known: tuple[Features, ...] = ()
        self._colours: Floats = np.zeros((0, 1728), np.float32)
        self._poses = voting.Poses.of([], [])
        self._index: Any = None

    def learn(
        self,
        references: Sequence[Reference],
        progress: Callable[[int, int], None] | None = None,
    ) -> tuple[str, ...]:
        """Replace what is known by `references`; those without a picture are passed over.

        Returns a message for every picture that could not be used; one bad picture never
        stops the others. `progress(done, total)` is called in the caller's thread.
        """
        with_picture = [reference for reference in references if reference.picture]
        known: list[tuple[str, Features]] = []
        messages: list[str] = []
        with ThreadPoolExecutor(max(1, min(4, os.cpu_count() or 1))) as pool:
            results = pool.map(self._features, with_picture)
            for done, (reference, result) in enumerate(zip(with_picture, results, strict=True), 1):
                if isinstance(result, Features):
                    known.append((reference.identifier, result))
                else:
                    messages.append(f"{reference.identifier}: {result}")
                if progress:
                    progress(done, len(with_picture))
        self._adopt(known)
        if self._cache.problem:
            messages.append(self._cache.problem)
        return tuple(messages)

    def locate(self, image: Bytes, frame: str) -> tuple[PictureSighting, ...]:
        """The references seen in `image` (h, w, 3) BGR, the most prominent first."""
        if not self._known:
            return ()
        small, _ = _features.scaled(image, _features.QUERY_SIDE)
        points, descriptors = _features.sift(small, _features.QUERY_FEATURES)
        query = _Query(small, points, _features.root(descriptors))
        settled = _settle(self._search(query))
        settled.sort(key=lambda match: -np.prod(geometry.visible(match.corners, query.size)))
        return tuple(self._sighting(match, query.size, frame) for match in settled)

    def _search(self, query: _Query) -> list[_Found]:
        found: list[_Found] = []
        failures = 0
        for number in self._shortlist(query):
            match = self._verify(query, number)
            failures = 0 if match else failures + 1
            if match:
                found.append(match)
            elif failures == PATIENCE:
                break
        return found

    def _features(self, reference: Reference) -> Features | str:
        assert reference.picture is not None
        try:
            features = self._cache.features(reference.picture)
        except UnreadablePicture as error:
            return str(error)
        except (cv2.error, MemoryError, ValueError) as error:
            return f"{reference.picture.name}: could not be analysed ({error})"
        return features

    def _adopt(self, known: Sequence[tuple[str, Features]]) -> None:
        self._identifiers = tuple(identifier for identifier, _ in known)
        self._known = tuple(features for _, features in known)
        self._index = None
        if not known:
            return
        self._colours = thumbnails.standardised(np.stack([f.thumbnail for f in self._known]))
        each = max(100, INDEXED // len(known))
        shares = [features.descriptors[:each] for features in self._known]
        points, sizes = [f.points[:each] for f in self._known], [f.size for f in self._known]
        self._poses = voting.Poses.of(points, sizes)
        if sum(map(len, shares)) > NEIGHBOURS:
            self._index = cv2.ANNIndex.create(128, cv2.ANNINDEX_DIST_EUCLIDEAN)
            self._index.setSeed(1)
            self._index.addItems(_features.root(np.concatenate(shares)))  # a second call replaces
            self._index.build(8)

    def _shortlist(self, query: _Query) -> Iterator[int]:
        """Numbers of the references that the frame's features agree on, the best first."""
        if self._index is None or not len(query.descriptors):
            return
        near, distances = self._index.knnSearch(
            query.descriptors, NEIGHBOURS, search_k=SEARCHED_NODES
        )
        votes = voting.votes(query.points, near, distances, self._poses, len(self._known))
        order = np.argsort(-votes, kind="stable")[:SHORTLIST]
        yield from (int(number) for number in order if votes[number] > 0)

    def _verify(self, query: _Query, number: int) -> _Found | None:
        known = self._known[number]
        ours, theirs = _matches(query.descriptors, _features.root(known.descriptors))
        matrix, mask = geometry.homography(known.points[theirs, :2], query.points[ours, :2])
        if matrix is None or mask.sum() < POSSIBLE:
            return None
        corners = geometry.project(matrix, known.size)
        if corners is None or not geometry.plausible(corners, known.size, query.size):
            return None
        on_reference = known.points[theirs, :2][mask]
        kept = geometry.unique(on_reference, query.points[ours, :2][mask])
        if len(kept) < POSSIBLE or not _spread(on_reference[kept], known.size):
            return None
        colours = thumbnails.standardised(thumbnails.rectified(query.image, corners)[None])[0]
        certainty: Certainty = "sure" if len(kept) >= SURE else "possible"
        return _Found(number, corners, len(kept), certainty, float(colours @ self._colours[number]))

    def _sighting(self, match: _Found, size: tuple[int, int], frame: str) -> PictureSighting:
        a, b, c, d = ((float(x / size[0]), float(y / size[1])) for x, y in match.corners)
        identifier = self._identifiers[match.number]
        return PictureSighting(
            identifier, frame, (a, b, c, d), match.inliers, match.certainty, match.correlation
        )


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


def _spread(points: Floats, size: tuple[int, int]) -> bool:
    """Whether the proof lies on the painting and not only on its frame, and not in one spot."""
    where = points / np.array(size, np.float32)
    inner = ((where > BORDER) & (where < 1 - BORDER)).all(axis=1).sum()
    cells = {(int(x * 5), int(y * 5)) for x, y in where}
    return bool(inner >= POSSIBLE * 0.75 and len(cells) >= 4)


def _settle(found: Sequence[_Found]) -> list[_Found]:
    """One reference a place: the clearly better one, or both as ambiguous."""
    settled: list[_Found] = []
    for match in sorted(found, key=lambda match: -match.inliers):
        rivals = [
            i
            for i, other in enumerate(settled)
            if geometry.overlap(match.corners, other.corners) > SAME_PLACE
        ]
        if not rivals:
            settled.append(match)
        elif match.inliers * CLEARLY > settled[rivals[0]].inliers:
            settled.append(replace(match, certainty="ambiguous"))
            for i in rivals:
                settled[i] = replace(settled[i], certainty="ambiguous")
    return settled
