"""Indoor pictures: a still life, a head in profile, a room with a window, a botanical sheet."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.demo.painter import Colour, Field, Hand, Picture, Study, paint, smoothstep


def _orb(
    study: Study, x: float, y: float, rx: float, ry: float, colour: Colour, turn: float = 0.0,
    gloss: float = 0.35,
) -> None:  # fmt: skip
    """A rounded body lit from the upper left, with its shadow on the table."""
    shadow = study.ellipse(x + rx * 0.45, y + ry * 0.86, rx * 1.15, ry * 0.26, soft=ry * 0.25)
    study.shade(shadow, 0.45)
    mask = study.ellipse(x, y, rx, ry, turn)
    u, v = study.local(x, y)
    u, v = u / max(rx, ry), v / max(rx, ry)
    depth = np.sqrt(np.clip(1 - u * u - v * v, 0, 1))
    lit = np.clip(-0.52 * u - 0.58 * v + 0.62 * depth, 0, 1)
    rim = 0.16 * np.clip(0.8 * u + 0.5 * v - depth * 0.6, 0, 1)
    tone = np.asarray(colour, np.float32)
    mottle = 0.88 + 0.24 * study.noise(16, 4)[..., None]
    warm = np.array([1.12, 1.0, 0.82], np.float32)
    body = tone * (0.16 + 0.95 * lit[..., None] ** 0.9) * mottle * warm + rim[..., None]
    shine = np.exp(-(((u + 0.36) / 0.16) ** 2 + ((v + 0.42) / 0.14) ** 2))
    study.lay(mask, np.asarray(body + gloss * shine[..., None], np.float32))


def _turned(
    study: Study, x: float, profile: Sequence[tuple[float, float]], colour: Colour, gloss: float = 0.5
) -> tuple[Field, Field]:
    """A turned vessel from its profile (y, radius); answers its mask and u in -1..1 across it."""
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
    study.lay(study.line([(px - 0.006, py - 0.006) for px, py in handle], 0.011), (0.46, 0.58, 0.78))
    mask, u = _turned(study, 0.315, jug, (0.24, 0.40, 0.78))
    _jug_pattern(study, mask, u)
    study.lay(study.ellipse(0.315, 0.178, 0.073, 0.017), (0.05, 0.07, 0.14))
    _plate(study)
    pears = (0.88, 0.74, 0.24), (0.74, 0.66, 0.22), (0.86, 0.52, 0.20)
    for (x, y, lean), tone in zip(((0.57, 0.60, 0.10), (0.70, 0.62, -0.25), (0.62, 0.675, 0.45)), pears, strict=True):
        _pear(study, x, y, lean, tone)
    _orb(study, 0.86, 0.76, 0.072, 0.060, (0.95, 0.82, 0.16))
    _orb(study, 0.17, 0.80, 0.076, 0.072, (0.80, 0.16, 0.12))
    _orb(study, 0.075, 0.765, 0.066, 0.064, (0.62, 0.50, 0.16))
    _grapes(study)
    return paint(study, Hand(variety=0.035, relief=0.08, varnish=(1.0, 0.965, 0.86)))


def _wood(study: Study) -> Field:
    grain = study.noise(30, 4, stretch=14)
    return study.ramp((0, (0.20, 0.12, 0.07)), (1, (0.50, 0.32, 0.18)), along=grain)


def _cloth(study: Study) -> None:
    fold = np.sin(study.x * 26 + 6 * study.noise(2, 3)) * smoothstep(study.y, 0.74, 0.95)
    edge = 0.715 + 0.02 * np.sin(study.x[0] * 9) + 0.05 * np.abs(study.x[0] - 0.5)
    tone = np.clip(0.62 + 0.30 * fold - 0.25 * study.x + 0.15 * study.noise(5, 4), 0, 1)
    cloth = study.ramp((0, (0.42, 0.40, 0.44)), (0.6, (0.82, 0.78, 0.70)), (1, (0.98, 0.95, 0.87)), along=tone)
    study.lay(study.below(np.asarray(edge, np.float32)), cloth)
    for low in (0.90, 0.925, 0.94):
        band = np.exp(-(((study.y - low - 0.02 * np.sin(study.x * 13)) / 0.005) ** 2))
        study.lay(np.asarray(band * 0.8, np.float32), (0.54, 0.20, 0.18))


def _jug_pattern(study: Study, mask: Field, u: Field) -> None:
    """White slip trails: bands and a garland that turns with the vessel."""
    around = np.arcsin(np.clip(u, -0.999, 0.999))
    light = (0.25 + 0.75 * np.clip(1 - (u + 0.4) ** 2, 0, 1))[..., None] * np.array([0.93, 0.93, 0.90])
    for low in (0.385, 0.66):
        study.lay(np.asarray(mask * np.exp(-(((study.y - low) / 0.006) ** 2)), np.float32), light)
    vine = study.y - 0.525 - 0.045 * np.sin(around * 5)
    study.lay(np.asarray(mask * np.exp(-((vine / 0.007) ** 2)), np.float32), light)
    leaf = np.cos(around * 10) * np.cos((study.y - 0.525) * 62)
    study.lay(mask * smoothstep(leaf, 0.66, 0.74) * (np.abs(study.y - 0.525) < 0.085), light)


def _plate(study: Study) -> None:
    study.shade(study.ellipse(0.66, 0.775, 0.29, 0.065, soft=0.04), 0.5)
    for ry, tone in ((0.065, (0.44, 0.44, 0.46)), (0.058, (0.80, 0.78, 0.74)), (0.040, (0.56, 0.55, 0.55))):
        study.lay(study.ellipse(0.645, 0.755, ry * 4.1, ry, soft=0.006), tone)


def _pear(study: Study, x: float, y: float, lean: float, tone: Colour) -> None:
    _orb(study, x, y + 0.06, 0.088, 0.085, tone)
    tip = (x + 0.10 * lean, y - 0.055)
    _orb(study, *tip, 0.050, 0.070, tone, gloss=0.1)
    stem = [(tip[0], tip[1] - 0.06), (tip[0] + 0.012 + 0.02 * lean, tip[1] - 0.115)]
    study.lay(study.line(stem, 0.009), (0.24, 0.15, 0.08))


def _grapes(study: Study) -> None:
    rng = study.rng
    for _ in range(46):
        t, side = rng.random(), rng.normal(0, 1)
        x = 0.42 + 0.15 * t + side * 0.022 * (1 - 0.5 * t)
        y = 0.79 + 0.06 * t + rng.normal(0, 0.018)
        tone = np.array([0.36, 0.13, 0.32]) * rng.uniform(0.7, 1.25) + [0.06, 0.02, 0.05]
        _orb(study, float(x), float(y), 0.024, 0.024, tuple(tone), gloss=0.7)
    study.lay(study.line([(0.42, 0.78), (0.40, 0.745), (0.385, 0.75)], 0.008), (0.32, 0.26, 0.12))


def portrait(seed: int) -> Picture:
    """A woman in profile against green, a band in her hair, light on the cheek."""
    study = Study(740, 1000, seed)
    study.rgb = study.ramp((0, (0.34, 0.42, 0.32)), (1, (0.12, 0.17, 0.14)), along=study.noise(2.5, 5))
    study.glow(0.26, 0.42, 0.40, (0.16, 0.17, 0.10))
    hair_back = study.ellipse(0.60, 0.36, 0.215, 0.235, 0.3, soft=0.01)
    strands = study.noise(36, 3, stretch=0.2)
    hair = study.ramp((0, (0.10, 0.05, 0.03)), (0.6, (0.34, 0.18, 0.09)), (1, (0.72, 0.45, 0.22)), along=strands)
    _shoulders(study)
    _neck(study)
    study.lay(hair_back, hair)
    study.lay(study.ellipse(0.80, 0.46, 0.10, 0.10, soft=0.008), hair * 0.85)
    _face(study)
    crown = study.polygon(_CROWN, soft=0.008)
    u, v = study.local(0.56, 0.30)
    waves = np.clip(0.5 + 0.5 * np.sin(np.hypot(u, v * 1.1) * 95 + 5 * strands), 0, 1)
    lit = np.clip(0.85 - 1.7 * (u + 0.15) - 1.0 * v, 0.15, 1)
    study.lay(crown, study.ramp((0, (0.13, 0.06, 0.03)), (0.7, (0.46, 0.25, 0.11)), (1, (0.86, 0.60, 0.32)), along=np.asarray(waves * lit, np.float32)))
    _band(study)
    return paint(study, Hand(variety=0.03, relief=0.07, radii=(22, 11, 6, 3, 2), varnish=(1.0, 0.965, 0.87)))


_PROFILE = (
    (0.440, 0.205), (0.385, 0.245), (0.352, 0.300), (0.342, 0.345), (0.347, 0.375), (0.325, 0.412),
    (0.292, 0.448), (0.296, 0.468), (0.330, 0.476), (0.336, 0.490), (0.316, 0.508), (0.320, 0.522),
    (0.336, 0.530), (0.318, 0.545), (0.322, 0.562), (0.340, 0.574), (0.334, 0.592), (0.340, 0.622),
    (0.372, 0.644), (0.420, 0.640), (0.480, 0.612), (0.545, 0.560), (0.580, 0.500), (0.62, 0.40),
    (0.60, 0.28), (0.52, 0.21),
)  # fmt: skip
_CROWN = (
    (0.405, 0.225), (0.43, 0.16), (0.52, 0.105), (0.64, 0.105), (0.76, 0.165), (0.825, 0.27),
    (0.83, 0.40), (0.76, 0.50), (0.66, 0.535), (0.625, 0.50), (0.575, 0.47), (0.55, 0.42),
    (0.52, 0.36), (0.46, 0.30),
)  # fmt: skip


def _smooth(points: Sequence[tuple[float, float]], rounds: int = 2) -> list[tuple[float, float]]:
    """Chaikin's corner cutting of a closed outline."""
    ring = np.asarray(points)
    for _ in range(rounds):
        following = np.roll(ring, -1, axis=0)
        ring = np.stack([0.75 * ring + 0.25 * following, 0.25 * ring + 0.75 * following], 1).reshape(-1, 2)
    return [(float(x), float(y)) for x, y in ring]


def _face(study: Study) -> None:
    mask = study.polygon(_smooth(_PROFILE), soft=0.002)
    u = (study.x - 0.33) / 0.28
    lit = np.clip(1.02 - 0.75 * u - 0.35 * np.clip((study.y - 0.52) / 0.12, 0, 1), 0, 1)
    lit -= 0.22 * study.ellipse(0.385, 0.385, 0.055, 0.032, soft=0.03)
    lit -= 0.16 * study.ellipse(0.40, 0.60, 0.06, 0.03, -0.4, soft=0.04)
    lit += 0.12 * study.ellipse(0.40, 0.46, 0.05, 0.045, soft=0.05)
    skin = study.ramp(
        (0, (0.36, 0.19, 0.13)), (0.4, (0.68, 0.43, 0.31)), (0.75, (0.90, 0.69, 0.54)),
        (1, (0.99, 0.87, 0.74)), along=np.asarray(np.clip(lit, 0, 1), np.float32),
    )  # fmt: skip
    study.lay(mask, skin)
    study.lay(study.ellipse(0.425, 0.485, 0.05, 0.045, soft=0.05) * 0.35, (0.90, 0.45, 0.36))
    study.lay(study.line([(0.322, 0.531), (0.352, 0.528), (0.375, 0.537)], 0.007, 0.002), (0.46, 0.16, 0.14))
    study.lay(study.ellipse(0.342, 0.519, 0.020, 0.009, 0.1, soft=0.004) * mask, (0.72, 0.28, 0.24))
    study.lay(study.ellipse(0.345, 0.550, 0.020, 0.010, -0.1, soft=0.004) * mask, (0.80, 0.36, 0.30))
    study.lay(study.line([(0.352, 0.345), (0.40, 0.328), (0.448, 0.345)], 0.010, 0.003), (0.30, 0.16, 0.09))
    study.lay(study.ellipse(0.385, 0.385, 0.026, 0.012, soft=0.003), (0.92, 0.86, 0.80))
    study.lay(study.ellipse(0.376, 0.385, 0.011, 0.013), (0.16, 0.20, 0.18))
    study.lay(study.line([(0.360, 0.383), (0.383, 0.369), (0.424, 0.388)], 0.006, 0.001), (0.16, 0.08, 0.05))
    study.lay(study.line([(0.327, 0.463), (0.345, 0.470)], 0.007, 0.003) * mask, (0.42, 0.18, 0.13))
    study.lay(study.ellipse(0.575, 0.445, 0.024, 0.040, 0.25, soft=0.006), (0.82, 0.52, 0.40))
    study.lay(study.ellipse(0.575, 0.500, 0.012, 0.015), (0.97, 0.93, 0.82))


def _neck(study: Study) -> None:
    outline = _smooth([(0.41, 0.60), (0.43, 0.70), (0.405, 0.80), (0.70, 0.82), (0.665, 0.70), (0.645, 0.52), (0.52, 0.52)])
    u = (study.x - 0.40) / 0.28
    lit = np.clip(0.92 - 0.9 * u - 1.8 * np.clip(0.70 - study.y, 0, 1), 0, 1)
    study.lay(
        study.polygon(outline, soft=0.003),
        study.ramp((0, (0.28, 0.14, 0.10)), (0.5, (0.70, 0.46, 0.34)), (1, (0.95, 0.78, 0.63)), along=np.asarray(lit, np.float32)),
    )
    for t in np.linspace(0, 1, 15):
        x, y = 0.418 + 0.26 * t, 0.765 + 0.045 * np.sin(np.pi * t)
        _orb(study, float(x), float(y), 0.013, 0.013, (0.86, 0.84, 0.78), gloss=0.6)


def _shoulders(study: Study) -> None:
    outline = _smooth([(0.08, 1.05), (0.16, 0.90), (0.30, 0.83), (0.42, 0.80), (0.55, 0.835), (0.70, 0.80), (0.86, 0.86), (0.97, 1.05)])
    mask = study.polygon(outline, soft=0.003)
    folds = np.sin((study.x * 34 + 9 * (study.y - 0.8)) + 4 * study.noise(3, 3))
    lit = np.clip(0.75 - 0.6 * study.x + 0.22 * folds, 0, 1)
    study.lay(mask, study.ramp((0, (0.16, 0.05, 0.07)), (0.5, (0.50, 0.12, 0.14)), (1, (0.84, 0.32, 0.26)), along=np.asarray(lit, np.float32)))
    trim = study.line([(0.33, 0.83), (0.43, 0.865), (0.55, 0.882), (0.66, 0.862), (0.74, 0.825)], 0.022)
    pattern = 0.7 + 0.3 * np.sin(study.x * 260)
    study.lay(trim, np.asarray([0.86, 0.70, 0.34], np.float32) * pattern[..., None])


def _band(study: Study) -> None:
    path = [(0.405, 0.235), (0.50, 0.245), (0.60, 0.285), (0.70, 0.355), (0.785, 0.44)]
    study.lay(study.line(path, 0.030, 0.002), (0.16, 0.30, 0.48))
    study.lay(study.line([(x - 0.004, y - 0.009) for x, y in path], 0.007), (0.58, 0.72, 0.84))
    for t in np.linspace(0.06, 0.94, 9):
        x, y = np.interp(t * 4, range(5), [p[0] for p in path]), np.interp(t * 4, range(5), [p[1] for p in path])
        _orb(study, float(x), float(y), 0.009, 0.009, (0.92, 0.78, 0.40), gloss=0.7)
