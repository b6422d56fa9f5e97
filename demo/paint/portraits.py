"""A head in profile."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from demo.paint.indoors import orb
from demo.paint.painter import Hand, paint
from demo.paint.study import Picture, Study, smoothstep


def portrait(seed: int) -> Picture:
    """A woman in profile against green, a band in her hair, light on the cheek."""
    study = Study(740, 1000, seed)
    study.rgb = study.ramp(
        (0, (0.34, 0.42, 0.32)), (1, (0.12, 0.17, 0.14)), along=study.noise(2.5, 5)
    )
    study.glow(0.26, 0.42, 0.40, (0.16, 0.17, 0.10))
    hair_back = study.ellipse(0.60, 0.36, 0.215, 0.235, 0.3, soft=0.01)
    strands = study.noise(36, 3, stretch=0.2)
    hair = study.ramp(
        (0, (0.10, 0.05, 0.03)), (0.6, (0.34, 0.18, 0.09)), (1, (0.72, 0.45, 0.22)), along=strands
    )
    _shoulders(study)
    _neck(study)
    study.lay(hair_back, hair)
    study.lay(study.ellipse(0.80, 0.46, 0.10, 0.10, soft=0.008), hair * 0.85)
    _face(study)
    crown = study.polygon(_CROWN, soft=0.008)
    u, v = study.local(0.56, 0.30)
    waves = np.clip(0.5 + 0.5 * np.sin(np.hypot(u, v * 1.1) * 95 + 5 * strands), 0, 1)
    lit = np.clip(0.85 - 1.7 * (u + 0.15) - 1.0 * v, 0.15, 1)
    study.lay(
        crown,
        study.ramp(
            (0, (0.13, 0.06, 0.03)),
            (0.7, (0.46, 0.25, 0.11)),
            (1, (0.86, 0.60, 0.32)),
            along=np.asarray(waves * lit, np.float32),
        ),
    )
    _band(study)
    return paint(
        study, Hand(variety=0.03, relief=0.07, radii=(22, 11, 6, 3, 2), varnish=(1.0, 0.965, 0.87))
    )


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
    """The closed outline, smoothed by Chaikin's corner cutting."""
    ring = np.asarray(points)
    for _ in range(rounds):
        following = np.roll(ring, -1, axis=0)
        ring = np.stack(
            [0.75 * ring + 0.25 * following, 0.25 * ring + 0.75 * following], 1
        ).reshape(-1, 2)
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
    study.lay(
        study.line([(0.322, 0.530), (0.350, 0.531), (0.378, 0.524)], 0.005, 0.002),
        (0.52, 0.20, 0.17),
    )
    study.lay(study.ellipse(0.342, 0.519, 0.020, 0.009, 0.1, soft=0.004) * mask, (0.72, 0.28, 0.24))
    study.lay(
        study.ellipse(0.345, 0.550, 0.020, 0.010, -0.1, soft=0.004) * mask, (0.80, 0.36, 0.30)
    )
    study.lay(
        study.line([(0.352, 0.345), (0.40, 0.328), (0.448, 0.345)], 0.010, 0.003),
        (0.30, 0.16, 0.09),
    )
    study.lay(study.ellipse(0.385, 0.385, 0.026, 0.012, soft=0.003), (0.92, 0.86, 0.80))
    study.lay(study.ellipse(0.376, 0.385, 0.011, 0.013), (0.16, 0.20, 0.18))
    study.lay(
        study.line([(0.360, 0.383), (0.383, 0.369), (0.424, 0.388)], 0.006, 0.001),
        (0.16, 0.08, 0.05),
    )
    study.lay(study.line([(0.327, 0.463), (0.345, 0.470)], 0.007, 0.003) * mask, (0.42, 0.18, 0.13))
    study.lay(study.ellipse(0.575, 0.445, 0.024, 0.040, 0.25, soft=0.006), (0.82, 0.52, 0.40))
    study.lay(study.ellipse(0.575, 0.500, 0.012, 0.015), (0.97, 0.93, 0.82))


def _neck(study: Study) -> None:
    outline = _smooth(
        [
            (0.41, 0.60),
            (0.43, 0.70),
            (0.405, 0.80),
            (0.70, 0.82),
            (0.665, 0.70),
            (0.645, 0.52),
            (0.52, 0.52),
        ]
    )
    u = (study.x - 0.40) / 0.28
    lit = np.clip(0.92 - 0.9 * u - 0.75 * smoothstep(study.y - 0.12 * study.x, 0.665, 0.585), 0, 1)
    study.lay(
        study.polygon(outline, soft=0.003),
        study.ramp(
            (0, (0.28, 0.14, 0.10)),
            (0.5, (0.70, 0.46, 0.34)),
            (1, (0.95, 0.78, 0.63)),
            along=np.asarray(lit, np.float32),
        ),
    )
    for t in np.linspace(0, 1, 15):
        x, y = 0.418 + 0.26 * t, 0.765 + 0.045 * np.sin(np.pi * t)
        orb(study, float(x), float(y), 0.013, 0.013, (0.86, 0.84, 0.78), gloss=0.6)


def _shoulders(study: Study) -> None:
    outline = _smooth(
        [
            (0.08, 1.05),
            (0.16, 0.90),
            (0.30, 0.83),
            (0.42, 0.80),
            (0.55, 0.835),
            (0.70, 0.80),
            (0.86, 0.86),
            (0.97, 1.05),
        ]
    )
    mask = study.polygon(outline, soft=0.003)
    folds = np.sin((study.x * 34 + 9 * (study.y - 0.8)) + 4 * study.noise(3, 3))
    lit = np.clip(0.75 - 0.6 * study.x + 0.22 * folds, 0, 1)
    study.lay(
        mask,
        study.ramp(
            (0, (0.16, 0.05, 0.07)),
            (0.5, (0.50, 0.12, 0.14)),
            (1, (0.84, 0.32, 0.26)),
            along=np.asarray(lit, np.float32),
        ),
    )
    trim = study.line(
        [(0.33, 0.83), (0.43, 0.865), (0.55, 0.882), (0.66, 0.862), (0.74, 0.825)], 0.022
    )
    pattern = 0.7 + 0.3 * np.sin(study.x * 260)
    study.lay(trim, np.asarray([0.86, 0.70, 0.34], np.float32) * pattern[..., None])


def _band(study: Study) -> None:
    path = [(0.405, 0.235), (0.50, 0.245), (0.60, 0.285), (0.70, 0.355), (0.785, 0.44)]
    study.lay(study.line(path, 0.030, 0.002), (0.16, 0.30, 0.48))
    study.lay(study.line([(x - 0.004, y - 0.009) for x, y in path], 0.007), (0.58, 0.72, 0.84))
    for t in np.linspace(0.06, 0.94, 9):
        x, y = (
            np.interp(t * 4, range(5), [p[0] for p in path]),
            np.interp(t * 4, range(5), [p[1] for p in path]),
        )
        orb(study, float(x), float(y), 0.009, 0.009, (0.92, 0.78, 0.40), gloss=0.7)
