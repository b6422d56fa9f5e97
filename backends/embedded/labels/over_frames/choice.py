"""Which frames are read: those in which labels are largest and sharpest.

Finding where labels may hang costs a fifth of reading them, and says how legible they are.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from itertools import pairwise
from typing import TypeVar

from backends.embedded.labels.detection import Card, overlap

T = TypeVar("T")

NEARLY = 0.8
"""Of the best frame's legibility: a frame that was read before and has so much is read again for
nothing."""
STILL = 0.3
"""Overlap of their likeliest labels from which two neighbouring frames show the same one: the
camera stands still."""
LEGIBLE = 0.5
"""Of its neighbour's legibility: a frame with less shows nothing more."""


def legibility(cards: Sequence[Card]) -> float:
    """How much print the regions of a frame promise. Frames of one film are compared by it: of two
    neighbours on the demonstration walks, the one with more of it has 97 % of the sure letters that
    the better one has, and one of them by chance 82 %."""
    return max(map(_promise, cards), default=0.0)


def adds(cards: Sequence[Card], read: Sequence[Card]) -> tuple[bool, bool]:
    """Whether a frame shows legible labels, beside a neighbour that was `read`, and others."""
    if legibility(cards) < LEGIBLE * legibility(read) or not cards:
        return False, False
    first, second = (max(each, key=_promise).quad for each in (cards, read))
    return True, overlap(first, second) < STILL


def _promise(card: Card) -> float:
    return card.score * card.sharpness


def parts(items: Sequence[T], count: int) -> tuple[Sequence[T], ...]:
    """`items` in at most `count` parts of nearly equal length, in order."""
    count = min(count, len(items))
    edges = [len(items) * number // count for number in range(count + 1)] if count else []
    return tuple(items[a:b] for a, b in pairwise(edges))


def sharpest(part: Sequence[T], worth: Callable[[T], float], read_before: Collection[T]) -> T:
    """The frame of a part with the most legible labels, or nearly, if one of those was read."""
    if len(part) == 1:
        return part[0]
    worths = [worth(frame) for frame in part]
    enough = NEARLY * max(worths)
    return max(
        zip(part, worths, strict=True),
        key=lambda pair: (pair[0] in read_before and pair[1] >= enough, pair[1]),
    )[0]
