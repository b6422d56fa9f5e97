"""A room with an open window above the sea."""

from __future__ import annotations

import numpy as np

from demo.paint.painter import Hand, paint
from demo.paint.study import Colour, Picture, Study, smoothstep


def interior(seed: int) -> Picture:
    """A room with an open window: sea outside, sun on the tiles, a chair and a vase."""
    study = Study(800, 980, seed)
    study.rgb = study.ramp((0, (0.86, 0.66, 0.48)), (1, (0.52, 0.38, 0.36)), along=study.x)
    paper = np.sin(study.x * 92) * np.sin(study.y * 64 + 1.57 * np.sign(np.sin(study.x * 92)))
    study.lay(smoothstep(np.asarray(paper, np.float32), 0.62, 0.8) * 0.4, (0.93, 0.82, 0.62))
    _view(study)
    _tiles(study)
    sun = study.polygon([(0.30, 0.80), (0.60, 0.80), (0.90, 1.0), (0.47, 1.0)], soft=0.004)
    study.shade(sun, 1.55)
    study.lay(sun * 0.22, (1.0, 0.88, 0.56))
    study.lay(study.polygon([(0, 0.742), (1, 0.742), (1, 0.765), (0, 0.765)]), (0.92, 0.86, 0.78))
    _curtain(study, 0.185, 0.10, 1)
    _curtain(study, 0.695, 0.085, -1)
    _table(study)
    _chair(study)
    _small_picture(study)
    return paint(study, Hand(variety=0.035, radii=(22, 11, 6, 3, 2)))


def _view(study: Study) -> None:
    """Paint the view from the window: sky, sea with sails, roofs, and the casements."""
    left, right, top, low = 0.26, 0.62, 0.14, 0.60
    opening = study.polygon([(left, top), (right, top), (right, low), (left, low)])
    study.lay(
        study.polygon(
            [
                (left - 0.03, top - 0.03),
                (right + 0.03, top - 0.03),
                (right + 0.03, low + 0.03),
                (left - 0.03, low + 0.03),
            ]
        ),
        (0.95, 0.93, 0.88),
    )
    sky = study.ramp(
        (top, (0.36, 0.60, 0.86)),
        (0.36, (0.80, 0.90, 0.94)),
        (0.362, (0.16, 0.46, 0.66)),
        (0.50, (0.30, 0.66, 0.74)),
    )
    study.lay(opening, sky)
    cloud = study.noise(6, 5, stretch=2)
    study.lay(opening * smoothstep(cloud, 0.55, 0.7) * (study.y < 0.34), (0.99, 0.97, 0.94))
    glint = study.noise(60, 3, stretch=8)
    study.lay(opening * smoothstep(glint, 0.6, 0.7) * (study.y > 0.365), (0.80, 0.93, 0.92))
    _harbour(study, low)
    _casements(study, left, right, top, low)
    _geraniums(study, low + 0.02)


def _harbour(study: Study, low: float) -> None:
    """Paint sails on the sea, and roofs in front of it."""
    for x, y, size in ((0.33, 0.395, 0.022), (0.47, 0.385, 0.016), (0.54, 0.415, 0.030)):
        study.lay(
            study.polygon([(x, y), (x, y - 1.7 * size), (x + size * 0.8, y - 0.1 * size)]),
            (1.0, 0.98, 0.92),
        )
    for x, y, wide, tone in (
        (0.26, 0.53, 0.10, (0.80, 0.42, 0.28)),
        (0.37, 0.555, 0.12, (0.70, 0.34, 0.24)),
        (0.52, 0.54, 0.10, (0.86, 0.50, 0.32)),
    ):
        study.lay(
            study.polygon(
                [(x, y), (x + wide * 0.5, y - 0.035), (x + wide, y), (x + wide, low), (x, low)]
            ),
            (0.94, 0.84, 0.70),
        )
        study.lay(
            study.polygon(
                [(x - 0.006, y + 0.006), (x + wide * 0.5, y - 0.042), (x + wide + 0.006, y + 0.006)]
            ),
            tone,
        )


def _casements(study: Study, left: float, right: float, top: float, low: float) -> None:
    for lines in (
        [(left + 0.18, top), (left + 0.18, low)],
        [(left, 0.30), (right, 0.30)],
        [(left, 0.45), (right, 0.45)],
    ):
        study.lay(study.line(lines, 0.012), (0.93, 0.91, 0.86))
    study.lay(
        study.polygon(
            [
                (left - 0.05, low + 0.02),
                (right + 0.05, low + 0.02),
                (right + 0.06, low + 0.05),
                (left - 0.06, low + 0.05),
            ]
        ),
        (0.97, 0.95, 0.90),
    )


def _geraniums(study: Study, sill: float) -> None:
    rng = study.rng
    for x in (0.31, 0.42):
        study.lay(
            study.polygon(
                [
                    (x - 0.028, sill - 0.055),
                    (x + 0.028, sill - 0.055),
                    (x + 0.02, sill + 0.005),
                    (x - 0.02, sill + 0.005),
                ]
            ),
            (0.74, 0.38, 0.24),
        )
        leaves = rng.normal([x, sill - 0.085], [0.022, 0.018], (90, 2))
        green = np.array([0.16, 0.36, 0.16]) + rng.random((90, 1)) * np.array([0.3, 0.34, 0.14])
        study.dabs(leaves.astype(np.float32), np.full(90, 0.007, np.float32), green)
        blooms = rng.normal([x, sill - 0.115], [0.022, 0.014], (34, 2))
        red = np.array([0.84, 0.14, 0.18]) * rng.uniform(0.75, 1.2, (34, 1))
        study.dabs(blooms.astype(np.float32), np.full(34, 0.006, np.float32), red)


def _tiles(study: Study) -> None:
    """Paint a chequered floor that recedes to the vanishing point behind the window."""
    depth = np.asarray(np.maximum(study.y - 0.52, 0.02), np.float32)
    u, v = (study.x - 0.44) * study.aspect / depth, 1 / depth
    odd = np.mod(np.floor(u * 2.2) + np.floor(v * 2.4), 2)
    tone = study.ramp(
        (0, (0.72, 0.42, 0.30)), (1, (0.90, 0.80, 0.66)), along=np.asarray(odd, np.float32)
    )
    worn = 0.72 + 0.5 * study.noise(9, 4)
    study.lay(smoothstep(study.y, 0.763, 0.767), tone * worn[..., None] * 0.86)


def _curtain(study: Study, x: float, wide: float, side: int) -> None:
    sway = 0.02 * np.sin(study.y * 5) * side
    u = (study.x - x - sway) / wide
    mask = smoothstep(np.abs(u - 0.25), 0.52, 0.50) * (study.y > 0.09) * (study.y < 0.72)
    fold = 0.5 + 0.5 * np.sin(u * 24 + 2 * study.noise(3, 3))
    cloth = study.ramp(
        (0, (0.62, 0.66, 0.70)), (1, (1.0, 0.98, 0.93)), along=np.asarray(fold, np.float32)
    )
    study.lay(np.asarray(mask * 0.92, np.float32), cloth)
    study.lay(study.line([(0.14, 0.088), (0.80, 0.088)], 0.011), (0.46, 0.28, 0.16))


def _table(study: Study) -> None:
    for x in (0.68, 0.95):
        study.lay(
            study.polygon([(x, 0.70), (x + 0.026, 0.70), (x + 0.02, 0.95), (x + 0.006, 0.95)]),
            (0.30, 0.18, 0.12),
        )
    study.shade(study.ellipse(0.83, 0.95, 0.19, 0.02, soft=0.03), 0.6)
    top = study.polygon([(0.63, 0.70), (0.69, 0.655), (1.02, 0.655), (1.02, 0.70)])
    study.lay(top, study.ramp((0.63, (0.76, 0.50, 0.30)), (1.0, (0.46, 0.28, 0.18)), along=study.x))
    study.lay(
        study.polygon([(0.63, 0.70), (1.02, 0.70), (1.02, 0.722), (0.63, 0.722)]),
        (0.36, 0.22, 0.14),
    )
    rows = study.y[:, :1]
    radius = np.interp(
        rows, (0.545, 0.56, 0.60, 0.64, 0.672), (0.020, 0.018, 0.046, 0.05, 0.03)
    ).astype(np.float32)
    u = (study.x - 0.82) * study.aspect / radius
    vase = smoothstep(np.abs(u), 1.02, 0.96) * (rows > 0.545) * (rows < 0.674)
    study.lay(
        np.asarray(vase, np.float32),
        study.ramp(
            (-1, (0.46, 0.66, 0.64)),
            (-0.4, (0.80, 0.92, 0.88)),
            (1, (0.08, 0.26, 0.30)),
            along=np.asarray(u, np.float32),
        ),
    )
    rng = study.rng
    ends = rng.normal([0.82, 0.45], [0.055, 0.045], (60, 2))
    starts = np.tile([0.82, 0.55], (60, 1))
    study.hairs(
        starts.astype(np.float32),
        ends.astype(np.float32),
        0.004,
        np.tile([0.24, 0.38, 0.20], (60, 1)),
    )
    for tone, spread in (
        ((0.96, 0.80, 0.24), 0.010),
        ((0.98, 0.95, 0.88), 0.006),
        ((0.86, 0.42, 0.24), 0.004),
    ):
        heads = ends.repeat(4, axis=0) + rng.normal(0, spread, (240, 2))
        study.dabs(
            heads.astype(np.float32),
            np.full(240, 0.0065, np.float32),
            np.asarray(tone) * rng.uniform(0.8, 1.1, (240, 1)),
        )


def _chair(study: Study) -> None:
    wood: Colour = (0.26, 0.16, 0.11)
    study.shade(study.ellipse(0.17, 0.96, 0.12, 0.018, soft=0.025), 0.55)
    rails = [((0.08, y), (0.226, y)) for y in (0.615, 0.66, 0.705)]
    legs = [
        ((0.09, 0.97), (0.08, 0.60)), ((0.235, 0.955), (0.225, 0.60)),
        ((0.13, 0.92), (0.13, 0.80)), ((0.27, 0.92), (0.265, 0.79)),
    ]  # fmt: skip
    for path in legs + rails:
        study.lay(study.line(path, 0.015), wood)
        study.lay(study.line([(x - 0.003, y - 0.003) for x, y in path], 0.004), (0.62, 0.42, 0.28))
    seat = study.polygon([(0.075, 0.80), (0.235, 0.795), (0.285, 0.825), (0.11, 0.835)])
    weave = 0.5 + 0.5 * np.sin(study.x * 240) * np.sin(study.y * 240)
    study.lay(
        seat,
        study.ramp(
            (0, (0.56, 0.40, 0.20)), (1, (0.92, 0.78, 0.46)), along=np.asarray(weave, np.float32)
        ),
    )


def _small_picture(study: Study) -> None:
    study.lay(
        study.polygon([(0.80, 0.20), (0.95, 0.20), (0.95, 0.36), (0.80, 0.36)]), (0.62, 0.46, 0.20)
    )
    study.lay(
        study.polygon([(0.815, 0.215), (0.935, 0.215), (0.935, 0.345), (0.815, 0.345)]),
        study.ramp(
            (0.21, (0.62, 0.74, 0.84)),
            (0.29, (0.90, 0.82, 0.62)),
            (0.30, (0.30, 0.42, 0.24)),
            (0.35, (0.18, 0.26, 0.14)),
        ),
    )
    study.lay(study.ellipse(0.85, 0.285, 0.018, 0.024), (0.16, 0.28, 0.14))
