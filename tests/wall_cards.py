"""Galleries drawn for tests: a wall, a painting with real structure, and printed labels."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Picture = NDArray[np.uint8]
WALL = (178, 196, 208)


def card(
    lines: Sequence[tuple[str, int]],
    size: tuple[int, int] = (620, 420),
    paper: int = 245,
    ink: int = 40,
) -> Picture:
    """A label of (width, height) px with lines of (text, font size), BGR."""
    image = Image.new("L", size, paper)
    draw = ImageDraw.Draw(image)
    y = 30.0
    for text, points in lines:
        draw.text((30, y), text, fill=ink, font=ImageFont.load_default(size=points))
        y += points * 1.6
    return np.asarray(cv2.cvtColor(np.asarray(image, np.uint8), cv2.COLOR_GRAY2BGR), np.uint8)


def wall(width: int = 1280, height: int = 720, seed: int = 1) -> Picture:
    """A wall in uneven light with the noise of a camera."""
    light = np.linspace(1.0, 0.85, width)[None, :, None]
    noise = np.random.default_rng(seed).normal(0, 2.0, (height, width, 3))
    return np.clip(np.array(WALL) * light + noise, 0, 255).astype(np.uint8)


def painting(width: int, height: int, seed: int = 5) -> Picture:
    """Brushwork: blurred noise at several scales, in a golden frame."""
    source = np.random.default_rng(seed)
    image = np.zeros((height, width, 3))
    for grain in (4, 12, 40):
        coarse = source.uniform(0, 80, (max(2, height // grain), max(2, width // grain), 3))
        image += cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    framed = np.clip(image, 0, 255).astype(np.uint8)
    cv2.rectangle(framed, (0, 0), (width - 1, height - 1), (60, 140, 190), max(6, width // 18))
    return framed


def hang(scene: Picture, picture: Picture, corners: Sequence[tuple[float, float]]) -> Picture:
    """`picture` in perspective on four corners of `scene`, clockwise from the top left."""
    height, width = picture.shape[:2]
    source = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    where = cv2.getPerspectiveTransform(source, np.array(corners, np.float32))
    size = (scene.shape[1], scene.shape[0])
    # Shrinking by warp alone would alias thin strokes, as no lens does.
    across = float(np.linalg.norm(np.subtract(corners[1], corners[0])))
    blurred = cv2.GaussianBlur(picture, (0, 0), max(0.01, 0.35 * width / max(across, 1.0)))
    warped = cv2.warpPerspective(blurred, where, size, flags=cv2.INTER_AREA)
    mask = cv2.warpPerspective(np.full((height, width), 255, np.uint8), where, size)[:, :, None]
    return np.asarray(np.where(mask > 127, warped, scene), np.uint8)


def flat(left: float, top: float, width: float, height: float) -> list[tuple[float, float]]:
    """Corners of an upright rectangle."""
    return [(left, top), (left + width, top), (left + width, top + height), (left, top + height)]
