"""The postings of the trigrams of many strings, computed for thousands of strings at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from catalogue.matching.postings import Ints, Numbers, Postings

_AT_ONCE = 50_000
"""Strings whose trigrams are sorted at once, which takes 200 MB."""
_BITS = 21
"""Bits of a character; three of them fit into 63."""


def trigram_postings(texts: Sequence[str]) -> Postings:
    """The same as `Postings.of(map(trigrams, texts))`, in a quarter of the time."""
    parts = [_part(texts[n : n + _AT_ONCE]) for n in range(0, len(texts), _AT_ONCE)]
    codes = np.unique(np.concatenate([np.zeros(0, np.int64), *(codes for codes, _, _ in parts)]))
    counts = np.concatenate([np.zeros(0, np.int64), *(counts for _, _, counts in parts)])
    held = np.empty(int(counts.sum()), np.int32)
    start = 0
    while parts:  # freed one by one, because they are large
        part_codes, ids, _ = parts.pop(0)
        held[start : start + len(ids)] = np.searchsorted(codes, part_codes)[ids]
        start += len(ids)
    return Postings.inverted(tuple(map(_trigram, codes.tolist())), held, counts)


def _part(texts: Sequence[str]) -> tuple[Ints, Numbers, Ints]:
    """The codes of all trigrams; for each string its trigrams, by position, and their number."""
    joined = "".join([f" {text} " for text in texts]).encode("utf-32-le", "surrogatepass")
    letters = np.frombuffer(joined, np.uint32).astype(np.int64)
    owners = np.repeat(np.arange(len(texts)), [len(text) + 2 for text in texts])
    whole = owners[2:] == owners[:-2]
    grams = (letters[:-2] << 2 * _BITS | letters[1:-1] << _BITS | letters[2:])[whole]
    codes, ids = np.unique(grams, return_inverse=True)
    keys = owners[2:][whole] * len(codes) + ids
    keys.sort()
    keys = keys[np.diff(keys, prepend=-1) > 0]
    strings = keys // max(1, len(codes))
    held = (keys - strings * len(codes)).astype(np.int32)
    return codes, held, np.bincount(strings, minlength=len(texts))


def _trigram(code: int) -> str:
    last = (1 << _BITS) - 1
    return chr(code >> 2 * _BITS) + chr(code >> _BITS & last) + chr(code & last)
