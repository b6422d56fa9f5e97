"""Recognising known paintings in a frame: shortlist, matching, and geometric proof.

A frame's RootSIFT features vote for references through an approximate nearest-neighbour
index; the best are matched one by one, and only a homography that a flat picture on a wall
could have, carried by enough distinct correspondences, names a work.
Votes: McCann and Lowe, "Local naive Bayes nearest neighbor", CVPR 2012.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from backends.base import Quad, Reference
from backends.embedded.paintings import candidates, colour, geometry, outlines, verification
from backends.embedded.paintings import features as _features
from backends.embedded.paintings.features import FeatureCache, Features, UnreadablePicture
from backends.embedded.paintings.verification import Certainty, Found, Query

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float32]
T = TypeVar("T")
R = TypeVar("R")

PATIENCE = 4
"""The search ends after so many candidates in a row that fail; those present come first."""
AT_HAND = 64
"""References whose features are all in memory, where there are too many for all (9 MB)."""
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


@dataclass(frozen=True, slots=True)
class _Known:
    """What is kept in memory of one reference: its part in the index, and how it looks small.

    `features` are as many as the index takes; `key` finds all of them in the cache, and is empty
    where these are all or the cache has none.
    """

    identifier: str
    features: Features
    key: str


class Recogniser:
    """Learns reference pictures once and finds them in frames. Not thread-safe in `learn`."""

    def __init__(self, cache: Path) -> None:
        self._cache = FeatureCache(cache)
        self._adopt(())

    def learn(
        self,
        references: Sequence[Reference],
        progress: Callable[[int, int], None] | None = None,
    ) -> tuple[str, ...]:
        """Replace the known works by `references`; those without a picture are skipped.

        Returns a message for every picture that could not be used; one bad picture never
        stops the others. `progress(done, total)` is called in the caller's thread; what it raises
        ends the work at once, and the features computed until then are kept.
        """
        with_picture = [reference for reference in references if reference.picture]
        most = candidates.share(len(with_picture))
        works: list[_Known] = []
        messages: list[str] = []
        work = in_parallel(lambda reference: self._features(reference, most), with_picture)
        with closing(work) as results:
            for done, result in enumerate(results, 1):
                if isinstance(result, _Known):
                    works.append(result)
                else:
                    messages.append(result)
                if progress:
                    progress(done, len(with_picture))
        self._adopt(works)
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
        settled = verification.settle(self._search(query))
        settled += self._by_colours(query, [match.corners for match in settled])
        settled.sort(key=lambda match: -np.prod(geometry.visible(match.corners, query.size)))
        return tuple(self._sighting(match, query.size, frame) for match in settled)

    def _search(self, query: Query) -> list[Found]:
        matches: list[Found] = []
        failures = 0
        for number in self._shortlist.of(query.points, query.descriptors, query.size):
            match = verification.verify(query, self._whole(number), number)
            failures = 0 if match else failures + 1
            if match:
                matches.append(match)
            elif failures == PATIENCE:
                break
        return matches

    def _features(self, reference: Reference, most: int) -> _Known | str:
        """What to keep of a reference, or what is wrong with its picture."""
        assert reference.picture is not None
        name = f"{reference.identifier}: {reference.picture.name}"
        try:
            key, features = self._cache.kept(reference.picture)
        except UnreadablePicture as error:
            return f"{reference.identifier}: {error}"
        except (cv2.error, MemoryError, ValueError) as error:
            return f"{name}: could not be analysed ({error})"
        if len(features.points) < verification.SURE and colour.is_plain(features.thumbnail):
            return f"{name}: too plain to be recognised"
        if len(features.points) <= most or self._cache.problem:
            return _Known(reference.identifier, features, "")
        # Copies, because a view would keep all of them in memory.
        points, descriptors = features.points[:most].copy(), features.descriptors[:most].copy()
        part = replace(features, points=points, descriptors=descriptors)
        return _Known(reference.identifier, part, key)

    def _adopt(self, works: Sequence[_Known]) -> None:
        self._identifiers = tuple(work.identifier for work in works)
        self._known = tuple(work.features for work in works)
        self._keys = tuple(work.key for work in works)
        self._whole = lru_cache(AT_HAND)(self._read)
        self._colours = np.zeros((0, 1728), np.float32)
        if works:
            small = np.stack([features.thumbnail for features in self._known])
            self._colours = colour.standardised(small)
        most = candidates.share(len(works))
        self._shortlist = candidates.Shortlist(
            [features.points[:most] for features in self._known],
            [features.descriptors[:most] for features in self._known],
            [features.size for features in self._known],
        )

    def _read(self, number: int) -> Features:
        """All features of a reference; its part in the index where somebody emptied the cache."""
        key = self._keys[number]
        return (self._cache.stored(key) if key else None) or self._known[number]

    def _by_colours(self, query: Query, taken: Sequence[Floats]) -> list[Found]:
        """Works of little texture, by the coarse colours of what hangs there unrecognised."""
        if not any(features.faint for features in self._known):
            return []
        matches: list[Found] = []
        for corners in outlines.all_outlines(query.image):
            free = all(geometry.overlap(corners, other) < 0.1 for other in taken)
            if free and geometry.sides_cut(corners, query.size) <= 1:
                match = self._coloured(query, corners)
                if match:
                    matches.append(match)
        return verification.best_of_each(matches)

    def _coloured(self, query: Query, corners: Floats) -> Found | None:
        aspects = np.array([features.size[0] / features.size[1] for features in self._known])
        best: list[tuple[float, int, Floats]] = []
        for turn in (0, 1, 3):  # the telephone may have been held sideways, not upside down
            turned = np.roll(corners, turn, axis=0)
            fits = np.abs(np.log(geometry.aspect(turned) / aspects)) < np.log(SAME_SHAPE)
            seen = colour.rectified(query.image, turned)
            scores = self._colours @ colour.standardised(seen[None])[0]
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


def in_parallel(work: Callable[[T], R], given: Sequence[T]) -> Generator[R, None, None]:
    """The results in the order given, as they come; whoever closes it calls off the rest."""
    with ThreadPoolExecutor(max(1, min(4, os.cpu_count() or 1))) as pool:
        yield from pool.map(work, given)
