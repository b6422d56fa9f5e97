"""The four sides of an outline, and where the image changes along them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from backends.embedded.arrays import Floats

SAMPLES = np.linspace(0.08, 0.92, 24, dtype=np.float32)
"""Places on a side, from its first corner to its second: the corners may be rounded or hidden."""
EDGE = 2
"""px from the edge of the frame up to which a side is where the frame cuts the outline off."""


def shares_along(corners: Floats, changes: NDArray[np.bool_]) -> list[float]:
    """The share of each side of an outline (4, 2) px, clockwise, along which the image changes.

    `changes` (h, w) is true where it does.
    """
    limit = np.array((changes.shape[1] - 1, changes.shape[0] - 1))
    shares = []
    for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        x, y = np.rint(start + SAMPLES[:, None] * (end - start)).astype(int).clip(0, limit).T
        shares.append(float(changes[y, x].mean()))
    return shares


def at_the_edge(corners: Floats, height: int, width: int) -> list[bool]:
    """Of each side, clockwise, whether it is where the edge of the frame cuts the outline off."""
    x, y = corners.T
    borders = (x <= EDGE, y <= EDGE, x >= width - 1 - EDGE, y >= height - 1 - EDGE)
    return [bool(side) for side in np.any([b & np.roll(b, -1) for b in borders], axis=0)]
