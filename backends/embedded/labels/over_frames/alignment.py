"""Which lines of two readings are one printed line.

Outlines of one label differ much from frame to frame: a card in one, the wall around it in another.
So lines are put beside each other by their words and their order, and the lines that agree say how
the places of the others compare.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from backends.embedded.arrays import Floats
from backends.embedded.labels.reliability import similarity
from backends.embedded.labels.transcription import Label

SAME_LINE = 60.0
"""rapidfuzz ratio (0 to 100) from which two lines are readings of one printed line."""
APART = 1.0
"""Lines' heights between two lines that agree from which they say how the scales compare, and by
which the first line of a column stands above the last one of the column before it."""
NEXT = 1.5
"""Lines' heights from a line to the one below it."""


@dataclass(frozen=True, slots=True)
class Places:
    """The map from the places of one reading's lines to those of another."""

    scale: float = 1.0
    shift: float = 0.0

    def of(self, place: float) -> float:
        return self.scale * place + self.shift


def places(label: Label) -> tuple[float, ...]:
    """How far down each line stands, in lines' heights; the label may be tilted or turned.

    A second column counts as if it stood below the first one.
    """
    quads = np.array([line.quad for line in label.lines], np.float64).reshape(-1, 4, 2)
    across = (quads[:, 1] - quads[:, 0] + quads[:, 2] - quads[:, 3]).mean(axis=0) / 2
    down = (quads[:, 3] - quads[:, 0] + quads[:, 2] - quads[:, 1]).mean(axis=0) / 2
    area = across[0] * down[1] - across[1] * down[0]
    if abs(area) < 1e-12:
        return tuple(0.0 for _ in label.lines)
    x, y = quads.mean(axis=1).T
    return _one_below_the_other((across[0] * y - across[1] * x) / area)


def _one_below_the_other(down: Floats) -> tuple[float, ...]:
    """The places of lines in reading order, none above the one before it."""
    ordered: list[float] = []
    lowest, shift = -math.inf, 0.0
    for place in map(float, down):
        if place + shift < lowest - APART:
            shift = lowest + NEXT - place
        lowest = max(lowest, place + shift)
        ordered.append(lowest)
    return tuple(ordered)


def aligned(first: Sequence[Sequence[str]], second: Sequence[str]) -> list[tuple[int, int]]:
    """Numbers of the lines of `first` and `second` that agree in words, both in order.

    A line of `first` is the wordings that were read of it; the nearest one counts.
    """
    alike = np.zeros((len(first), len(second)), np.float32)
    for i, wordings in enumerate(first):
        for j, text in enumerate(second):
            alike[i, j] = max(similarity(wording, text) for wording in wordings)
    return _in_order(np.where(alike >= SAME_LINE, alike, 0.0))


def _in_order(alike: Floats) -> list[tuple[int, int]]:
    """The pairs (i, j), both ascending, with the highest sum."""
    n, m = alike.shape
    best = np.zeros((n + 1, m + 1))
    for i in range(n):
        for j in range(m):
            best[i + 1, j + 1] = max(best[i, j] + alike[i, j], best[i, j + 1], best[i + 1, j])
    pairs = []
    i, j = n, m
    while i and j:
        if best[i, j] == best[i - 1, j]:
            i -= 1
        elif best[i, j] == best[i, j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            pairs.append((i, j))
    return pairs[::-1]


def mapped(pairs: Sequence[tuple[float, float]]) -> Places:
    """The map of places under which the pairs (to, from) agree; none stays as it is."""
    slopes = [
        (a - c) / (b - d)
        for n, (a, b) in enumerate(pairs)
        for c, d in pairs[:n]
        if abs(b - d) >= APART and (a - c) * (b - d) > 0
    ]
    scale = float(np.median(slopes)) if slopes else 1.0
    shifts = [to - scale * place for to, place in pairs]
    return Places(scale, float(np.median(shifts)) if shifts else 0.0)
