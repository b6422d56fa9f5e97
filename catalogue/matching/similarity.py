"""How similar one guess is to the strings of a field, with bounds that spare most of the counting.

The words of a guess are summed over all strings at once. Its trigrams are counted only as far as a
question needs, the rarest first. A string with l trigrams that holds c of those counted shares at
most min(l, c + trigrams not counted) with the guess, which bounds its J_tri. Before any trigram is
counted, the length alone bounds it. So most strings cannot reach a high score, and their trigrams
are never counted. For a lower score the rarer half of the trigrams is counted, then all.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np

from catalogue.matching.field_index import FieldIndex, Terms
from catalogue.matching.postings import Flags, Floats, Ints, Numbers

SLACK = 1e-9
"""More than rounding errors can add up to."""
_LEAST = float(np.nextafter(0.0, 1.0))
_COUNTED_AT_ONCE = 50_000
"""Entries of postings lists up to which all trigrams are counted: sparing some is not faster."""
_SHARE_LEFT = 16
"""If no more than one string in so many is left, each is examined by itself."""
_ROUGH_PEAKS = 16
"""Strings that are bounded more closely for each peak that is wanted."""
_LOOKUP_COST = 6
"""Looking a trigram up in a string takes as long as counting so many entries of a list."""


class Similarity:
    """S of a guess for the strings of a field, at one α, and bounds on it that are cheaper."""

    def __init__(self, field: FieldIndex, terms: Terms, token_weight: float) -> None:
        self._field, self._terms, self._token_weight = field, terms, token_weight
        self._sums = field.token_sums(terms)
        self._per_word = token_weight / terms.token_total
        self._per_trigram = (1 - token_weight) / terms.trigram_total
        self._all = len(terms.trigrams)
        self._counted, self._counts = 0, field.tables.trigrams.no_counts(self._all)
        if self._cost(0) <= _COUNTED_AT_ONCE or not terms.tokens:
            self._count(self._all)

    def above(self, score: float) -> Ints:
        """The strings that may reach a score, ascending, without those that share nothing."""
        while self._counted < self._all:
            strings = self._reaching(score)
            if strings is not None:
                return strings
            half = self._all // 2
            self._count(half if self._counted < half else self._all)
        strings = self._roughly(score)
        return strings[self.at_most(strings) >= score - SLACK]

    def peaks(self, share: float, count: int) -> Ints:
        """Up to `count` strings whose rough score is at least a share of the highest one."""
        ceiling = self._per_word * float(self._sums.max(initial=0.0))
        if self._counted == self._all:
            ceiling = float(self._rough.max(initial=0.0))
            strings = np.flatnonzero(self._rough >= max(share * ceiling, _LEAST))
        else:
            least = max(share * ceiling / self._per_word if self._per_word else 0.0, _LEAST)
            strings = np.flatnonzero(self._sums >= least)
        strings = strings[: count * _ROUGH_PEAKS]
        if len(strings) > count:
            strings = strings[np.argpartition(-self.at_most(strings), count)[:count]]
        return strings

    def similar(self, strings: Ints | Numbers) -> Floats:
        """S of some strings."""
        return self.weigh(*self.parts(strings))

    def parts(self, strings: Ints | Numbers) -> tuple[Floats, Floats]:
        """J_idf and J_tri of some strings."""
        if self._counted == self._all:
            return self._field.similar(self._terms, self._sums, strings, self._counts[strings])
        counts = self._field.tables.trigrams.flagged(strings, self._flags)
        return self._field.similar(self._terms, self._sums, strings, counts)

    def at_most(self, strings: Ints | Numbers) -> Floats:
        """An upper bound on S of some strings; S itself once all trigrams are counted."""
        counts = self._counts[strings]
        missing = self._all - self._counted
        if missing:
            lengths = self._field.tables.trigrams.lengths_of(strings)
            counts = np.minimum(lengths, counts + np.int64(missing))
        return self.weigh(*self._field.similar(self._terms, self._sums, strings, counts))

    @cached_property
    def _flags(self) -> Flags:
        return self._field.tables.trigrams.flags(self._terms.trigrams)

    @cached_property
    def _rarest(self) -> Ints:
        """The trigrams of the guess that some string holds, the rarest first."""
        ids = np.array(self._terms.trigrams, np.int64)
        return ids[np.argsort(self._common, kind="stable")]

    @cached_property
    def _common(self) -> Ints:
        """How many strings hold each trigram of the guess."""
        return self._field.tables.trigrams.commonness(np.array(self._terms.trigrams, np.int64))

    def _cost(self, counted: int) -> int:
        """How many entries the postings lists have in all, without those of the rarest trigrams."""
        return int(np.sort(self._common)[counted:].sum())

    def _count(self, count: int) -> None:
        """Count the rarest trigrams in every string, until `count` of them are counted."""
        more = self._rarest[self._counted : count]
        self._field.tables.trigrams.add_counts(self._counts, more)
        self._counted = count
        self._rough = self._sums * self._per_word + self._counts * self._per_trigram

    def _reaching(self, score: float) -> Ints | None:
        """The strings that may reach a score; None where counting more trigrams is cheaper."""
        if score - SLACK <= (self._all - self._counted) * self._per_trigram:
            return None
        strings = self._roughly(score)
        if len(strings) > len(self._sums) // _SHARE_LEFT:
            return None
        strings = strings[self.at_most(strings) >= score - SLACK]
        trigrams = self._field.tables.trigrams
        looked_up = len(strings) * len(trigrams.held) / trigrams.size
        cheap = _LOOKUP_COST * looked_up <= self._cost(self._counted)
        return strings if cheap else None

    def _roughly(self, score: float) -> Ints:
        """The strings that reach a score if they hold every trigram that is not counted."""
        missing = self._all - self._counted
        rest = score - SLACK - missing * self._per_trigram
        if self._counted:
            return np.flatnonzero(self._rough >= max(rest, _LEAST))
        least = rest / self._per_word if self._per_word else np.inf
        return np.flatnonzero(self._sums >= max(least, _LEAST))

    def weigh(self, token: Floats, trigram: Floats) -> Floats:
        """S out of J_idf and J_tri."""
        similar: Floats = self._token_weight * token + (1 - self._token_weight) * trigram
        return similar
