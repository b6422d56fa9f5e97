"""Recognising two versions of one catalogue by their titles, from a few hundred hashes of each.

A bottom-k MinHash: the smallest hashes of two sets estimate how much the sets have in common. The
estimate is exact for sets of at most `_SIZE` titles.
"""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Iterable

MinHash = tuple[int, ...]
"""The smallest hashes of a catalogue's titles, ascending."""
_SIZE = 256
_ENOUGH = 30
"""Titles from which a share means something: two small collections share a few by chance."""
_PART = 0.75
"""Share of the smaller catalogue's titles from which it counts as a part of the larger one."""
_UNRELATED = 0.5
"""Share in a sample below which two catalogues are unrelated, even if the sample is small."""


def minhash(titles: Iterable[str]) -> MinHash:
    """The smallest hashes of titles in normal form."""
    hashes = (hashlib.blake2b(text.encode(), digest_size=6).digest() for text in {*titles})
    return tuple(heapq.nsmallest(_SIZE, map(int.from_bytes, hashes)))


def similarity(a: MinHash, b: MinHash) -> float:
    """An estimate of titles in both / titles in either."""
    union = heapq.nsmallest(_SIZE, {*a, *b})
    return len({*a} & {*b} & {*union}) / max(1, len(union))


def is_part_by_hashes(a: MinHash, b: MinHash) -> bool | None:
    """Whether most titles of the smaller catalogue are in the larger one.

    None where the hashes cannot tell, because too few hashes of the smaller catalogue are in the
    range that the larger one's cover. Then `is_part` decides by the titles themselves.
    """
    small, large = sorted((a, b), key=lambda hashes: (-_reach(hashes), len(hashes)))
    if len(small) < _ENOUGH:
        return False
    sample = {hash_ for hash_ in small if hash_ <= _reach(large)}
    share = len(sample & {*large}) / max(1, len(sample))
    if len(sample) >= _ENOUGH:
        return share >= _PART
    return False if sample and share < _UNRELATED else None


def is_part(a: set[str], b: set[str]) -> bool:
    """Whether the smaller set has `_ENOUGH` titles, and most of them are in the larger one."""
    smaller = min(len(a), len(b))
    return smaller >= _ENOUGH and len(a & b) >= _PART * smaller


def _reach(hashes: MinHash) -> float:
    """The hash up to which all hashes of a catalogue are known; it is higher for fewer titles."""
    return hashes[-1] if len(hashes) == _SIZE else float("inf")
