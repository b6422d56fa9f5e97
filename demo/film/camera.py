"""A visitor's walk along a wall with a hand-held phone: the camera's pose in every frame.

The camera points at a moving point of the wall from a distance and an angle, with the tremor of a
hand and the bob of each step added. A wall is flat, so each frame is one homography.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from demo.film.gallery import EYE, Box, Hung

WIDTH, HEIGHT, RATE = 1280, 720, 25
_FOCAL = 1100.0
"""Focal length in px: a horizontal field of view of 60 degrees."""

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pose:
    """The point of the wall at the middle of the frame (cm), the distance (cm), and the rotation
    (radians)."""

    x: float
    y: float
    distance: float
    yaw: float
    roll: float

    @property
    def position(self) -> Matrix:
        """(3,) position of the camera in cm; z is the distance from the wall."""
        across, out = np.sin(self.yaw), np.cos(self.yaw)
        return np.array([self.x - self.distance * across, self.y, self.distance * out])

    def wall_to_frame(self) -> Matrix:
        """(3, 3) homography from points of the wall in cm to pixels."""
        return self._project((0, 1))

    def floor_to_frame(self) -> Matrix:
        """(3, 3) homography from points (x, z) of the floor in cm to pixels."""
        return self._project((0, 2))

    def _project(self, axes: tuple[int, int]) -> Matrix:
        forward = np.array([np.sin(self.yaw), 0, -np.cos(self.yaw)])
        right = np.array([np.cos(self.yaw), 0, np.sin(self.yaw)])
        down = np.array([0.0, -1.0, 0.0])
        cos, sin = np.cos(self.roll), np.sin(self.roll)
        rotation = np.stack([cos * right + sin * down, cos * down - sin * right, forward])
        lens = np.array([[_FOCAL, 0, WIDTH / 2], [0, _FOCAL, HEIGHT / 2], [0, 0, 1]])
        columns = [rotation[:, axes[0]], rotation[:, axes[1]], -rotation @ self.position]
        return np.asarray(lens @ np.stack(columns, axis=1))


@dataclass(frozen=True, slots=True)
class Walk:
    """The poses of a walk, one for each frame."""

    poses: tuple[Pose, ...]
    stops: tuple[tuple[float, float], ...]
    """Intervals in s in which the visitor stands still."""

    @property
    def duration(self) -> float:
        return len(self.poses) / RATE


def plan(hung: Sequence[Hung], seconds: float, seed: int) -> Walk:
    """A walk of `seconds` past the works in `hung`, in order, with a stop at each."""
    rng = np.random.default_rng(seed)
    path, stops = _path(hung, seconds, rng)
    times = np.arange(round(seconds * RATE)) / RATE
    tracks = [np.interp(_ease(times, path[:, 0]), path[:, 0], path[:, i]) for i in range(1, 5)]
    x, y, distance, yaw = tracks
    pace = np.clip(np.abs(np.gradient(x)) * RATE / 60, 0, 1)
    step = np.sin(times * 2 * np.pi * 1.75) * pace
    x = x + _tremor(times, rng, 1.1) + 1.3 * np.sin(times * 2 * np.pi * 0.875) * pace
    y = y + _tremor(times, rng, 0.9) + 1.6 * step
    roll = 0.008 * _tremor(times, rng, 1.0) + 0.007 * step
    yaw = yaw + 0.010 * _tremor(times, rng, 1.0)
    poses = tuple(Pose(*map(float, row)) for row in zip(x, y, distance, yaw, roll, strict=True))
    return Walk(poses, stops)


def _path(
    hung: Sequence[Hung], seconds: float, rng: np.random.Generator
) -> tuple[Matrix, tuple[tuple[float, float], ...]]:
    """((n, 5) key poses t, x, y, distance, yaw; the intervals of the stops)."""
    opening = min(2.4, seconds * 0.12)
    each = (seconds - opening) / len(hung)
    first = hung[0].frame.left + hung[0].frame.width / 2
    heading = np.sign(hung[-1].frame.left - hung[0].frame.left)
    keys = [
        (0.0, first + 62 * heading, 98.0, 345.0, 0.16 * heading),
        (0.5, first + 62 * heading, 100.0, 338.0, 0.14 * heading),
    ]
    stops = []
    for number, work in enumerate(hung):
        left, right = _extent(work)
        across = _FOCAL * (right - left + 12) / WIDTH
        upright = _FOCAL * (work.frame.height + 4) / HEIGHT
        distance = float(np.clip(max(across, upright), 112, 146))
        yaw = float(rng.choice([-1, 1]) * rng.uniform(0.04, 0.24))
        arrive = opening + each * (number + 0.30)
        leave = opening + each * (number + 0.92)
        middle, high = (left + right) / 2, EYE + float(rng.uniform(-3, 2))
        keys.append((arrive, middle, high, distance, yaw))
        keys.append((leave, middle + float(rng.uniform(-3, 3)), high - 1, distance - 5, yaw * 0.7))
        stops.append((arrive, leave))
        if number < len(hung) - 1:
            ahead = leave + each * 0.16
            between = (middle + sum(_extent(hung[number + 1])) / 2) / 2
            keys.append((ahead, between, EYE - 8, distance + 38, 0.20 * heading))
    keys.append((seconds, *keys[-1][1:]))
    return np.array(keys), tuple(stops)


def _extent(work: Hung) -> tuple[float, float]:
    """Left and right edge in cm of a framed work with its card."""
    boxes = [box for box in (work.frame, work.card) if box is not None]
    return min(b.left for b in boxes), max(b.left + b.width for b in boxes)


def _ease(times: Matrix, keys: Matrix) -> Matrix:
    """Times remapped so that movement eases in and out at each key pose."""
    index = np.clip(np.searchsorted(keys, times, side="right") - 1, 0, len(keys) - 2)
    start, span = keys[index], np.maximum(keys[index + 1] - keys[index], 1e-6)
    share = np.clip((times - start) / span, 0, 1)
    bent = 0.25 * share + 0.75 * share * share * (3 - 2 * share)
    return np.asarray(start + bent * span)


def _tremor(times: Matrix, rng: np.random.Generator, size: float) -> Matrix:
    """The drift of a hand: slow waves that never quite repeat, of at most `size`."""
    waves = zip((0.23, 0.61, 1.37, 3.1), (0.5, 0.28, 0.15, 0.07), strict=True)
    return np.asarray(
        size * sum(a * np.sin(2 * np.pi * f * times + rng.uniform(0, 6.28)) for f, a in waves)
    )


def in_frame(box: Box, pose: Pose) -> float:
    """Share of a box's image that falls inside the frame, 0..1."""
    quad = cv2.perspectiveTransform(box.corners[None], pose.wall_to_frame())[0].astype(np.float32)
    whole = abs(float(cv2.contourArea(quad)))
    frame = np.array([[0, 0], [WIDTH, 0], [WIDTH, HEIGHT], [0, HEIGHT]], np.float32)
    inside, _ = cv2.intersectConvexConvex(quad, frame)
    return float(inside) / whole if whole else 0.0


def pixels_per_cm(box: Box, pose: Pose) -> float:
    """The scale of the wall at a box, measured down the middle of the box."""
    middle = box.left + box.width / 2
    ends = np.array([[[middle, box.low], [middle, box.low + box.height]]])
    low, top = cv2.perspectiveTransform(ends, pose.wall_to_frame())[0]
    return float(np.hypot(*(top - low)) / box.height)
