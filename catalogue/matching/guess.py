"""One guess about a field, and the strings that may reach a score, found by scoring few of them.

A guess shares tokens worth s of its own q, and c of its own m trigrams, with a name: unions are no
smaller than the guess, so J_idf ≤ s / q and J_tri ≤ c / m, and α·s/q + (1 - α)·c/m bounds S without
a look at the name. What the words of a name weigh and how many trigrams it has makes a closer bound
of the few names that are left.
"""

from __future__ import annotations

import numpy as np

from catalogue.matching.field_index import FieldIndex, Shared
from catalogue.matching.postings import Counts, Floats, Ints, Numbers

SLACK = 1e-9
"""More than roundings can add up to."""
_LEAST = float(np.nextafter(0.0, 1.0))
_MANY = 50_000
"""So many entries of lists take long enough to go through that it is worth sparing half."""
_FEW = 16
"""One string of so many is few enough to look closer at each."""
_DEARER = 6
"""A trigram that is looked up in a string takes so many times as long as one in a list."""


class Guess:
    """A guess, and what is known by now of how similar each string may be to it.

    In a large catalogue words alone rule out most strings, and trigrams are looked up in those
    that are left. Where too many are left, the lists of the rarer half of the trigrams are
    counted, and of all if that is not enough.
    """

    def __init__(self, field: FieldIndex, shared: Shared, token_weight: float) -> None:
        self._field, self._shared, self._token_weight = field, shared, token_weight
        ids = np.array(shared.trigrams, np.int64)
        common = field.tables.trigrams.commonness(ids)
        order = np.argsort(common, kind="stable")
        self._rarest, self._cost = ids[order], np.cumsum([0, *common[order]])
        self._words = shared.token * (token_weight / shared.token_total)
        self._look_up(0 if self._cost[-1] > _MANY and self._words.any() else len(ids))

    def _look_up(self, count: int) -> None:
        """Count so many trigrams, the rarest, in every string, and take the others for granted."""
        each = (1 - self._token_weight) / self._shared.trigram_total
        self._counts = self._field.tables.trigrams.counts(self._rarest[:count])
        self._missing = len(self._rarest) - count
        self._granted = self._missing * each
        self._bounds = self._words + self._counts * each if count else self._words

    def above(self, score: float) -> Ints:
        """The strings that may reach a score, without those that share nothing."""
        count = len(self._rarest)
        while self._missing:
            counted = count - self._missing
            more = count // 2 if counted < count // 2 else count
            found = self._above(score, int(self._cost[more] - self._cost[counted]))
            if found is not None:
                return found
            self._look_up(more)
        return np.flatnonzero(self._bounds >= max(score - SLACK, _LEAST))

    def _above(self, score: float, cost: int) -> Ints | None:
        """The same; None where so many entries of lists are gone through sooner."""
        if score - SLACK <= self._granted:
            return None
        found = np.flatnonzero(self._bounds >= score - self._granted - SLACK)
        if len(found) > len(self._bounds) // _FEW:
            return None
        found = found[self.at_most(found) >= score - SLACK]
        trigrams = self._field.tables.trigrams
        return found if _DEARER * len(found) * len(trigrams.held) <= cost * trigrams.size else None

    def peaks(self, share: float, count: int) -> Ints:
        """So many strings at most that share much: no less than such a share of the most."""
        level = share * float(self._bounds.max(initial=0.0))
        found = np.flatnonzero(self._bounds >= max(level, _LEAST))[: count * _FEW]
        if len(found) > count:
            found = found[np.argpartition(-self.at_most(found), count)[:count]]
        return found

    def similar(self, strings: Ints | Numbers) -> Floats:
        """S of some strings."""
        if not self._missing:
            return self.at_most(strings)
        trigrams = self._field.tables.trigrams
        return self._similar(strings, trigrams.counts_of(strings, self._shared.trigrams))

    def at_most(self, strings: Ints | Numbers) -> Floats:
        """No less than S of some strings, and S itself where all trigrams are counted."""
        counts = self._counts[strings]
        if self._missing:
            lengths = self._field.tables.trigrams.lengths_of(strings)
            counts = np.minimum(lengths, counts + np.int64(self._missing))
        return self._similar(strings, counts)

    def _similar(self, strings: Ints | Numbers, counts: Ints | Counts) -> Floats:
        token, trigram = self._field.similar(self._shared, strings, counts)
        similar: Floats = self._token_weight * token + (1 - self._token_weight) * trigram
        return similar
