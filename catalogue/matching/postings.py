"""Which strings hold a term: postings lists as NumPy arrays."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Numbers = NDArray[np.int32]
"""Numbers of strings and works as they are stored; computations use `Ints`."""
Counts = NDArray[np.int16] | NDArray[np.int32]
Flags = NDArray[np.int8]

_INT16, _UINT16 = 2**15, 2**16 - 1


@dataclass(frozen=True)
class Postings:
    """The strings that hold each term; `terms` are sorted.

    `find` keeps terms in that order, so that equal sets sum to equal floats and an exact match
    scores exactly 1. The strings of term i are `owners[starts[i] : starts[i + 1]]`, ascending; the
    terms of string n are `held[bounds[n] : bounds[n + 1]]`, in any order.
    """

    terms: tuple[str, ...]
    owners: Numbers
    starts: Ints
    held: Numbers
    bounds: Ints

    @property
    def size(self) -> int:
        """How many strings there are."""
        return len(self.bounds) - 1

    @classmethod
    def of(cls, sets: Iterable[frozenset[str]]) -> Postings:
        """The postings of one set of terms per string; one set at a time is in memory."""
        ids: dict[str, int] = {}
        flat, counts = array("i"), array("i")
        for terms_of_string in sets:
            flat.extend([ids.setdefault(term, len(ids)) for term in terms_of_string])
            counts.append(len(terms_of_string))
        terms = sorted(ids)
        rank: Numbers = np.empty(len(terms), np.int32)
        rank[[ids[term] for term in terms]] = np.arange(len(terms), dtype=np.int32)
        ranked = rank[np.frombuffer(flat, np.int32)]
        return cls.inverted(tuple(terms), ranked, np.frombuffer(counts, np.int32))

    @classmethod
    def inverted(cls, terms: tuple[str, ...], held: Numbers, counts: Ints | Numbers) -> Postings:
        """The postings of strings whose terms stand one after the other in `held`.

        `counts` says how many terms each string has.
        """
        bounds = np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])
        lengths = np.bincount(held, minlength=len(terms))
        starts = np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)])
        owners = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
        return cls(terms, owners[_ascending(held)], starts, held, bounds)

    @cached_property
    def ids(self) -> Mapping[str, int]:
        """The number of every term."""
        return {term: i for i, term in enumerate(self.terms)}

    def find(self, terms: Iterable[str]) -> list[int]:
        """The numbers of the terms, ascending; terms that no string holds are left out."""
        return sorted(self.ids[t] for t in terms if t in self.ids)

    def lists(self, ids: Iterable[int]) -> list[Numbers]:
        """The strings of each term."""
        return [self.owners[self.starts[i] : self.starts[i + 1]] for i in ids]

    def sums(self, weights: Floats, ids: Sequence[int]) -> Floats:
        """For each string, the sum of the weights of its terms among `ids`."""
        if not (lists := self.lists(ids)):
            return np.zeros(self.size)
        repeated = np.repeat(weights[list(ids)], [len(owners) for owners in lists])
        return self._sums(np.concatenate(lists, dtype=np.int64), repeated)

    def counts(self, ids: Sequence[int] | Ints) -> Counts:
        """For each string, how many of its terms are among `ids`."""
        counts = self.no_counts(len(ids))
        self.add_counts(counts, ids)
        return counts

    def no_counts(self, terms: int) -> Counts:
        """A zero for each string, of a type that can count so many terms."""
        if terms < _INT16:
            return np.zeros(self.size, np.int16)
        return np.zeros(self.size, np.int32)

    def add_counts(self, counts: Counts, ids: Iterable[int] | Ints) -> None:
        """Add to the count of each string how many of its terms are among `ids`."""
        unit = counts.dtype.type(1)
        for owners in self.lists(ids):
            # Half the time of a bincount over all lists: counts of 16 bits stay in the CPU's cache.
            np.add.at(counts, owners.astype(np.int64), unit)

    def sums_of(
        self, strings: Ints | Numbers, weights: Floats, ids: Sequence[int] | Ints
    ) -> Floats:
        """`sums` for some strings only, the same to the last bit."""
        among = np.zeros(len(self.terms), bool)
        among[list(ids)] = True
        lengths, places = stretches(self.bounds, strings)
        held = self.held[places]
        owners = np.repeat(np.arange(len(strings)), lengths)
        shared = np.flatnonzero(among[held])
        shared = shared[np.argsort(held[shared], kind="stable")]  # added up term after term
        sums = np.bincount(owners[shared], weights[held[shared]], len(strings))
        return sums.astype(np.float64, copy=False)

    def counts_of(self, strings: Ints | Numbers, ids: Sequence[int]) -> Ints:
        """`counts` for some strings only, each of which holds a term at least."""
        return self.flagged(strings, self.flags(ids))

    def flags(self, ids: Sequence[int] | Ints) -> Flags:
        """1 for each term among `ids`, 0 for all others."""
        flags = np.zeros(len(self.terms), np.int8)
        flags[ids] = 1
        return flags

    def flagged(self, strings: Ints | Numbers, flags: Flags) -> Ints:
        """How many flagged terms some strings hold, each of which holds a term at least."""
        if not len(strings):
            return np.zeros(0, np.int64)
        lengths, places = stretches(self.bounds, strings)
        held = flags.take(self.held[places])
        counts: Ints = np.add.reduceat(held, lengths.cumsum() - lengths, dtype=np.int64)
        return counts

    def commonness(self, ids: Ints) -> Ints:
        """How many strings hold each term."""
        return self.starts[1:][ids] - self.starts[:-1][ids]

    def totals(self, weights: Floats) -> Floats:
        """For each string, the sum of the weights of all its terms."""
        return self._sums(self.owners, np.repeat(weights, np.diff(self.starts)))

    def lengths_of(self, strings: Ints | Numbers) -> Ints:
        """How many terms some strings hold."""
        return self.bounds[1:][strings] - self.bounds[:-1][strings]

    def lengths(self) -> Ints:
        """How many terms each string holds."""
        return np.diff(self.bounds)

    def _sums(self, owners: Numbers | Ints, weights: Floats) -> Floats:
        """The weights of each owner, added in the order given."""
        # astype, because the sums of nothing come back as integers
        return np.bincount(owners, weights, self.size).astype(np.float64, copy=False)


def _ascending(numbers: Numbers) -> Ints:
    """The positions that sort `numbers`, stably.

    It sorts by the lower 16 bits, then by the upper ones: NumPy has a counting sort for 16 bits, so
    this takes a fifth of the time.
    """
    order: Ints = np.argsort(numbers.astype(np.uint16), kind="stable")
    if len(numbers) and numbers.max() > _UINT16:
        upper = (numbers >> 16).astype(np.uint16)
        order = order[np.argsort(upper[order], kind="stable")]
    return order


def stretches(bounds: Ints, which: Ints | Numbers, most: int | None = None) -> tuple[Ints, Ints]:
    """The lengths of the stretches bounds[n] to bounds[n + 1], and all positions in them.

    `most` limits each stretch to its first positions.
    """
    starts = bounds[which]
    lengths = bounds[1:][which] - starts
    if most is not None:
        lengths = np.minimum(lengths, most)
    ends = lengths.cumsum()
    places: Ints = (starts + lengths - ends).repeat(lengths)
    places += np.arange(len(places))
    return lengths, places
