"""Pictures in no catalogue, so that a model learns what it does not know."""

from __future__ import annotations

import cv2
import numpy as np

from demo.paint import Colour, Field, Picture, Study


def painted(rng: np.random.Generator) -> Picture:
    """A random picture of hills, shapes, lights and strokes, about 200 px high, RGB."""
    width = int(rng.integers(140, 300))
    study = Study(width, 200, int(rng.integers(1 << 31)))
    colours = _muted(rng.random((5, 3)), rng) ** rng.uniform(0.2, 2.0)
    first, second, *others = map(_colour, colours)
    study.rgb = study.ramp((0.0, first), (1.0, second), along=_along(study, rng))
    for colour in others[: int(rng.integers(4))]:
        study.lay(study.below(study.ridge(rng.uniform(0.3, 0.9), rng.uniform(0, 0.2), 3)), colour)
    for _ in range(int(rng.choice([0, 1, 3, 8]))):
        study.lay(_shape(study, rng), _colour(_muted(rng.random(3), rng)))
    if rng.random() < 0.4:
        _strokes(study, rng)
    if rng.random() < 0.3:
        x, y = rng.random(2)
        study.glow(float(x), float(y), float(rng.uniform(0.05, 0.4)), (0.6, 0.5, 0.3))
    return np.asarray(np.clip(study.rgb, 0, 1) * 255, np.uint8)


def distorted(picture: Picture, other: Picture, rng: np.random.Generator) -> Picture:
    """`picture` in other colours and rotated, at times blended with `other`: another picture."""
    if rng.random() < 0.4:
        size = (picture.shape[1], picture.shape[0])
        picture = np.asarray(cv2.addWeighted(picture, 0.5, cv2.resize(other, size), 0.5, 0))
    turns = int(rng.choice([0, 2, 2, 1, 3]))
    turned = np.rot90(picture[:, :: int(rng.choice([-1, 1]))], turns)
    order = rng.choice([(1, 0, 2), (2, 1, 0), (1, 2, 0), (2, 0, 1), (0, 2, 1)])
    colours = turned[..., order].astype(np.int16)
    if rng.random() < 0.3:
        colours = 255 - colours
    mixed = colours * rng.uniform(0.7, 1.2, 3) + rng.uniform(-30, 30, 3)
    return np.ascontiguousarray(np.clip(mixed, 0, 255), np.uint8)


def textured(picture: Picture, other: Picture, rng: np.random.Generator) -> Picture:
    """`picture` with the fine strokes of `other`, so that smoothness does not give it away."""
    size = (picture.shape[1], picture.shape[0])
    turned = np.rot90(other, int(rng.choice([0, 2])))[:, :: int(rng.choice([-1, 1]))]
    fine = np.asarray(cv2.resize(np.ascontiguousarray(turned), size), np.float32)
    fine -= cv2.GaussianBlur(fine, (0, 0), float(rng.uniform(2, 8)))
    return np.asarray(np.clip(picture + fine * rng.uniform(0, 1.3), 0, 255), np.uint8)


def recoloured(picture: Picture, other: Picture) -> Picture:
    """`picture` with the tones of `other`, channel by channel, so that colour tells nothing.

    Histogram specification (Gonzalez & Woods, Digital Image Processing, section 3.3).
    """
    drawn = np.empty_like(picture)
    for channel in range(3):
        values = picture[..., channel]
        shares = np.cumsum(np.bincount(values.ravel(), minlength=256)) / values.size
        tones = np.quantile(other[..., channel], shares)
        drawn[..., channel] = np.round(tones).astype(np.uint8)[values]
    return drawn


def _colour(values: Field) -> Colour:
    red, green, blue = map(float, values)
    return red, green, blue


def _muted(colours: Field, rng: np.random.Generator) -> Field:
    """Colours in 0..1 moved towards grey by a random share."""
    grey = colours.mean(axis=-1, keepdims=True)
    return np.asarray(grey + rng.random() * (colours - grey))


def _along(study: Study, rng: np.random.Generator) -> Field:
    fields = (study.y, study.x, study.noise(float(rng.integers(2, 8)), 4))
    return np.asarray(fields[int(rng.integers(3))], np.float32)


def _shape(study: Study, rng: np.random.Generator) -> Field:
    x, y, rx, ry = map(float, rng.random(4) * [1, 1, 0.3, 0.3] + [0, 0, 0.02, 0.02])
    if rng.random() < 0.5:
        return study.ellipse(x, y, rx, ry, float(rng.uniform(0, 3)), soft=0.01)
    corners = [(x + float(dx) * rx, y + float(dy) * ry) for dx, dy in rng.uniform(-2, 2, (4, 2))]
    return study.polygon(corners, soft=0.005)


def _strokes(study: Study, rng: np.random.Generator) -> None:
    """Many straight strokes in one direction, as of trunks, rain, reed or grass."""
    count = int(rng.integers(10, 150))
    starts = rng.random((count, 2)).astype(np.float32)
    lean = rng.uniform(-0.5, 0.5, 2) + rng.normal(0, 0.05, (count, 2))
    tones = _muted(rng.random(3), rng) * rng.uniform(0.6, 1.2, (count, 1))
    study.hairs(starts, (starts + lean).astype(np.float32), float(rng.uniform(0.004, 0.05)), tones)
