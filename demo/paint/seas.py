"""Pictures of the sea: a harbour in the last sun, a breaking wave."""

from __future__ import annotations

import numpy as np

from demo.paint.painter import Hand, paint
from demo.paint.study import Colour, Field, Picture, Study, smoothstep

_SUN = (0.36, 0.47)


def harbour_sunset(seed: int) -> Picture:
    """Masts and sails against a low sun, gold on the water."""
    study = Study(1000, 720, seed)
    study.rgb = study.ramp(
        (0, (0.30, 0.36, 0.55)), (0.2, (0.66, 0.52, 0.56)), (0.4, (0.98, 0.66, 0.38)),
        (0.55, (1.0, 0.82, 0.48)),
    )  # fmt: skip
    veil = study.noise(4, 5, stretch=4)
    study.lay(
        smoothstep(veil, 0.48, 0.72) * smoothstep(study.y, 0.48, 0.2) * 0.75, (0.98, 0.60, 0.42)
    )
    study.lay(
        smoothstep(veil, 0.44, 0.25) * smoothstep(study.y, 0.5, 0.3) * 0.5, (0.42, 0.38, 0.54)
    )
    study.glow(*_SUN, 0.22, (0.35, 0.22, 0.06))
    study.lay(study.ellipse(*_SUN, 0.04, 0.04, soft=0.004), (1.0, 0.97, 0.80))
    _town(study, 0.50, 0.99, (0.50, 0.36, 0.42), (0.98, 0.72, 0.46))
    study.lay(study.below(study.ridge(0.545, 0.012, 3)) * (study.x < 0.5), (0.62, 0.44, 0.46))
    water(study, 0.56, (0.98, 0.72, 0.42), (0.22, 0.26, 0.40), (1.0, 0.90, 0.60), _SUN[0])
    for x, foot, size, turned in ((0.20, 0.66, 0.12, 1), (0.60, 0.76, 0.19, -1)):
        _ship(study, x, foot, size, turned)
    _dinghy(study, 0.26, 0.89, 0.11)
    _gulls(study, 9, (0.98, 0.92, 0.86))
    return paint(study, Hand(variety=0.04))


def _town(study: Study, left: float, right: float, shade: Colour, lit: Colour) -> None:
    """Paint a quay with gabled houses and a church tower, lit from the side of the sun."""
    rng = study.rng
    x = left
    while x < right:
        wide, tall = rng.uniform(0.022, 0.05), rng.uniform(0.045, 0.13)
        body = np.asarray(shade) * rng.uniform(0.75, 1.15) + rng.normal(0, 0.02, 3)
        wall = [(x, 0.57), (x, 0.565 - tall), (x + wide, 0.565 - tall), (x + wide, 0.57)]
        study.lay(study.polygon(wall), tuple(body))
        study.lay(study.polygon([(x, 0.57), (x, 0.565 - tall), (x + wide * 0.4, 0.57)]) * 0.7, lit)
        peak = (x + wide / 2, 0.565 - tall - rng.uniform(0.02, 0.04))
        roof = [(x - 0.003, 0.566 - tall), peak, (x + wide + 0.003, 0.566 - tall)]
        study.lay(study.polygon(roof), tuple(body * np.array([0.9, 0.62, 0.55])))
        _windows(study, x, wide, tall, lit)
        x += wide * rng.uniform(0.85, 1.05)
    tower = left + 0.62 * (right - left)
    study.lay(
        study.polygon([(tower, 0.56), (tower, 0.34), (tower + 0.028, 0.34), (tower + 0.028, 0.56)]),
        shade,
    )
    study.lay(
        study.polygon([(tower, 0.56), (tower, 0.34), (tower + 0.009, 0.34), (tower + 0.009, 0.56)]),
        lit,
    )
    study.lay(
        study.polygon([(tower - 0.002, 0.342), (tower + 0.014, 0.235), (tower + 0.03, 0.342)]),
        (0.32, 0.28, 0.38),
    )


def _windows(study: Study, x: float, wide: float, tall: float, lit: Colour) -> None:
    rows, columns = np.mgrid[
        0.62 - tall - 0.03 : 0.555 : 0.026, x + 0.008 : x + wide - 0.004 : 0.012
    ]
    points = np.stack([columns.ravel(), rows.ravel()], 1)
    if not len(points):
        return
    on = study.rng.random((len(points), 1)) < 0.4
    tones = np.where(on, np.asarray(lit), np.asarray(lit) * 0.35)
    down = np.array([0, 0.008])
    study.hairs(points.astype(np.float32), (points + down).astype(np.float32), 0.006, tones)


def water(
    study: Study, top: float, sky: Colour, deep: Colour, glint: Colour, light_x: float
) -> None:
    """Paint the sea from `top` down, with reflections, ripples and the light of the sun."""
    height = study.shape[0]
    line = int(top * height)
    mirror = study.rgb[line - 1 :: -1][: height - line]
    depth = np.linspace(0, 1, height - line, dtype=np.float32)[:, None]
    swell = study.noise(26, 4, stretch=6)[line:]
    shift = (swell - 0.5) * (14 + 70 * depth)
    rows = np.clip(np.arange(height - line)[:, None] + shift, 0, len(mirror) - 1).astype(int)
    body = mirror[rows, np.arange(study.shape[1])[None, :]]
    fade = (0.30 + 0.55 * depth)[..., None]
    water = body * (1 - fade) + fade * (
        np.asarray(sky) * (1 - depth[..., None]) + np.asarray(deep) * depth[..., None]
    )
    across = np.abs(study.x[line:] - light_x) / (0.03 + 0.16 * depth)
    sparkle = smoothstep(np.asarray(swell, np.float32), 0.50, 0.62) * np.exp(-(across**2))
    dark = smoothstep(np.asarray(swell, np.float32), 0.5, 0.3)[..., None] * 0.30
    water = water * (1 - dark) + sparkle[..., None] * (np.asarray(glint) - water)
    study.rgb[line:] = water


def _ship(study: Study, x: float, foot: float, size: float, turned: int) -> None:
    """Paint a two-master with its sails half set; `size` is half the length of its hull, in
    heights of the picture."""

    def at(u: float, v: float) -> tuple[float, float]:
        return x + turned * u * size / study.aspect, foot + v * size

    hull = [
        at(-1.05, -0.30),
        at(-0.9, -0.02),
        at(0.8, 0.0),
        at(1.15, -0.36),
        at(0.6, -0.22),
        at(-0.6, -0.2),
    ]
    study.lay(
        study.ellipse(x, foot + 0.08 * size, size * 1.1, size * 0.14, soft=0.02) * 0.7,
        (0.20, 0.15, 0.20),
    )
    for mast, tall in ((-0.35, 2.1), (0.30, 2.4)):
        study.lay(study.line([at(mast, -0.2), at(mast, -tall)], 0.035 * size), (0.22, 0.13, 0.11))
        for low, high, wide in ((0.5, 1.15, 0.46), (1.2, 1.7, 0.36), (1.75, tall - 0.15, 0.24)):
            sail = [
                at(mast - wide, -low),
                at(mast - wide * 0.8, -high),
                at(mast + wide * 0.8, -high),
                at(mast + wide, -low),
                at(mast, -low - 0.09),
            ]
            cloth = study.ramp(
                (at(mast - wide, 0)[0], (0.62, 0.42, 0.40)), (at(mast, 0)[0], (0.80, 0.54, 0.42)),
                (at(mast + wide, 0)[0], (0.99, 0.82, 0.56)), along=study.x,
            ) if turned > 0 else study.ramp(
                (at(mast + wide, 0)[0], (0.98, 0.86, 0.66)), (at(mast, 0)[0], (0.84, 0.62, 0.48)),
                (at(mast - wide, 0)[0], (0.46, 0.32, 0.36)), along=study.x,
            )  # fmt: skip
            study.lay(study.polygon(sail), cloth)
            study.lay(
                study.line([at(mast - wide, -high), at(mast + wide, -high)], 0.02 * size),
                (0.24, 0.15, 0.12),
            )
    jib = [at(0.42, -2.2), at(1.5, -0.55), at(0.45, -0.5)]
    study.lay(study.polygon(jib), (0.74, 0.50, 0.44))
    study.lay(study.line([at(1.0, -0.3), at(1.6, -0.58)], 0.03 * size), (0.22, 0.13, 0.11))
    study.lay(
        study.polygon(hull),
        study.ramp((foot - 0.4 * size, (0.48, 0.27, 0.17)), (foot, (0.13, 0.09, 0.10))),
    )
    study.lay(
        study.line([at(-1.0, -0.22), at(-0.6, -0.14), at(0.6, -0.15), at(1.0, -0.27)], 0.04 * size),
        (0.90, 0.68, 0.42),
    )


def _dinghy(study: Study, x: float, foot: float, size: float) -> None:
    across = size / study.aspect
    study.lay(
        study.ellipse(x, foot + 0.014, size * 1.05, 0.016, soft=0.015) * 0.7, (0.13, 0.12, 0.18)
    )
    hull = [
        (x - across, foot - 0.045),
        (x - across * 0.75, foot + 0.012),
        (x + across * 0.8, foot + 0.012),
        (x + across, foot - 0.05),
    ]
    study.lay(
        study.polygon(hull),
        study.ramp((foot - 0.05, (0.66, 0.24, 0.16)), (foot + 0.01, (0.20, 0.08, 0.09))),
    )
    study.lay(study.line([hull[0], (x, foot - 0.03), hull[3]], 0.009), (0.96, 0.74, 0.46))
    for shift, tone in ((-0.25, (0.16, 0.18, 0.30)), (0.2, (0.50, 0.20, 0.16))):
        px = x + shift * across
        study.lay(study.ellipse(px, foot - 0.066, 0.021, 0.036), tone)
        study.lay(study.ellipse(px + 0.003, foot - 0.112, 0.013, 0.016), (0.82, 0.56, 0.40))
    study.lay(
        study.line([(x + 0.2 * across, foot - 0.06), (x + across * 1.5, foot + 0.02)], 0.006),
        (0.30, 0.2, 0.14),
    )


def _gulls(study: Study, count: int, tone: Colour) -> None:
    for x, y in study.rng.random((count, 2)) * [0.9, 0.30] + [0.05, 0.08]:
        wing = study.rng.uniform(0.008, 0.016)
        path = [
            (x - wing, y - wing * 0.4),
            (x - wing * 0.4, y - wing * 0.7),
            (x, y),
            (x + wing * 0.5, y - wing * 0.8),
            (x + wing, y - wing * 0.5),
        ]
        study.lay(study.line(path, 0.005), tone)


def wave(seed: int) -> Picture:
    """A wave breaking against the light, foam, a dark headland."""
    study = Study(1000, 700, seed)
    study.rgb = study.ramp(
        (0, (0.52, 0.60, 0.68)), (0.25, (0.84, 0.84, 0.80)), (0.36, (0.96, 0.90, 0.76))
    )
    veil = study.noise(4, 6, stretch=3)
    study.lay(
        smoothstep(veil, 0.5, 0.75) * smoothstep(study.y, 0.36, 0.1) * 0.7, (0.46, 0.52, 0.62)
    )
    study.lay(_headland(study), study.ramp((0.2, (0.46, 0.46, 0.50)), (0.4, (0.20, 0.25, 0.28))))
    study.lay(
        smoothstep(study.y, 0.362, 0.368),
        study.ramp((0.36, (0.36, 0.50, 0.54)), (0.6, (0.08, 0.26, 0.32)), (1, (0.05, 0.16, 0.22))),
    )
    chop = study.noise(22, 4, stretch=5)
    study.lay(
        smoothstep(chop, 0.55, 0.72) * smoothstep(study.y, 0.37, 0.4) * 0.5, (0.52, 0.68, 0.68)
    )
    study.lay(
        smoothstep(chop, 0.42, 0.25) * smoothstep(study.y, 0.37, 0.4) * 0.5, (0.04, 0.16, 0.22)
    )
    for base, rise, size in ((0.46, 0.05, 0.6), (0.60, 0.14, 1.0), (0.84, 0.06, 0.8)):
        _breaker(study, base, rise, size)
    _rock(study)
    _gulls(study, 7, (0.98, 0.97, 0.94))
    return paint(study, Hand(variety=0.04, varnish=(1.0, 0.985, 0.93)))


def _headland(study: Study) -> Field:
    line = 0.37 - 0.20 * np.clip((study.x - 0.66) / 0.3, 0, 1) ** 0.7
    jag = study.noise(9, 4) * 0.05
    return np.asarray(
        smoothstep(study.y - line + jag, -0.006, 0.006) * (study.x > 0.62), np.float32
    )


def _breaker(study: Study, base: float, rise: float, size: float) -> None:
    """Paint a wave: a wall of green glass, a lip, and falling foam."""
    rng = study.rng
    columns = study.x[0]
    middle = rng.uniform(0.40, 0.52)
    crest = (
        base
        - rise * np.exp(-(((columns - middle) / 0.30) ** 2))
        + 0.012 * np.sin(columns * 23 + base * 50)
    )
    under = study.y - crest[None, :].astype(np.float32)
    glass = study.ramp(
        (0, (0.62, 0.86, 0.74)), (0.05, (0.24, 0.62, 0.56)), (0.14, (0.06, 0.32, 0.38)),
        (0.28, (0.04, 0.20, 0.27)), along=np.asarray(under / (0.5 + rise * 4), np.float32),
    )  # fmt: skip
    body = smoothstep(under, -0.003, 0.003) * smoothstep(under, 0.34, 0.14)
    study.lay(body, glass)
    veins = study.noise(11, 4, stretch=0.5)
    lines = np.exp(-(((veins - 0.5) / 0.022) ** 2))
    study.lay(body * lines * 0.55 * smoothstep(under, 0.25, 0.02), (0.86, 0.95, 0.92))
    count = int(1500 * size)
    x = rng.normal(middle, 0.24, count)
    top = np.interp(x, columns, crest)
    fall = (
        rng.exponential(0.034 * size, count)
        * np.exp(-(((x - middle) / 0.26) ** 2))
        * (1 + rise * 4)
    )
    y = top - 0.012 * size + fall * np.where(rng.random(count) < 0.2, -0.7, 1.0)
    tones = np.array([0.97, 0.98, 0.95]) - rng.random((count, 1)) ** 2 * np.array(
        [0.34, 0.22, 0.18]
    )
    radii = rng.uniform(0.002, 0.010, count) * size
    study.dabs(np.stack([x, y], 1).astype(np.float32), radii.astype(np.float32), tones)


def _rock(study: Study) -> None:
    rng = study.rng
    for x, y, size in (
        (0.86, 0.93, 0.13),
        (0.94, 0.86, 0.10),
        (0.77, 0.99, 0.09),
        (0.03, 0.98, 0.10),
    ):
        rim = study.noise(7, 3) * 0.5 + 0.75
        u, v = study.local(x, y)
        mask = smoothstep(np.asarray(np.hypot(u, v * 1.25) / rim, np.float32), size, size * 0.94)
        facet = np.clip(0.45 - 0.6 * v / size - 0.5 * u / size + (study.noise(14, 3) - 0.5), 0, 1)
        study.lay(
            mask,
            study.ramp(
                (0, (0.07, 0.08, 0.10)),
                (0.6, (0.30, 0.25, 0.22)),
                (1, (0.62, 0.52, 0.42)),
                along=facet,
            ),
        )
        spray = rng.normal([x, y - size * 0.75], [size * 0.55, size * 0.28], (420, 2))
        tones = np.array([0.96, 0.97, 0.95]) - rng.random((420, 1)) ** 2 * 0.25
        study.dabs(
            spray.astype(np.float32), rng.uniform(0.001, 0.005, 420).astype(np.float32), tones
        )
