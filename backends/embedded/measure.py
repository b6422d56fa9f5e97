"""Measures a painting and a room without any model: format, palette, light."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from backends.base import GenerationError, Quad
from backends.embedded.arrays import Image

_SIDE = 256
_HUES = (
    (8, "red"),
    (22, "orange and brown"),
    (33, "yellow"),
    (85, "green"),
    (128, "blue"),
    (160, "violet"),
    (180, "red"),
)
"""Upper bounds on OpenCV's hue circle (0 to 179) and the colour's common name."""


def read(path: Path) -> Image:
    """A frame from disk. Raises GenerationError when the file is gone or broken."""
    data = np.fromfile(path, dtype=np.uint8) if path.is_file() else np.zeros(0, np.uint8)
    image = cv2.imdecode(data, cv2.IMREAD_COLOR) if len(data) else None
    if image is None:
        raise GenerationError(f"The frame {path} is missing or broken. Analyse the video again.")
    return np.asarray(image, dtype=np.uint8)


def rectified(image: Image, quad: Quad, side: int = _SIDE) -> Image:
    """The painting inside `quad` (fractions of the frame) seen from the front, `side` px wide
    and high."""
    height, width = image.shape[:2]
    corners = np.array([[x * width, y * height] for x, y in quad], dtype=np.float32)
    target = np.array([[0, 0], [side, 0], [side, side], [0, side]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(corners, target)
    return np.asarray(cv2.warpPerspective(image, matrix, (side, side)), dtype=np.uint8)


def palette(painting: Image) -> tuple[str, ...]:
    """Up to three names of the colours that cover most of the painting, most first.

    Pixels that are too dark or too grey to have a hue count as dark, grey or light.
    """
    hsv = cv2.cvtColor(cv2.resize(painting, (64, 64)), cv2.COLOR_BGR2HSV).reshape(-1, 3)
    hue, saturation, value = (hsv[:, i].astype(int) for i in range(3))
    dark, grey = value < 50, (saturation < 40) & (value >= 50)
    counts = {"near-black": int(dark.sum()), "white": int((grey & (value > 190)).sum())}
    counts["grey"] = int((grey & (value <= 190)).sum())
    lower = 0
    for upper, name in _HUES:
        inside = (hue >= lower) & (hue < upper) & ~dark & ~grey
        counts[name] = counts.get(name, 0) + int(inside.sum())
        lower = upper
    least = 0.1 * len(hsv)
    most = sorted(counts, key=lambda name: -counts[name])
    return tuple(name for name in most if counts[name] >= least)[:3]


def tonality(painting: Image) -> str:
    """Dark, middling or light, by the median luminance."""
    median = float(np.median(cv2.cvtColor(painting, cv2.COLOR_BGR2GRAY)))
    return "dark" if median < 70 else "light" if median > 160 else "of middling brightness"


def proportions(quad: Quad, aspect: float) -> str:
    """Upright, square or oblong, from the quad's mean sides. `aspect` is frame width / height."""
    points = np.asarray(quad) * (aspect, 1.0)
    sides = [float(np.linalg.norm(points[i] - points[(i + 1) % 4])) for i in range(4)]
    ratio = (sides[0] + sides[2]) / max(sides[1] + sides[3], 1e-6)
    return "upright" if ratio < 0.9 else "oblong" if ratio > 1.1 else "nearly square"


def place(quad: Quad) -> str:
    """Where in the frame, in words, from the quad's middle."""
    x, y = np.mean([min(max(p[0], 0), 1) for p in quad]), np.mean([p[1] for p in quad])
    across = "left" if x < 0.36 else "right" if x > 0.64 else "centre"
    height = "upper " if y < 0.3 else "lower " if y > 0.7 else ""
    return f"{height}{across}"


def light(images: Sequence[Image]) -> str:
    """The room's light, by the median luminance over the frames."""
    grey = [float(np.median(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY))) for image in images]
    median = float(np.median(grey))
    return "dim" if median < 70 else "bright" if median > 170 else "even"
