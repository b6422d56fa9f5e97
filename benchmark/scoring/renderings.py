"""Reference pictures as a camera would see them, and pictures that are easily taken for them.

Everything is drawn from a seed, so that the same pictures give the same material.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from backends.embedded.paintings import decode, scaled

Picture = NDArray[np.uint8]
"""(h, w, 3) BGR."""
WIDTH, HEIGHT = 1280, 720
SIDE = 900
"""px of the longest side of a picture before it is hung."""


def opened(path: Path) -> Picture:
    """A reference picture as large as `rendered` takes it. Raises OSError or ValueError."""
    return scaled(decode(path), SIDE)[0]


def rendered(picture: Picture, sight: str, seed: int) -> Picture:
    """A frame (720, 1280, 3) in which `picture` hangs on a wall, seen as `SIGHTS` says."""
    rng = np.random.default_rng(seed)
    tall, shift, slant = SIGHTS[sight]
    frame = _hung(picture, rng, tall, shift, slant)
    light = np.linspace(rng.uniform(0.6, 0.9), 1.0, WIDTH)[None, :, None]
    lit = np.asarray(frame * light, np.float32)
    if "wide" in sight:
        lit = _bent(lit, rng.uniform(0.15, 0.35))
    if "glare" in sight:
        lit = np.asarray(lit + _glare(rng), np.float32)
    blur = {"blurred": 3.0, "moving": 2.0}.get(sight, 0.8)
    seen = cv2.GaussianBlur(lit, (0, 0), blur)
    if sight == "moving":
        seen = cv2.blur(seen, (13, 1))
    seen = seen * rng.uniform(0.9, 1.05, 3) + rng.normal(0, 3, seen.shape)
    return _compressed(np.asarray(np.clip(seen, 0, 255), np.uint8))


SIGHTS: Mapping[str, tuple[float, float, float]] = {
    "fills the frame": (0.9, 0.0, 0.05),
    "across the room": (0.4, 0.2, 0.1),
    "through a doorway": (0.16, 0.5, 0.1),
    "from the side": (0.7, 0.1, 0.4),
    "blurred": (0.6, 0.1, 0.1),
    "moving": (0.7, 0.1, 0.1),
    "glare": (0.75, 0.1, 0.1),
    "cut by the frame": (0.9, 0.85, 0.1),
    "a detail of it": (2.2, 0.3, 0.05),
    "wide lens": (0.9, 0.2, 0.05),
    "wide lens, aside": (0.8, 0.7, 0.2),
}
"""Of each sight: the height of the picture and how far it may lie off the middle, in heights and
half widths of the frame, and how far one side is shortened by perspective."""


def another_hand(picture: Picture, other: Picture, seed: int) -> Picture:
    """A copy by another painter: nothing quite in its place, other colours, other brushwork."""
    rng = np.random.default_rng(seed)
    height, width = picture.shape[:2]
    bend = rng.uniform(0.012, 0.035) * max(height, width)
    off = [cv2.resize(rng.normal(0, bend, (7, 7)).astype(np.float32), (width, height),
                      interpolation=cv2.INTER_CUBIC) for _ in range(2)]  # fmt: skip
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    moved = cv2.remap(picture, x + off[0], y + off[1], cv2.INTER_LINEAR,
                      borderMode=cv2.BORDER_REFLECT)  # fmt: skip
    smooth = cv2.bilateralFilter(moved, 9, 40, 9).astype(np.float32)
    weave = cv2.GaussianBlur(rng.normal(0, 25, picture.shape).astype(np.float32), (0, 0), 1.2)
    return np.asarray(np.clip(smooth * rng.uniform(0.75, 1.2, 3) + weave, 0, 255), np.uint8)


def pendant(picture: Picture, other: Picture, seed: int) -> Picture:
    """Another picture that shares one side of this one: a curtain, a landscape, a carved frame."""
    rng = np.random.default_rng(seed)
    height, width = picture.shape[:2]
    pair = np.asarray(cv2.resize(other, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
    share = rng.uniform(0.15, 0.4)
    if rng.random() < 0.5:
        pair[:, : int(share * width)] = picture[:, : int(share * width)]
    else:
        pair[int((1 - share) * height) :] = picture[int((1 - share) * height) :]
    return pair


def motif(picture: Picture, other: Picture, seed: int) -> Picture:
    """Another picture into which a detail of this one was copied, at its size or smaller."""
    rng = np.random.default_rng(seed)
    height, width = picture.shape[:2]
    other = np.asarray(cv2.resize(other, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
    h, w = (int(side * rng.uniform(0.2, 0.45)) for side in (height, width))
    top, left = int(rng.integers(height - h)), int(rng.integers(width - w))
    factor = rng.uniform(0.6, 1.0)
    patch = cv2.resize(picture[top : top + h, left : left + w], None, fx=factor, fy=factor)
    y, x = (int(rng.integers(a - b)) for a, b in zip((height, width), patch.shape, strict=False))
    other[y : y + patch.shape[0], x : x + patch.shape[1]] = patch
    return other


LOOKALIKES: Mapping[str, Callable[[Picture, Picture, int], Picture]] = {
    "copy": another_hand,
    "pendant": pendant,
    "motif": motif,
}
"""What is taken for a picture and is not it."""


def _hung(
    picture: Picture, rng: np.random.Generator, tall: float, shift: float, slant: float
) -> NDArray[np.float32]:
    wall = rng.normal(170, 3, (HEIGHT, WIDTH, 3)).astype(np.float32)
    height, width = picture.shape[:2]
    h = tall * HEIGHT * rng.uniform(0.85, 1.1)
    w = h * width / height
    middle = np.array([WIDTH / 2, HEIGHT / 2]) + rng.uniform(-1, 1, 2) * (
        shift * WIDTH / 2, min(shift, 0.4) * HEIGHT / 2
    )  # fmt: skip
    corners = np.array([(-w, -h), (w, -h), (w, h), (-w, h)]) / 2
    near = 1 - rng.uniform(0.3, 1.0) * slant
    corners[rng.permutation([[0, 3], [1, 2]])[0]] *= (1.0, near)
    corners[:, 0] *= 1 - slant / 2
    source = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    matrix = cv2.getPerspectiveTransform(source, (corners + middle).astype(np.float32))
    shrunk = cv2.GaussianBlur(picture, (0, 0), max(0.3, 0.5 * height / h))
    mask = cv2.warpPerspective(np.full((height, width), 255, np.uint8), matrix, (WIDTH, HEIGHT))
    warped = cv2.warpPerspective(shrunk, matrix, (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR)
    return np.asarray(np.where(mask[..., None] > 127, warped, wall), np.float32)


def _bent(frame: NDArray[np.float32], strength: float) -> NDArray[np.float32]:
    """The frame through the wide lens of an action camera, which bends straight lines outwards."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    x, y = (x - WIDTH / 2) / (WIDTH / 2), (y - HEIGHT / 2) / (WIDTH / 2)
    factor = (1 + strength * (x**2 + y**2)) / (1 + strength * 0.4) * WIDTH / 2
    bent = cv2.remap(frame, x * factor + WIDTH / 2, y * factor + HEIGHT / 2, cv2.INTER_LINEAR,
                     borderMode=cv2.BORDER_REFLECT)  # fmt: skip
    return np.asarray(bent, np.float32)


def _glare(rng: np.random.Generator) -> NDArray[np.float32]:
    """The reflection of a lamp and of a window on varnish."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    light = np.zeros((HEIGHT, WIDTH), np.float32)
    for _ in range(2):
        cx, cy = WIDTH * rng.uniform(0.35, 0.65), HEIGHT * rng.uniform(0.2, 0.8)
        rx, ry = rng.uniform(50, 150, 2)
        light += 260 * np.exp(-(((x - cx) / rx) ** 2) - ((y - cy) / ry) ** 2)
    return light[..., None]


def _compressed(frame: Picture) -> Picture:
    _, data = cv2.imencode(".jpg", frame, [cv2.IMWRITE_JPEG_QUALITY, 80])
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)
