"""Which references a frame's features agree on, before any of them is matched closely.

Every near neighbour of a feature proposes a pose: where the reference's centre would lie, how
large and how far turned it would be. Features of a picture that is really there agree on it;
chance ones scatter. Lowe, IJCV 2004, section 7.3 (Hough transform over similarity poses);
weights after McCann and Lowe, "Local naive Bayes nearest neighbor", CVPR 2012.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backends.embedded.arrays import Floats

TURN = 45.0
"""degrees of a bin: perspective turns features of one picture by different amounts."""
OCTAVE = 1.5
"""Scale bin, in powers of two; perspective again."""
REACH = 0.3
"""Side of a position bin over the diagonal of the proposed picture."""


@dataclass(frozen=True, slots=True)
class Poses:
    """Of every indexed feature: `owner` (n,) its reference, `centre` (n, 2) from the feature to
    the middle of the reference in units of its diameter, `turn` (n,) its orientation in degrees,
    `diameter` (n,), and `diagonal` (n,) of the reference, in px."""

    owner: NDArray[np.intp]
    centre: Floats
    turn: Floats
    diameter: Floats
    diagonal: Floats

    @classmethod
    def of(cls, points: Sequence[Floats], sizes: Sequence[tuple[int, int]]) -> Poses:
        """From the points (n, 4) and the size of every reference."""
        counts = [len(p) for p in points]
        every = np.concatenate([np.zeros((0, 4), np.float32), *points])
        middles = np.repeat(np.array(sizes, np.float32).reshape(-1, 2) / 2, counts, axis=0)
        diameter = np.maximum(every[:, 2], 1e-3)
        return cls(
            np.repeat(np.arange(len(counts)), counts),
            (middles - every[:, :2]) / diameter[:, None],
            every[:, 3],
            diameter,
            np.linalg.norm(middles * 2, axis=1),
        )


def votes(
    points: Floats,
    near: NDArray[np.int32],
    distances: Floats,
    poses: Poses,
    references: int,
) -> NDArray[np.float64]:
    """The best agreement (references,) on one pose of each reference.

    `points` (q, 4) of the frame, `near` and `distances` (q, k) their nearest indexed features,
    nearest first. A vote weighs how much nearer it is than the k-th, which stands for chance.
    """
    weight = (distances[:, -1:] - distances[:, :-1]).ravel()
    feature = near[:, :-1].ravel()
    source = np.repeat(points, near.shape[1] - 1, axis=0)
    turn = (source[:, 3] - poses.turn[feature]) % 360
    scale = source[:, 2] / poses.diameter[feature]
    angle = np.radians(turn)
    x, y = (poses.centre[feature] * source[:, 2:3]).T
    centre_x = source[:, 0] + np.cos(angle) * x - np.sin(angle) * y
    centre_y = source[:, 1] + np.sin(angle) * x + np.cos(angle) * y
    octave = np.log2(np.maximum(scale, 1e-6)) / OCTAVE
    best = np.zeros(references)
    for shift in (0.0, 0.5):  # two grids, so that an edge of one does not split a true pose
        level = np.floor(octave + shift)
        cell = REACH * poses.diagonal[feature] * 2.0 ** ((level - shift + 0.5) * OCTAVE)
        bins = (
            np.floor((turn / TURN + shift) % (360 / TURN)),
            level + 32,
            np.floor(centre_x / cell + shift) + 512,
            np.floor(centre_y / cell + shift) + 512,
        )
        key = poses.owner[feature].astype(np.int64)
        for values, room in zip(bins, (8, 64, 1024, 1024), strict=True):
            key = key * room + values.clip(0, room - 1).astype(np.int64)
        keys, where = np.unique(key, return_inverse=True)
        sums = np.bincount(where, weights=weight)
        np.maximum.at(best, keys >> 29, sums)
    return best
