"""The few works of a catalogue that any settings could bring to the fore.

For given guesses a work has two similarities per field, J_idf and J_tri, and each score is a sum of
them with weights that are not negative, whatever α and the handles of a regime. So a work u that
comes before v in the catalogue, and is at least as similar in every field by words and by letters,
stands before v under every setting: sums and roundings keep the order, and of equals the first of
the catalogue leads. A work that three others lead in this way is never among the three that a
decision shows; and the highest score of a field, and of two fields at once, is always had by a
work that none leads. To decide among the works left is therefore to decide among all.

This is the third layer of the order of dominance (a *skyband*; Papadias, Tao, Fu and Seeger 2005),
a little wider than the upper layers of the convex hull, and exact in floating point as well.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from catalogue import FIELDS, Field, Index
from pipeline.decision.rules import CANDIDATES
from pipeline.redecide.skyband_cache import Lists, ShortlistFile

Guesses = Mapping[Field, tuple[str, ...]]
_Floats = NDArray[np.float64]
_Ints = NDArray[np.int64]
_Flags = NDArray[np.bool_]

_BLOCK = 256
_ENOUGH = 600
"""So few works are compared with one another at once."""
_LEADERS = 4


class Shortlists:
    """The shortlists of a catalogue, each found once (some ms among 70,000 works).

    `file` is where those of former times are, and where `keep` puts the new ones.
    """

    def __init__(self, index: Index, file: ShortlistFile | None = None) -> None:
        self.index = index
        self._file = file
        self._found = file.read() if file else {}
        self._new: Lists = {}

    def of(self, guesses: Guesses) -> _Ints:
        """See `shortlist`."""
        key = tuple(guesses[field] for field in FIELDS)
        if key not in self._found:
            self._found[key] = self._new[key] = shortlist(self.index, guesses)
        return self._found[key]

    def keep(self) -> None:
        """Put what was found since the last time into the file, if there is one."""
        new, self._new = self._new, {}
        if self._file and new:
            self._file.add(new)


def shortlist(index: Index, guesses: Guesses) -> _Ints:
    """The works that can be among the best three under some settings, in catalogue order."""
    asked = [field for field in FIELDS if guesses[field]]
    reach = [one for field in asked for one in index.reach(field, guesses[field])]
    works: _Ints = np.flatnonzero(np.logical_or.reduce([one > 0 for one in reach]))
    heights = np.stack([one[works] for one in reach])
    while len(works) > _ENOUGH:
        kept = _thinned(index, guesses, works, heights)
        shrunk = len(kept) < 0.8 * len(works)
        works, heights = works[kept], heights[:, kept]
        if not shrunk:
            break
    return works[_skyband(_footing(index, guesses, works), heights)]


def _footing(index: Index, guesses: Guesses, works: _Ints) -> _Floats:
    """What each work reaches in every field with one guess and one name, shape (2 fields, works).

    No α takes S below the score of that pair.
    """
    rows: list[_Floats] = []
    for field in (field for field in FIELDS if guesses[field]):
        met = index.points(field, works, guesses[field])
        owners = np.repeat(np.arange(len(works)), met.counts)
        order = np.lexsort((met.token + met.trigram, owners))
        last = order[np.cumsum(met.counts)[met.counts > 0] - 1]
        for similar in (met.token, met.trigram):
            row = np.zeros(len(works))
            row[met.counts > 0] = similar[last]
            rows.append(row)
    return np.stack(rows)


def _thinned(index: Index, guesses: Guesses, works: _Ints, heights: _Floats) -> _Ints:
    """Which works are left once the strongest of them have ruled out what they lead."""
    leaders = _leaders(heights)
    footing = _footing(index, guesses, works[leaders])
    places: _Ints = np.arange(len(works))
    led = np.zeros(len(works), np.int8)
    for leader, foot in zip(leaders, footing.T, strict=True):
        after = int(np.searchsorted(places, leader, "right"))
        led[after:] += _below(heights[:, after:], foot)
        keep = led < CANDIDATES
        if keep.sum() < 0.7 * len(keep):
            places, heights, led = places[keep], heights[:, keep], led[keep]
    return places[led < CANDIDATES]


def _below(heights: _Floats, foot: _Floats) -> _Flags:
    below: _Flags = heights[0] <= foot[0]
    for row, level in zip(heights[1:], foot[1:], strict=True):
        below &= row <= level
    return below


def _leaders(heights: _Floats) -> list[int]:
    """Works that are early in the catalogue and similar, the most similar first."""
    count = heights.shape[1]
    total = heights.sum(0)
    each = [total, *(heights[n] + heights[n + 1] + total / 8 for n in range(0, len(heights), 2))]
    found: dict[int, float] = {}
    for length in (count >> 8, count >> 6, count >> 4, count >> 2, count):
        for measure in each if length else ():
            part = measure[:length]
            top = np.argpartition(-part, min(_LEADERS, length) - 1)[:_LEADERS]
            found |= {int(n): float(total[n]) for n in top}
    return sorted(found, key=lambda n: -found[n])


def _skyband(footing: _Floats, heights: _Floats) -> _Ints:
    """The columns that fewer than three columns before them lead."""
    kept: _Ints = np.zeros(0, np.int64)
    for start in range(0, heights.shape[1], _BLOCK):
        block: _Ints = np.arange(start, min(start + _BLOCK, heights.shape[1]))
        before = np.concatenate([kept, block])
        leads = before[:, None] < block
        for foot, height in zip(footing, heights, strict=True):
            leads &= foot[before, None] >= height[block]
        kept = np.concatenate([kept, block[leads.sum(0) < CANDIDATES]])
    return kept
