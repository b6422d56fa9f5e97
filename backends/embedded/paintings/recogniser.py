"""Recognises the catalogue's paintings in a frame: shortlist, matching, geometric verification.

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

from backends.base import Quad, Reference
from backends.embedded.arrays import Floats, Image
from backends.embedded.paintings import candidates, colour, geometry, outlines, verification
from backends.embedded.paintings.confidence import COLOURS, SURE, Proof
from backends.embedded.paintings.features import FeatureCache, Features, UnreadablePicture
from backends.embedded.paintings.learnable import Learnable, identity, learnable
from backends.embedded.paintings.verification import Certainty, Match, Query

T = TypeVar("T")
R = TypeVar("R")

FAILURES = 4
"""The search ends after so many failed candidates in a row; those present come first."""
WHOLE_IN_MEMORY = 64
"""References of which all features stay in memory, in a catalogue too large for all (9 MB)."""
COLOURS_MARGIN = 0.05
"""Lead in the correlation of coarse colours over every other reference. They may only name works
of little texture: any other is verified by its features, or is not there."""
SAME_HUE = 25.0
"""Lab units between mean colours: lamps and white balance shift them by less. A grey wall with the
shading of an ochre canvas is farther away."""
SAME_SHAPE = 1.4
"""Ratio of the proportions seen to the reference's: moulding and perspective change them so far."""


@dataclass(frozen=True, slots=True)
class PictureSighting:
    """A reference seen in a frame.

    `quad`: where the reference's corners (top left, top right, bottom right, bottom left) lie,
    in fractions of the frame, which they may leave. `certainty` "ambiguous": another
    reference fits the same place nearly as well, and is reported too. `picture` as in `Location`.
    """

    identifier: str
    frame: str
    quad: Quad
    certainty: Certainty
    proof: Proof
    picture: str = ""

    @property
    def inliers(self) -> int:
        return self.proof.inliers

    @property
    def confidence(self) -> float:
        """What the proof is worth, in (0, 1)."""
        return self.proof.confidence

    @property
    def coverage(self) -> float | None:
        """The share of the reference that the matching points cover; None of colours alone."""
        return round(self.proof.covered, 4) if self.inliers else None

    @property
    def proven(self) -> tuple[int, float, float | None]:
        """Inliers, confidence and coverage."""
        return self.inliers, self.confidence, self.coverage


@dataclass(frozen=True, slots=True)
class _Learnt:
    """What stays in memory of one picture.

    `features` are as many as the index takes; `key` finds all of them in the cache, and is empty
    where these are all or the cache has none.
    """

    picture: Learnable
    features: Features
    key: str


class Recogniser:
    """Learns reference pictures once and finds them in frames. Not thread-safe in `learn`."""

    def __init__(self, cache: Path) -> None:
        self._cache = FeatureCache(cache)
        self._references: tuple[Reference, ...] = ()
        self._pictures: tuple[Learnable, ...] = ()
        self._replace(())

    def learn(
        self,
        references: Sequence[Reference],
        progress: Callable[[int, int], None] | None = None,
    ) -> tuple[str, ...]:
        """Learn these references instead of earlier ones; those without a picture are skipped.

        Returns a message for every picture that could not be used; one bad picture never
        stops the others. `progress(done, total)` is called in the caller's thread; what it raises
        ends the work at once; the features computed until then are in the cache.
        """
        self._references = tuple(references)
        return self._learn(learnable(references), progress)

    def withhold(self, medium: str) -> bool:
        """Use every taught picture but those of a medium. Returns whether the set changed.

        The index is built again without them: a picture that is in it, but may not be named, would
        still take votes from the others.
        """
        pictures = learnable(self._references, medium)
        if pictures == self._pictures:
            return False
        self._learn(pictures)
        return True

    @property
    def taught(self) -> str:
        """Hash of the taught pictures in use with their works; empty without any."""
        return identity(self._pictures)

    def _learn(
        self, pictures: tuple[Learnable, ...], progress: Callable[[int, int], None] | None = None
    ) -> tuple[str, ...]:
        self._pictures = ()  # until all are learnt: `progress` may end it
        most = candidates.share(len(pictures))
        learnt: list[_Learnt] = []
        messages: list[str] = []
        results = in_parallel(lambda picture: self._learnt(picture, most), pictures)
        with closing(results):
            for done, result in enumerate(results, 1):
                if isinstance(result, _Learnt):
                    learnt.append(result)
                else:
                    messages.append(result)
                if progress:
                    progress(done, len(pictures))
        self._replace(learnt)
        self._pictures = pictures
        if self._cache.problem:
            messages.append(self._cache.problem)
        return tuple(messages)

    def locate(self, image: Image, frame: str) -> tuple[PictureSighting, ...]:
        """The references seen in `image` (h, w, 3) BGR, the most prominent first."""
        if not self._features:
            return ()
        query = Query.of(image)
        matches = self._best_of_each_work(self._search(query))
        settled = verification.settle(matches, query.size)
        settled += self._by_colours(query, [match.corners for match in settled])
        settled.sort(key=lambda match: -np.prod(geometry.visible(match.corners, query.size)))
        return tuple(self._sighting(match, query.size, frame) for match in settled)

    def _best_of_each_work(self, matches: Sequence[Match]) -> list[Match]:
        """The pictures of one work are no rivals: the one that agrees best speaks for it."""
        best: dict[str, Match] = {}
        for match in sorted(matches, key=lambda match: -match.inliers):
            best.setdefault(self._learnt_from[match.number].identifier, match)
        return list(best.values())

    def _search(self, query: Query) -> list[Match]:
        matches: list[Match] = []
        failures = 0
        for number in self._shortlist.of(query.points, query.descriptors, query.size):
            framed = bool(self._learnt_from[number].taught)
            match = verification.verify(query, self._whole(number), number, framed)
            failures = 0 if match else failures + 1
            if match:
                matches.append(match)
            elif failures == FAILURES:
                break
        return matches

    def _learnt(self, picture: Learnable, most: int) -> _Learnt | str:
        """What stays in memory of a picture, or what is wrong with it."""
        name = f"{picture.identifier}: {picture.path.name}"
        try:
            key, features = self._cache.entry(picture.path)
        except UnreadablePicture as error:
            return f"{picture.identifier}: {error}"
        except (cv2.error, MemoryError, ValueError) as error:
            return f"{name}: could not be analysed ({error})"
        if len(features.points) < SURE and colour.is_plain(features.thumbnail):
            return f"{name}: too plain to be recognised"
        if len(features.points) <= most or self._cache.problem:
            return _Learnt(picture, features, "")
        # Copies, because a view would keep all of them in memory.
        points, descriptors = features.points[:most].copy(), features.descriptors[:most].copy()
        part = replace(features, points=points, descriptors=descriptors)
        return _Learnt(picture, part, key)

    def _replace(self, learnt: Sequence[_Learnt]) -> None:
        self._learnt_from = tuple(reference.picture for reference in learnt)
        self._own = np.array([not picture.taught for picture in self._learnt_from], bool)
        self._features = tuple(reference.features for reference in learnt)
        self._keys = tuple(reference.key for reference in learnt)
        self._whole = lru_cache(WHOLE_IN_MEMORY)(self._read)
        self._colours = np.zeros((0, 1728), np.float32)
        if learnt:
            small = np.stack([features.thumbnail for features in self._features])
            self._colours = colour.standardised(small)
        most = candidates.share(len(learnt))
        self._shortlist = candidates.Shortlist(
            [features.points[:most] for features in self._features],
            [features.descriptors[:most] for features in self._features],
            [features.size for features in self._features],
        )

    def _read(self, number: int) -> Features:
        """All features of a reference; those in memory if the cache was emptied since."""
        key = self._keys[number]
        return (self._cache.stored(key) if key else None) or self._features[number]

    def _by_colours(self, query: Query, taken: Sequence[Floats]) -> list[Match]:
        """Works of little texture, by the coarse colours of unrecognised outlines."""
        if not any(features.faint for features in self._features):
            return []
        matches: list[Match] = []
        for corners in outlines.all_outlines(query.image):
            free = all(geometry.intersection_over_union(corners, other) < 0.1 for other in taken)
            if free and geometry.sides_cut(corners, query.size) <= 1:
                match = self._coloured(query, corners)
                if match:
                    matches.append(match)
        return verification.best_of_each(matches)

    def _coloured(self, query: Query, corners: Floats) -> Match | None:
        aspects = np.array([features.size[0] / features.size[1] for features in self._features])
        best: list[tuple[float, int, Floats]] = []
        for turn in (0, 1, 3):  # the telephone may have been held sideways, not upside down
            turned = np.roll(corners, turn, axis=0)
            fits = np.abs(np.log(geometry.aspect(turned) / aspects)) < np.log(SAME_SHAPE)
            seen = colour.rectified_thumbnail(query.image, turned)
            scores = self._colours @ colour.standardised(seen[None])[0]
            # Colours that a camera saw under one lamp prove nothing under another.
            fits &= self._own & (self._hue_distance(seen) < SAME_HUE)
            scores = np.where(fits, scores, -1.0)
            best += [(float(scores[i]), int(i), turned) for i in np.argsort(-scores)[:2]]
        best.sort(key=lambda candidate: -candidate[0])
        score, number, turned = best[0]
        rival = next((other for other, i, _ in best[1:] if i != number), -1.0)
        if score < COLOURS or score - rival < COLOURS_MARGIN or not self._features[number].faint:
            return None
        return Match(number, turned, "sure", Proof(0, 1.0, 1.0, 1.0, score))

    def _hue_distance(self, seen: Floats) -> Floats:
        hues = np.stack(
            [features.thumbnail[..., 1:].mean(axis=(0, 1)) for features in self._features]
        )
        return np.asarray(
            np.linalg.norm(hues - seen[..., 1:].mean(axis=(0, 1)), axis=1), np.float32
        )

    def _sighting(self, match: Match, size: tuple[int, int], frame: str) -> PictureSighting:
        a, b, c, d = ((float(x / size[0]), float(y / size[1])) for x, y in match.corners)
        picture = self._learnt_from[match.number]
        return PictureSighting(
            picture.identifier, frame, (a, b, c, d), match.certainty, match.proof, picture.taught
        )


def in_parallel(work: Callable[[T], R], items: Sequence[T]) -> Generator[R, None, None]:
    """The results in the order of the items, as they come; closing it cancels the rest."""
    with ThreadPoolExecutor(max(1, min(4, os.cpu_count() or 1))) as pool:
        yield from pool.map(work, items)
