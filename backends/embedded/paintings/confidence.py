"""What the proof that a reference is in a frame is worth, from 0 to 1.

Of a match with twelve points or more, which is sure, the confidence is

    (0.53 + 0.47 · logistic(weights · measures) · detail / (detail + 10)) · lead

and of one with fewer points 0.42 · logistic(…) · …, so that it never passes the published
thresholds, which lie between. The weights come from `python -m benchmark confidence --fit`, which
tells renderings of reference pictures from copies, pendants and shared motifs. The confidence never
falls when more points agree, cover more of the reference, have fewer correspondences against them,
show finer details, or leave the next reference farther behind.

- *Points* alone say little: a copy by another hand yields dozens, but in patches.
- *Coverage*: a shared motif or half of a pendant leaves most of the reference without a point.
- *Agreement*: in a copy nothing is quite in its place, so much of what looks alike lies elsewhere.
  It needs no colours, which lamps and black-and-white reference pictures change.
- *Detail* grows with size and sharpness. It limits the confidence instead of adding to it: what is
  seen through a doorway or out of focus cannot be told from a copy, however well it agrees.
- *Lead*: works of which one has not clearly more points than the other are not told apart.

It is a scale and no frequency: how often lookalikes hang in a museum is not known.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from backends.embedded.arrays import Floats

SURE = 12
"""Inliers. Wrong references that share nothing with the picture reach 4 to 6; 8 leaves doubt, 12
does not."""
MEASURES = ("points", "coverage", "agreement")
WEIGHTS, INTERCEPT = (0.50, 13.26, 9.20), -15.40
"""Of the measures, as fitted; in this order."""
LEAST_SURE, DOUBTFUL = 0.53, 0.42
"""Where the scale of sure matches begins, and that of the others ends: over the published threshold
from which a recognised picture settles (0.52), and up to that from which words are accepted."""
COARSE = 10.0
"""Details along the side of a reference at which half of the confidence is left: those of a
thumbnail."""
LEAD = 1.1
"""Exponent of the rival's share of the points: with 1.6 times the rival's, just under DOUBTFUL."""
_LEAST_LEAD = 0.05
COLOURS = 0.9
"""Correlation of coarse colours from which they may name a work of little texture."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What speaks for a reference in a frame.

    `inliers`: distinct verified correspondences (0 where it was recognised by its colours alone).
    `covered`: the share of the reference inside their convex hull. `agreement`: the share of all
    correspondences within the outline that fit it. `detail`: how many of the finer features among
    them would fit side by side along the reference, which falls with distance and with blur.
    `correlation`: of the coarse colours of the part in the frame with the reference's. `rival`:
    inliers of the next reference in the same place, 0 without one.
    """

    inliers: int
    covered: float
    agreement: float
    detail: float
    correlation: float
    rival: int = 0

    @property
    def measures(self) -> tuple[float, ...]:
        """The values that `WEIGHTS` weigh."""
        return math.log(max(self.inliers, 1) / SURE), math.sqrt(self.covered), self.agreement

    @property
    def confidence(self) -> float:
        """What the proof is worth, in (0, 1)."""
        return max(round(self._worth * self._lead, 4), 0.0001)

    @property
    def _worth(self) -> float:
        if not self.inliers:
            beyond = (self.correlation - COLOURS) / (1 - COLOURS) / 2
            return LEAST_SURE + (1 - LEAST_SURE) * min(max(beyond, 0.0), 0.5)
        z = INTERCEPT + sum(w * m for w, m in zip(WEIGHTS, self.measures, strict=True))
        part = self.detail / (self.detail + COARSE) / (1 + math.exp(-z))
        return LEAST_SURE + (1 - LEAST_SURE) * part if self.inliers >= SURE else DOUBTFUL * part

    @property
    def _lead(self) -> float:
        if not self.rival:
            return 1.0
        return max(1 - float((self.rival / self.inliers) ** LEAD), _LEAST_LEAD)


def detail(diameters: Floats, side: int) -> float:
    """How many of the finer features, of such `diameters` (n,) px, fit along a `side` of px."""
    return float(side / max(float(np.percentile(diameters, 25)), 1.0))


def over_frames(confidences: Sequence[float]) -> float:
    """The confidence in a work that several frames of one clip show.

    The doubts are multiplied, that of the i-th best frame to the power of 1/i²: frames of one clip
    show the same things from nearly the same place, so they err together, and no number of them
    replaces a better one.
    """
    ranked = sorted(confidences, reverse=True)
    doubt = math.prod(math.pow(1 - c, 1 / i**2) for i, c in enumerate(ranked, 1))
    return round(1 - doubt, 4)
