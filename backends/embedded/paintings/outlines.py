"""Finds what hangs on the wall: picture-like quadrilaterals, whether recognised or not.

Outlines are taken from edges and from several levels of lightness and of colour (a dark canvas
on a pale wall, a gilt frame on a grey one); an outline counts when four straight sides explain
it and when the image really changes along them. What differs from the wall as a whole completes
them: a picture of which only parts were outlined, its shadow on two sides included.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from backends.base import Quad
from backends.embedded.arrays import Floats, Image
from backends.embedded.paintings import geometry
from backends.embedded.paintings.colour import rectified_thumbnail
from backends.embedded.paintings.features import scaled
from backends.embedded.paintings.sides import at_the_edge, shares_along
from backends.embedded.wall import off_wall

SIDE = 640
"""px: frames are thick lines even here, and larger only costs time."""
SMALLEST = 0.008
LARGEST = 0.85
"""Share of the frame; smaller than a label seen from nearby, larger than any wall."""
FILLED = 0.86
"""Share of its quadrilateral that an outline must fill."""
SOLID = 0.93
"""The same of what differs from the wall: two pictures that touch have a notch between them."""
SUPPORT = 0.55
"""Share of the sides along which the image changes."""
CHANGE = 12.0
"""Lightness or colour units (0..255) by which it changes there."""
FAINT = 6.0
"""The same of what differs from the wall as a whole: a dark frame on a dark wall, a shadow."""
SIDES = 2
"""Sides that are seen at least of what the frame cuts off."""
PLAIN = 2.5
"""Lab units of deviation below which the inside is a door, a card or the wall itself."""
SAME = 0.6
"""Overlap at which two outlines are one picture (its frame's outer and inner edge)."""
KNOWN = 0.85
"""Overlap at which what differs from the wall is a known outline and its shadow."""
STRIP = 0.2
"""Width over length of a shadow or moulding that is outlined by itself along a picture."""


def find_outlines(image: Image) -> tuple[Quad, ...]:
    """The quadrilaterals of paintings in a (h, w, 3) BGR image, one for each, the largest first.

    Corners in fractions of the frame: the outermost outline of each, its frame included.
    """
    height, width = image.shape[:2]
    chosen: list[Floats] = []
    for corners in all_outlines(image):
        if all(_distinct(corners, other) for other in chosen):
            chosen.append(corners)
    scale = np.array((width, height), np.float32)
    return tuple(_quad(corners / scale) for corners in chosen)


def all_outlines(image: Image) -> list[Floats]:
    """All supported outlines (4, 2) px, the largest first; a picture may have several."""
    small, factor = scaled(image, SIDE)
    blurred = cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_BGR2Lab), (5, 5), 0)
    lab = np.asarray(blurred, np.uint8)
    change = _change(lab)

    outlines = [c for c in _quadrilaterals(_masks(lab)) if _support(c, change) >= SUPPORT]
    for whole in _quadrilaterals([off_wall(lab)], SOLID):
        known = (geometry.intersection_over_union(whole, other) >= KNOWN for other in outlines)
        if _faint_support(whole, change) >= SUPPORT and not any(known):
            outlines.append(whole)
    outlines = [corners for corners in outlines if not _plain(small, corners)]
    outlines.sort(key=lambda corners: -geometry.signed_area(corners))
    return [np.asarray(corners / factor, np.float32) for corners in outlines]


def _quadrilaterals(masks: Iterable[Image], solid: float = FILLED) -> list[Floats]:
    """The four-sided outlines in masks, each once, in px; `solid` is the least share of its convex
    hull that one fills."""
    outlines: list[Floats] = []
    for mask in masks:
        contours, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
        for contour in contours:
            corners = _four_sides(np.asarray(contour, np.int32), mask.size, solid)
            if corners is not None and all(
                geometry.intersection_over_union(corners, other) < 0.9 for other in outlines
            ):
                outlines.append(corners)
    return outlines


def _masks(lab: Image) -> Iterator[Image]:
    lightness = lab[..., 0]
    for low, high in ((20, 60), (50, 120)):
        edges = cv2.Canny(lightness, low, high)
        edges = cv2.dilate(edges, np.ones((3, 3), np.uint8))
        yield np.asarray(cv2.bitwise_not(edges), np.uint8)
        yield np.asarray(edges, np.uint8)
    for level in np.percentile(lightness[::4, ::4], (15, 30, 45, 60, 75)):
        yield _above(lightness, float(level))
    for channel in (1, 2):
        level, _ = cv2.threshold(lab[..., channel], 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
        yield _above(lab[..., channel], float(level))


def _above(channel: Image, level: float) -> Image:
    _, mask = cv2.threshold(channel, level, 255, cv2.THRESH_BINARY_INV)
    return np.asarray(cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)), np.uint8)


def _four_sides(contour: NDArray[np.int32], area: int, solid: float) -> Floats | None:
    """The convex quadrilateral that an outline follows, TL first; None if there is none."""
    _, _, width, height = cv2.boundingRect(contour)
    if not SMALLEST * area <= width * height <= LARGEST * area:
        return None
    hull = cv2.convexHull(contour)
    hull_area = cv2.contourArea(hull)
    if hull_area < SMALLEST * area or cv2.contourArea(contour) < solid * hull_area:
        return None
    length = cv2.arcLength(hull, True)
    for tolerance in (0.02, 0.035, 0.05):
        corners = cv2.approxPolyDP(hull, tolerance * length, True)
        if len(corners) == 4:
            break
    else:
        return None
    ordered = _clockwise(corners.reshape(4, 2).astype(np.float32))
    filled = hull_area / max(geometry.signed_area(ordered), 1.0)
    inner = geometry.angles(ordered)
    shaped = inner.min() > 45 and inner.max() < 135 and FILLED <= filled <= 1 / FILLED
    return ordered if shaped else None


def _clockwise(corners: Floats) -> Floats:
    """The corners clockwise on screen, beginning with the one nearest the top left."""
    if geometry.signed_area(corners) < 0:
        corners = corners[::-1]
    return np.asarray(np.roll(corners, -int(corners.sum(axis=1).argmin()), axis=0), np.float32)


def _change(lab: Image) -> Floats:
    """How strongly the image changes at every pixel (h, w), the strongest of three channels."""
    kernel = np.ones((5, 5), np.uint8)
    return np.asarray(cv2.morphologyEx(lab, cv2.MORPH_GRADIENT, kernel).max(axis=2), np.float32)


def _support(corners: Floats, change: Floats) -> float:
    """Share of the weakest but one side along which the image changes (one may be in shade)."""
    return sorted(shares_along(corners, change > CHANGE))[1]


def _faint_support(corners: Floats, change: Floats) -> float:
    """The same of what is known to differ from the wall, and what the frame may cut off."""
    shares = shares_along(corners, change > FAINT)
    cut = at_the_edge(corners, *change.shape[:2])
    seen = sorted(share for share, is_cut in zip(shares, cut, strict=True) if not is_cut)
    if len(seen) < SIDES:
        return 0.0
    return seen[1] if len(seen) > SIDES else seen[0]


def _plain(image: Image, corners: Floats) -> bool:
    inside = rectified_thumbnail(image, corners)
    return float(inside.std(axis=(0, 1)).max()) < PLAIN


def _distinct(smaller: Floats, larger: Floats) -> bool:
    """Whether an outline is another picture, and neither the same one nor a part of it."""
    shared, _ = cv2.intersectConvexConvex(smaller, larger)
    if _is_strip_of(smaller, larger):
        return False
    return (
        shared < 0.8 * geometry.signed_area(smaller)
        and geometry.intersection_over_union(smaller, larger) < SAME
    )


def _is_strip_of(smaller: Floats, larger: Floats) -> bool:
    """Whether a narrow outline lies along a side of a larger one, no farther than it is wide."""
    sides = np.linalg.norm(np.roll(smaller, -1, axis=0) - smaller, axis=1)
    width, length = sorted((float(sides[::2].mean()), float(sides[1::2].mean())))
    gaps = (cv2.pointPolygonTest(larger, (float(x), float(y)), True) for x, y in smaller)
    return width < STRIP * length and sum(gap > -width for gap in gaps) >= 2


def _quad(corners: Floats) -> Quad:
    a, b, c, d = ((float(x), float(y)) for x, y in corners)
    return a, b, c, d
