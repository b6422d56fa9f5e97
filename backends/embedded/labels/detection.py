"""Finds where wall labels may hang in a frame, without reading a word.

A label is a small flat quadrilateral that differs from the wall around it and carries fine
structure in a few places. Thresholding lightness and both colour axes at several levels finds
such regions whatever the card's and the wall's colours are (maximally stable regions without
the stability test). The search favours recall: reading decides what is a label.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from backends.embedded.arrays import Image
from backends.embedded.wall import surface

Points = NDArray[np.float32]

SEARCH_SIDE = 720
"""Longest side in px of the picture that is searched: a card of 3 % of it is still 20 px wide."""
JUDGE_SIDE = 1280
"""Longest side in px of the picture in which print is sought."""
TONE_SIDE = 320
"""Longest side in px at which a region is judged."""
LEVELS = 12
"""Thresholds a channel; the range between the 2nd and 98th percentile is cut evenly."""
MIDDLE = 128
"""The lightness of an evenly lit wall."""
AREA = (0.0012, 0.45)
"""Of the frame. Smaller cards hold no legible print, larger ones are walls or paintings."""
USUAL_AREA = 0.03
"""Of the frame: up to here a larger region is the likelier label."""
RECTANGULARITY = 0.82
"""Region area over that of its best-fitting quadrilateral; notches come from a bar or a clip."""
ASPECT = 5.0
MARKS = 4
"""Fewest letters' worth of spots: what is left of two short lines that are seen from aside."""
LETTER = 0.12
"""Tallest spot of print, over the card's shorter side."""
SPREAD = 40.0
"""Grey levels between the 20th and 80th percentile of a card's tone; shadows cross cards."""
INNER = 0.9
"""Share of a card's width and height that is judged: its edge would count as print."""
WORTH = 0.12
"""Of the best region's score: below, a region has next to no print, and reading it costs."""
ALIKE = 18.0
"""px by which the corners of one region differ between neighbouring thresholds: to judge each of
them costs a fifth of the search, and finds no other cards."""
SAME = 0.5
"""Two regions that share this much of the smaller are one card."""


@dataclass(frozen=True, slots=True)
class Card:
    """A region that may be a label. `quad` is (4, 2) in px of the frame, clockwise from the top
    left; `sharpness` is the 99th percentile of the gradient around it, in grey levels a px;
    `fit`, 0 to 1, is how well the outline matches the region; `score` ranks."""

    quad: Points
    sharpness: float
    fit: float
    score: float


def skew(quad: Points) -> float:
    """The largest deviation of a corner from a right angle, in degrees."""
    before, after = np.roll(quad, 1, axis=0) - quad, np.roll(quad, -1, axis=0) - quad
    angles = [
        np.arctan2(a[1], a[0]) - np.arctan2(b[1], b[0]) for a, b in zip(before, after, strict=True)
    ]
    return float(max(abs(abs((np.degrees(a) + 360) % 360) - 90) for a in angles))


def sharpness(image: Image, quad: Points) -> float:
    """The 99th percentile of the gradient in the upright rectangle around a quadrilateral."""
    x, y, w, h = cv2.boundingRect(quad)
    patch = cv2.cvtColor(image[max(y, 0) : y + h, max(x, 0) : x + w], cv2.COLOR_BGR2GRAY)
    gradient = cv2.morphologyEx(patch, cv2.MORPH_GRADIENT, np.ones((2, 2), np.uint8))
    return float(np.percentile(gradient, 99)) if gradient.size else 0.0


def order(points: Points) -> Points:
    """Corners clockwise from the top left."""
    centre = points.mean(axis=0)
    angle = np.arctan2(points[:, 1] - centre[1], points[:, 0] - centre[0])
    ring = points[np.argsort(angle)]
    first = int(np.argmin(ring.sum(axis=1)))
    return np.roll(ring, -first, axis=0).astype(np.float32)


def _regions(channel: Image) -> Iterator[NDArray[np.int32]]:
    low, high = np.percentile(channel, (2, 98))
    if high - low < 6:
        return
    kernel = np.ones((3, 3), np.uint8)
    for level in np.linspace(low, high, LEVELS + 2)[1:-1]:
        mask = (channel > level).astype(np.uint8)
        for side in (mask, 1 - mask):
            closed = cv2.morphologyEx(side, cv2.MORPH_OPEN, kernel)
            contours = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]
            yield from (np.asarray(contour, np.int32) for contour in contours)


def _evenly_lit(lab: Image) -> Iterator[Image]:
    """The lightness of a Lab picture as if its wall were lit evenly, if a wall is seen."""
    wall = surface(lab)
    if wall is not None:
        even = lab[..., 0].astype(np.int16) - wall[..., 0] + MIDDLE
        yield even.clip(0, 255).astype(np.uint8)


def _quad(contour: NDArray[np.int32], area: float) -> tuple[Points, float] | None:
    """The quadrilateral that a contour nearly fills and how well it does, or None."""
    filled = float(cv2.contourArea(contour))
    if not AREA[0] * area < filled < AREA[1] * area:
        return None
    quad = order(_corners(np.asarray(cv2.convexHull(contour), np.int32)))
    top, right, low, left = sides(quad)
    width, height = (top + low) / 2, (right + left) / 2
    full = float(cv2.contourArea(quad))
    if max(width, height) > ASPECT * min(width, height) or not full:
        return None
    fit = min(filled, full) / max(filled, full)
    return (quad, fit) if fit > RECTANGULARITY else None


def sides(quad: Points) -> Points:
    """Lengths (4,) of the sides from each corner to the next: top, right, low, left."""
    lengths = np.linalg.norm(quad - np.roll(quad, -1, axis=0), axis=1)
    return np.asarray(lengths, np.float32)


def regular(quad: Points) -> float:
    """How alike opposite sides are, 0 to 1: perspective shortens a side of a card by a third at
    most before its print is lost."""
    lengths = sides(quad)
    pairs = zip(lengths[:2], lengths[2:], strict=True)
    return float(min(min(a, b) / max(a, b, 1.0) for a, b in pairs))


def _corners(hull: NDArray[np.int32]) -> Points:
    for tolerance in (0.02, 0.04, 0.07):
        corners = cv2.approxPolyDP(hull, tolerance * cv2.arcLength(hull, True), True)
        if len(corners) == 4:
            return np.asarray(corners, np.float32).reshape(4, 2)
    return np.asarray(cv2.boxPoints(cv2.minAreaRect(hull)), np.float32)


def overlap(first: Points, second: Points) -> float:
    """Shared area of two convex quadrilaterals over that of the smaller, 0 to 1."""
    shared, _ = cv2.intersectConvexConvex(first, second)
    smaller = min(cv2.contourArea(first), cv2.contourArea(second))
    return float(shared / smaller) if smaller else 0.0


def tone(grey: Image, quad: Points) -> tuple[int, float]:
    """(marks of print, spread of the card's own tone) inside a quadrilateral."""
    x, y, w, h = cv2.boundingRect(quad)
    x, y = max(x, 0), max(y, 0)
    scale = min(1.0, TONE_SIDE / max(w, h))
    patch = grey[y : y + h, x : x + w]
    patch = np.asarray(cv2.resize(patch, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))
    mask = np.zeros(patch.shape, np.uint8)
    centre = quad.mean(axis=0)
    inner = ((quad - centre) * INNER + centre - (x, y)) * scale
    cv2.fillConvexPoly(mask, inner.astype(np.int32), 1)
    inside = mask.astype(bool)
    if inside.sum() < 200:
        return 0, 99.0
    side = int(min(w, h) * scale)
    flat = cv2.medianBlur(patch, min(max(5, side // 10) | 1, 25))
    detail = cv2.absdiff(patch, flat)
    noise = float(np.median(detail[inside])) * 1.4826 + 1.0
    ink = ((detail > 4 * noise) & inside).astype(np.uint8)
    return _marks(ink, side), float(np.subtract(*np.percentile(flat[inside], (80, 20))))


def _marks(ink: Image, side: int) -> int:
    """How many letters' worth of spots there are that are as low as print on a card of this size
    (in px); blur runs the letters of a line together, so a long spot counts by its length."""
    boxes = cv2.connectedComponentsWithStats(ink)[2][1:]
    width, height = boxes[:, cv2.CC_STAT_WIDTH], boxes[:, cv2.CC_STAT_HEIGHT]
    small = (height < LETTER * side) & (boxes[:, cv2.CC_STAT_AREA] > 2)
    return int(np.clip(width[small] // np.maximum(height[small], 1), 1, 20).sum())


def _judge(grey: Image, quad: Points, fit: float) -> Card | None:
    marks, spread = tone(grey, quad)
    if marks < MARKS or spread > SPREAD:
        return None
    # A card has many small sharp marks on one flat tone; a painting or a door does not.
    size = regular(quad) * min(float(cv2.contourArea(quad)) / grey.size, USUAL_AREA) ** 0.4
    return Card(quad, 0.0, fit, fit**4 * size * min(marks, 60) ** 0.5 / (6.0 + spread))


def find(image: Image, most: int = 6) -> tuple[Card, ...]:
    """At most `most` regions of a BGR picture that may be labels, the most likely first."""
    scale = min(1.0, SEARCH_SIDE / max(image.shape[:2]))
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    smooth = cv2.cvtColor(cv2.medianBlur(small, 5), cv2.COLOR_BGR2LAB)
    detail = min(1.0, JUDGE_SIDE / max(image.shape[:2]))
    grey = np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), np.uint8)
    grey = np.asarray(
        cv2.resize(grey, None, fx=detail, fy=detail, interpolation=cv2.INTER_AREA), np.uint8
    )
    quads = [
        fitted
        for channel in (*cv2.split(smooth), *_evenly_lit(np.asarray(smooth, np.uint8)))
        for contour in _regions(np.asarray(channel))
        if (fitted := _quad(contour, float(small.shape[0] * small.shape[1]))) is not None
    ]
    judged = (_judge(grey, _scaled(quad, detail / scale), fit) for quad, fit in _unique(quads))
    cards = _distinct([card for card in judged if card is not None], most)
    placed = [replace(card, quad=_scaled(card.quad, 1 / detail)) for card in cards]
    return tuple(replace(card, sharpness=sharpness(image, card.quad)) for card in placed)


def _scaled(quad: Points, factor: float) -> Points:
    return (quad * factor).astype(np.float32)


def _unique(quads: list[tuple[Points, float]]) -> list[tuple[Points, float]]:
    """The best fit of each region, for neighbouring thresholds find the same one."""
    best: dict[tuple[int, ...], tuple[Points, float]] = {}
    for quad, fit in quads:
        key = tuple(np.round(quad.ravel() / ALIKE).astype(int))
        if key not in best or fit > best[key][1]:
            best[key] = (quad, fit)
    return list(best.values())


def _distinct(cards: list[Card], most: int) -> tuple[Card, ...]:
    """The best of each group of overlapping regions."""
    distinct: list[Card] = []
    for card in sorted(cards, key=lambda card: -card.score):
        if distinct and card.score < WORTH * distinct[0].score:
            break
        if all(overlap(card.quad, other.quad) < SAME for other in distinct):
            distinct.append(card)
        if len(distinct) == most:
            break
    return tuple(distinct)
