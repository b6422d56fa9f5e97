"""The piece of a gallery's wall that is seen about a label: plaster, a frame, the label itself."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from demo.labels.card import Card
from demo.paint import Colour, Field, Picture, Study
from demo.paint.study import fractal

_BEYOND = 1.5
"""Sides of the texture, of what the camera sees from the front."""
_KEPT = 0.87
"""Of the frame's sides: label and painting stay within, so that wall is seen around them."""
_LEAST = 0.25
"""Of the frame's sides: a painting with less room beside the label hangs elsewhere."""
_OPEN = 0.75
"""Of the gap between label and painting: so much wall is seen on the label's other side at least,
else the label might be that of a painting outside the frame."""
_CLOSE_UP = 0.1
"""Of the frame: a label that takes more may be filmed by itself."""
Rectangle = tuple[int, int, int, int]
"""Left, top, right and low, in px."""
_WALLS = ((236, 234, 228), (214, 212, 208), (176, 180, 178), (226, 216, 196), (118, 132, 120),
          (132, 62, 56), (88, 104, 124))  # fmt: skip
_LIGHT = 150
"""Mean grey of a wall on which letters stand without paper: dark ink needs a pale one."""
_MOULDINGS = ((184, 146, 74), (92, 62, 40), (36, 34, 34), (206, 196, 176))


@dataclass(frozen=True, slots=True)
class Wall:
    """A wall's texture, RGB, with the matrix (3, 3) from its px to cm.

    `corner` is the card's upper left in px, `middle` the point in cm that the camera looks at.
    """

    texture: Picture
    to_cm: NDArray[np.float64]
    corner: tuple[int, int]
    middle: tuple[float, float]


def hung(card: Card, scale: float, frame: tuple[int, int], rng: np.random.Generator) -> Wall:
    """A card on a wall at `scale` texture px per cm; the camera sees `frame` (columns, rows) px."""
    across, down = (round(_BEYOND * side) for side in frame)
    painting, place = _arranged(card, scale, frame, rng)
    x, y = (across - frame[0]) // 2, (down - frame[1]) // 2
    texture = _plaster(card, (down, across), rng)
    if painting is not None:
        _hang_frame(texture, _moved(painting, x, y), scale, rng)
    left, top, *_ = _moved(place, x, y)
    _hang_card(texture, card, left, top, scale)
    to_cm = np.array([[1 / scale, 0, 0], [0, -1 / scale, 150 + down / scale / 2], [0, 0, 1]])
    return Wall(texture, to_cm, (left, top), (across / scale / 2, 150.0))


def _arranged(
    card: Card, scale: float, frame: tuple[int, int], rng: np.random.Generator
) -> tuple[Rectangle | None, Rectangle]:
    """Where painting and card hang in the frame: side by side, or the card below, or by itself."""
    rows, columns = card.ink.shape
    wide, tall = (round(_KEPT * side) for side in frame)
    gap = round(scale * rng.uniform(2.5, 7))
    free = round(_OPEN * gap)
    beside, above = wide - columns - gap - free, tall - rows - gap - free
    if rows * columns > _CLOSE_UP * frame[0] * frame[1] and rng.random() < 0.2:
        return None, _put(frame, (columns, rows), rng)
    if beside > _LEAST * frame[0]:
        size = round(beside * rng.uniform(0.6, 1)), round(tall * rng.uniform(0.55, 1))
        whole = size[0] + gap + columns + free, max(size[1], rows)
        (x, y, _, low), left = _put(frame, whole, rng), rng.random() < 0.5
        card_x, picture_x = (x + free, x + free + columns + gap) if left else (x + size[0] + gap, x)
        card_y = y + round(rng.uniform(0.3, 1) * (low - y - rows))
        return _box(picture_x, y, *size), _box(card_x, card_y, columns, rows)
    if above > _LEAST * frame[1]:
        size = round(wide * rng.uniform(0.5, 1)), round(above * rng.uniform(0.7, 1))
        x, y, *_ = _put(frame, (max(size[0], columns), size[1] + gap + rows + free), rng)
        return _box(x, y, *size), _box(x, y + size[1] + gap, columns, rows)
    return None, _put(frame, (columns, rows), rng)


def _box(x: int, y: int, columns: int, rows: int) -> Rectangle:
    return x, y, x + columns, y + rows


def _moved(box: Rectangle, x: int, y: int) -> Rectangle:
    return box[0] + x, box[1] + y, box[2] + x, box[3] + y


def _put(frame: tuple[int, int], size: tuple[int, int], rng: np.random.Generator) -> Rectangle:
    """A rectangle of a size somewhere in the kept middle of the frame."""
    free = [_KEPT * whole - part for whole, part in zip(frame, size, strict=True)]
    shift = [rng.uniform(-0.5, 0.5) * max(0.0, room) for room in free]
    x, y = (
        round((whole - part) / 2 + off) for whole, part, off in zip(frame, size, shift, strict=True)
    )
    return _box(x, y, *size)


def _plaster(card: Card, shape: tuple[int, int], rng: np.random.Generator) -> Picture:
    walls = [wall for wall in _WALLS if card.paper is not None or sum(wall) / 3 > _LIGHT]
    tone = walls[int(rng.integers(len(walls)))]
    grain = cv2.resize(rng.normal(1, 0.012, (shape[0] // 3, shape[1] // 3)).astype(np.float32),
                       shape[::-1])  # fmt: skip
    return np.asarray(np.clip(grain[..., None] * np.array(tone), 0, 255), np.uint8)


def _hang_frame(texture: Picture, place: Rectangle, scale: float, rng: np.random.Generator) -> None:
    """A framed picture, or an empty frame."""
    x, y, right, low = place
    width, tall = right - x, low - y
    rim = round(min(scale * rng.uniform(1.5, 3.5), 0.15 * min(width, tall)))
    _shade(texture, *place, round(0.8 * scale))
    _paste(texture, _moulding(tall, width, rim, rng), x, y)
    inside = tall - 2 * rim, width - 2 * rim
    if rng.random() < 0.85:
        _paste(texture, _painting(*inside, rng), x + rim, y + rim)
    else:
        _paste(texture, np.full((*inside, 3), 205, np.uint8), x + rim, y + rim)


def _moulding(tall: int, width: int, rim: int, rng: np.random.Generator) -> Picture:
    """A frame of one colour, lit from above left, darker in its groove."""
    y, x = np.mgrid[0:tall, 0:width].astype(np.float32)
    edges = np.stack([y, x, tall - 1 - y, width - 1 - x])
    light = np.array([1.1, 1.0, 0.75, 0.8], np.float32)[edges.argmin(axis=0)]
    light *= 0.85 + 0.15 * np.cos(edges.min(axis=0) / rim * 9)
    tone = np.array(_MOULDINGS[int(rng.integers(len(_MOULDINGS)))])
    return np.asarray(np.clip(light[..., None] * tone, 0, 255), np.uint8)


def _painting(tall: int, width: int, rng: np.random.Generator) -> Picture:
    """A landscape in a few strokes: a sky, hills, light on them."""
    study = Study(240, max(40, round(240 * tall / width)), int(rng.integers(2**31)))
    dusk, day, earth = _muted(rng, 0.3, 0.7), _muted(rng, 0.6, 0.95), _muted(rng, 0.1, 0.5)
    study.rgb[:] = study.ramp((0.0, dusk), (0.6, day), (1.0, earth))
    for base in (0.55, 0.7, 0.85):
        hill = study.below(study.ridge(base, 0.1, 3))
        study.lay(hill, _muted(rng, 0.1, 0.55))
    strokes: Field = 0.8 + 0.4 * fractal(rng, study.shape, 30, 3, stretch=4)
    painted = np.clip(study.rgb * strokes[..., None] * 255, 0, 255).astype(np.uint8)
    return np.asarray(cv2.resize(painted, (width, tall), interpolation=cv2.INTER_CUBIC), np.uint8)


def _muted(rng: np.random.Generator, low: float, high: float) -> Colour:
    """A colour near its own grey, as under old varnish."""
    grey = rng.uniform(low, high)
    red, green, blue = np.clip(grey + rng.normal((0.04, 0.01, -0.05), 0.05), 0, 1)
    return float(red), float(green), float(blue)


def _hang_card(texture: Picture, card: Card, left: int, top: int, scale: float) -> None:
    rows, columns = card.ink.shape
    if card.paper is not None:
        _shade(texture, left, top, left + columns, top + rows, max(2, round(0.15 * scale)))
        texture[top : top + rows, left : left + columns] = card.paper
    window = texture[top : top + rows, left : left + columns].astype(np.float32)
    inked = window + card.ink[..., None] * (np.array(card.colour, np.float32) - window)
    texture[top : top + rows, left : left + columns] = inked.round().astype(np.uint8)


def _shade(texture: Picture, left: int, top: int, right: int, low: int, drop: int) -> None:
    """A soft shadow below and right of a rectangle, which is drawn over it later."""
    x, y = max(0, left - drop), max(0, top - drop)
    window = texture[y : low + 4 * drop, x : right + 4 * drop]
    mask = np.zeros(window.shape[:2], np.float32)
    corners = (left - x + drop // 2, top - y + drop), (right - x + drop // 2, low - y + drop)
    cv2.rectangle(mask, *corners, 0.45, -1)
    shade = 1 - cv2.GaussianBlur(mask, (0, 0), max(1.0, drop / 2))
    window[:] = (window * shade[..., None]).astype(np.uint8)


def _paste(texture: Picture, patch: Picture, x: int, y: int) -> None:
    """A patch with its upper left at (x, y), cut off where it leaves the texture."""
    rows, columns = texture.shape[:2]
    x0, y0 = max(x, 0), max(y, 0)
    x1, y1 = min(x + patch.shape[1], columns), min(y + patch.shape[0], rows)
    if x1 > x0 and y1 > y0:
        texture[y0:y1, x0:x1] = patch[y0 - y : y1 - y, x0 - x : x1 - x]
