"""Weather: storm clouds above a plain, a birch wood in snow."""

from __future__ import annotations

import numpy as np

from demo.paint.landscapes import copses
from demo.paint.painter import Hand, paint
from demo.paint.study import Colour, Picture, Study, smoothstep


def clouds(seed: int) -> Picture:
    """Towers of cloud meeting over a plain, with a shaft of sun."""
    study = Study(1000, 700, seed)
    study.rgb = study.ramp(
        (0, (0.16, 0.30, 0.52)), (0.4, (0.46, 0.62, 0.76)), (0.78, (0.97, 0.84, 0.64))
    )
    _tower(study, 0.24, 0.40, 0.34, (1.0, 0.93, 0.80), (0.50, 0.42, 0.50), side=1)
    _tower(study, 0.82, 0.34, 0.38, (0.84, 0.82, 0.86), (0.17, 0.19, 0.28), side=-1)
    _tower(study, 0.55, 0.60, 0.20, (1.0, 0.86, 0.66), (0.52, 0.40, 0.44), side=1)
    shaft = study.polygon([(0.50, 0.30), (0.57, 0.30), (0.62, 0.86), (0.36, 0.86)], soft=0.03)
    study.rgb += (shaft * 0.16)[..., None] * np.array([1.0, 0.85, 0.5], np.float32)
    rain = study.polygon([(0.72, 0.5), (0.97, 0.5), (0.90, 0.83), (0.62, 0.83)], soft=0.03)
    streak = study.noise(3, 4, stretch=0.12)
    study.lay(rain * (0.35 + 0.4 * streak), (0.25, 0.29, 0.38))
    plain = study.below(study.ridge(0.815, 0.012, 3), 0.004)
    study.lay(
        plain,
        study.ramp((0.8, (0.44, 0.46, 0.36)), (0.88, (0.34, 0.38, 0.17)), (1, (0.15, 0.17, 0.08))),
    )
    bands = study.noise(16, 4, stretch=8)
    study.lay(plain * smoothstep(bands, 0.55, 0.72) * 0.6, (0.76, 0.66, 0.30))
    study.lay(plain * study.ellipse(0.48, 0.88, 0.30, 0.035, soft=0.03) * 0.8, (0.92, 0.80, 0.42))
    line = np.full(study.shape[1], 0.82, np.float32)
    copses(study, line, 36, 0.010, np.array([0.10, 0.14, 0.08]), np.array([0.36, 0.38, 0.16]))
    _mill(study, 0.30, 0.85)
    return paint(study, Hand(variety=0.04, radii=(30, 15, 8, 4, 2)))


def _tower(
    study: Study, x: float, y: float, size: float, light: Colour, dark: Colour, side: int
) -> None:
    """Paint a cumulus of many balls, brighter the higher and the nearer to the light."""
    rng = study.rng
    count = 240
    share = np.sort(rng.random(count))
    turn = rng.uniform(0, 2 * np.pi, count)
    reach = np.sqrt(rng.random(count)) * size
    px = x + np.cos(turn) * reach / study.aspect * 1.1
    py = y + np.sin(turn) * reach * 0.85 + 0.10 * (1 - share)
    lit = np.clip(0.5 + 0.42 * side * (px - x) * study.aspect / size - 0.55 * (py - y) / size, 0, 1)
    lit = np.clip(lit * 0.75 + share * 0.35 - 0.08, 0, 1)
    for number in range(count):
        radius = size * float(rng.uniform(0.10, 0.26)) * (1.15 - 0.5 * share[number])
        _ball(
            study,
            float(px[number]),
            float(py[number]),
            radius,
            float(lit[number]),
            light,
            dark,
            side,
        )


def _ball(
    study: Study,
    x: float,
    y: float,
    radius: float,
    lit: float,
    light: Colour,
    dark: Colour,
    side: int,
) -> None:
    """Paint one ball of a cloud, in its own window of the study only."""
    height, width = study.shape
    reach, cx, cy = int(radius * height) + 2, int(x * width), int(y * height)
    rows = slice(max(0, cy - reach), max(0, min(height, cy + reach)))
    columns = slice(max(0, cx - reach), max(0, min(width, cx + reach)))
    if rows.start >= rows.stop or columns.start >= columns.stop:
        return
    v, u = np.mgrid[rows, columns].astype(np.float32)
    u, v = (u - cx) / (radius * height), (v - cy) / (radius * height)
    mask = smoothstep(np.asarray(np.hypot(u, v), np.float32), 1.0, 0.55)[..., None]
    tone = np.clip(lit + 0.30 * (side * u - v), 0, 1)[..., None]
    colour = np.asarray(dark) + tone * (np.asarray(light) - np.asarray(dark))
    window = study.rgb[rows, columns]
    window += (mask * 0.85 * (colour - window)).astype(np.float32)


def _mill(study: Study, x: float, y: float) -> None:
    body = study.polygon(
        [(x - 0.014, y), (x + 0.014, y), (x + 0.009, y - 0.085), (x - 0.009, y - 0.085)]
    )
    study.lay(
        body,
        study.ramp((x - 0.014, (0.16, 0.12, 0.10)), (x + 0.014, (0.62, 0.48, 0.34)), along=study.x),
    )
    hub = (x, y - 0.085)
    for turn in (0.4, 0.4 + np.pi / 2):
        reach = np.array([np.cos(turn) / study.aspect, np.sin(turn)]) * 0.075
        ends = [(hub[0] - reach[0], hub[1] - reach[1]), (hub[0] + reach[0], hub[1] + reach[1])]
        study.lay(study.line(ends, 0.006), (0.20, 0.13, 0.09))


def birches(seed: int) -> Picture:
    """A birch wood in snow, low sun between the trunks, long blue shadows."""
    study = Study(760, 1000, seed)
    study.rgb = study.ramp(
        (0, (0.62, 0.70, 0.80)), (0.3, (0.93, 0.82, 0.72)), (0.5, (1.0, 0.86, 0.62)),
        (0.56, (0.86, 0.84, 0.88)), (1, (0.96, 0.96, 0.98)),
    )  # fmt: skip
    study.glow(0.42, 0.46, 0.25, (0.30, 0.20, 0.05))
    far = study.noise(5, 5, stretch=0.25)
    study.lay(
        smoothstep(far, 0.42, 0.7) * smoothstep(study.y, 0.57, 0.50) * 0.6, (0.62, 0.52, 0.56)
    )
    drift = study.noise(5, 4, stretch=3)
    study.lay(
        smoothstep(study.y, 0.55, 0.60) * smoothstep(drift, 0.5, 0.7) * 0.5, (0.74, 0.80, 0.92)
    )
    rng = study.rng
    for depth in np.linspace(0, 1, 15):
        x = float(rng.uniform(0.02, 0.98))
        _birch(study, x, 0.57 + 0.36 * depth**1.3, 0.010 + 0.036 * depth**1.4, float(depth))
    return paint(study, Hand(variety=0.03))


def _birch(study: Study, x: float, foot: float, width: float, depth: float) -> None:
    rng = study.rng
    lean = float(rng.normal(0, 0.02))
    run = (x - 0.42) * 0.9
    shadow = study.line(
        [(x, foot), (x + run, foot + 0.30 * (0.4 + depth))], width * 0.9, soft=0.004
    )
    study.lay(shadow * 0.7 * smoothstep(study.y, 0.56, 0.6), (0.56, 0.64, 0.84))
    trunk = study.line([(x, foot), (x + lean, -0.05)], width)
    u = (study.x - x - lean * (foot - study.y)) * study.aspect / width
    warm = study.ramp(
        (-0.5, (0.52, 0.50, 0.58)), (0.0, (0.86, 0.83, 0.82)), (0.4, (1.0, 0.95, 0.84)), along=u
    ) if x < 0.42 else study.ramp(
        (-0.5, (1.0, 0.95, 0.84)), (0.0, (0.86, 0.83, 0.82)), (0.5, (0.48, 0.47, 0.57)), along=u
    )  # fmt: skip
    study.lay(trunk, warm * (0.72 + 0.28 * depth) + 0.22 * (1 - depth))
    bark = study.noise(60, 3, stretch=5)
    study.lay(trunk * smoothstep(bark, 0.62, 0.70) * (0.4 + 0.6 * depth), (0.16, 0.13, 0.15))
    count = int(8 + 16 * depth)
    starts = np.stack([x + lean * 0.7 + np.zeros(count), rng.uniform(0.0, 0.42, count)], 1)
    reach = np.stack([rng.uniform(-0.22, 0.22, count), rng.uniform(-0.14, -0.02, count)], 1)
    tones = np.full((count, 3), 0.34 - 0.14 * depth) + np.array([0.06, 0.0, 0.02])
    study.hairs(
        starts.astype(np.float32),
        (starts + reach).astype(np.float32),
        0.0022 + 0.001 * depth,
        tones,
    )
    leaves = (starts + reach * rng.random((count, 1))).repeat(3, axis=0) + rng.normal(
        0, 0.012, (count * 3, 2)
    )
    gold = np.array([0.86, 0.56, 0.18]) * rng.uniform(0.7, 1.15, (count * 3, 1))
    study.dabs(leaves.astype(np.float32), np.full(count * 3, 0.004, np.float32), gold)
