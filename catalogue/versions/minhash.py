"""Recognising two versions of one catalogue by their titles, from a few hundred hashes of each."""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Iterable

Sketch = tuple[int, ...]
"""The smallest hashes of titles, ascending: those of two catalogues estimate how much they have
in common (bottom-k sketch; exact where a catalogue has no more titles than that)."""
_KEPT = 256
ENOUGH = 30
"""Titles from which a share says something: two small collections meet in a few by chance."""
_HELD, _UNLIKE = 0.75, 0.5
"""Share of the smaller one's titles that the larger has, if one is a part of the other; and the
share in a sample too small to say so under which it is not worth looking closer."""


def sketch(titles: Iterable[str]) -> Sketch:
    """The sketch of a catalogue by its titles in normal form."""
    hashes = (hashlib.blake2b(text.encode(), digest_size=6).digest() for text in {*titles})
    return tuple(heapq.nsmallest(_KEPT, (int.from_bytes(one) for one in hashes)))


def in_common(one: Sketch, other: Sketch) -> float:
    """An estimate of titles in both / titles in either."""
    union = heapq.nsmallest(_KEPT, {*one, *other})
    return len({*one} & {*other} & {*union}) / max(1, len(union))


def held(one: Sketch, other: Sketch) -> bool | None:
    """Whether most titles of the smaller catalogue are in the larger one.

    None where the sketches cannot tell, because too few of the smaller one's hashes are as small
    as the larger one's: then the titles themselves say it (`is_part`).
    """
    small, large = sorted((one, other), key=lambda of: (-_reach(of), len(of)))
    if len(small) < ENOUGH:
        return False
    sample = {hash_ for hash_ in small if hash_ <= _reach(large)}
    share = len(sample & {*large}) / max(1, len(sample))
    if len(sample) >= ENOUGH:
        return share >= _HELD
    return False if sample and share < _UNLIKE else None


def is_part(one: set[str], other: set[str]) -> bool:
    """Whether most titles of the smaller set, of some tens at least, are in the larger one."""
    smaller = min(len(one), len(other))
    return smaller >= ENOUGH and len(one & other) >= _HELD * smaller


def _reach(of: Sketch) -> float:
    """Up to which hash a sketch has all: the fewer titles, the further."""
    return of[-1] if len(of) == _KEPT else float("inf")
