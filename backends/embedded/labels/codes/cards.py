"""The label on whose card a code is printed. A neighbour's code would name the wrong painting."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from backends.base import Quad
from backends.embedded.arrays import Floats, Image
from backends.embedded.labels.detection import Points
from backends.embedded.labels.transcription import Label

REACH = 1.5
"""Longer sides of a code within which the print of its card stands."""
CLEARLY = 1.6
"""A code belongs to the nearest label if the second nearest is so many times as far away."""
FLAT = 7.0
"""Grey levels within which the ground between a code and the print of its card stays. A card on a
wall of its own tone casts a shadow of 10 and more; the noise of a camera is averaged out."""
_INSET = 0.12
"""Of the way between them, left out at either end: strokes blur."""
_TOUCHING = 4.0
"""px of a way on which nothing has room."""
_POINTS = 12
"""Points of each side of an outline between which the shortest way is sought."""
_WIDE = 0.25
"""Of a code's side: how wide a strip of the ground is looked at."""

Way = tuple[float, Floats, Floats]
"""How far two outlines are apart in px, and the points where they come nearest."""


def px(quad: Quad, picture: Image) -> Points:
    """Corners that are fractions of a picture's width and height, in its px."""
    height, width = picture.shape[:2]
    return np.array(quad, np.float32) * np.array([width, height], np.float32)


def owners(grey: Image, codes: Sequence[Points], labels: Sequence[Label]) -> tuple[int | None, ...]:
    """For each code the number of the label on whose card it is printed; None where in doubt.

    `codes` are their corners in px of `grey`. A code lies within one label's outline, or beside one
    label's print, or beside a code on its card, with nothing but one ground in between.
    """
    printed = [[px(line.quad, grey) for line in label.lines] for label in labels]
    outlines = [px(label.quad, grey) for label in labels]
    own = [_owner(grey, code, outlines, printed) for code in codes]
    while None in own:
        cards = [
            [*prints, *(code for code, on in zip(codes, own, strict=True) if on == n)]
            for n, prints in enumerate(printed)
        ]
        again = [
            _owner(grey, code, outlines, cards) if on is None else on
            for code, on in zip(codes, own, strict=True)
        ]
        if again == own:
            break
        own = again
    return tuple(own)


def _owner(
    grey: Image, code: Points, outlines: Sequence[Points], printed: Sequence[Sequence[Points]]
) -> int | None:
    middle = (float(code[:, 0].mean()), float(code[:, 1].mean()))
    within = [n for n, o in enumerate(outlines) if cv2.pointPolygonTest(o, middle, False) >= 0]
    if within:
        return within[0] if len(within) == 1 else None
    ways = sorted(
        ((_way(code, prints), n) for n, prints in enumerate(printed)), key=lambda pair: pair[0][0]
    )
    if not ways or ways[0][0][0] > REACH * _side(code):
        return None
    if len(ways) > 1 and ways[1][0][0] <= CLEARLY * ways[0][0][0]:
        return None
    return ways[0][1] if _one_ground(grey, ways[0][0], _WIDE * _side(code)) else None


def _side(code: Points) -> float:
    return float(np.linalg.norm(code - np.roll(code, -1, axis=0), axis=1).max())


def _way(code: Points, prints: Sequence[Points]) -> Way:
    """The shortest way from the print of a label to a code."""
    ways = [_shortest(outline, code) for outline in prints]
    return min(ways, key=lambda way: way[0], default=(np.inf, code[0], code[0]))


def _shortest(first: Points, second: Points) -> Way:
    one, other = _around(first), _around(second)
    apart = np.linalg.norm(one[:, None] - other[None], axis=2)
    n, m = np.unravel_index(int(apart.argmin()), apart.shape)
    return float(apart[n, m]), one[n], other[m]


def _around(corners: Points) -> Floats:
    """Points along the sides of an outline, (4 * `_POINTS`, 2)."""
    part = np.linspace(0, 1, _POINTS, endpoint=False, dtype=np.float32)[None, :, None]
    following = np.roll(corners, -1, axis=0)
    points = corners[:, None] * (1 - part) + following[:, None] * part
    return np.asarray(points.reshape(-1, 2), np.float32)


def _one_ground(grey: Image, way: Way, wide: float) -> bool:
    """Whether a strip along a way has one tone, which at most fades: no edge of a card is there."""
    length, start, end = way
    if length < _TOUCHING:
        return True
    along = (end - start) / length
    across = np.array([-along[1], along[0]])
    steps = np.linspace(_INSET, 1 - _INSET, max(3, int(length)))[:, None, None]
    aside = np.linspace(-wide / 2, wide / 2, 2 + int(wide))[None, :, None]
    places = np.asarray(start + steps * length * along + aside * across, np.float32)
    strip = cv2.remap(
        grey, places[..., 0], places[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    profile = np.median(np.asarray(strip, np.float64), axis=1)
    at = np.arange(len(profile), dtype=np.float64)
    fade = np.polynomial.Polynomial.fit(at, profile, 1)(at)
    return float(np.abs(profile - fade).max()) <= FLAT
