"""A label on the wall of a gallery, as the camera of the demonstration's visitor sees it.

Lengths on the wall are cm: x runs right and y up.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from demo.film import HEIGHT, WIDTH, Pose
from demo.labels.card import Card, card
from demo.labels.typeset import Label
from demo.labels.wall import Wall, hung
from demo.paint.study import Picture

FINE = 1.5
"""Texture px for a px of the picture."""
_FRAME = round(WIDTH * FINE), round(HEIGHT * FINE)
_CAPITAL = (0.45, 0.85)
"""Height in cm of the capitals of a printed title."""
_FILLED = 0.8
"""Of the frame, at most: what a label takes. A longer one is seen from farther away."""


@dataclass(frozen=True, slots=True)
class Photograph:
    """A picture (720, 1280, 3) RGB of a label; the capitals of its title are `height` px high."""

    picture: Picture
    height: float


def photograph(label: Label, height: float, seed: int) -> Photograph:
    """A label whose title has capitals of `height` px, lower where it would not fit into the frame.

    `seed` draws the wall, what hangs beside the label, the camera's place, light and noise.
    """
    return views(label, height, seed, 1)[0]


def views(label: Label, height: float, seed: int, count: int) -> tuple[Photograph, ...]:
    """`count` pictures of a label from a hand that is held almost still; the first is `photograph`.

    Wall and light are the same in all; focus, shake, exposure, noise and compression are not.
    """
    rng = np.random.default_rng(seed)
    printed = card(label, height * FINE, rng)
    rows, columns = printed.ink.shape
    fit = min(1.0, _FILLED * WIDTH * FINE / columns, _FILLED * HEIGHT * FINE / rows)
    if fit < 1:
        printed = card(label, height * fit * FINE, np.random.default_rng(seed))
    return _taken(printed, height * fit, rng, count)


def photograph_card(printed: Card, height: float, seed: int) -> Photograph:
    """A card that was printed with capitals of `height` times `FINE` px."""
    return _taken(printed, height, np.random.default_rng(seed), 1)[0]


def _taken(
    printed: Card, height: float, rng: np.random.Generator, count: int
) -> tuple[Photograph, ...]:
    scale = height / rng.uniform(*_CAPITAL)
    wall = hung(printed, scale * FINE, _FRAME, rng)
    pose, light = _pose(wall, printed, rng), _light(rng)
    taken = []
    for _ in range(count):
        view = _developed(light.on(_view(wall, pose)), rng)
        taken.append(Photograph(view, _capital(wall, printed, pose, height * FINE)))
        pose = _moved(pose, rng)
    return tuple(taken)


def _pose(wall: Wall, printed: Card, rng: np.random.Generator) -> Pose:
    """The camera at the distance from which the title has its size, a little aside and aslant."""
    yaw, roll = float(rng.normal(0, 0.14)), float(rng.normal(0, 0.02))
    x, y = wall.middle
    pose = Pose(x, y, 100.0, float(np.clip(yaw, -0.4, 0.4)), roll)
    for _ in range(3):  # the title is not in the middle, where the distance is measured
        pose = replace(pose, distance=pose.distance * _capital(wall, printed, pose, FINE))
    return pose


def _capital(wall: Wall, printed: Card, pose: Pose, capital: float) -> float:
    """The height in the picture of what is `capital` texture px high at the title."""
    x, y = wall.corner[0] + printed.title[0], wall.corner[1] + printed.title[1]
    ends = np.array([[[x, y - capital / 2], [x, y + capital / 2]]])
    top, low = cv2.perspectiveTransform(ends, pose.wall_to_frame() @ wall.to_cm)[0]
    return float(np.hypot(*(low - top)))


def _view(wall: Wall, pose: Pose) -> NDArray[np.float32]:
    matrix = pose.wall_to_frame() @ wall.to_cm
    view = cv2.warpPerspective(
        wall.texture, matrix, (WIDTH, HEIGHT), flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(view, np.float32)


@dataclass(frozen=True, slots=True)
class _Light:
    """The lamps of a room in a picture of it: light (h, w) that falls off, and a glare (h, w)."""

    light: NDArray[np.float64]
    sheen: NDArray[np.float64] | None

    def on(self, view: NDArray[np.float32]) -> NDArray[np.float32]:
        lit = view * self.light[..., None]
        if self.sheen is not None:
            lit = lit + self.sheen[..., None]
        return np.asarray(lit, np.float32)


def _light(rng: np.random.Generator) -> _Light:
    """Light that falls off, and often the glare of a lamp."""
    v, u = np.mgrid[-1 : 1 : HEIGHT * 1j, -1 : 1 : WIDTH * 1j].astype(np.float32)
    slope = rng.normal(0, 0.12, 2)
    light = (1 + slope[0] * u + slope[1] * v) * (1 - 0.10 * (u * u + v * v))
    if rng.random() >= 0.35:
        return _Light(light, None)
    x, y = rng.uniform(-0.6, 0.6, 2)
    wide, tall = rng.uniform(0.1, 0.4, 2)
    sheen = np.exp(-(((u - x) / wide) ** 2) - ((v - y) / tall) ** 2) * rng.uniform(30, 95)
    return _Light(light, sheen)


def _moved(pose: Pose, rng: np.random.Generator) -> Pose:
    """The camera a moment later: some cm and a degree away."""
    x, y, nearer = rng.normal(0, (1.5, 1.0, 0.02))
    yaw, roll = rng.normal(0, (0.02, 0.008))
    return Pose(
        pose.x + float(x),
        pose.y + float(y),
        pose.distance * (1 + float(nearer)),
        pose.yaw + float(yaw),
        pose.roll + float(roll),
    )


def _developed(view: NDArray[np.float32], rng: np.random.Generator) -> Picture:
    """Out of focus, shaken, exposed, noisy and compressed, as a phone's picture is."""
    seen = cv2.GaussianBlur(view, (0, 0), rng.uniform(0.35, 1.1))
    if rng.random() < 0.3:
        seen = cv2.blur(seen, (int(rng.integers(2, 4)), 1))
    gain = rng.uniform(0.72, 1.12) * (1 + rng.normal(0, 0.02, 3))
    noisy = seen * gain + rng.normal(0, rng.uniform(2.0, 5.0), seen.shape)
    exposed = np.asarray(np.clip(noisy, 0, 255), np.uint8)
    quality = [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(65, 93))]
    _, data = cv2.imencode(".jpg", exposed[..., ::-1], quality)
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR_RGB), np.uint8)
