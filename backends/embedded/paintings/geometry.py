"""Whether a homography could show a flat picture on a wall, and quadrilaterals in general.

Corners are (4, 2) float32, in px, clockwise on screen from the top left of the object
(y grows downwards, so a picture that is not mirrored has a positive signed area).
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from backends.embedded.arrays import Floats

REPROJECTION = 5.0
"""px at a query of 1280 px: wide enough for the curvature of a fisheye within one picture."""
SMALLEST_SHARE = 0.0015
"""A picture of 50 x 37 px in a 1280 x 720 frame; smaller ones hold no 12 features."""
LARGEST_SHARE = 30.0
"""A close-up of a detail: the work may be far larger than the frame."""
NARROWEST_ANGLE = 30.0
"""degrees; perspective of a wall seen at 60° does not go below it."""
STRONGEST_SQUEEZE = 3.5
"""Foreshortening at about 70°, where nothing is recognisable any more."""
STRONGEST_TAPER = 4.0
"""Far against near edge of one picture."""


def homography(reference: Floats, query: Floats) -> tuple[Floats | None, NDArray[np.bool_]]:
    """Homography (3, 3) from reference to query px by MAGSAC++ and its inliers (n,)."""
    none = np.zeros(len(reference), bool)
    if len(reference) < 8:
        return None, none
    matrix, mask = cv2.findHomography(
        reference, query, cv2.USAC_MAGSAC, REPROJECTION, maxIters=3000, confidence=0.999
    )
    if matrix is None or mask is None or not np.isfinite(matrix).all():
        return None, none
    return matrix.astype(np.float32), mask.ravel().astype(bool)


def project(matrix: Floats, size: tuple[int, int]) -> Floats | None:
    """The corners of a (width, height) picture in the query; None if the horizon cuts it."""
    width, height = size
    corners = np.array([(0, 0, 1), (width, 0, 1), (width, height, 1), (0, height, 1)], np.float32)
    projected = corners @ matrix.T
    depth = projected[:, 2]
    if not ((depth > 1e-6).all() or (depth < -1e-6).all()):
        return None
    return np.asarray(projected[:, :2] / depth[:, None], np.float32)


def signed_area(corners: Floats) -> float:
    """Area in px², positive when clockwise on screen."""
    x, y = corners[:, 0].astype(np.float64), corners[:, 1].astype(np.float64)
    return float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2


def angles(corners: Floats) -> NDArray[np.float64]:
    """The four inner angles in degrees, assuming a convex quadrilateral."""
    forward = np.roll(corners, -1, axis=0) - corners
    backward = np.roll(corners, 1, axis=0) - corners
    cosine = (forward * backward).sum(1) / np.maximum(
        np.linalg.norm(forward, axis=1) * np.linalg.norm(backward, axis=1), 1e-6
    )
    inner: NDArray[np.float64] = np.degrees(np.arccos(np.clip(cosine.astype(np.float64), -1, 1)))
    return inner


def plausible(corners: Floats, size: tuple[int, int], frame: tuple[int, int]) -> bool:
    """Whether a (width, height) picture could look like `corners` in a frame (width, height)."""
    area = signed_area(corners)
    share = area / (frame[0] * frame[1])
    if not SMALLEST_SHARE <= share <= LARGEST_SHARE:  # a mirrored picture has a negative share
        return False
    if not cv2.isContourConvex(corners.reshape(-1, 1, 2)):
        return False
    corner_angles = angles(corners)
    if corner_angles.min() < NARROWEST_ANGLE or corner_angles.max() > 180 - NARROWEST_ANGLE:
        return False
    top, right, bottom, left = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
    if max(top / bottom, bottom / top, left / right, right / left) > STRONGEST_TAPER:
        return False
    squeeze = ((top + bottom) / size[0]) / ((left + right) / size[1])
    return bool(1 / STRONGEST_SQUEEZE <= squeeze <= STRONGEST_SQUEEZE)


def unique(reference: Floats, query: Floats) -> NDArray[np.intp]:
    """Indices of correspondences that share no point (rounded to 2 px) on either side.

    SIFT gives one place several orientations and scales; counting each would let a single
    ornament count as a dozen correspondences.
    """
    seen_reference: set[tuple[int, int]] = set()
    seen_query: set[tuple[int, int]] = set()
    distinct = []
    for i, (a, b) in enumerate(zip(reference, query, strict=True)):
        here, there = (int(a[0]) // 2, int(a[1]) // 2), (int(b[0]) // 2, int(b[1]) // 2)
        if here not in seen_reference and there not in seen_query:
            seen_reference.add(here)
            seen_query.add(there)
            distinct.append(i)
    return np.array(distinct, np.intp)


def intersection_over_union(first: Floats, second: Floats) -> float:
    """Intersection over union of two convex quadrilaterals."""
    shared, _ = cv2.intersectConvexConvex(first, second)
    union = abs(signed_area(first)) + abs(signed_area(second)) - shared
    return float(shared / union) if union > 0 else 0.0


def overlap(first: Floats, second: Floats, frame: tuple[float, float]) -> float:
    """The share of the smaller that two convex quadrilaterals have in common within the frame."""
    one, other = within(first, frame), within(second, frame)
    smaller = min(abs(signed_area(one)), abs(signed_area(other)))
    if smaller <= 0:
        return 0.0
    shared, _ = cv2.intersectConvexConvex(one, other)
    return float(shared / smaller)


def within(corners: Floats, frame: tuple[float, float]) -> Floats:
    """The part (n, 2) of a convex quadrilateral that is inside the frame; a point if none is."""
    width, height = frame
    border = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    area, shape = cv2.intersectConvexConvex(corners.astype(np.float32), border)
    if area <= 0 or shape is None:
        return np.zeros((1, 2), np.float32)
    return np.asarray(shape.reshape(-1, 2), np.float32)


def visible(corners: Floats, frame: tuple[float, float]) -> tuple[float, float]:
    """How much of the frame the part within it fills, and how central that part is (0..1)."""
    part = within(corners, frame)
    area = abs(signed_area(part))
    if area <= 0:
        return 0.0, 0.0
    offset = part.mean(axis=0) / frame - 0.5
    return float(area / (frame[0] * frame[1])), float(1 - np.linalg.norm(offset) / np.sqrt(0.5))


def sides_cut(corners: Floats, frame: tuple[int, int]) -> int:
    """How many edges of the frame the quadrilateral touches (within 3 px) or crosses."""
    limit = np.array(frame) - 3
    return int((corners.min(axis=0) < 3).sum() + (corners.max(axis=0) > limit).sum())


def aspect(corners: Floats) -> float:
    """Mean width over mean height."""
    top, right, bottom, left = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
    return float((top + bottom) / max(left + right, 1e-6))


def hull_share(points: Floats, size: tuple[int, int]) -> float:
    """The share of a (width, height) picture inside the convex hull of points (n, 2) on it."""
    hull = cv2.convexHull(points.astype(np.float32).reshape(-1, 1, 2))
    return min(1.0, float(cv2.contourArea(hull)) / (size[0] * size[1]))


def holds(corners: Floats, point: tuple[float, float]) -> bool:
    """Whether a point lies inside a quadrilateral."""
    return cv2.pointPolygonTest(corners.reshape(-1, 1, 2), point, False) > 0
