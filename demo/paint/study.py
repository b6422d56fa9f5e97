"""The study for a picture: smooth colour, masks, hills, dabs and thin strokes."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Field = NDArray[np.floating[Any]]
"""(h, w) values, mostly in 0..1, or (h, w, 3) colours."""
Picture = NDArray[np.uint8]
"""(h, w, 3) RGB."""
Colour = tuple[float, float, float]


def fractal(
    rng: np.random.Generator,
    shape: tuple[int, int],
    cells: float,
    octaves: int = 5,
    stretch: float = 1.0,
) -> Field:
    """Smooth noise in 0..1, `cells` features high; `stretch` widens them."""
    height, width = shape
    total = np.zeros(shape, np.float32)
    for octave in range(octaves):
        rows = max(2, round(cells * 2**octave) + 1)
        columns = max(2, round(cells * 2**octave * width / height / stretch) + 1)
        if rows > height:
            break
        grid = rng.random((rows, columns)).astype(np.float32)
        total += cv2.resize(grid, (width, height), interpolation=cv2.INTER_CUBIC) / 2**octave
    low, high = float(total.min()), float(total.max())
    return np.asarray((total - low) / (high - low), np.float32)


def smoothstep(field: Field, low: float, high: float) -> Field:
    """0 below `low`, 1 above `high`, smooth between; reversed if `low` > `high`."""
    t = np.clip((field - low) / (high - low), 0, 1)
    return np.asarray(t * t * (3 - 2 * t), np.float32)


class Study:
    """A study for a picture in smooth colour: (h, w, 3) float32 RGB in 0..1.

    Positions are shares of width and height, from the top left.
    """

    def __init__(self, width: int, height: int, seed: int) -> None:
        self.rng = np.random.default_rng(seed)
        self.shape = (height, width)
        self.aspect = width / height
        rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
        self.x: Field = (columns + 0.5) / width
        self.y: Field = (rows + 0.5) / height
        self.rgb: Field = np.full((height, width, 3), 0.5, np.float32)

    def noise(self, cells: float, octaves: int = 5, stretch: float = 1.0) -> Field:
        shape = (self.x.shape[0], self.x.shape[1])
        return fractal(self.rng, shape, cells * shape[0] / self.shape[0], octaves, stretch)

    def crop(self, x: float, y: float, reach: float) -> Study:
        """A window on this study around a point, `reach` heights to each side, for small objects.

        It shares colours and generator. `lay`, `shade`, `ellipse`, `local` and `noise` work in it.
        """
        height, width = self.shape
        rows = slice(
            *np.clip([round((y - reach) * height), round((y + reach) * height)], 0, height)
        )
        half = reach / self.aspect
        columns = slice(*np.clip([round((x - half) * width), round((x + half) * width)], 0, width))
        part = copy(self)
        part.x, part.y = self.x[rows, columns], self.y[rows, columns]
        part.rgb = self.rgb[rows, columns]
        return part

    def ramp(self, *stops: tuple[float, Colour], along: Field | None = None) -> Field:
        """(h, w, 3) colours interpolated between the stops down the picture, or `along` a field."""
        where = self.y if along is None else along
        places = [place for place, _ in stops]
        channels = [np.interp(where, places, [colour[i] for _, colour in stops]) for i in range(3)]
        return np.stack(channels, axis=-1).astype(np.float32)

    def lay(self, mask: Field, colour: Colour | Field) -> None:
        """Cover with a colour, or a field of colours, with the opacity of `mask`."""
        paint = np.asarray(colour, np.float32)
        self.rgb += np.clip(mask, 0, 1)[..., None] * (paint - self.rgb)

    def glow(
        self, x: float, y: float, radius: float, colour: Colour, strength: float = 1.0
    ) -> None:
        """Add light that falls off around a point; `radius` is a share of the height."""
        distance = np.hypot((self.x - x) * self.aspect, self.y - y) / radius
        self.rgb += strength * np.exp(-(distance**2))[..., None] * np.asarray(colour, np.float32)

    def shade(self, mask: Field, factor: float | Field) -> None:
        """Darken (factor < 1) or lighten under a mask."""
        amount = np.clip(mask, 0, 1) * (np.asarray(factor, np.float32) - 1) + 1
        self.rgb *= amount[..., None]

    def polygon(self, points: Sequence[tuple[float, float]], soft: float = 0.0) -> Field:
        """Mask of a polygon; `soft` blurs its edge by that share of the height."""
        height, width = self.shape
        corners = np.array([(px * width * 8, py * height * 8) for px, py in points])
        mask = np.zeros(self.shape, np.uint8)
        cv2.fillPoly(mask, [np.round(corners).astype(np.int32)], 255, cv2.LINE_AA, 3)
        return self._soften(mask.astype(np.float32) / 255, soft)

    def line(self, points: Sequence[tuple[float, float]], width: float, soft: float = 0.0) -> Field:
        """Mask of a line through points; `width` is a share of the height."""
        rows, columns = self.shape
        places = np.array([(px * columns * 8, py * rows * 8) for px, py in points])
        mask = np.zeros(self.shape, np.uint8)
        thickness = max(1, round(width * rows))
        path = [np.round(places).astype(np.int32)]
        cv2.polylines(mask, path, False, 255, thickness, cv2.LINE_AA, 3)
        return self._soften(mask.astype(np.float32) / 255, soft)

    def ellipse(
        self, x: float, y: float, rx: float, ry: float, turn: float = 0.0, soft: float = 0.0
    ) -> Field:
        """Mask of an ellipse with radii as shares of the height, turned by `turn` radians."""
        u, v = self.local(x, y, turn)
        distance = np.hypot(u / rx, v / ry)
        edge = max(soft / min(rx, ry), 1.5 / (self.shape[0] * min(rx, ry)))
        return np.asarray(np.clip((1 - distance) / edge + 0.5, 0, 1), np.float32)

    def local(self, x: float, y: float, turn: float = 0.0) -> tuple[Field, Field]:
        """Coordinates around a point, in heights, in axes turned by `turn` radians."""
        dx, dy = (self.x - x) * self.aspect, self.y - y
        return dx * np.cos(turn) + dy * np.sin(turn), dy * np.cos(turn) - dx * np.sin(turn)

    def dabs(self, points: Field, radii: Field, colours: Field) -> None:
        """Paint round dabs in order: (n, 2) shares, (n,) radii in heights, (n, 3) RGB."""
        height, width = self.shape
        centres = np.round(points * [width, height]).astype(int).tolist()
        sizes = np.maximum(1, np.round(radii * height)).astype(int).tolist()
        for centre, size, colour in zip(centres, sizes, colours.tolist(), strict=True):
            cv2.circle(self.rgb, centre, size, colour, -1)

    def hairs(self, starts: Field, ends: Field, width: float, colours: Field) -> None:
        """Paint thin straight strokes in order: (n, 2) and (n, 2) shares, (n, 3) RGB."""
        height, columns = self.shape
        first = np.round(starts * [columns, height]).astype(int).tolist()
        last = np.round(ends * [columns, height]).astype(int).tolist()
        thick = max(1, round(width * height))
        for a, b, colour in zip(first, last, colours.tolist(), strict=True):
            cv2.line(self.rgb, a, b, colour, thick)

    def ridge(self, base: float, rise: float, cells: float, octaves: int = 5) -> Field:
        """(w,) heights of a hill line that deviates from `base` by up to `rise`."""
        height, width = self.shape
        line = fractal(self.rng, (height, width), cells, octaves)[height // 2]
        return np.asarray(base + (line - 0.5) * 2 * rise, np.float32)

    def below(self, ridge: Field, soft: float = 0.003) -> Field:
        """Mask of the area below a hill line."""
        return smoothstep(self.y - ridge[None, :], -soft, soft)

    def _soften(self, mask: Field, soft: float) -> Field:
        if soft <= 0:
            return mask
        return np.asarray(cv2.GaussianBlur(mask, (0, 0), soft * self.shape[0]), np.float32)
