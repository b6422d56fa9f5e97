"""The works of a catalogue that some settings could rank among the best three.

For given guesses a work has two similarities in each field, J_idf and J_tri, each times the
confidence of its guess. Every score is a sum of them with weights that are not negative, whatever α
and the weights of a regime. A work u *dominates* a work v if u comes first in the catalogue and is
at least as similar in every field, by tokens and by trigrams. Then u ranks before v under every
setting: sums and roundings preserve the order, and a tie goes to the first in the catalogue.

A work that three others dominate is never among the three that a decision shows. The highest score
of a field, and of two fields at once, always belongs to a work that is not dominated. So deciding
among the works left is deciding among all.

They are the 3-skyband (Papadias, Tao, Fu and Seeger 2005), a little wider than the upper layers of
the convex hull, and exact in floating point as well.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from catalogue import FIELDS, Field, Guess, Index, Pairs
from pipeline.decision.standing import CANDIDATES
from pipeline.decision.usable import Guesses
from pipeline.redecide.skyband_cache import SkybandCache, SkybandTable

_Floats = NDArray[np.float64]
_Ints = NDArray[np.int64]
_Flags = NDArray[np.bool_]

_BLOCK = 256
_FEW = 600
"""Works that are compared with one another at once, at most."""
_PIVOTS = 4
_COMPARED = 20_000
"""Guesses and works of a field whose pairs are kept: about 5 kB each, three a clip."""


class Skybands:
    """The skybands of a catalogue, each computed once (some ms among 70,000 works).

    Starts with those in `cache`, if there is one; `save` adds the new ones to it.
    """

    def __init__(self, index: Index, cache: SkybandCache | None = None) -> None:
        self.index = index
        self._cache = cache
        self._skybands = cache.read() if cache else {}
        self._new: SkybandTable = {}
        self._pairs: dict[tuple[Field, tuple[Guess, ...], bytes], Pairs] = {}

    def of(self, guesses: Guesses) -> _Ints:
        """The skyband of these guesses; see `skyband`."""
        key = tuple(tuple((g.text, g.confidence) for g in guesses[field]) for field in FIELDS)
        if key not in self._skybands:
            self._skybands[key] = self._new[key] = skyband(self.index, guesses)
        return self._skybands[key]

    def pairs(self, field: Field, works: _Ints, guesses: tuple[Guess, ...]) -> Pairs:
        """The pairs of guesses and the names of some works; see `Index.pairs`.

        Kept while clips come and go: a clip more does not compare all the others again.
        """
        key = field, guesses, works.tobytes()
        if (kept := self._pairs.get(key)) is not None:
            return kept
        pairs = self.index.pairs(field, works, guesses, once=True)
        if len(self._pairs) < _COMPARED:
            self._pairs[key] = pairs
        return pairs

    def save(self) -> None:
        """Add the skybands computed since the last time to the cache, if there is one."""
        new, self._new = self._new, {}
        if self._cache and new:
            self._cache.add(new)


def skyband(index: Index, guesses: Guesses) -> _Ints:
    """The works that can be among the best three under some settings, in catalogue order."""
    fields = [field for field in FIELDS if guesses[field]]
    bounds = [bound for field in fields for bound in index.upper_bounds(field, guesses[field])]
    works: _Ints = np.flatnonzero(np.logical_or.reduce([bound > 0 for bound in bounds]))
    upper = np.stack([bound[works] for bound in bounds])
    while len(works) > _FEW:
        left = _thinned(index, guesses, works, upper)
        shrunk = len(left) < 0.8 * len(works)
        works, upper = works[left], upper[:, left]
        if not shrunk:
            break
    return works[_undominated(_lower(index, guesses, works), upper)]


def _lower(index: Index, guesses: Guesses, works: _Ints) -> _Floats:
    """Lower bounds on the similarities of each work, shape (2 fields, works).

    They are those of a single guess and alias in each field, so no α takes S below them.
    """
    rows: list[_Floats] = []
    for field in (field for field in FIELDS if guesses[field]):
        pairs = index.pairs(field, works, guesses[field])
        owners = np.repeat(np.arange(len(works)), pairs.counts)
        token, trigram = pairs.confidence * pairs.token, pairs.confidence * pairs.trigram
        order = np.lexsort((token + trigram, owners))
        last = order[np.cumsum(pairs.counts)[pairs.counts > 0] - 1]
        for similarity in (token, trigram):
            row = np.zeros(len(works))
            row[pairs.counts > 0] = similarity[last]
            rows.append(row)
    return np.stack(rows)


def _thinned(index: Index, guesses: Guesses, works: _Ints, upper: _Floats) -> _Ints:
    """Which works are left after the most similar ones have ruled out what they dominate."""
    pivots = _pivots(upper)
    lower = _lower(index, guesses, works[pivots])
    places: _Ints = np.arange(len(works))
    dominators = np.zeros(len(works), np.int8)
    for pivot, bound in zip(pivots, lower.T, strict=True):
        after = int(np.searchsorted(places, pivot, "right"))
        dominators[after:] += _below(upper[:, after:], bound)
        left = dominators < CANDIDATES
        if left.sum() < 0.7 * len(left):
            places, upper, dominators = places[left], upper[:, left], dominators[left]
    return places[dominators < CANDIDATES]


def _below(upper: _Floats, bound: _Floats) -> _Flags:
    below: _Flags = upper[0] <= bound[0]
    for row, level in zip(upper[1:], bound[1:], strict=True):
        below &= row <= level
    return below


def _pivots(upper: _Floats) -> list[int]:
    """Works that are early in the catalogue and similar, the most similar first."""
    count = upper.shape[1]
    total = upper.sum(0)
    measures = [total, *(upper[n] + upper[n + 1] + total / 8 for n in range(0, len(upper), 2))]
    pivots: dict[int, float] = {}
    for length in (count >> 8, count >> 6, count >> 4, count >> 2, count):
        for measure in measures if length else ():
            part = measure[:length]
            top = np.argpartition(-part, min(_PIVOTS, length) - 1)[:_PIVOTS]
            pivots |= {int(n): float(total[n]) for n in top}
    return sorted(pivots, key=lambda n: -pivots[n])


def _undominated(lower: _Floats, upper: _Floats) -> _Ints:
    """The columns that fewer than three columns before them dominate."""
    left: _Ints = np.zeros(0, np.int64)
    for start in range(0, upper.shape[1], _BLOCK):
        block: _Ints = np.arange(start, min(start + _BLOCK, upper.shape[1]))
        before = np.concatenate([left, block])
        dominates = before[:, None] < block
        for low, high in zip(lower, upper, strict=True):
            dominates &= low[before, None] >= high[block]
        left = np.concatenate([left, block[dominates.sum(0) < CANDIDATES]])
    return left
