"""When in a film each wall label is read: a film without reference pictures is cut by them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from operator import itemgetter

from backends.embedded.labels.over_frames.readings import combine, group
from backends.embedded.labels.transcription import Label

GONE = 4.0
"""Seconds after which a label that is read again is another visit: of frames 1.25 s apart every
second one is read at least."""
LETTERS = 20.0
"""Sure letters of a label that is worth a clip: print across a room is read as a few wrong ones."""


def stretches(readings: Sequence[tuple[float, Label]]) -> tuple[tuple[float, float], ...]:
    """First and last time in s of each stretch in which one label is read, in order of time.

    `readings` are labels with the times of their frames, ascending. Stretches may overlap.
    """
    found = []
    for same in group(readings, itemgetter(1)):
        breaks = [n for n, (a, b) in enumerate(pairwise(same), 1) if b[0] - a[0] > GONE]
        for first, last in pairwise([0, *breaks, len(same)]):
            visit = same[first:last]
            if _letters(combine([label for _, label in visit])) >= LETTERS:
                found.append((visit[0][0], visit[-1][0]))
    return tuple(sorted(found))


def _letters(label: Label) -> float:
    return sum(len(line.text) * line.confidence for line in label.lines)
