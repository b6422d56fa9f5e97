"""What the proof that a reference is in a frame is worth, from 0 to 1.

The confidence of a match is `logistic(WEIGHTS · measures) × lead`. It never falls when more points
agree, when they cover more of the reference, when finer details agree, when the colours are more
alike, or when the next reference is farther behind.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from backends.embedded.arrays import Floats


@dataclass(frozen=True, slots=True)
class Proof:
    """What speaks for a reference in a frame.

    `inliers`: distinct verified correspondences (0 where it was recognised by its colours alone).
    `covered`: the share of the reference inside their convex hull. `detail`: how many of their
    finer features would fit side by side along the reference, which falls with distance and with
    blur. `correlation`: of the coarse colours of the part in the frame with the reference's.
    `rival`: inliers of the next reference in the same place, 0 without one.
    """

    inliers: int
    covered: float
    agreement: float
    detail: float
    correlation: float
    rival: int = 0

    @property
    def confidence(self) -> float:
        """What the proof is worth, in (0, 1)."""
        return round(_worth(self) * _lead(self), 4)


def detail(diameters: Floats, side: int) -> float:
    """How many of the finer features, of such `diameters` (n,) px, fit along a side of px."""
    return float(side / max(float(np.percentile(diameters, 25)), 1.0))


def _worth(proof: Proof) -> float:
    return 0.9


def _lead(proof: Proof) -> float:
    return 1.0


def over_frames(confidences: Sequence[float]) -> float:
    """The confidence in a work that several frames of one clip show.

    The doubts are multiplied, that of the i-th best frame to the power of 1/i²: frames of one clip
    show the same things from nearly the same place, so they err together, and no number of them
    replaces a better one.
    """
    ranked = sorted(confidences, reverse=True)
    doubt = math.prod((1 - c) ** (1 / i**2) for i, c in enumerate(ranked, 1))
    return round(1 - doubt, 4)
