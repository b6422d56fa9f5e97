"""A gallery wall: plaster, skirting, spot lights, framed pictures and their cards.

Lengths are cm. The origin of a wall is its lower left corner, x runs right and y up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from demo.film.labels import HEIGHT, WIDTH, card
from demo.paint.study import Colour, Picture, fractal
from demo.works import FrameStyle, Hanging, Piece, Room, piece

SCALE = 8.0
"""Pixels of the wall's texture per cm."""
TOP = 250.0
"""Height of the wall in cm."""
EYE = 148.0
"""Height of the middle of each picture, in cm."""
_MARGIN = 260.0
_COARSE = 8
"""Light and shadow are computed at 1/8 of the texture's size."""


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle on the wall, in cm."""

    left: float
    low: float
    width: float
    height: float

    @property
    def corners(self) -> NDArray[np.float64]:
        """(4, 2), from the upper left, clockwise."""
        right, top = self.left + self.width, self.low + self.height
        return np.array(
            [[self.left, top], [right, top], [right, self.low], [self.left, self.low]]
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hung:
    """A picture in its place: canvas, outer edge of the frame, and card if it has one."""

    piece: Piece
    canvas: Box
    frame: Box
    card: Box | None


@dataclass(frozen=True, slots=True)
class Wall:
    """The finished wall and floor, as textures of `SCALE` px per cm, RGB."""

    room: Room
    hung: tuple[Hung, ...]
    texture: Picture
    floor: Picture


@dataclass(frozen=True, slots=True)
class _Moulding:
    width: float
    dark: Colour
    light: Colour
    mat: float = 0.0
    ornament: float = 0.0


_MOULDINGS: Mapping[FrameStyle, _Moulding] = {
    "gilt": _Moulding(6.5, (0.34, 0.22, 0.07), (0.93, 0.76, 0.38), ornament=0.06),
    "carved": _Moulding(8.0, (0.26, 0.17, 0.06), (0.86, 0.68, 0.32), ornament=0.13),
    "walnut": _Moulding(5.0, (0.13, 0.08, 0.05), (0.46, 0.30, 0.19)),
    "black": _Moulding(2.6, (0.04, 0.04, 0.04), (0.24, 0.23, 0.22)),
    "pale": _Moulding(3.2, (0.58, 0.50, 0.40), (0.93, 0.88, 0.78), mat=4.5),
}


def build_wall(room: Room, pictures: Mapping[str, Picture]) -> Wall:
    """The wall of a room with its `pictures` (by identifier) hung and lit."""
    rng = np.random.default_rng(sum(room.name.encode()))
    hung = tuple(_hang(each, pictures[each.piece]) for each in room.hangings)
    texture = _plaster(room, hung, rng)
    for each in hung:
        _place(texture, _framed(each, pictures[each.piece.identifier], rng), each.frame)
        if each.card is not None:
            height = each.canvas.height
            _place(texture, card(each.piece, height, SCALE), each.card)
    _light(texture, hung, rng)
    return Wall(room, hung, texture, _floor(room, texture.shape[1], rng))


def _hang(hanging: Hanging, picture: Picture) -> Hung:
    work = piece(hanging.piece)
    height = work.width * picture.shape[0] / picture.shape[1]
    moulding = _MOULDINGS[work.frame]
    rim = moulding.width + moulding.mat
    canvas = Box(hanging.x - work.width / 2, EYE - height / 2, work.width, height)
    frame = Box(canvas.left - rim, canvas.low - rim, work.width + 2 * rim, height + 2 * rim)
    return Hung(work, canvas, frame, _card_box(hanging, frame))


def _card_box(hanging: Hanging, frame: Box) -> Box | None:
    if hanging.label is None:
        return None
    right = frame.left + frame.width + hanging.label_gap
    left = frame.left - hanging.label_gap - WIDTH
    return Box(right if hanging.label == "right" else left, EYE - 19, WIDTH, HEIGHT)


def _plaster(room: Room, hung: tuple[Hung, ...], rng: np.random.Generator) -> Picture:
    width = max(each.frame.left + each.frame.width for each in hung) + _MARGIN
    size = (round(TOP * SCALE), round(width * SCALE))
    grain = rng.normal(1, 0.012, (size[0] // 2, size[1] // 2)).astype(np.float32)
    smooth = cv2.resize(cv2.GaussianBlur(grain, (0, 0), 1.0), (size[1], size[0]))
    texture = np.empty((*size, 3), np.uint8)
    for channel, tone in enumerate(room.wall):
        texture[..., channel] = np.clip(smooth * (tone * 255), 0, 255)
    skirting = size[0] - round(13 * SCALE)
    texture[skirting:] = np.array([226, 221, 210])
    texture[skirting : skirting + round(1.2 * SCALE)] = np.array([246, 242, 234])
    texture[skirting - 3 : skirting] = (texture[skirting - 3 : skirting] * 0.6).astype(np.uint8)
    return texture


def _place(texture: Picture, patch: Picture, box: Box) -> None:
    row = round((TOP - box.low - box.height) * SCALE)
    column = round(box.left * SCALE)
    texture[row : row + patch.shape[0], column : column + patch.shape[1]] = patch


def _framed(hung: Hung, picture: Picture, rng: np.random.Generator) -> Picture:
    """The picture in its moulding, mitred and lit from above left."""
    moulding = _MOULDINGS[hung.piece.frame]
    rows, columns = round(hung.frame.height * SCALE), round(hung.frame.width * SCALE)
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
    edges = np.stack([y, x, rows - 1 - y, columns - 1 - x])
    side = edges.argmin(axis=0)
    inward = edges.min(axis=0) / (moulding.width * SCALE)
    along = np.where(side % 2 == 0, x, y) / SCALE
    swell = 0.48 + 0.40 * np.sin(inward * 8.5 - 1.0) * np.where(side < 2, 1.0, -0.7)
    swell += moulding.ornament * np.sin(along * 1.9) * np.sin(np.pi * np.clip(inward, 0, 1)) ** 4
    swell += np.array([0.10, 0.02, -0.16, -0.10], np.float32)[side]
    swell += 0.12 * (fractal(rng, (rows, columns), 24, 3) - 0.5)
    share = np.clip(swell, 0, 1)[..., None]
    dark, light = np.asarray(moulding.dark), np.asarray(moulding.light)
    framed: Picture = ((dark + share * (light - dark)) * 255).astype(np.uint8)
    framed[inward > 1] = np.array([240, 236, 226])
    _insert(framed, picture, (moulding.width + moulding.mat) * SCALE)
    return framed


def _insert(framed: Picture, picture: Picture, rim: float) -> None:
    """Insert the picture, with the shadow of the frame on its upper and left edge."""
    edge = round(rim)
    rows, columns = framed.shape[0] - 2 * edge, framed.shape[1] - 2 * edge
    reduced = cv2.resize(picture, (columns, rows), interpolation=cv2.INTER_AREA).astype(np.float32)
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
    shadow = 1 - 0.45 * np.exp(-y / 7) - 0.25 * np.exp(-x / 5)
    framed[edge : edge + rows, edge : edge + columns] = reduced * np.clip(shadow, 0, 1)[..., None]


def _light(texture: Picture, hung: tuple[Hung, ...], rng: np.random.Generator) -> None:
    """Multiply the wall by its spot lights and by the shadows on it, in place."""
    rows, columns = texture.shape[0] // _COARSE, texture.shape[1] // _COARSE
    scale = SCALE / _COARSE
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
    y, x = TOP - y / scale, x / scale
    level = 0.56 + 0.10 * fractal(rng, (rows, columns), 1.5, 2)
    for each in hung:
        middle = each.frame.left + each.frame.width / 2 + rng.uniform(-14, 14)
        spread = 50 + 0.30 * (TOP - y)
        level += 0.46 * np.exp(-(((x - middle) / spread) ** 2) - ((y - EYE - 12) / 78) ** 2)
    level = np.asarray(level, np.float32)
    shade = np.ones((rows, columns), np.float32)
    for each in hung:
        for box, drop in ((each.frame, 4.0), *(((each.card, 0.8),) if each.card else ())):
            _shadow(shade, box, drop, scale)
    light = np.clip(level * shade * 255 / 1.08, 0, 255).astype(np.uint8)
    full = cv2.resize(light, texture.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    cv2.multiply(texture, cv2.merge([full] * 3), dst=texture, scale=1.08 / 255)


def _shadow(shade: NDArray[np.float32], box: Box, drop: float, scale: float) -> None:
    """A soft shadow below and right of a box; the box itself stays lit."""
    mask = np.zeros_like(shade)
    left, right = box.left * scale, (box.left + box.width) * scale
    top, low = (TOP - box.low - box.height) * scale, (TOP - box.low) * scale
    offset = drop * scale
    first = (round(left + offset * 0.5), round(top + offset))
    cv2.rectangle(mask, first, (round(right + offset * 0.5), round(low + offset)), 1.0, -1)
    cv2.GaussianBlur(mask, (0, 0), max(0.8, drop * scale * 0.6), dst=mask)
    mask[round(top) : round(low), round(left) : round(right)] = 0
    shade *= 1 - 0.55 * mask


def _floor(room: Room, columns: int, rng: np.random.Generator) -> Picture:
    """Floor boards from above: x as on the wall, z away from it, 2 px per cm."""
    shape = (800, round(columns * 2 / SCALE))
    z, x = np.mgrid[0 : shape[0], 0 : shape[1]].astype(np.float32)
    board = np.floor(z / 28)
    tone = 0.82 + 0.22 * np.sin(board * 12.9 + np.floor((x + board * 97) / 330) * 4.1)
    tone *= 0.9 + 0.2 * fractal(rng, shape, 60, 3, stretch=14)
    tone *= np.where(np.mod(z, 28) < 1.2, 0.62, 1.0) * (0.55 + 0.45 * np.clip(z / 90, 0, 1))
    colour = np.asarray(room.floor, np.float32) * np.clip(tone, 0, 1.3)[..., None]
    return np.asarray(np.clip(colour * 255, 0, 255), np.uint8)
