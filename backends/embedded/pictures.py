"""Recognising known paintings in a frame: shortlist, matching, and geometric proof.

A frame's RootSIFT features vote for references through an approximate nearest-neighbour
index; the best are matched one by one, and only a homography that a flat picture on a wall
could have, carried by enough distinct correspondences, names a work.
Votes: McCann and Lowe, "Local naive Bayes nearest neighbor", CVPR 2012.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from backends.base import Quad, Reference
from backends.embedded import features as _features
from backends.embedded import geometry, panels, proof, thumbnails, voting
from backends.embedded.features import FeatureCache, Features, UnreadablePicture
from backends.embedded.proof import Certainty, Found, Query

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float32]


SHORTLIST = 16
PATIENCE = 4
"""The search ends after so many candidates in a row that fail; those present come first."""
NEIGHBOURS = 8
SEARCHED_NODES = 200
INDEXED = 200_000
"""Descriptors in the index: a large catalogue gives its strongest ones only (memory)."""
COLOURS = 0.9
COLOURS_MARGIN = 0.05
"""Correlation of coarse colours, and its lead over every other reference. It may only name works
of little texture: any other proves itself by features, or is not there."""
SAME_HUE = 25.0
"""Lab units between mean colours: lamps and white balance shift them by less, and a grey wall
that shades off like an ochre canvas is not it."""
SAME_SHAPE = 1.4
"""Ratio of proportions that a frame's moulding and perspective may add."""


@dataclass(frozen=True, slots=True)
class PictureSighting:
    """A reference seen in a frame.

    `quad`: where the reference's corners (top left, top right, bottom right, bottom left) lie,
    in fractions of the frame, which they may leave. `inliers`: distinct verified
    correspondences (0 when recognised by its colours alone). `correlation`: of the coarse
    colours of the part in the frame with the reference's. `certainty` "ambiguous": another
    reference fits the same place nearly as well, and is reported too.
    """

    identifier: str
    frame: str
    quad: Quad
    inliers: int
    certainty: Certainty
    correlation: float


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
        query = Query(small, points, _features.root(descriptors))
        settled = proof.settle(self._search(query))
        settled += self._by_colours(query, [match.corners for match in settled])
        settled.sort(key=lambda match: -np.prod(geometry.visible(match.corners, query.size)))
        return tuple(self._sighting(match, query.size, frame) for match in settled)

    def _search(self, query: Query) -> list[Found]:
        found: list[Found] = []
        failures = 0
        for number in self._shortlist(query):
            match = proof.verify(query, self._known[number], number)
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
        if len(features.points) < proof.SURE and thumbnails.is_plain(features.thumbnail):
            return f"{reference.picture.name}: too plain to be recognised"
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

    def _shortlist(self, query: Query) -> tuple[int, ...]:
        """Numbers of the references that the frame's features agree on, the best first."""
        if self._index is None or not len(query.descriptors):
            return ()
        near, distances = self._index.knnSearch(
            query.descriptors, NEIGHBOURS, search_k=SEARCHED_NODES
        )
        votes = voting.votes(query.points, near, distances, self._poses, len(self._known))
        order = np.argsort(-votes, kind="stable")[:SHORTLIST]
        return tuple(int(number) for number in order if votes[number] > 0)

    def _by_colours(self, query: Query, taken: Sequence[Floats]) -> list[Found]:
        """Works of little texture, by the coarse colours of what hangs there unrecognised."""
        if not any(features.faint for features in self._known):
            return []
        found: list[Found] = []
        for corners in panels.outlines(query.image):
            free = all(geometry.overlap(corners, other) < 0.1 for other in taken)
            if free and geometry.sides_cut(corners, query.size) <= 1:
                match = self._coloured(query, corners)
                if match:
                    found.append(match)
        return proof.best_of_each(found)

    def _coloured(self, query: Query, corners: Floats) -> Found | None:
        aspects = np.array([features.size[0] / features.size[1] for features in self._known])
        best: list[tuple[float, int, Floats]] = []
        for turn in (0, 1, 3):  # the telephone may have been held sideways, not upside down
            turned = np.roll(corners, turn, axis=0)
            fits = np.abs(np.log(geometry.aspect(turned) / aspects)) < np.log(SAME_SHAPE)
            seen = thumbnails.rectified(query.image, turned)
            scores = self._colours @ thumbnails.standardised(seen[None])[0]
            scores = np.where(fits & (self._hue_distance(seen) < SAME_HUE), scores, -1.0)
            best += [(float(scores[i]), int(i), turned) for i in np.argsort(-scores)[:2]]
        best.sort(key=lambda candidate: -candidate[0])
        score, number, turned = best[0]
        rival = next((other for other, i, _ in best[1:] if i != number), -1.0)
        if score < COLOURS or score - rival < COLOURS_MARGIN or not self._known[number].faint:
            return None
        return Found(number, turned, 0, "sure", score)

    def _hue_distance(self, seen: Floats) -> Floats:
        hues = np.stack([features.thumbnail[..., 1:].mean(axis=(0, 1)) for features in self._known])
        return np.asarray(
            np.linalg.norm(hues - seen[..., 1:].mean(axis=(0, 1)), axis=1), np.float32
        )

    def _sighting(self, match: Found, size: tuple[int, int], frame: str) -> PictureSighting:
        a, b, c, d = ((float(x / size[0]), float(y / size[1])) for x, y in match.corners)
        identifier = self._identifiers[match.number]
        return PictureSighting(
            identifier, frame, (a, b, c, d), match.inliers, match.certainty, match.correlation
        )
