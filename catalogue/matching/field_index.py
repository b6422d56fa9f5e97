"""One field of an index: the names of all works, each distinct one compared once."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple

import numpy as np

from catalogue.matching.aliases import strings_of
from catalogue.matching.guess import Guess
from catalogue.matching.postings import Counts, Floats, Ints, Numbers, Postings, stretches
from catalogue.matching.trigrams import trigram_postings
from catalogue.normalise import normalise, tokens, trigrams
from catalogue.records import Work

Field = Literal["title", "artist", "subject"]
FIELDS: tuple[Field, ...] = ("title", "artist", "subject")

_CACHED_NUMBERS = 4_000_000
"""How many similarities an index remembers per field (64 MB), so that moving α is cheap."""

_CACHED_TERMS = 256


class Points(NamedTuple):
    """Where guesses meet the names of some works, work after work.

    Of each work as many as `counts` says: guess after guess, and of a guess name after name.
    `guess` and `name` are numbers, of the guess given and of `FieldIndex.names`. `token` and
    `trigram` are J_idf and J_tri; `confidence` is that of the guess.
    """

    counts: Ints
    token: Floats
    trigram: Floats
    guess: Ints
    name: Ints
    confidence: Floats


class Terms(NamedTuple):
    """The tokens and trigrams of a guess that some string holds.

    `token_total`, Σ idf, and `trigram_total` are those of the whole guess.
    """

    tokens: list[int]
    token_total: float
    trigrams: list[int]
    trigram_total: int


class Tables(NamedTuple):
    """What the index of a field consists of, and all that has to be stored of it.

    The names of work n are `names[bounds[n] : bounds[n + 1]]`, their normal forms the strings
    `string_of` the same places. Works whose names have the same normal forms are one group, with
    the strings `grouped[group_bounds[g] : group_bounds[g + 1]]`. `frequency` is the number of
    works that hold a token.
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
        remembered = max(16, _CACHED_NUMBERS // max(1, tables.tokens.size))
        self._compare: Callable[[str], tuple[Floats, Floats] | None]
        self._compare = lru_cache(remembered)(self._compare_now)
        self.terms: Callable[[str], Terms | None] = lru_cache(_CACHED_TERMS)(self._terms_now)

    @cached_property
    def _token_totals(self) -> Floats:
        return self.tables.tokens.totals(self._idf)

    @cached_property
    def _trigram_totals(self) -> Floats:
        return self.tables.trigrams.lengths().astype(np.float64)

    @cached_property
    def _carriers(self) -> tuple[Ints, Numbers]:
        """Of every string the works that carry it: bounds, and works one after the other."""
        order = np.argsort(self.tables.string_of, kind="stable")
        owners = np.repeat(np.arange(self.works, dtype=np.int32), np.diff(self.tables.bounds))
        counts = np.bincount(self.tables.string_of, minlength=self.tables.tokens.size)
        return np.cumsum([0, *counts]), owners[order]

    def carriers(self, strings: Ints, most: int | None = None) -> Ints:
        """The works that carry any of the strings, string after string, of each the first `most`.

        Those of a string are ascending.
        """
        bounds, works = self._carriers
        return works[stretches(bounds, strings, most)[1]].astype(np.int64)

    def strings(self, works: Ints) -> tuple[Ints, Ints, Ints]:
        """How many names each work has, the numbers of all of them, and of their strings."""
        lengths, names = stretches(self.tables.bounds, works)
        # Of eight bytes, because NumPy indexes with them in half the time.
        return lengths, names, self.tables.string_of[names].astype(np.int64)

    def carried(self, strings: Ints) -> int:
        """How many works `carriers` names."""
        bounds, _ = self._carriers
        return int((bounds[strings + 1] - bounds[strings]).sum())

    def idf(self, token: str) -> float:
        number = self.tables.tokens.ids.get(token)
        return math.log(self.works + 1) + 1 if number is None else float(self._idf[number])

    def aliases(self, work: int) -> tuple[str, ...]:
        bounds = self.tables.bounds
        return tuple(self.tables.names[bounds[work] : bounds[work + 1]])

    def reach(self, guesses: Sequence[Guess]) -> tuple[Floats, Floats]:
        """The highest J_idf and J_tri times confidence of every work, be it of different names."""
        highest = np.zeros(self._groups), np.zeros(self._groups)
        for confidence, compared in self._compared(guesses):
            for best, similar in zip(highest, compared, strict=True):
                self._raise(best, confidence * similar)
        token, trigram = (best[self.tables.group_of] for best in highest)
        return token, trigram

    def points(self, works: Ints, guesses: Sequence[Guess], once: bool = False) -> Points:
        """Every meeting of a guess with a name of the works."""
        lengths, names = stretches(self.tables.bounds, works)
        strings = self.tables.string_of[names]
        compare = self._compared_once if once else self._compared_of
        compared = [
            (n, c) for n, guess in enumerate(guesses) if (c := compare(guess.text, strings))
        ]
        owners = np.tile(np.repeat(np.arange(len(works)), lengths), len(compared))
        order = np.argsort(owners, kind="stable")  # work after work, not guess after guess
        empty = np.zeros(0)
        return Points(
            lengths * len(compared),
            np.concatenate([empty, *(token for _, (token, _) in compared)])[order],
            np.concatenate([empty, *(trigram for _, (_, trigram) in compared)])[order],
            np.repeat(np.array([n for n, _ in compared], np.int64), len(names))[order],
            np.tile(names, len(compared))[order],
            np.repeat(np.array([guesses[n].confidence for n, _ in compared]), len(names))[order],
        )

    def _compared(self, guesses: Sequence[Guess]) -> list[tuple[float, tuple[Floats, Floats]]]:
        """Of every guess with words its confidence, and J_idf and J_tri with every name."""
        if not self._filled.size:
            return []
        comparisons = ((guess.confidence, self._compare(guess.text)) for guess in guesses)
        return [(confidence, compared) for confidence, compared in comparisons if compared]

    def _compared_of(self, guess: str, strings: Numbers) -> tuple[Floats, Floats] | None:
        """J_idf and J_tri of a guess with some strings."""
        if not (compared := self._compare(guess)):
            return None
        token, trigram = compared
        return token[strings], trigram[strings]

    def _compared_once(self, guess: str, strings: Numbers) -> tuple[Floats, Floats] | None:
        """The same to the last bit, without comparing the guess with all others."""
        if not (terms := self.terms(guess)):
            return None
        token = self.tables.tokens.sums_of(strings, self._idf, terms.tokens)
        counts = self.tables.trigrams.counts_of(strings, terms.trigrams).astype(np.float64)
        return (
            _jaccard(token, self._token_totals[strings], terms.token_total),
            _jaccard(counts, self._trigram_totals[strings], float(terms.trigram_total)),
        )

    def _raise(self, best: Floats, similar: Floats) -> None:
        """Raise `best`, one number a group, to what a group's names reach."""
        per_group = np.maximum.reduceat(similar[self.tables.grouped], self._firsts)
        best[self._filled] = np.maximum(best[self._filled], per_group)

    def token_sums(self, terms: Terms) -> Floats:
        """Of every string the Σ idf of the tokens that it shares with a guess."""
        return self.tables.tokens.sums(self._idf, terms.tokens)

    def _terms_now(self, guess: str) -> Terms | None:
        """None of a guess without words."""
        if not (text := normalise(guess)):
            return None
        words, grams = tokens(text), trigrams(text)
        ids = self.tables.tokens.find(words)
        unseen = (self.idf(t) for t in sorted(words) if t not in self.tables.tokens.ids)
        # Summed one after the other, as bincount does: see Postings.
        total = 0.0
        for weight in (*self._idf[ids], *unseen):
            total += float(weight)
        return Terms(ids, total, self.tables.trigrams.find(grams), len(grams))

    def similar(
        self, terms: Terms, sums: Floats, strings: Ints | Numbers, counts: Ints | Counts
    ) -> tuple[Floats, Floats]:
        """J_idf and J_tri of a guess with some strings, `sums` being its `token_sums`.

        `counts` are the trigrams that these strings share with it.
        """
        token = _jaccard(sums[strings], self._token_totals[strings], terms.token_total)
        totals = self._trigram_totals[strings]
        return token, _jaccard(counts.astype(np.float64), totals, float(terms.trigram_total))

    def _compare_now(self, guess: str) -> tuple[Floats, Floats] | None:
        """J_idf and J_tri of a guess with every distinct name; None of a guess without words."""
        if not (terms := self.terms(guess)):
            return None
        token = _jaccard(self.token_sums(terms), self._token_totals, terms.token_total)
        counts = self.tables.trigrams.counts(terms.trigrams).astype(np.float64)
        return token, _jaccard(counts, self._trigram_totals, float(terms.trigram_total))


def _jaccard(shared: Floats, totals: Floats, total: float) -> Floats:
    result: Floats = shared / (totals + total - shared)
    return result
