"""Landscapes: hills after rain, a marsh by night."""

from __future__ import annotations

import numpy as np

from demo.paint.painter import Hand, paint
from demo.paint.study import Colour, Field, Picture, Study, smoothstep


def hills(seed: int) -> Picture:
    """Layered hills after rain, a bright river, poplars."""
    study = Study(1000, 740, seed)
    study.rgb = study.ramp(
        (0, (0.40, 0.55, 0.74)), (0.22, (0.72, 0.78, 0.80)), (0.4, (0.98, 0.87, 0.66))
    )
    _clouds(study, 0.5, 0.68, (0.99, 0.95, 0.88), (0.62, 0.63, 0.70), reach=0.34)
    study.glow(0.68, 0.30, 0.16, (0.35, 0.26, 0.10))
    far, near = np.array([0.56, 0.64, 0.76]), np.array([0.24, 0.33, 0.13])
    for number in range(6):
        depth = number / 5
        line = study.ridge(0.36 + 0.085 * number, 0.085 - 0.01 * number, 1.6 + 0.3 * number)
        body = far + (near - far) * depth
        crest = body + np.array([0.20, 0.16, 0.02]) * (0.5 + 0.5 * depth)
        under = study.y - line[None, :]
        paint_ = study.ramp(
            (0, tuple(crest)), (0.05, tuple(body)), (0.3, tuple(body * 0.62)), along=under
        )
        mask = study.below(line)
        study.lay(mask, paint_)
        study.shade(mask, 0.82 + 0.36 * study.noise(5 + 2 * number, stretch=2.5))
        if number in (3, 4):
            _fields(study, mask * smoothstep(under, 0.16, 0.10), depth)
        copses(
            study, line, 10 + 3 * number, 0.007 + 0.0045 * number, body * 0.62, body * 1.05 + 0.04
        )
    _river(study)
    for x, y, size in (
        (0.10, 0.93, 0.42),
        (0.145, 0.95, 0.36),
        (0.19, 0.94, 0.29),
        (0.91, 0.97, 0.33),
    ):
        _poplar(study, x, y, size)
    return paint(study, Hand(variety=0.04))


def _clouds(
    study: Study, low: float, high: float, light: Colour, dark: Colour, reach: float
) -> None:
    body = study.noise(2.6, 6, stretch=2.2)
    lit = np.roll(body, (10, 14), axis=(0, 1))
    cover = smoothstep(body, low, high) * smoothstep(study.y, reach, reach * 0.6)
    side = smoothstep(body - lit, -0.10, 0.12)
    study.lay(cover * 0.92, study.ramp((0, dark), (1, light), along=side))


def _fields(study: Study, mask: Field, depth: float) -> None:
    """Paint a patchwork of fields: bands cut into lots by two slanted waves."""
    u = np.floor(study.x * 9 + 1.4 * study.y + 0.4 * np.sin(study.y * 40))
    v = np.floor(study.y * 24 - 3 * study.x)
    lots = np.mod(u * 3 + v * 5, 7) / 7
    tones = study.ramp(
        (0, (0.74, 0.66, 0.26)), (0.3, (0.46, 0.52, 0.20)), (0.6, (0.80, 0.58, 0.28)),
        (0.85, (0.36, 0.46, 0.22)), along=np.asarray(lots, np.float32),
    )  # fmt: skip
    study.lay(mask * (0.45 + 0.2 * depth), tones)


def copses(study: Study, line: Field, count: int, size: float, dark: Field, light: Field) -> None:
    rng = study.rng
    for x in rng.random(count):
        foot = float(line[min(int(x * len(line)), len(line) - 1)]) + rng.uniform(0.0, 0.04)
        _bush(study, float(x), foot, size * rng.uniform(0.7, 1.8), dark, light)


def _bush(study: Study, x: float, y: float, size: float, dark: Field, light: Field) -> None:
    """Paint the crown of a tree in dabs: dark first, then light from the upper right."""
    rng = study.rng
    count = 40
    share = np.linspace(0, 1, count)[:, None]
    spread = rng.normal(0, 0.5, (count, 2)) * size
    spread += share * np.array([0.25, -0.45]) * size
    points = np.array([x, y - size * 0.6]) + spread / [study.aspect, 1]
    tones = dark + (light - dark) * share * rng.uniform(0.6, 1.1, (count, 1))
    study.dabs(points.astype(np.float32), np.full(count, size * 0.34, np.float32), tones)


def _river(study: Study) -> None:
    t = np.linspace(0, 1, 40)
    middle = 0.52 + 0.13 * np.sin(t * 5.2 + 0.4) * (0.3 + t) - 0.10 * t
    width = 0.006 + 0.10 * t**2.2
    down = 0.66 + 0.36 * t
    left = list(zip(middle - width, down, strict=True))
    right = list(zip(middle + width, down, strict=True))
    mask = study.polygon(left + right[::-1], soft=0.004)
    ripple = study.noise(40, 3, stretch=9)
    sky = study.ramp(
        (0.66, (0.98, 0.88, 0.68)), (0.82, (0.70, 0.76, 0.80)), (1, (0.38, 0.50, 0.62))
    )
    study.lay(mask, sky * (0.80 + 0.36 * ripple[..., None]))


def _poplar(study: Study, x: float, foot: float, size: float) -> None:
    rng = study.rng
    study.lay(study.line([(x, foot), (x, foot - size * 0.6)], 0.007), (0.20, 0.15, 0.10))
    count = 420
    share = rng.random(count)
    half = 0.085 * size * np.sin(np.pi * np.clip(share * 0.9 + 0.08, 0, 1)) ** 0.7
    side = rng.uniform(-1, 1, count)
    points = np.stack(
        [x + side * half / study.aspect * 1.6, foot - size * (0.14 + 0.86 * share)], 1
    )
    light = (0.5 + 0.5 * side)[:, None] * rng.uniform(0.5, 1, (count, 1))
    tones = np.array([0.10, 0.17, 0.07]) + light * np.array([0.48, 0.42, 0.10])
    order = np.argsort(light[:, 0])
    study.dabs(points[order].astype(np.float32), np.full(count, 0.009, np.float32), tones[order])


def marsh(seed: int) -> Picture:
    """A nocturne: the moon over a marsh, its path on the water, reeds."""
    study = Study(1000, 800, seed)
    study.rgb = study.ramp(
        (0, (0.05, 0.09, 0.20)), (0.32, (0.12, 0.22, 0.38)), (0.55, (0.36, 0.48, 0.56)),
        (0.57, (0.20, 0.30, 0.40)), (1, (0.04, 0.07, 0.14)),
    )  # fmt: skip
    veil = study.noise(3, 5, stretch=3.5)
    study.lay(
        smoothstep(veil, 0.52, 0.8) * smoothstep(study.y, 0.56, 0.3) * 0.7, (0.42, 0.50, 0.60)
    )
    study.glow(0.63, 0.24, 0.34, (0.26, 0.26, 0.20), 0.9)
    study.glow(0.63, 0.24, 0.13, (0.45, 0.42, 0.28), 0.8)
    study.lay(study.ellipse(0.63, 0.24, 0.055, 0.055, soft=0.004), (0.99, 0.96, 0.82))
    study.lay(study.ellipse(0.615, 0.235, 0.016, 0.012, soft=0.01) * 0.4, (0.80, 0.78, 0.66))
    for number in range(3):
        line = study.ridge(0.525 + 0.02 * number, 0.03 - 0.006 * number, 3 + 2 * number)
        tone = 0.30 - 0.07 * number
        study.lay(study.below(line) * (study.y < 0.585), (tone * 0.6, tone * 0.85, tone * 1.15))
    _moonpath(study)
    stars = study.rng.random((90, 2)) * [1, 0.45]
    study.dabs(stars.astype(np.float32), np.full(90, 0.0016, np.float32), np.full((90, 3), 0.86))
    _reeds(study)
    return paint(study, Hand(varnish=(0.97, 0.985, 0.97), variety=0.05))


def _moonpath(study: Study) -> None:
    water = smoothstep(study.y, 0.575, 0.585)
    ripple = study.noise(34, 4, stretch=7)
    across = np.abs(study.x - 0.63) / (0.03 + 0.22 * (study.y - 0.56))
    glitter = smoothstep(ripple, 0.46, 0.62) * np.exp(-(across**2)) * water
    study.lay(water * 0.35 * smoothstep(ripple, 0.45, 0.75), (0.28, 0.42, 0.52))
    study.lay(glitter, (0.98, 0.92, 0.70))
    for x, y, w in ((0.2, 0.68, 0.17), (0.86, 0.74, 0.13), (0.42, 0.80, 0.12)):
        wavy = study.ellipse(x, y, w, 0.014, soft=0.01) * smoothstep(ripple, 0.2, 0.5)
        study.lay(wavy, (0.07, 0.11, 0.12))


def _reeds(study: Study) -> None:
    rng = study.rng
    for x, spread, count, tall in (
        (0.13, 0.10, 130, 0.52),
        (0.90, 0.07, 90, 0.42),
        (0.40, 0.05, 40, 0.2),
    ):
        feet = np.stack([rng.normal(x, spread, count), rng.uniform(0.88, 1.05, count)], 1)
        lean = rng.normal(0.015, 0.022, count)
        size = tall * rng.uniform(0.45, 1, count)
        tips = feet + np.stack([lean, -size], 1)
        lit = rng.random((count, 1)) ** 2
        tones = np.array([0.03, 0.06, 0.07]) + lit * np.array([0.30, 0.36, 0.30])
        study.hairs(feet.astype(np.float32), tips.astype(np.float32), 0.0035, tones)
        heads = tips[::3].astype(np.float32)
        study.hairs(heads, heads + np.array([0.003, 0.05]), 0.011, tones[::3] * 0.7 + 0.04)
