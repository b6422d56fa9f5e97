"""One field of an index: the names of all works, each distinct one compared once."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np

from catalogue.matching.aliases import strings_of
from catalogue.matching.guess import Guess
from catalogue.matching.postings import Counts, Floats, Ints, Numbers, Postings, stretches
from catalogue.matching.trigrams import trigram_postings
from catalogue.normalise import normalise, tokens, trigrams
from catalogue.records import Field, Work

_CACHED_NUMBERS = 4_000_000
"""Similarities that an index caches per field (64 MB), so that moving α is cheap."""

_CACHED_TERMS = 256


class Pairs(NamedTuple):
    """All pairs of a guess and a name of some works, with both similarities of each pair.

    The pairs stand work after work, and those of a work guess after guess. `counts` says how many
    pairs each work has. `guess` is a position among the guesses, `name` one in `Tables.names`.
    `token` is J_idf, `trigram` J_tri, `confidence` that of the guess.
    """

    counts: Ints
    token: Floats
    trigram: Floats
    guess: Ints
    name: Ints
    confidence: Floats


class Terms(NamedTuple):
    """The tokens and trigrams of a guess that occur in some string of the field, by number.

    `token_total` is Σ idf of all tokens of the guess, `trigram_total` the number of its trigrams.
    """

    tokens: list[int]
    token_total: float
    trigrams: list[int]
    trigram_total: int


class Tables(NamedTuple):
    """What the index of a field consists of, and all that has to be stored of it.

    A string is a distinct normal form. The names of work n are `names[bounds[n] : bounds[n + 1]]`,
    and their strings are at the same positions of `string_of`. Works with the same strings form a
    group: that of work n is `group_of[n]`, and the strings of group g are
    `grouped[group_bounds[g] : group_bounds[g + 1]]`. `frequency` is the number of works that hold a
    token.
    """

    names: Sequence[str]
    string_of: Numbers
    bounds: Ints
    group_of: Numbers
    grouped: Numbers
    group_bounds: Ints
    frequency: Ints
    tokens: Postings
    trigrams: Postings

    @classmethod
    def of(cls, works: Sequence[Work], field: Field) -> Tables:
        """The tables of the names that works have in a field."""
        strings, names = strings_of(works, field)
        words = Postings.of(tokens(text) for text in strings)
        frequency = _frequency(names.string_of, names.bounds, words)
        return cls(*names, frequency, words, trigram_postings(strings))


def _frequency(string_of: Numbers, bounds: Ints, words: Postings) -> Ints:
    """How many works hold each token, in whatever names."""
    count = len(words.terms)
    lengths, places = stretches(words.bounds, string_of)
    works = np.repeat(np.repeat(np.arange(len(bounds) - 1), np.diff(bounds)), lengths)
    held = works * count + words.held[places]
    held.sort()
    once = held[np.diff(held, prepend=-1) > 0]
    return np.bincount(once % count if count else once, minlength=count)


class FieldIndex:
    """The tables of a field, and the similarities of guesses to them."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.works = len(tables.bounds) - 1
        self._groups = len(tables.group_bounds) - 1
        self._filled: Ints = np.flatnonzero(np.diff(tables.group_bounds))
        self._firsts: Ints = tables.group_bounds[self._filled]
        self._idf: Floats = np.log((self.works + 1) / (tables.frequency + 1)) + 1
        cached = max(16, _CACHED_NUMBERS // max(1, tables.tokens.size))
        self._compare: Callable[[str], tuple[Floats, Floats] | None]
        self._compare = lru_cache(cached)(self._compare_now)
        self.terms: Callable[[str], Terms | None] = lru_cache(_CACHED_TERMS)(self._terms_now)

    @cached_property
    def _token_totals(self) -> Floats:
        return self.tables.tokens.totals(self._idf)

    @cached_property
    def _trigram_totals(self) -> Floats:
        return self.tables.trigrams.lengths().astype(np.float64)

    @cached_property
    def _carriers(self) -> tuple[Ints, Numbers]:
        """The works that carry each string: bounds, and the works string after string."""
        order = np.argsort(self.tables.string_of, kind="stable")
        owners = np.repeat(np.arange(self.works, dtype=np.int32), np.diff(self.tables.bounds))
        counts = np.bincount(self.tables.string_of, minlength=self.tables.tokens.size)
        return np.cumsum([0, *counts]), owners[order]

    def carriers(self, strings: Ints, most: int | None = None) -> Ints:
        """The works that carry any of the strings, string after string.

        Works of one string are ascending; `most` limits them to its first works.
        """
        bounds, works = self._carriers
        return works[stretches(bounds, strings, most)[1]].astype(np.int64)

    def strings(self, works: Ints) -> tuple[Ints, Ints, Ints]:
        """How many names each work has; then, for all these names, their numbers and strings."""
        lengths, names = stretches(self.tables.bounds, works)
        # As 64-bit integers, because NumPy indexes with them in half the time.
        return lengths, names, self.tables.string_of[names].astype(np.int64)

    def carrier_count(self, strings: Ints) -> int:
        """How many works `carriers` returns for these strings."""
        bounds, _ = self._carriers
        return int((bounds[strings + 1] - bounds[strings]).sum())

    def holds(self, token: str) -> bool:
        return token in self.tables.tokens.ids

    def idf(self, token: str) -> float:
        """The weight of a normalised token, which may be unseen."""
        number = self.tables.tokens.ids.get(token)
        return math.log(self.works + 1) + 1 if number is None else float(self._idf[number])

    def aliases(self, work: int) -> tuple[str, ...]:
        """The names of a work, by its number."""
        bounds = self.tables.bounds
        return tuple(self.tables.names[bounds[work] : bounds[work + 1]])

    def upper_bounds(self, guesses: Sequence[Guess]) -> tuple[Floats, Floats]:
        """See `Index.upper_bounds`."""
        highest = np.zeros(self._groups), np.zeros(self._groups)
        for confidence, comparison in self._comparisons(guesses):
            for best, similar in zip(highest, comparison, strict=True):
                per_group = self._per_group(confidence * similar)
                best[self._filled] = np.maximum(best[self._filled], per_group)
        token, trigram = (best[self.tables.group_of] for best in highest)
        return token, trigram

    def told_by(self, text: str, least: float) -> Floats:
        """Σ idf of its best name, times how much of it a text holds, for each work.

        A name counts from the share `least` of it on, fully where the text holds all of it, and by
        the square in between: a whole short title tells more than half of a long one. Words and
        trigrams count alike, for a misread word still has some of its trigrams.
        """
        told = np.zeros(self._groups)
        if self._filled.size and (terms := self.terms(text)):
            words = self.token_sums(terms) / self._token_totals
            grams = self.tables.trigrams.counts(terms.trigrams) / self._trigram_totals
            share = np.maximum((words + grams) / 2 - least, 0) / (1 - least)
            told[self._filled] = self._per_group(share**2 * self._token_totals)
        return told[self.tables.group_of]

    def _per_group(self, values: Floats) -> Floats:
        """The highest value of the strings of each group that has any."""
        highest: Floats = np.maximum.reduceat(values[self.tables.grouped], self._firsts)
        return highest

    def pairs(self, works: Ints, guesses: Sequence[Guess], once: bool = False) -> Pairs:
        """See `Index.pairs`."""
        lengths, names = stretches(self.tables.bounds, works)
        strings = self.tables.string_of[names]
        compare = self._compare_uncached if once else self._compare_cached
        compared = [
            (n, c) for n, guess in enumerate(guesses) if (c := compare(guess.text, strings))
        ]
        owners = np.tile(np.repeat(np.arange(len(works)), lengths), len(compared))
        order = np.argsort(owners, kind="stable")  # work after work, not guess after guess
        empty = np.zeros(0)
        return Pairs(
            lengths * len(compared),
            np.concatenate([empty, *(token for _, (token, _) in compared)])[order],
            np.concatenate([empty, *(trigram for _, (_, trigram) in compared)])[order],
            np.repeat(np.array([n for n, _ in compared], np.int64), len(names))[order],
            np.tile(names, len(compared))[order],
            np.repeat(np.array([guesses[n].confidence for n, _ in compared]), len(names))[order],
        )

    def _comparisons(self, guesses: Sequence[Guess]) -> list[tuple[float, tuple[Floats, Floats]]]:
        """The confidence of each guess with words, and J_idf and J_tri with every name."""
        if not self._filled.size:
            return []
        comparisons = ((guess.confidence, self._compare(guess.text)) for guess in guesses)
        return [(confidence, compared) for confidence, compared in comparisons if compared]

    def _compare_cached(self, guess: str, strings: Numbers) -> tuple[Floats, Floats] | None:
        """J_idf and J_tri of a guess with some strings, out of those with all strings."""
        if not (compared := self._compare(guess)):
            return None
        token, trigram = compared
        return token[strings], trigram[strings]

    def _compare_uncached(self, guess: str, strings: Numbers) -> tuple[Floats, Floats] | None:
        """The same to the last bit, without comparing the guess with the other strings."""
        if not (terms := self.terms(guess)):
            return None
        token = self.tables.tokens.sums_of(strings, self._idf, terms.tokens)
        counts = self.tables.trigrams.counts_of(strings, terms.trigrams).astype(np.float64)
        return (
            _jaccard(token, self._token_totals[strings], terms.token_total),
            _jaccard(counts, self._trigram_totals[strings], float(terms.trigram_total)),
        )

    def token_sums(self, terms: Terms) -> Floats:
        """Σ idf of the tokens that each string shares with a guess."""
        return self.tables.tokens.sums(self._idf, terms.tokens)

    def _terms_now(self, guess: str) -> Terms | None:
        """The terms of a guess; None for a guess without words."""
        if not (text := normalise(guess)):
            return None
        words, grams = tokens(text), trigrams(text)
        ids = self.tables.tokens.find(words)
        unseen = (self.idf(t) for t in sorted(words) if t not in self.tables.tokens.ids)
        # Summed one after the other, as np.bincount does in `Postings.sums`.
        total = 0.0
        for weight in (*self._idf[ids], *unseen):
            total += float(weight)
        return Terms(ids, total, self.tables.trigrams.find(grams), len(grams))

    def similar(
        self, terms: Terms, sums: Floats, strings: Ints | Numbers, counts: Ints | Counts
    ) -> tuple[Floats, Floats]:
        """J_idf and J_tri of a guess with some strings.

        `sums` are the guess's `token_sums` for all strings. `counts` says how many trigrams each of
        `strings` shares with the guess.
        """
        token = _jaccard(sums[strings], self._token_totals[strings], terms.token_total)
        totals = self._trigram_totals[strings]
        return token, _jaccard(counts.astype(np.float64), totals, float(terms.trigram_total))

    def _compare_now(self, guess: str) -> tuple[Floats, Floats] | None:
        """J_idf and J_tri of a guess with every string; None for a guess without words."""
        if not (terms := self.terms(guess)):
            return None
        token = _jaccard(self.token_sums(terms), self._token_totals, terms.token_total)
        counts = self.tables.trigrams.counts(terms.trigrams).astype(np.float64)
        return token, _jaccard(counts, self._trigram_totals, float(terms.trigram_total))


def _jaccard(shared: Floats, totals: Floats, total: float) -> Floats:
    result: Floats = shared / (totals + total - shared)
    return result
