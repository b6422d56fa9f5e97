"""Painting by program: a study in smooth colour, then brush strokes, relief, weave and varnish.

Strokes follow the contours of the study in layers from broad to fine. Each layer covers only what
still differs from the study (A. Hertzmann, "Painterly rendering with curved brush
strokes of multiple sizes", SIGGRAPH 1998).
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from demo.paint.study import Colour, Field, Picture, Study, fractal


@dataclass(frozen=True, slots=True)
class Hand:
    """The style of a painter: brush radii in px, broad to fine, and how free the strokes are."""

    radii: tuple[int, ...] = (26, 13, 7, 4, 2)
    length: float = 7.0
    """Length of a stroke at most, in radii."""
    tolerance: float = 0.035
    """Difference from the study from which another stroke is needed, 0..1."""
    variety: float = 0.035
    """Scatter of a stroke's colour, 0..1."""
    relief: float = 0.10
    weave: float = 0.02
    varnish: Colour = (1.0, 0.975, 0.9)


def paint(study: Study, hand: Hand | None = None) -> Picture:
    """The finished painting of a study, (h, w, 3) uint8 RGB."""
    hand = hand or Hand()
    target = np.clip(study.rgb, 0, 1).astype(np.float32)
    angle = _contours(target, study.rng)
    ground = np.clip(target.mean(axis=(0, 1)) * 0.7 + np.array([0.16, 0.11, 0.06]), 0, 1)
    canvas = np.full(target.shape, np.round(ground * 255), np.uint8)
    relief = np.full(target.shape[:2], 128, np.uint8)
    for number, radius in enumerate(hand.radii):
        _layer(canvas, relief, target, angle, radius, hand, study.rng, everywhere=number == 0)
    return _finish(canvas, relief, hand, study.rng)


def _contours(target: Field, rng: np.random.Generator) -> Field:
    """Angle of the contour at each pixel; it wanders where the study is flat."""
    grey = cv2.GaussianBlur(cv2.cvtColor(target, cv2.COLOR_RGB2GRAY), (0, 0), 3)
    gx, gy = cv2.Scharr(grey, cv2.CV_32F, 1, 0), cv2.Scharr(grey, cv2.CV_32F, 0, 1)
    wander = (fractal(rng, target.shape[:2], 2, 3) - 0.5) * 2.2
    # Angles are doubled because a stroke has no front: 30° and -150° are the same contour.
    double = np.arctan2(gx, -gy) * 2
    weight = np.clip(np.hypot(gx, gy) / 0.25, 0, 1)
    cosine = cv2.GaussianBlur(np.cos(double) * weight, (0, 0), 6) + 0.04 * np.cos(2 * wander)
    sine = cv2.GaussianBlur(np.sin(double) * weight, (0, 0), 6) + 0.04 * np.sin(2 * wander)
    return np.asarray(np.arctan2(sine, cosine) / 2, np.float32)


def _layer(
    canvas: Picture, relief: NDArray[np.uint8], target: Field, angle: Field, radius: int,
    hand: Hand, rng: np.random.Generator, everywhere: bool,
) -> None:  # fmt: skip
    blurred = np.asarray(cv2.GaussianBlur(target, (0, 0), max(0.6, radius * 0.45)), np.float32)
    starts = _starts(canvas, blurred, radius, hand, rng, everywhere)
    if not len(starts):
        return
    paths = _trace(starts, blurred, angle, radius, hand, rng)
    own = blurred[starts[:, 1], starts[:, 0]]
    varied = own * (1 + rng.normal(0, hand.variety, (len(starts), 1)))
    colours = varied + rng.normal(0, hand.variety * 0.45, own.shape)
    tones = np.clip(colours * 255, 0, 255).round().astype(int).tolist()
    heights = rng.integers(70, 190, len(starts)).tolist()
    bristles = rng.normal(0, 9, (len(starts), 4)).round().astype(int).tolist()
    for path, tone, level, bristle in zip(paths, tones, heights, bristles, strict=True):
        _stroke(canvas, relief, path, tone, level, bristle, radius)


def _starts(
    canvas: Picture, blurred: Field, radius: int, hand: Hand, rng: np.random.Generator,
    everywhere: bool,
) -> NDArray[np.int64]:  # fmt: skip
    """(n, 2) pixels x, y that need a stroke, in random order."""
    height, width = blurred.shape[:2]
    step = max(2, radius)
    rows, columns = np.mgrid[0:height:step, 0:width:step]
    places = np.stack([columns.ravel(), rows.ravel()], axis=1)
    places = places + rng.integers(0, step, places.shape)
    places = np.minimum(places, [width - 1, height - 1])
    off = np.abs(canvas.astype(np.float32) / 255 - blurred).sum(axis=2)
    off = cv2.blur(off, (2 * radius + 1, 2 * radius + 1))
    if not everywhere:
        places = places[off[places[:, 1], places[:, 0]] > 3 * hand.tolerance]
    return np.asarray(rng.permutation(places), np.int64)


def _trace(
    starts: NDArray[np.int64], blurred: Field, angle: Field, radius: int, hand: Hand,
    rng: np.random.Generator,
) -> NDArray[np.int32]:  # fmt: skip
    """(n, k, 2) points of each stroke in 1/8 px; it ends where the colour of the study changes."""
    height, width = blurred.shape[:2]
    steps = 6
    reach = radius * hand.length / steps * rng.uniform(0.5, 1.2, len(starts))
    place = starts.astype(np.float32)
    own = blurred[starts[:, 1], starts[:, 0]]
    going = np.ones(len(starts), bool)
    flip = np.where(rng.random(len(starts)) < 0.5, 0.0, np.pi)
    heading = angle[starts[:, 1], starts[:, 0]] + flip
    points = [place.copy()]
    for _ in range(steps):
        place = place + (going * reach)[:, None] * np.stack([np.cos(heading), np.sin(heading)], 1)
        place = np.clip(place, 0, [width - 1, height - 1]).astype(np.float32)
        column, row = place[:, 0].astype(int), place[:, 1].astype(int)
        going &= np.abs(blurred[row, column] - own).sum(axis=1) < 0.22
        turned = angle[row, column]
        # Of the two directions along a contour, take the one that continues the stroke.
        heading = turned + np.where(np.cos(turned - heading) < 0, np.pi, 0)
        points.append(place.copy())
    return np.round(np.stack(points, axis=1) * 8).astype(np.int32)


def _stroke(
    canvas: Picture, relief: NDArray[np.uint8], path: NDArray[np.int32], tone: list[int],
    level: int, bristle: list[int], radius: int,
) -> None:  # fmt: skip
    cv2.polylines(canvas, [path], False, tone, max(1, round(radius * 1.7)), cv2.LINE_AA, 3)
    cv2.polylines(relief, [path], False, level, max(1, round(radius * 1.7)), cv2.LINE_8, 3)
    if radius < 5:
        return
    across = path[-1] - path[0]
    size = float(np.hypot(across[0], across[1])) or 1.0
    normal = np.array([-across[1], across[0]]) / size * radius * 8
    for hair, change in enumerate(bristle):
        beside = path + np.round(normal * (hair - 1.5) * 0.42).astype(np.int32)
        shade = [min(255, max(0, value + change)) for value in tone]
        cv2.polylines(canvas, [beside], False, shade, max(1, radius // 5), cv2.LINE_AA, 3)
        cv2.polylines(
            relief, [beside], False, level + change * 3, max(1, radius // 5), cv2.LINE_8, 3
        )


def _finish(
    canvas: Picture, relief: NDArray[np.uint8], hand: Hand, rng: np.random.Generator
) -> Picture:
    """The canvas with light on its relief and weave, under a warm varnish."""
    height, width = relief.shape
    thick = cv2.GaussianBlur(relief, (0, 0), 0.9).astype(np.float32) / 255
    lit = cv2.Scharr(thick, cv2.CV_32F, 1, 0) + cv2.Scharr(thick, cv2.CV_32F, 0, 1)
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    cloth = np.sin(columns * 2.1) * np.cos(rows * 2.1) + rng.normal(0, 0.6, (height, width))
    light = 1 + np.clip(-lit / 16, -1, 1) * hand.relief * 4 + cloth * hand.weave
    age = 0.94 + 0.12 * fractal(rng, (height, width), 2, 3)
    edge = np.hypot(columns / width - 0.5, rows / height - 0.5)
    light *= age * (1.03 - 0.22 * edge**2)
    result = canvas.astype(np.float32) * light[..., None] * np.asarray(hand.varnish, np.float32)
    return np.asarray(np.clip(result, 0, 255).round(), np.uint8)
