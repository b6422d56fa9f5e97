"""Synthetic gallery views of a catalogue's pictures, as a visitor's camera might see them.

A view shows one picture most prominently, with neighbours, cards, light and the faults of a
hand-held camera. Some of the pictures are strangers: they are in no catalogue.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from demo.film import HEIGHT, WIDTH, Pose
from demo.paint import Picture
from training.strangers import distorted, painted, recoloured, textured

TOKEN = 28
"""px of a frame's side in one token: patches of 14 px, merged two by two."""
NOTHING, STRANGER, WORKS = 0, 1, 2
"""What is under a token: wall, a picture in no catalogue, or WORKS + the number of a work."""
WALLS = {
    "white": (232, 230, 224), "grey": (150, 152, 156), "green": (96, 112, 96),
    "red": (128, 58, 50), "blue": (74, 92, 128), "ochre": (190, 156, 104),
}  # fmt: skip
"""Names and colours, RGB, of the walls."""
_SIZES = ((16, 9), (16, 9), (16, 9), (16, 12), (9, 16), (10, 6), (8, 5))
"""Tokens of a view across and down: mostly a frame of 16:9 and 448 px, as backends see it."""
_STRANGERS = 600
"""Painted pictures that strangers are made from."""
_STRANGE = 0.4
"""Share of strangers among all pictures on the walls."""

Map = NDArray[np.int64]
Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class View:
    """A frame, (h, w, 3) RGB, and what is `under` each token, row by row.

    `main` is whether a token is on the most prominent picture.
    """

    image: Picture
    under: Map
    main: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Scene:
    """Frames of one clip. `work` is the number of the main work, None for a stranger.

    `empty` means that no picture is in view; `wall` is the name of the wall's colour.
    """

    views: tuple[View, ...]
    work: int | None
    empty: bool
    wall: str


@dataclass(frozen=True, slots=True)
class _Hung:
    """A picture on the wall: its class, its framed image, and its centre and size in cm."""

    kind: int
    framed: Picture
    x: float
    width: float
    height: float
    card: float
    """Centre of its card in cm; that of the frame if it has no card."""
    rim: int
    """px of moulding and mat at each side of `framed`."""


@dataclass
class Gallery:
    """An endless sequence of scenes with the `pictures` of works, fixed by the `seed`."""

    pictures: Sequence[Picture]
    seed: int = 0
    _rng: np.random.Generator = field(init=False)
    _strangers: list[Picture] = field(init=False)

    def __post_init__(self) -> None:
        self._rng = np.random.default_rng(self.seed)
        self.pictures = [_reduced(picture, 360) for picture in self.pictures]
        self._strangers = [painted(self._rng) for _ in range(_STRANGERS)]

    def scene(self, frames: int, size: tuple[int, int] | None = None) -> Scene:
        """`frames` views of one main picture; `size` in tokens (across, upright)."""
        rng = self._rng
        size = size or _SIZES[int(rng.integers(len(_SIZES)))]
        wall = str(rng.choice(list(WALLS)))
        empty = bool(rng.random() < 0.05)
        hung = [] if empty else self._hang()
        views = [_view(hung, WALLS[wall], size, rng, astray=bool(n)) for n in range(frames)]
        order = rng.permutation(frames)
        kind = hung[0].kind if hung else NOTHING
        work = kind - WORKS if kind >= WORKS else None
        return Scene(tuple(views[n] for n in order), work, empty, wall)

    def _hang(self) -> list[_Hung]:
        """The main picture at x = 0, mostly with a neighbour on each side."""
        middle = self._hang_one(0.0, 0)
        hung = [middle]
        for side in (-1, 1):
            if self._rng.random() < 0.7:
                hung.append(self._hang_one(middle.width / 2, side))
        return hung

    def _hang_one(self, edge: float, side: int) -> _Hung:
        rng = self._rng
        kind = int(rng.integers(len(self.pictures))) + WORKS
        if rng.random() < _STRANGE:
            kind = STRANGER
        picture = self.pictures[kind - WORKS] if kind >= WORKS else self._stranger()
        framed, rim = _framed(picture, rng)
        long = float(rng.uniform(50, 100))
        height, width = (long * n / max(framed.shape[:2]) for n in framed.shape[:2])
        x = side * (edge + width / 2 + float(rng.uniform(18, 60)))
        beside = float(rng.choice([-1, 1, 1, 1])) * (width / 2 + float(rng.uniform(18, 30)))
        card = x + beside * (rng.random() < 0.85)
        return _Hung(kind, framed, x, width, height, card, rim)

    def _stranger(self) -> Picture:
        """A stranger, mostly with the tones of a work: the most similar are the hardest."""
        rng = self._rng
        work, other = (self.pictures[n] for n in rng.integers(len(self.pictures), size=2))
        if rng.random() < 0.15:
            return distorted(work, other, rng)
        first, second = (self._strangers[n] for n in rng.integers(_STRANGERS, size=2))
        drawn = distorted(first, second, rng) if rng.random() < 0.3 else first
        if rng.random() < 0.75:
            drawn = recoloured(drawn, other)
        return textured(drawn, work, rng)


def _reduced(picture: Picture, longest: int) -> Picture:
    share = longest / max(picture.shape[:2])
    size = (round(picture.shape[1] * share), round(picture.shape[0] * share))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)


def _framed(picture: Picture, rng: np.random.Generator) -> tuple[Picture, int]:
    """(the picture in a random moulding, at times with a mat; px of both at each side)."""
    longest = max(picture.shape[:2])
    light = rng.uniform(0.1, 1.0)
    tone = np.array([230, 190, 110]) * light if rng.random() < 0.6 else np.full(3, 235) * light
    mat = round(longest * 0.08) if rng.random() < 0.25 else 0
    groove, rim = max(2, round(longest * 0.02)), round(longest * rng.uniform(0.02, 0.09))
    matted = _bordered(picture, mat, (240, 236, 226))
    return _bordered(_bordered(matted, groove, tone * 0.6), rim, tone), mat + groove + rim


def _bordered(picture: Picture, rim: int, tone: Any) -> Picture:
    colour = [float(c) for c in tone]
    bordered = cv2.copyMakeBorder(picture, rim, rim, rim, rim, cv2.BORDER_CONSTANT, value=colour)
    return np.asarray(bordered, np.uint8)


def _view(
    hung: Sequence[_Hung], wall: tuple[int, int, int], size: tuple[int, int],
    rng: np.random.Generator, astray: bool,
) -> View:  # fmt: skip
    """A frame. If `astray`, the camera is now and then on its way to a neighbour."""
    width, height = size[0] * TOKEN, size[1] * TOKEN
    to_frame = np.diag([width / WIDTH, height / HEIGHT, 1.0]) @ _pose(hung, rng, astray)
    image = _wall(wall, (height, width), rng)
    quads = [_quad(each.x, each.width, each.height, to_frame) for each in hung]
    _shadows(image, quads)
    for each, quad in zip(hung, quads, strict=True):
        _paste(image, each.framed, quad)
        if each.card != each.x:
            _paste(image, _card(rng), _quad(each.card, 27.0, 17.5, to_frame, -10.0))
    under, main = _tokens(hung, quads, size)
    return View(_degraded(image, rng), under, main)


def _pose(hung: Sequence[_Hung], rng: np.random.Generator, astray: bool) -> Points:
    """Homography from cm on the wall to a frame of WIDTH x HEIGHT px."""
    main = hung[0] if hung else None
    high, wide = (main.height, main.width) if main else (60.0, 60.0)
    share = float(rng.uniform(0.3, 1.0))
    distance = 1.53 * max(high, 0.75 * wide) / share
    reach = 0.58 * distance
    x, y = rng.uniform(-0.28, 0.28) * 2 * reach * share**0.5, rng.uniform(-0.1, 0.1) * reach
    if astray and len(hung) > 1 and rng.random() < 0.15:
        x = hung[int(rng.integers(1, len(hung)))].x * rng.uniform(0.3, 0.9)
    yaw, roll = rng.uniform(-0.3, 0.3), rng.uniform(-0.02, 0.02)
    return Pose(float(x), float(y), distance, float(yaw), float(roll)).wall_to_frame()


def _quad(x: float, width: float, height: float, to_frame: Points, y: float = 0.0) -> Points:
    left, right = x - width / 2, x + width / 2
    top, low = y + height / 2, y - height / 2
    corners = np.array([[[left, top], [right, top], [right, low], [left, low]]])
    return np.asarray(cv2.perspectiveTransform(corners, to_frame)[0], np.float64)


def _wall(tone: tuple[int, int, int], shape: tuple[int, int], rng: np.random.Generator) -> Picture:
    """Plaster of roughly this colour under uneven light."""
    light = rng.uniform(0.72, 1.12, (3, 4)).astype(np.float32)
    light = np.asarray(cv2.resize(light, shape[::-1], interpolation=cv2.INTER_CUBIC))
    colour = np.array(tone) * rng.uniform(0.85, 1.12) * rng.uniform(0.96, 1.04, 3)
    return np.asarray(np.clip(light[..., None] * colour, 0, 255), np.uint8)


def _shadows(image: Picture, quads: Sequence[Points]) -> None:
    """Darken the image where frames cast shadows, in place."""
    shade = np.full(image.shape[:2], 255, np.uint8)
    for quad in quads:
        drop = 0.03 * (quad[2, 1] - quad[1, 1])
        cv2.fillConvexPoly(shade, np.round(quad + drop).astype(np.int32), 130)
    cv2.blur(shade, (7, 7), dst=shade)
    cv2.multiply(image, cv2.merge([shade] * 3), dst=image, scale=1 / 255)


def _paste(image: Picture, patch: Picture, quad: Points) -> None:
    size = quad.max(axis=0) - quad.min(axis=0)
    share = min(1.0, 1.3 * float(max(size)) / max(patch.shape[:2]))
    if share < 1.0:
        reduced = (max(2, round(patch.shape[1] * share)), max(2, round(patch.shape[0] * share)))
        patch = np.asarray(cv2.resize(patch, reduced, interpolation=cv2.INTER_AREA), np.uint8)
    height, width = patch.shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32) - 0.5
    to_quad = cv2.getPerspectiveTransform(corners, quad.astype(np.float32))
    cv2.warpPerspective(
        patch, to_quad, image.shape[1::-1], dst=image, borderMode=cv2.BORDER_TRANSPARENT
    )


def _card(rng: np.random.Generator) -> Picture:
    """A card with illegible lines."""
    card = np.full((70, 108, 3), 246, np.uint8)
    for line in range(int(rng.integers(2, 6))):
        end = int(rng.integers(40, 100))
        cv2.line(card, (8, 12 + 10 * line), (end, 12 + 10 * line), (90, 90, 92), 3)
    return card


def _tokens(
    hung: Sequence[_Hung], quads: Sequence[Points], size: tuple[int, int]
) -> tuple[Map, NDArray[np.bool_]]:
    """(what is under each token, whether it is on the most prominent picture)."""
    place = np.full((size[1], size[0]), -1)
    for number, (each, quad) in enumerate(zip(hung, quads, strict=True)):
        place[_inside(_canvas(each, quad), size)] = number
    across = 1 - np.abs(np.linspace(-1, 1, size[0]))
    upright = 1 - 0.5 * np.abs(np.linspace(-1, 1, size[1]))
    weight = upright[:, None] * across + 0.1
    shares = [float(weight[place == number].sum()) for number in range(len(hung))]
    most = int(np.argmax(shares)) if shares else 0
    kinds = np.array([NOTHING, *(each.kind for each in hung)])
    return kinds[place.ravel() + 1].astype(np.int64), (place == most).ravel() & bool(hung)


def _canvas(hung: _Hung, quad: Points) -> Points:
    """The corners of the canvas, from those of its frame."""
    height, width = hung.framed.shape[:2]
    x, y = hung.rim / width, hung.rim / height
    corners = np.array([[[x, y], [1 - x, y], [1 - x, 1 - y], [x, 1 - y]]])
    unit = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32)
    to_quad = cv2.getPerspectiveTransform(unit, quad.astype(np.float32))
    return np.asarray(cv2.perspectiveTransform(corners, to_quad)[0], np.float64)


def _inside(quad: Points, size: tuple[int, int]) -> NDArray[np.bool_]:
    """(rows, columns) whether the centre of a token lies in a quad with clockwise corners."""
    y, x = (np.mgrid[0 : size[1], 0 : size[0]] + 0.5) * TOKEN
    within = np.ones(x.shape, bool)
    for (ax, ay), (bx, by) in zip(quad, np.roll(quad, -1, axis=0), strict=True):
        within &= (bx - ax) * (y - ay) - (by - ay) * (x - ax) > 0
    return within


def _degraded(image: Picture, rng: np.random.Generator) -> Picture:
    """The image with the glare, blur, exposure, white balance and noise of a hand-held camera."""
    if rng.random() < 0.3:
        centre = (int(rng.integers(image.shape[1])), int(rng.integers(image.shape[0])))
        sheen = np.zeros_like(image)
        cv2.circle(sheen, centre, int(rng.integers(8, 30)), (90, 90, 90), -1)
        image = np.asarray(cv2.add(image, cv2.blur(sheen, (21, 21))), np.uint8)
    if rng.random() < 0.5:
        size = (1 + int(rng.integers(8)) * (rng.random() < 0.5), 1 + int(rng.integers(3)))
        image = np.asarray(cv2.blur(image, size), np.uint8)
    gain = rng.uniform(0.78, 1.22) * rng.uniform(0.95, 1.05, 3)
    curve = np.arange(256)[:, None] * gain + rng.uniform(-12, 12)
    table = np.clip(curve, 0, 255).astype(np.uint8)[None]
    noise = rng.integers(-5, 6, image.shape, np.int8)
    exposed = cv2.LUT(image, table)
    return np.asarray(cv2.add(exposed, noise, dtype=cv2.CV_8U), np.uint8)
