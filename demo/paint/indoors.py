"""A still life, and the rounded bodies in it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from demo.paint.painter import Hand, paint
from demo.paint.study import Colour, Field, Picture, Study, smoothstep


def orb(
    study: Study, x: float, y: float, rx: float, ry: float, colour: Colour, turn: float = 0.0,
    gloss: float = 0.35,
) -> None:  # fmt: skip
    """Paint a rounded body lit from the upper left, with its shadow on the table."""
    study = study.crop(x, y, 2.2 * max(rx, ry))
    if not study.x.size:
        return
    shadow = study.ellipse(x + rx * 0.45, y + ry * 0.86, rx * 1.15, ry * 0.26, soft=ry * 0.25)
    study.shade(shadow, 0.45)
    mask = study.ellipse(x, y, rx, ry, turn)
    u, v = study.local(x, y)
    u, v = u / max(rx, ry), v / max(rx, ry)
    depth = np.sqrt(np.clip(1 - u * u - v * v, 0, 1))
    lit = np.clip(-0.52 * u - 0.58 * v + 0.62 * depth, 0, 1)
    rim = 0.16 * np.clip(0.8 * u + 0.5 * v - depth * 0.6, 0, 1)
    tone = np.asarray(colour, np.float32)
    mottle = 1.0 if max(rx, ry) < 0.03 else 0.88 + 0.24 * study.noise(16, 4)[..., None]
    warm = np.array([1.12, 1.0, 0.82], np.float32)
    body = tone * (0.16 + 0.95 * lit[..., None] ** 0.9) * mottle * warm + rim[..., None]
    shine = np.exp(-(((u + 0.36) / 0.16) ** 2 + ((v + 0.42) / 0.14) ** 2))
    study.lay(mask, np.asarray(body + gloss * shine[..., None], np.float32))


def _turned(
    study: Study,
    x: float,
    profile: Sequence[tuple[float, float]],
    colour: Colour,
    gloss: float = 0.5,
) -> tuple[Field, Field]:
    """Paint a vessel turned from a profile (y, radius). Returns its mask and u, -1..1 across."""
    rows = study.y[:, :1]
    radius = np.interp(rows, [y for y, _ in profile], [r for _, r in profile])
    radius = np.asarray(np.maximum(radius, 1e-4), np.float32)
    u = np.asarray((study.x - x) * study.aspect / radius, np.float32)
    inside = (rows >= profile[0][0]) & (rows <= profile[-1][0])
    mask = np.asarray(smoothstep(np.abs(u), 1.02, 0.97) * inside, np.float32)
    lit = np.clip(0.78 * np.sqrt(np.clip(1 - (u + 0.38) ** 2, 0, 1)) + 0.05, 0, 1)
    lit = lit + 0.13 * smoothstep(u, 0.72, 1.0)
    body = np.asarray(colour, np.float32) * (0.15 + 1.0 * lit[..., None])
    shine = np.exp(-(((u + 0.48) / 0.10) ** 2)) * gloss * smoothstep(study.noise(5, 3), 0.25, 0.6)
    study.lay(mask, np.asarray(body + shine[..., None], np.float32))
    return mask, u


def still_life(seed: int) -> Picture:
    """Pears, grapes, a lemon and a blue jug on a white cloth."""
    study = Study(1000, 780, seed)
    study.rgb = study.ramp((0, (0.34, 0.26, 0.18)), (1, (0.13, 0.10, 0.08)), along=study.x)
    study.rgb *= (0.75 + 0.5 * study.noise(3, 4))[..., None]
    study.lay(study.below(np.full(study.shape[1], 0.66, np.float32)), _wood(study))
    _cloth(study)
    jug = ((0.17, 0.070), (0.19, 0.082), (0.23, 0.066), (0.33, 0.062), (0.40, 0.110),
           (0.52, 0.168), (0.62, 0.165), (0.70, 0.112), (0.735, 0.100))  # fmt: skip
    study.shade(study.ellipse(0.40, 0.745, 0.30, 0.045, soft=0.04), 0.40)
    handle = [(0.375, 0.24), (0.43, 0.23), (0.475, 0.30), (0.475, 0.40), (0.435, 0.48)]
    study.lay(study.line(handle, 0.036), (0.10, 0.17, 0.34))
    study.lay(
        study.line([(px - 0.006, py - 0.006) for px, py in handle], 0.011), (0.46, 0.58, 0.78)
    )
    mask, u = _turned(study, 0.315, jug, (0.24, 0.40, 0.78))
    _jug_pattern(study, mask, u)
    study.lay(study.ellipse(0.315, 0.178, 0.073, 0.017), (0.05, 0.07, 0.14))
    _plate(study)
    pears = (0.88, 0.74, 0.24), (0.74, 0.66, 0.22), (0.86, 0.52, 0.20)
    for (x, y, lean), tone in zip(
        ((0.575, 0.60, -0.12), (0.715, 0.61, 0.22), (0.640, 0.655, 0.04)), pears, strict=True
    ):
        _pear(study, x, y, lean, tone)
    orb(study, 0.86, 0.76, 0.072, 0.060, (0.95, 0.82, 0.16))
    orb(study, 0.17, 0.80, 0.076, 0.072, (0.80, 0.16, 0.12))
    orb(study, 0.075, 0.765, 0.066, 0.064, (0.62, 0.50, 0.16))
    _grapes(study)
    return paint(study, Hand(variety=0.035, relief=0.08, varnish=(1.0, 0.965, 0.86)))


def _wood(study: Study) -> Field:
    grain = study.noise(30, 4, stretch=14)
    return study.ramp((0, (0.20, 0.12, 0.07)), (1, (0.50, 0.32, 0.18)), along=grain)


def _cloth(study: Study) -> None:
    fold = np.sin(study.x * 26 + 6 * study.noise(2, 3)) * smoothstep(study.y, 0.74, 0.95)
    edge = 0.715 + 0.02 * np.sin(study.x[0] * 9) + 0.05 * np.abs(study.x[0] - 0.5)
    tone = np.clip(0.62 + 0.30 * fold - 0.25 * study.x + 0.15 * study.noise(5, 4), 0, 1)
    cloth = study.ramp(
        (0, (0.42, 0.40, 0.44)), (0.6, (0.82, 0.78, 0.70)), (1, (0.98, 0.95, 0.87)), along=tone
    )
    study.lay(study.below(np.asarray(edge, np.float32)), cloth)
    for low in (0.90, 0.925, 0.94):
        band = np.exp(-(((study.y - low - 0.02 * np.sin(study.x * 13)) / 0.005) ** 2))
        study.lay(np.asarray(band * 0.8, np.float32), (0.54, 0.20, 0.18))


def _jug_pattern(study: Study, mask: Field, u: Field) -> None:
    """Paint white slip trails: bands, and a garland that follows the curve of the vessel."""
    around = np.arcsin(np.clip(u, -0.999, 0.999))
    light = (0.25 + 0.75 * np.clip(1 - (u + 0.4) ** 2, 0, 1))[..., None] * np.array(
        [0.93, 0.93, 0.90]
    )
    for low in (0.385, 0.66):
        study.lay(np.asarray(mask * np.exp(-(((study.y - low) / 0.006) ** 2)), np.float32), light)
    vine = study.y - 0.525 - 0.045 * np.sin(around * 5)
    study.lay(np.asarray(mask * np.exp(-((vine / 0.007) ** 2)), np.float32), light)
    leaf = np.cos(around * 10) * np.cos((study.y - 0.525) * 62)
    study.lay(mask * smoothstep(leaf, 0.66, 0.74) * (np.abs(study.y - 0.525) < 0.085), light)


def _plate(study: Study) -> None:
    study.shade(study.ellipse(0.66, 0.775, 0.29, 0.065, soft=0.04), 0.5)
    for ry, tone in (
        (0.065, (0.44, 0.44, 0.46)),
        (0.058, (0.80, 0.78, 0.74)),
        (0.040, (0.56, 0.55, 0.55)),
    ):
        study.lay(study.ellipse(0.645, 0.755, ry * 4.1, ry, soft=0.006), tone)


def _pear(study: Study, x: float, y: float, lean: float, tone: Colour) -> None:
    """Paint a pear at (x, y) whose axis leans by `lean` radians."""
    foot = study.crop(x, y + 0.02, 0.30)
    foot.shade(foot.ellipse(x + 0.03, y + 0.135, 0.115, 0.026, soft=0.025), 0.45)
    u, v = foot.local(x, y, lean)
    radius = np.interp(
        v, (-0.150, -0.145, -0.125, -0.08, -0.03, 0.03, 0.075, 0.115, 0.138, 0.146),
        (0.0, 0.022, 0.036, 0.042, 0.054, 0.082, 0.092, 0.077, 0.042, 0.0),
    )  # fmt: skip
    across = np.asarray(u / np.maximum(radius, 1e-3), np.float32)
    mask = smoothstep(np.abs(across), 1.03, 0.96) * (radius > 0)
    depth = np.sqrt(np.clip(1 - across**2, 0, 1))
    lit = np.clip(-0.55 * across + 0.58 * depth - 1.9 * (v - 0.02) - 0.02, 0, 1)[..., None]
    blush = smoothstep(foot.noise(5, 4) + 0.5 * across, 0.55, 1.1)[..., None] * 0.55
    skin = np.asarray(tone) * (1 - blush) + blush * np.array([0.80, 0.30, 0.12])
    shine = 0.5 * np.exp(-(((across + 0.42) / 0.15) ** 2) - ((v - 0.045) / 0.024) ** 2)[..., None]
    freckle = 0.90 + 0.2 * foot.noise(60, 2)[..., None]
    foot.lay(
        np.asarray(mask, np.float32),
        np.asarray(skin * freckle * (0.16 + 1.0 * lit) + shine, np.float32),
    )
    dx, dy = np.sin(lean) / study.aspect, -np.cos(lean)
    ends = [(x + 0.140 * dx, y + 0.140 * dy), (x + 0.20 * dx + 0.014, y + 0.20 * dy)]
    study.lay(study.line(ends, 0.009), (0.24, 0.15, 0.08))


def _grapes(study: Study) -> None:
    rng = study.rng
    for _ in range(46):
        t, side = rng.random(), rng.normal(0, 1)
        x = 0.42 + 0.15 * t + side * 0.022 * (1 - 0.5 * t)
        y = 0.79 + 0.06 * t + rng.normal(0, 0.018)
        tone = np.array([0.36, 0.13, 0.32]) * rng.uniform(0.7, 1.25) + [0.06, 0.02, 0.05]
        orb(study, float(x), float(y), 0.024, 0.024, tuple(tone), gloss=0.7)
    study.lay(study.line([(0.42, 0.78), (0.40, 0.745), (0.385, 0.75)], 0.008), (0.32, 0.26, 0.12))
