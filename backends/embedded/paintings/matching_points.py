"""The points by which a recognised picture was verified, for a person to look at."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2

from backends.embedded import measure
from backends.embedded.arrays import Floats
from backends.embedded.paintings.features import FeatureCache, Features, UnreadablePicture
from backends.embedded.paintings.verification import Query, correspondences

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class MatchingPoints:
    """The distinct verified correspondences of a frame and a reference picture.

    The n-th point of one belongs to the n-th of the other, in fractions of width and height.
    """

    in_frame: tuple[Point, ...]
    on_reference: tuple[Point, ...]

    def __len__(self) -> int:
        return len(self.in_frame)


def matching_points(frame: Path, picture: Path, cache: Path) -> MatchingPoints | None:
    """The points on which a frame and a reference picture agree, as recognition verifies them.

    None where they do not agree. `cache` is the folder of features that `EmbeddedBackend.load`
    takes. Raises GenerationError where the frame, and UnreadablePicture where the picture is gone
    or broken.
    """
    query, reference = Query.of(measure.read(frame)), _features(picture, cache)
    found = correspondences(query, reference)
    if found is None:
        return None
    return MatchingPoints(
        _fractions(found.in_frame, query.size), _fractions(found.on_reference, reference.size)
    )


def _features(picture: Path, cache: Path) -> Features:
    try:
        return FeatureCache(cache).features(picture)
    except (cv2.error, MemoryError, ValueError) as error:
        why = f"{picture.name}: could not be analysed ({error})"
        raise UnreadablePicture(why) from error


def _fractions(points: Floats, size: tuple[int, int]) -> tuple[Point, ...]:
    return tuple((float(x) / size[0], float(y) / size[1]) for x, y in points)
