"""Exact similarity of guesses to every work of a catalogue, over NumPy postings.

    idf(t) = ln((N + 1) / (df(t) + 1)) + 1            per field, over the N works
    J_idf  = Σ idf of shared tokens / Σ idf of the union
    J_tri  = shared / union of character trigrams
    S      = α · J_idf + (1 - α) · J_tri              maximum over aliases and guesses

The postings hold each distinct alias once, however many works carry it; nothing is approximate.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from catalogue.normalise import artist_aliases, normalise, title_aliases, tokens, trigrams
from catalogue.records import Catalogue, Work

Field = Literal["title", "artist", "subject"]
FIELDS: tuple[Field, ...] = ("title", "artist", "subject")
_Floats = NDArray[np.float64]
_Ints = NDArray[np.int64]

_OTHER_TITLES = frozenset(
    {"title raw", "other titles", "alternative title", "alternative titles", "altri titoli"}
)
_CACHED_NUMBERS = 4_000_000
"""How many similarities an index remembers per field (64 MB), so that moving α is cheap."""


class Explanation(NamedTuple):
    """The pair of guess and alias that scored highest, and both similarities."""

    score: float
    guess: str
    alias: str
    token: float
    trigram: float


class Index:
    """The works of a catalogue, ready to be matched. Immutable; build it with `Index.build`."""

    def __init__(self, works: Sequence[Work]) -> None:
        self.works: tuple[Work, ...] = tuple(works)
        self.number: Mapping[str, int] = {w.identifier: n for n, w in enumerate(self.works)}
        self._fields = {field: _FieldIndex(self.works, field) for field in FIELDS}

    @classmethod
    def build(cls, catalogue: Catalogue) -> Index:
        """The index of a catalogue's works, in their order."""
        return cls(catalogue.works)

    def __len__(self) -> int:
        return len(self.works)

    def scores(self, field: Field, guesses: Sequence[str], token_weight: float) -> _Floats:
        """S of every work, float64 of shape (N,), each from 0 to 1."""
        return self._fields[field].scores(guesses, token_weight)

    def explain(
        self, work_number: int, field: Field, guesses: Sequence[str], token_weight: float
    ) -> Explanation:
        """Which guess met which alias of `works[work_number]`; empty words where nothing did."""
        return self._fields[field].explain(work_number, guesses, token_weight)

    def aliases(self, work_number: int, field: Field) -> tuple[str, ...]:
        """The names under which a work is found."""
        return self._fields[field].aliases(work_number)

    def idf(self, field: Field, token: str) -> float:
        """The weight of a normalised token in a field."""
        return self._fields[field].idf(token)


class _Postings:
    """Which strings hold a term. `find` keeps terms in a fixed order, so that equal sets sum
    to equal floats and an exact match scores exactly 1."""

    def __init__(self, sets: Sequence[frozenset[str]]) -> None:
        terms = sorted({term for one in sets for term in one})
        self.ids: dict[str, int] = {term: i for i, term in enumerate(terms)}
        counts = [len(one) for one in sets]
        flat = np.fromiter((self.ids[t] for one in sets for t in one), np.int64, sum(counts))
        owners = np.repeat(np.arange(len(sets)), counts)
        order = np.lexsort((owners, flat))
        self.owners: _Ints = owners[order]
        self.terms: _Ints = flat[order]
        self.starts: _Ints = np.searchsorted(self.terms, np.arange(len(terms) + 1))
        self.size = len(sets)

    def find(self, terms: Iterable[str]) -> list[int]:
        return sorted(self.ids[t] for t in terms if t in self.ids)

    def sums(self, weights: _Floats, ids: Sequence[int]) -> _Floats:
        """Per string, the sum of the weights of those of its terms that are in `ids`."""
        spans = [self.owners[self.starts[i] : self.starts[i + 1]] for i in ids]
        if not spans:
            return np.zeros(self.size)
        repeated = np.repeat(weights[list(ids)], [len(span) for span in spans])
        return _sum_by(np.concatenate(spans), repeated, self.size)

    def counts(self, ids: Sequence[int]) -> _Floats:
        """Per string, how many of its terms are in `ids`."""
        spans = [self.owners[self.starts[i] : self.starts[i + 1]] for i in ids]
        if not spans:
            return np.zeros(self.size)
        return np.bincount(np.concatenate(spans), minlength=self.size).astype(np.float64)

    def totals(self, weights: _Floats) -> _Floats:
        return _sum_by(self.owners, weights[self.terms], self.size)


def _sum_by(owners: _Ints, weights: _Floats, size: int) -> _Floats:
    """The weights of each owner, added in the order given."""
    # astype, because the sums of nothing come back as integers
    return np.bincount(owners, weights, size).astype(np.float64, copy=False)


class _FieldIndex:
    def __init__(self, works: Sequence[Work], field: Field) -> None:
        split = cache(_SPLIT[field])  # thousands of works share their artist
        names = [_names(work, field, split) for work in works]
        normal = [tuple(one) for one in names]
        strings = {text: i for i, text in enumerate(dict.fromkeys(t for n in normal for t in n))}
        self._works = len(works)
        self._names = [name for one in names for name in one.values()]
        self._string_of: _Ints = np.array([strings[t] for one in normal for t in one], np.int64)
        self._bounds: _Ints = np.cumsum([0, *map(len, names)])
        # Thousands of works share their names: the best of each distinct set is found once.
        groups = {names: i for i, names in enumerate(dict.fromkeys(normal))}
        self._group_of: _Ints = np.array([groups[one] for one in normal], np.int64)
        self._grouped: _Ints = np.array([strings[t] for one in groups for t in one], np.int64)
        bounds: _Ints = np.cumsum([0, *map(len, groups)])
        self._filled: _Ints = np.flatnonzero(np.diff(bounds))
        self._firsts: _Ints = bounds[self._filled]
        self._groups = len(groups)
        token_sets = [tokens(text) for text in strings]
        self._frequency = Counter(
            t for one in normal for t in frozenset().union(*(token_sets[strings[x]] for x in one))
        )
        self._tokens = _Postings(token_sets)
        self._trigrams = _Postings([trigrams(text) for text in strings])
        self._idf: _Floats = np.array([self.idf(t) for t in self._tokens.ids])
        self._token_totals = self._tokens.totals(self._idf)
        self._trigram_totals = self._trigrams.counts(range(len(self._trigrams.ids)))
        remembered = max(16, _CACHED_NUMBERS // max(1, len(strings)))
        self._compare: Callable[[str], tuple[_Floats, _Floats] | None]
        self._compare = lru_cache(remembered)(self._compare_now)

    def idf(self, token: str) -> float:
        return math.log((self._works + 1) / (self._frequency[token] + 1)) + 1

    def aliases(self, work: int) -> tuple[str, ...]:
        return tuple(self._names[self._bounds[work] : self._bounds[work + 1]])

    def scores(self, guesses: Sequence[str], token_weight: float) -> _Floats:
        best = np.zeros(self._groups)
        for guess in guesses:
            if not (compared := self._compare(guess)) or not self._filled.size:
                continue
            token, trigram = compared
            similar = token_weight * token + (1 - token_weight) * trigram
            per_group = np.maximum.reduceat(similar[self._grouped], self._firsts)
            best[self._filled] = np.maximum(best[self._filled], per_group)
        return best[self._group_of]

    def explain(self, work: int, guesses: Sequence[str], token_weight: float) -> Explanation:
        best = Explanation(0.0, "", "", 0.0, 0.0)
        for guess in guesses:
            if not (compared := self._compare(guess)):
                continue
            token, trigram = compared
            for place in range(self._bounds[work], self._bounds[work + 1]):
                at = self._string_of[place]
                score = token_weight * token[at] + (1 - token_weight) * trigram[at]
                if score > best.score:
                    both = float(token[at]), float(trigram[at])
                    best = Explanation(float(score), guess, self._names[place], *both)
        return best

    def _compare_now(self, guess: str) -> tuple[_Floats, _Floats] | None:
        """J_idf and J_tri of a guess with every distinct alias; None of a guess without words."""
        if not (text := normalise(guess)):
            return None
        words, grams = tokens(text), trigrams(text)
        known = self._tokens.find(words)
        unseen = (self.idf(t) for t in sorted(words - self._tokens.ids.keys()))
        # Summed one after the other, as bincount does: see _Postings.
        total = 0.0
        for weight in (*self._idf[known], *unseen):
            total += float(weight)
        token = _jaccard(self._tokens.sums(self._idf, known), self._token_totals, total)
        shared = self._trigrams.counts(self._trigrams.find(grams))
        return token, _jaccard(shared, self._trigram_totals, float(len(grams)))


def _jaccard(shared: _Floats, totals: _Floats, total: float) -> _Floats:
    result: _Floats = shared / (totals + total - shared)
    return result


def _names(work: Work, field: Field, split: Callable[[str], Mapping[str, str]]) -> dict[str, str]:
    """Normal form → name, for every name of a work in a field, from all its records."""
    values = dict.fromkeys(value for r in work.records if (value := getattr(r, field)))
    if field == "title":
        values |= dict.fromkeys(
            value for r in work.records for key, value in r.extra if _is_other_title(key)
        )
    found: dict[str, str] = {}
    for value in values:
        for form, name in split(value).items():
            found.setdefault(form, name)
    return found


@lru_cache(maxsize=256)
def _is_other_title(column: str) -> bool:
    return normalise(column) in _OTHER_TITLES


def _whole(text: str) -> Mapping[str, str]:
    form = normalise(text)
    return {form: text} if form else {}


_SPLIT: Mapping[Field, Callable[[str], Mapping[str, str]]] = {
    "title": title_aliases,
    "artist": artist_aliases,
    "subject": _whole,
}
