"""A harbour after dusk: a lighthouse, lamps along the mole, boats at anchor."""

from __future__ import annotations

import numpy as np

from demo.paint.painter import Hand, paint
from demo.paint.seas import water
from demo.paint.study import Colour, Picture, Study, smoothstep


def harbour_dusk(seed: int) -> Picture:
    """A harbour at dusk in another style: blue light, a lighthouse, lamps along the mole."""
    study = Study(800, 960, seed)
    study.rgb = study.ramp(
        (0, (0.08, 0.12, 0.28)), (0.3, (0.18, 0.27, 0.46)), (0.5, (0.50, 0.48, 0.58)),
        (0.6, (0.86, 0.58, 0.50)),
    )  # fmt: skip
    veil = study.noise(4, 5, stretch=5)
    study.lay(
        smoothstep(veil, 0.5, 0.75) * smoothstep(study.y, 0.6, 0.35) * 0.6, (0.60, 0.46, 0.58)
    )
    beam = study.polygon([(0.70, 0.275), (-0.05, 0.10), (-0.05, 0.24)], soft=0.012)
    study.rgb += (beam * 0.22 * (0.3 + study.x))[..., None] * np.array([1.0, 0.9, 0.6], np.float32)
    study.lay(study.below(study.ridge(0.585, 0.035, 3)) * (study.x < 0.7), (0.22, 0.24, 0.38))
    _mole_lamps(study, 0.605)
    _lighthouse(study)
    water(study, 0.62, (0.36, 0.36, 0.50), (0.05, 0.09, 0.20), (0.99, 0.80, 0.48), 0.70)
    _rocks(study)
    for x, foot, size, tone in (
        (0.22, 0.80, 0.10, (0.20, 0.42, 0.44)),
        (0.42, 0.75, 0.075, (0.60, 0.26, 0.20)),
    ):
        _trawler(study, x, foot, size, tone)
    return paint(study, Hand(variety=0.05, radii=(22, 11, 6, 3, 2), varnish=(0.99, 0.985, 0.95)))


def _mole_lamps(study: Study, y: float) -> None:
    for number in range(7):
        x = 0.06 + 0.085 * number
        study.lay(study.line([(x, y + 0.02), (x, y - 0.045)], 0.004), (0.10, 0.10, 0.16))
        study.glow(x, y - 0.05, 0.035, (0.75, 0.50, 0.18))
        study.lay(study.ellipse(x, y - 0.05, 0.007, 0.007), (1.0, 0.92, 0.66))


def _lighthouse(study: Study) -> None:
    u = (study.x - 0.70) / 0.05
    body = study.polygon([(0.655, 0.63), (0.675, 0.32), (0.725, 0.32), (0.745, 0.63)])
    study.lay(
        body,
        study.ramp(
            (-1, (0.92, 0.80, 0.76)), (0.2, (0.62, 0.58, 0.70)), (1, (0.28, 0.28, 0.42)), along=u
        ),
    )
    stripes = body * (np.mod((study.y - 0.32) / 0.062, 2) < 1)
    study.lay(stripes * 0.9, study.ramp((-1, (0.76, 0.28, 0.24)), (1, (0.24, 0.10, 0.16)), along=u))
    study.lay(
        study.polygon([(0.660, 0.32), (0.740, 0.32), (0.740, 0.308), (0.660, 0.308)]),
        (0.16, 0.16, 0.24),
    )
    study.lay(
        study.polygon([(0.680, 0.31), (0.720, 0.31), (0.720, 0.25), (0.680, 0.25)]),
        (1.0, 0.90, 0.62),
    )
    study.lay(study.polygon([(0.672, 0.252), (0.728, 0.252), (0.70, 0.205)]), (0.20, 0.16, 0.24))
    study.glow(0.70, 0.28, 0.11, (0.55, 0.42, 0.16))


def _rocks(study: Study) -> None:
    """Paint the boulders of the mole, lit by the lamp above."""
    rng = study.rng
    for _ in range(70):
        x, y = rng.uniform(0.52, 1.02), rng.uniform(0.615, 0.70)
        size = rng.uniform(0.014, 0.034)
        mask = study.ellipse(x, y, size, size * 0.7, rng.uniform(-0.5, 0.5), soft=0.004)
        u, v = study.local(x, y)
        lit = np.clip(0.45 - 0.7 * v / size - 0.35 * u / size, 0, 1)
        study.lay(mask, study.ramp((0, (0.07, 0.08, 0.15)), (1, (0.48, 0.42, 0.46)), along=lit))


def _trawler(study: Study, x: float, foot: float, size: float, tone: Colour) -> None:
    across = size / study.aspect
    study.lay(
        study.ellipse(x, foot + 0.012, size * 1.1, 0.018, soft=0.015) * 0.8, (0.03, 0.05, 0.10)
    )
    hull = [
        (x - across, foot - 0.55 * size),
        (x - across * 0.8, foot),
        (x + across * 0.85, foot),
        (x + across * 1.1, foot - 0.7 * size),
        (x, foot - 0.4 * size),
    ]
    study.lay(
        study.polygon(hull), study.ramp((foot - 0.6 * size, tone), (foot, (0.06, 0.07, 0.12)))
    )
    study.lay(study.line([hull[0], hull[4], hull[3]], 0.008), (0.86, 0.78, 0.72))
    cabin = [
        (x - across * 0.65, foot - 0.45 * size),
        (x - across * 0.65, foot - 1.1 * size),
        (x - across * 0.1, foot - 1.1 * size),
        (x - across * 0.1, foot - 0.42 * size),
    ]
    study.lay(study.polygon(cabin), (0.62, 0.60, 0.66))
    study.lay(
        study.ellipse(x - across * 0.38, foot - 0.82 * size, size * 0.13, size * 0.12),
        (1.0, 0.84, 0.48),
    )
    study.glow(x - across * 0.38, foot - 0.82 * size, size * 0.5, (0.40, 0.26, 0.08))
    study.lay(
        study.line(
            [(x + across * 0.3, foot - 0.4 * size), (x + across * 0.3, foot - 2.3 * size)], 0.006
        ),
        (0.12, 0.11, 0.15),
    )
    for end in (-1.0, 1.05):
        stay = [(x + across * 0.3, foot - 2.25 * size), (x + across * end, foot - 0.55 * size)]
        study.lay(study.line(stay, 0.0025) * 0.7, (0.14, 0.14, 0.2))
