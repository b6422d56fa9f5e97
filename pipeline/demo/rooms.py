"""A room with an open window, a botanical sheet, a geometric composition, a field of colour."""

from __future__ import annotations

import numpy as np

from pipeline.demo.painter import Colour, Field, Hand, Picture, Study, paint, smoothstep


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
    """What is seen in the window: sky, sea with sails, roofs, and the casements."""
    left, right, top, low = 0.26, 0.62, 0.14, 0.60
    opening = study.polygon([(left, top), (right, top), (right, low), (left, low)])
    study.lay(study.polygon([(left - 0.03, top - 0.03), (right + 0.03, top - 0.03), (right + 0.03, low + 0.03), (left - 0.03, low + 0.03)]), (0.95, 0.93, 0.88))
    sky = study.ramp((top, (0.36, 0.60, 0.86)), (0.36, (0.80, 0.90, 0.94)), (0.362, (0.16, 0.46, 0.66)), (0.50, (0.30, 0.66, 0.74)))
    study.lay(opening, sky)
    cloud = study.noise(6, 5, stretch=2)
    study.lay(opening * smoothstep(cloud, 0.55, 0.7) * (study.y < 0.34), (0.99, 0.97, 0.94))
    glint = study.noise(60, 3, stretch=8)
    study.lay(opening * smoothstep(glint, 0.6, 0.7) * (study.y > 0.365), (0.80, 0.93, 0.92))
    for x, y, size in ((0.33, 0.395, 0.022), (0.47, 0.385, 0.016), (0.54, 0.415, 0.030)):
        study.lay(study.polygon([(x, y), (x, y - 1.7 * size), (x + size * 0.8, y - 0.1 * size)]), (1.0, 0.98, 0.92))
    for x, y, wide, tone in ((0.26, 0.53, 0.10, (0.80, 0.42, 0.28)), (0.37, 0.555, 0.12, (0.70, 0.34, 0.24)), (0.52, 0.54, 0.10, (0.86, 0.50, 0.32))):
        study.lay(study.polygon([(x, y), (x + wide * 0.5, y - 0.035), (x + wide, y), (x + wide, low), (x, low)]), (0.94, 0.84, 0.70))
        study.lay(study.polygon([(x - 0.006, y + 0.006), (x + wide * 0.5, y - 0.042), (x + wide + 0.006, y + 0.006)]), tone)
    for lines in ([(left + 0.18, top), (left + 0.18, low)], [(left, 0.30), (right, 0.30)], [(left, 0.45), (right, 0.45)]):
        study.lay(study.line(lines, 0.012), (0.93, 0.91, 0.86))
    study.lay(study.polygon([(left - 0.05, low + 0.02), (right + 0.05, low + 0.02), (right + 0.06, low + 0.05), (left - 0.06, low + 0.05)]), (0.97, 0.95, 0.90))
    _geraniums(study, low + 0.02)


def _geraniums(study: Study, sill: float) -> None:
    rng = study.rng
    for x in (0.31, 0.42):
        study.lay(study.polygon([(x - 0.028, sill - 0.055), (x + 0.028, sill - 0.055), (x + 0.02, sill + 0.005), (x - 0.02, sill + 0.005)]), (0.74, 0.38, 0.24))
        leaves = rng.normal([x, sill - 0.085], [0.022, 0.018], (90, 2))
        green = np.array([0.16, 0.36, 0.16]) + rng.random((90, 1)) * np.array([0.3, 0.34, 0.14])
        study.dabs(leaves.astype(np.float32), np.full(90, 0.007, np.float32), green)
        blooms = rng.normal([x, sill - 0.115], [0.022, 0.014], (34, 2))
        red = np.array([0.84, 0.14, 0.18]) * rng.uniform(0.75, 1.2, (34, 1))
        study.dabs(blooms.astype(np.float32), np.full(34, 0.006, np.float32), red)


def _tiles(study: Study) -> None:
    """A chequered floor that runs to the vanishing point behind the window."""
    depth = np.asarray(np.maximum(study.y - 0.52, 0.02), np.float32)
    u, v = (study.x - 0.44) * study.aspect / depth, 1 / depth
    odd = np.mod(np.floor(u * 2.2) + np.floor(v * 2.4), 2)
    tone = study.ramp((0, (0.72, 0.42, 0.30)), (1, (0.90, 0.80, 0.66)), along=np.asarray(odd, np.float32))
    worn = 0.72 + 0.5 * study.noise(9, 4)
    study.lay(smoothstep(study.y, 0.763, 0.767), tone * worn[..., None] * 0.86)


def _curtain(study: Study, x: float, wide: float, side: int) -> None:
    sway = 0.02 * np.sin(study.y * 5) * side
    u = (study.x - x - sway) / wide
    mask = smoothstep(np.abs(u - 0.25), 0.52, 0.50) * (study.y > 0.09) * (study.y < 0.72)
    fold = 0.5 + 0.5 * np.sin(u * 24 + 2 * study.noise(3, 3))
    cloth = study.ramp((0, (0.62, 0.66, 0.70)), (1, (1.0, 0.98, 0.93)), along=np.asarray(fold, np.float32))
    study.lay(np.asarray(mask * 0.92, np.float32), cloth)
    study.lay(study.line([(0.14, 0.088), (0.80, 0.088)], 0.011), (0.46, 0.28, 0.16))


def _table(study: Study) -> None:
    for x in (0.68, 0.95):
        study.lay(study.polygon([(x, 0.70), (x + 0.026, 0.70), (x + 0.02, 0.95), (x + 0.006, 0.95)]), (0.30, 0.18, 0.12))
    study.shade(study.ellipse(0.83, 0.95, 0.19, 0.02, soft=0.03), 0.6)
    top = study.polygon([(0.63, 0.70), (0.69, 0.655), (1.02, 0.655), (1.02, 0.70)])
    study.lay(top, study.ramp((0.63, (0.76, 0.50, 0.30)), (1.0, (0.46, 0.28, 0.18)), along=study.x))
    study.lay(study.polygon([(0.63, 0.70), (1.02, 0.70), (1.02, 0.722), (0.63, 0.722)]), (0.36, 0.22, 0.14))
    rows = study.y[:, :1]
    radius = np.interp(rows, (0.545, 0.56, 0.60, 0.64, 0.672), (0.020, 0.018, 0.046, 0.05, 0.03)).astype(np.float32)
    u = (study.x - 0.82) * study.aspect / radius
    vase = smoothstep(np.abs(u), 1.02, 0.96) * (rows > 0.545) * (rows < 0.674)
    study.lay(np.asarray(vase, np.float32), study.ramp((-1, (0.46, 0.66, 0.64)), (-0.4, (0.80, 0.92, 0.88)), (1, (0.08, 0.26, 0.30)), along=np.asarray(u, np.float32)))
    rng = study.rng
    ends = rng.normal([0.82, 0.45], [0.055, 0.045], (60, 2))
    starts = np.tile([0.82, 0.55], (60, 1))
    study.hairs(starts.astype(np.float32), ends.astype(np.float32), 0.004, np.tile([0.24, 0.38, 0.20], (60, 1)))
    for tone, spread in (((0.96, 0.80, 0.24), 0.010), ((0.98, 0.95, 0.88), 0.006), ((0.86, 0.42, 0.24), 0.004)):
        heads = ends.repeat(4, axis=0) + rng.normal(0, spread, (240, 2))
        study.dabs(heads.astype(np.float32), np.full(240, 0.0065, np.float32), np.asarray(tone) * rng.uniform(0.8, 1.1, (240, 1)))


def _chair(study: Study) -> None:
    wood: Colour = (0.26, 0.16, 0.11)
    study.shade(study.ellipse(0.17, 0.96, 0.12, 0.018, soft=0.025), 0.55)
    for path in (((0.09, 0.97), (0.08, 0.60)), ((0.235, 0.955), (0.225, 0.60)), ((0.13, 0.92), (0.13, 0.80)), ((0.27, 0.92), (0.265, 0.79)),
                 ((0.08, 0.615), (0.226, 0.615)), ((0.08, 0.66), (0.226, 0.66)), ((0.08, 0.705), (0.226, 0.705))):  # fmt: skip
        study.lay(study.line(path, 0.015), wood)
        study.lay(study.line([(x - 0.003, y - 0.003) for x, y in path], 0.004), (0.62, 0.42, 0.28))
    seat = study.polygon([(0.075, 0.80), (0.235, 0.795), (0.285, 0.825), (0.11, 0.835)])
    weave = 0.5 + 0.5 * np.sin(study.x * 240) * np.sin(study.y * 240)
    study.lay(seat, study.ramp((0, (0.56, 0.40, 0.20)), (1, (0.92, 0.78, 0.46)), along=np.asarray(weave, np.float32)))


def _small_picture(study: Study) -> None:
    study.lay(study.polygon([(0.80, 0.20), (0.95, 0.20), (0.95, 0.36), (0.80, 0.36)]), (0.62, 0.46, 0.20))
    study.lay(study.polygon([(0.815, 0.215), (0.935, 0.215), (0.935, 0.345), (0.815, 0.345)]), study.ramp((0.21, (0.62, 0.74, 0.84)), (0.29, (0.90, 0.82, 0.62)), (0.30, (0.30, 0.42, 0.24)), (0.35, (0.18, 0.26, 0.14))))
    study.lay(study.ellipse(0.85, 0.285, 0.018, 0.024), (0.16, 0.28, 0.14))


def botanical(seed: int) -> Picture:
    """A sheet of poppies and fennel on cream ground, as a herbal would show them."""
    study = Study(720, 1000, seed)
    stain = study.noise(4, 6)
    study.rgb = study.ramp((0, (0.86, 0.79, 0.62)), (1, (0.96, 0.92, 0.80)), along=stain)
    for x, y, lean in ((0.72, 0.20, 0.10), (0.86, 0.34, 0.18), (0.60, 0.12, 0.02)):
        _fennel(study, x, y, lean)
    for x, y, size, lean in ((0.30, 0.22, 0.125, -0.12), (0.62, 0.36, 0.10, 0.08), (0.22, 0.47, 0.085, -0.2), (0.46, 0.60, 0.06, 0.02)):
        _stem(study, (x, y), (0.50 + 0.05 * lean, 0.97))
        _poppy(study, x, y, size)
    for x, y in ((0.80, 0.56), (0.14, 0.66)):
        _stem(study, (x, y), (0.50, 0.97))
        study.lay(study.ellipse(x, y, 0.020, 0.034, 0.3, soft=0.003), study.ramp((-0.02, (0.58, 0.68, 0.40)), (0.02, (0.24, 0.36, 0.18)), along=study.local(x, y)[0]))
    for y, side, size in ((0.88, -1, 0.24), (0.84, 1, 0.26), (0.92, 1, 0.18), (0.93, -1, 0.16), (0.76, -1, 0.16), (0.74, 1, 0.15)):
        _leaf(study, 0.5, y, side, size)
    study.lay(study.line([(0.06, 0.045), (0.94, 0.045), (0.94, 0.985), (0.06, 0.985), (0.06, 0.045)], 0.003) * 0.7, (0.42, 0.32, 0.2))
    return paint(study, Hand(variety=0.025, relief=0.05, radii=(20, 10, 5, 3, 2), tolerance=0.028))


def _stem(study: Study, head: tuple[float, float], foot: tuple[float, float]) -> None:
    t = np.linspace(0, 1, 20)
    x = head[0] + (foot[0] - head[0]) * t**1.8
    y = head[1] + (foot[1] - head[1]) * t
    path = list(zip(x, y, strict=True))
    study.lay(study.line(path, 0.010), (0.28, 0.40, 0.20))
    study.lay(study.line([(px - 0.003, py) for px, py in path], 0.003), (0.62, 0.70, 0.42))


def _poppy(study: Study, x: float, y: float, size: float) -> None:
    """Four petals, the back ones first, veined from a dark heart."""
    for turn, reach, tone in ((-1.2, 0.50, 0.80), (1.1, 0.52, 0.76), (-0.25, 0.34, 0.98), (0.5, 0.42, 0.90)):
        px, py = x + np.sin(turn) * size * reach / study.aspect, y - np.cos(turn) * size * reach * 0.7
        u, v = study.local(x, y)
        angle = np.arctan2(u, -v)
        frill = 1 + 0.05 * np.sin(angle * 17 + turn * 9) + 0.04 * np.sin(angle * 7)
        pu, pv = study.local(float(px), float(py))
        mask = smoothstep(np.asarray(np.hypot(pu, pv * 1.15) / frill, np.float32), size * 0.80, size * 0.76)
        far = np.clip(np.hypot(u, v) / size, 0, 1.3)
        veins = 0.5 + 0.5 * np.sin(angle * 46 + 3 * study.noise(6, 3))
        lit = np.clip(0.25 + 0.55 * far + 0.22 * veins - 0.25 * np.clip(pu / size, -1, 1), 0, 1) * tone
        petal = study.ramp((0, (0.34, 0.03, 0.05)), (0.5, (0.80, 0.14, 0.09)), (0.8, (0.94, 0.34, 0.18)), (1, (1.0, 0.66, 0.46)), along=np.asarray(lit, np.float32))
        study.lay(mask, petal)
    study.lay(study.ellipse(x, y, size * 0.20, size * 0.17, soft=0.005), (0.10, 0.07, 0.09))
    study.lay(study.ellipse(x, y - size * 0.03, size * 0.11, size * 0.09, soft=0.003), (0.50, 0.58, 0.34))
    ring = study.rng.normal(0, 1, (70, 2))
    ring = ring / np.linalg.norm(ring, axis=1, keepdims=True) * study.rng.uniform(0.22, 0.34, (70, 1)) * size
    study.dabs((ring / [study.aspect, 1] + [x, y]).astype(np.float32), np.full(70, 0.0026, np.float32), np.tile([0.12, 0.08, 0.10], (70, 1)))


def _leaf(study: Study, x: float, y: float, side: int, size: float) -> None:
    """A lobed leaf that arches outward, its lobes as short strokes off the rib."""
    t = np.linspace(0, 1, 60)
    rib = np.stack([x + side * t * size / study.aspect * 1.1, y - 0.5 * size * np.sin(t * 2.2)], 1)
    for sign in (-1, 1):
        reach = 0.24 * size * np.sin(np.pi * t**0.8) * (0.55 + 0.45 * np.abs(np.sin(t * 22)))
        tips = rib + np.stack([side * reach * 0.8, sign * reach], 1)
        tones = np.array([0.20, 0.34, 0.16]) + (0.5 - 0.5 * sign) * np.array([0.20, 0.20, 0.10]) * study.rng.uniform(0.6, 1.2, (60, 1))
        study.hairs(rib.astype(np.float32), tips.astype(np.float32), 0.007, tones)
    study.lay(study.line([(float(a), float(b)) for a, b in rib], 0.004), (0.66, 0.74, 0.46))


def _fennel(study: Study, x: float, y: float, lean: float) -> None:
    _stem(study, (x, y + 0.06), (0.52 + lean * 0.1, 0.95))
    rng = study.rng
    spokes = np.linspace(-1.2, 1.2, 17) + rng.normal(0, 0.06, 17)
    tips = np.stack([x + np.sin(spokes) * 0.12, y + 0.06 - np.cos(spokes) * 0.10], 1)
    study.hairs(np.tile([x, y + 0.06], (17, 1)).astype(np.float32), tips.astype(np.float32), 0.003, np.tile([0.44, 0.52, 0.24], (17, 1)))
    heads = tips.repeat(22, axis=0) + rng.normal(0, 0.013, (17 * 22, 2))
    tones = np.array([0.80, 0.68, 0.14]) * rng.uniform(0.7, 1.18, (17 * 22, 1))
    study.dabs(heads.astype(np.float32), np.full(17 * 22, 0.0036, np.float32), tones)


def composition(seed: int) -> Picture:
    """Discs, quarters and bars in a balanced palette, each with a worked surface."""
    study = Study(880, 880, seed)
    study.rgb = study.ramp((0, (0.90, 0.86, 0.76)), (1, (0.97, 0.94, 0.87)), along=study.noise(4, 5))
    palette: list[Colour] = [
        (0.78, 0.22, 0.14), (0.12, 0.22, 0.42), (0.92, 0.68, 0.20), (0.18, 0.44, 0.42), (0.13, 0.12, 0.13), (0.86, 0.48, 0.36),
    ]  # fmt: skip
    for corners, tone in (
        ([(0.06, 0.10), (0.40, 0.06), (0.46, 0.62), (0.10, 0.70)], 1), ([(0.52, 0.30), (0.94, 0.24), (0.90, 0.80), (0.58, 0.86)], 2),
        ([(0.30, 0.55), (0.72, 0.48), (0.78, 0.64), (0.34, 0.74)], 3), ([(0.12, 0.78), (0.60, 0.88), (0.58, 0.95), (0.10, 0.90)], 5),
    ):  # fmt: skip
        _worked(study, study.polygon(corners), palette[tone])
    discs = ((0.66, 0.30, 0.20, 0), (0.30, 0.34, 0.15, 5), (0.40, 0.70, 0.12, 2), (0.76, 0.68, 0.13, 1), (0.20, 0.84, 0.07, 0), (0.86, 0.14, 0.06, 4), (0.54, 0.52, 0.05, 4))
    for x, y, radius, tone in discs:
        disc = study.ellipse(x, y, radius, radius)
        _worked(study, disc, palette[tone])
        u, v = study.local(x, y, 0.7)
        half = disc * (u > 0) * (np.mod(np.hypot(u, v) * 34, 2) < 1)
        study.lay(np.asarray(half * 0.85, np.float32), palette[(tone + 2) % 6])
    for number, slope in enumerate(np.linspace(-0.5, 0.42, 9)):
        ends = [(0.04 + 0.02 * number, 0.46 + 0.05 * number), (0.96, 0.46 + 0.05 * number + slope * 0.5)]
        study.lay(study.line(ends, 0.003 + 0.0012 * (number % 3)), palette[4])
    board = study.polygon([(0.62, 0.70), (0.80, 0.78), (0.73, 0.94), (0.55, 0.86)])
    u, v = study.local(0.68, 0.82, 0.42)
    check = np.mod(np.floor(u * 26) + np.floor(v * 26), 2)
    study.lay(board, study.ramp((0, palette[4]), (1, (0.95, 0.92, 0.84)), along=np.asarray(check, np.float32)))
    return paint(study, Hand(variety=0.03, relief=0.06, radii=(18, 9, 5, 3, 2)))


def _worked(study: Study, mask: Field, tone: Colour) -> None:
    surface = 0.84 + 0.32 * study.noise(7, 5, stretch=0.6)
    study.lay(mask, np.asarray(tone, np.float32) * surface[..., None])


def colour_field(seed: int) -> Picture:
    """Almost one colour: a slow glow within ochre, with nothing for the eye to catch on."""
    study = Study(820, 960, seed)
    study.rgb = study.ramp((0, (0.76, 0.55, 0.30)), (0.5, (0.84, 0.63, 0.34)), (1, (0.70, 0.46, 0.26)))
    study.glow(0.5, 0.42, 0.42, (0.10, 0.09, 0.05))
    study.lay(study.polygon([(0.1, 0.60), (0.9, 0.60), (0.9, 0.86), (0.1, 0.86)], soft=0.07) * 0.5, (0.62, 0.34, 0.20))
    surface = np.clip(study.rgb, 0, 1) * (0.985 + 0.03 * study.noise(5, 3))[..., None]
    return np.asarray(np.round(surface * 255), np.uint8)
