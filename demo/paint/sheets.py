"""Flat works: a botanical sheet, a geometric composition, a field of colour."""

from __future__ import annotations

import numpy as np

from demo.paint.painter import Hand, paint
from demo.paint.study import Colour, Field, Picture, Study, smoothstep


def botanical(seed: int) -> Picture:
    """Poppies and fennel on a cream ground, in the style of a herbal."""
    study = Study(720, 1000, seed)
    stain = study.noise(4, 6)
    study.rgb = study.ramp((0, (0.86, 0.79, 0.62)), (1, (0.96, 0.92, 0.80)), along=stain)
    for x, y, lean in ((0.72, 0.20, 0.10), (0.86, 0.34, 0.18), (0.60, 0.12, 0.02)):
        _fennel(study, x, y, lean)
    for x, y, size, lean in (
        (0.30, 0.22, 0.125, -0.12),
        (0.62, 0.36, 0.10, 0.08),
        (0.22, 0.47, 0.085, -0.2),
        (0.46, 0.60, 0.06, 0.02),
    ):
        _stem(study, (x, y), (0.50 + 0.05 * lean, 0.97))
        _poppy(study, x, y, size)
    for x, y in ((0.80, 0.56), (0.14, 0.66)):
        _stem(study, (x, y), (0.50, 0.97))
        study.lay(
            study.ellipse(x, y, 0.020, 0.034, 0.3, soft=0.003),
            study.ramp(
                (-0.02, (0.58, 0.68, 0.40)), (0.02, (0.24, 0.36, 0.18)), along=study.local(x, y)[0]
            ),
        )
    for y, side, size in (
        (0.88, -1, 0.24),
        (0.84, 1, 0.26),
        (0.92, 1, 0.18),
        (0.93, -1, 0.16),
        (0.76, -1, 0.16),
        (0.74, 1, 0.15),
    ):
        _leaf(study, 0.5, y, side, size)
    study.lay(
        study.line(
            [(0.06, 0.045), (0.94, 0.045), (0.94, 0.985), (0.06, 0.985), (0.06, 0.045)], 0.003
        )
        * 0.7,
        (0.42, 0.32, 0.2),
    )
    return paint(study, Hand(variety=0.025, relief=0.05, radii=(20, 10, 5, 3, 2), tolerance=0.028))


def _stem(study: Study, head: tuple[float, float], foot: tuple[float, float]) -> None:
    t = np.linspace(0, 1, 20)
    x = head[0] + (foot[0] - head[0]) * t**1.8
    y = head[1] + (foot[1] - head[1]) * t
    path = list(zip(x, y, strict=True))
    study.lay(study.line(path, 0.010), (0.28, 0.40, 0.20))
    study.lay(study.line([(px - 0.003, py) for px, py in path], 0.003), (0.62, 0.70, 0.42))


def _poppy(study: Study, x: float, y: float, size: float) -> None:
    """Paint four petals, the back ones first, with veins from a dark heart."""
    for turn, reach, tone in (
        (-1.2, 0.50, 0.80),
        (1.1, 0.52, 0.76),
        (-0.25, 0.34, 0.98),
        (0.5, 0.42, 0.90),
    ):
        px, py = (
            x + np.sin(turn) * size * reach / study.aspect,
            y - np.cos(turn) * size * reach * 0.7,
        )
        u, v = study.local(x, y)
        angle = np.arctan2(u, -v)
        frill = 1 + 0.05 * np.sin(angle * 17 + turn * 9) + 0.04 * np.sin(angle * 7)
        pu, pv = study.local(float(px), float(py))
        mask = smoothstep(
            np.asarray(np.hypot(pu, pv * 1.15) / frill, np.float32), size * 0.80, size * 0.76
        )
        far = np.clip(np.hypot(u, v) / size, 0, 1.3)
        veins = 0.5 + 0.5 * np.sin(angle * 46 + 3 * study.noise(6, 3))
        lit = (
            np.clip(0.25 + 0.55 * far + 0.22 * veins - 0.25 * np.clip(pu / size, -1, 1), 0, 1)
            * tone
        )
        petal = study.ramp(
            (0, (0.34, 0.03, 0.05)),
            (0.5, (0.80, 0.14, 0.09)),
            (0.8, (0.94, 0.34, 0.18)),
            (1, (1.0, 0.66, 0.46)),
            along=np.asarray(lit, np.float32),
        )
        study.lay(mask, petal)
    study.lay(study.ellipse(x, y, size * 0.20, size * 0.17, soft=0.005), (0.10, 0.07, 0.09))
    study.lay(
        study.ellipse(x, y - size * 0.03, size * 0.11, size * 0.09, soft=0.003), (0.50, 0.58, 0.34)
    )
    ring = study.rng.normal(0, 1, (70, 2))
    ring = (
        ring
        / np.linalg.norm(ring, axis=1, keepdims=True)
        * study.rng.uniform(0.22, 0.34, (70, 1))
        * size
    )
    study.dabs(
        (ring / [study.aspect, 1] + [x, y]).astype(np.float32),
        np.full(70, 0.0026, np.float32),
        np.tile([0.12, 0.08, 0.10], (70, 1)),
    )


def _leaf(study: Study, x: float, y: float, side: int, size: float) -> None:
    """Paint a lobed leaf that arches outward; its lobes are short strokes off the rib."""
    t = np.linspace(0, 1, 60)
    rib = np.stack([x + side * t * size / study.aspect * 1.1, y - 0.5 * size * np.sin(t * 2.2)], 1)
    for sign in (-1, 1):
        reach = 0.24 * size * np.sin(np.pi * t**0.8) * (0.55 + 0.45 * np.abs(np.sin(t * 22)))
        tips = rib + np.stack([side * reach * 0.8, sign * reach], 1)
        tones = np.array([0.20, 0.34, 0.16]) + (0.5 - 0.5 * sign) * np.array(
            [0.20, 0.20, 0.10]
        ) * study.rng.uniform(0.6, 1.2, (60, 1))
        study.hairs(rib.astype(np.float32), tips.astype(np.float32), 0.007, tones)
    study.lay(study.line([(float(a), float(b)) for a, b in rib], 0.004), (0.66, 0.74, 0.46))


def _fennel(study: Study, x: float, y: float, lean: float) -> None:
    _stem(study, (x, y + 0.06), (0.52 + lean * 0.1, 0.95))
    rng = study.rng
    spokes = np.linspace(-1.2, 1.2, 17) + rng.normal(0, 0.06, 17)
    tips = np.stack([x + np.sin(spokes) * 0.12, y + 0.06 - np.cos(spokes) * 0.10], 1)
    study.hairs(
        np.tile([x, y + 0.06], (17, 1)).astype(np.float32),
        tips.astype(np.float32),
        0.003,
        np.tile([0.44, 0.52, 0.24], (17, 1)),
    )
    heads = tips.repeat(22, axis=0) + rng.normal(0, 0.013, (17 * 22, 2))
    tones = np.array([0.80, 0.68, 0.14]) * rng.uniform(0.7, 1.18, (17 * 22, 1))
    study.dabs(heads.astype(np.float32), np.full(17 * 22, 0.0036, np.float32), tones)


def composition(seed: int) -> Picture:
    """Discs, quarters and bars in a balanced palette, with a worked surface."""
    study = Study(880, 880, seed)
    study.rgb = study.ramp(
        (0, (0.90, 0.86, 0.76)), (1, (0.97, 0.94, 0.87)), along=study.noise(4, 5)
    )
    palette: list[Colour] = [
        (0.78, 0.22, 0.14), (0.12, 0.22, 0.42), (0.92, 0.68, 0.20), (0.18, 0.44, 0.42),
        (0.13, 0.12, 0.13), (0.86, 0.48, 0.36),
    ]  # fmt: skip
    for corners, tone in (
        ([(0.06, 0.10), (0.40, 0.06), (0.46, 0.62), (0.10, 0.70)], 1),
        ([(0.52, 0.30), (0.94, 0.24), (0.90, 0.80), (0.58, 0.86)], 2),
        ([(0.30, 0.55), (0.72, 0.48), (0.78, 0.64), (0.34, 0.74)], 3),
        ([(0.12, 0.78), (0.60, 0.88), (0.58, 0.95), (0.10, 0.90)], 5),
    ):  # fmt: skip
        _worked(study, study.polygon(corners), palette[tone])
    discs = (
        (0.66, 0.30, 0.20, 0),
        (0.30, 0.34, 0.15, 5),
        (0.40, 0.70, 0.12, 2),
        (0.76, 0.68, 0.13, 1),
        (0.20, 0.84, 0.07, 0),
        (0.86, 0.14, 0.06, 4),
        (0.54, 0.52, 0.05, 4),
    )
    for x, y, radius, tone in discs:
        disc = study.ellipse(x, y, radius, radius)
        _worked(study, disc, palette[tone])
        u, v = study.local(x, y, 0.7)
        half = disc * (u > 0) * (np.mod(np.hypot(u, v) * 34, 2) < 1)
        study.lay(np.asarray(half * 0.85, np.float32), palette[(tone + 2) % 6])
    for number, slope in enumerate(np.linspace(-0.5, 0.42, 9)):
        ends = [
            (0.04 + 0.02 * number, 0.46 + 0.05 * number),
            (0.96, 0.46 + 0.05 * number + slope * 0.5),
        ]
        study.lay(study.line(ends, 0.003 + 0.0012 * (number % 3)), palette[4])
    board = study.polygon([(0.62, 0.70), (0.80, 0.78), (0.73, 0.94), (0.55, 0.86)])
    u, v = study.local(0.68, 0.82, 0.42)
    check = np.mod(np.floor(u * 26) + np.floor(v * 26), 2)
    study.lay(
        board,
        study.ramp((0, palette[4]), (1, (0.95, 0.92, 0.84)), along=np.asarray(check, np.float32)),
    )
    return paint(study, Hand(variety=0.03, relief=0.06, radii=(18, 9, 5, 3, 2)))


def _worked(study: Study, mask: Field, tone: Colour) -> None:
    surface = 0.84 + 0.32 * study.noise(7, 5, stretch=0.6)
    study.lay(mask, np.asarray(tone, np.float32) * surface[..., None])


def colour_field(seed: int) -> Picture:
    """A nearly uniform ochre that glows slightly towards the middle."""
    study = Study(820, 960, seed)
    study.rgb = study.ramp(
        (0, (0.76, 0.55, 0.30)), (0.5, (0.84, 0.63, 0.34)), (1, (0.70, 0.46, 0.26))
    )
    study.glow(0.5, 0.42, 0.42, (0.10, 0.09, 0.05))
    study.lay(
        study.polygon([(0.1, 0.60), (0.9, 0.60), (0.9, 0.86), (0.1, 0.86)], soft=0.07) * 0.5,
        (0.62, 0.34, 0.20),
    )
    surface = np.clip(study.rgb, 0, 1) * (0.985 + 0.03 * study.noise(5, 3))[..., None]
    return np.asarray(np.round(surface * 255), np.uint8)
