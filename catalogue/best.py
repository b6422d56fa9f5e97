"""The best works for a query, found by scoring few of them; exactly those of scoring all.

A guess shares tokens worth s of its own q, and c of its own m trigrams, with a name: unions are no
smaller than the guess, so J_idf ≤ s / q and J_tri ≤ c / m, and α·s/q + (1 - α)·c/m bounds S without
a look at the name. Let θ be a score that as many works as are wanted reach. A work that reaches θ
as well does so in one field at least: its bound there is no less than θ / Σw, or, where a field
whose highest bound is b is left aside, than (θ - w·b) / Σw of the others. Only works with such a
name are scored. (The idea of MaxScore: Turtle and Flood 1995.)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from catalogue.field_index import Field, FieldIndex, Shared
from catalogue.postings import Floats, Ints, Numbers, stretches

_SLACK = 1e-9
"""More than roundings can add up to."""
_MANY = 200_000
"""So many entries of lists take long enough to go through (1 ms) that it is worth sparing half."""
_FEW = 16
"""One string of so many is few: more of them are counted through the lists of all trigrams."""
_PEAK, _FIRST = 0.9, 512
"""The works that set θ: of each field the first few with a bound so near the highest."""


class Guess:
    """One guess about a field, and the strings that it may mean.

    In a large catalogue trigrams are looked up only where tokens leave too many strings, the rarer
    ones first: it is cheaper to look for them in the few strings that may matter.
    """

    def __init__(self, field: FieldIndex, shared: Shared, token_weight: float) -> None:
        self._field, self._shared, self._token_weight = field, shared, token_weight
        ids = np.array(shared.trigrams, np.int64)
        common = field.tables.trigrams.commonness(ids)
        self._rarest = ids[np.argsort(common, kind="stable")]
        self._look_up(0 if common.sum() > _MANY else len(ids))

    def _look_up(self, count: int) -> None:
        """Count so many trigrams, the rarest, in every string, and take the others for granted."""
        trigrams, shared = self._field.tables.trigrams, self._shared
        each = (1 - self._token_weight) / shared.trigram_total
        self._looked_up = count
        self._least = (len(self._rarest) - count) * each
        self._bounds = shared.token * (self._token_weight / shared.token_total)
        if count or not self._skips:
            self._counts = trigrams.counts(self._rarest[:count])
            self._bounds += self._counts * each

    @property
    def _skips(self) -> bool:
        return self._looked_up < len(self._rarest)

    def above(self, score: float) -> Ints:
        """The strings that may reach a score."""
        found = self._above(score)
        while self._skips and (found is None or len(found) > len(self._bounds) // _FEW):
            half = len(self._rarest) // 2
            self._look_up(half if self._looked_up < half else len(self._rarest))
            found = self._above(score)
        return np.arange(len(self._bounds)) if found is None else found

    def _above(self, score: float) -> Ints | None:
        """The same; None for all."""
        if score <= self._least + _SLACK:
            return None
        return np.flatnonzero(self._bounds >= score - self._least - _SLACK)

    def similar(self, strings: Ints | Numbers) -> Floats:
        """S of some strings."""
        if self._skips:
            counts = self._field.tables.trigrams.counts_of(strings, self._shared.trigrams)
        else:
            counts = self._counts[strings]
        token, trigram = self._field.similar(self._shared, strings, counts)
        similar: Floats = self._token_weight * token + (1 - self._token_weight) * trigram
        return similar

    def highest(self) -> float:
        """The highest S of any string."""
        if not self._bounds.size:
            return 0.0
        reached = float(self.similar(self._bounds.argmax(axis=0, keepdims=True))[0])
        return float(self.similar(self.above(reached)).max(initial=0.0))


class Asked:
    """The guesses about one field of a query, and how much it weighs."""

    def __init__(self, field: FieldIndex, guesses: Sequence[Guess], weight: float) -> None:
        self.field, self.weight = field, weight
        self._guesses = guesses
        self.highest = max(guess.highest() for guess in guesses)

    def reaching(self, score: float) -> Ints:
        """The strings whose S is no less."""
        found = []
        for guess in self._guesses:
            strings = guess.above(score)
            found.append(strings[guess.similar(strings) >= score - _SLACK])
        return found[0] if len(found) == 1 else np.unique(np.concatenate(found))

    def scores(self, works: Ints) -> Floats:
        """S of some works."""
        lengths, names = stretches(self.field.tables.bounds, works)
        strings = self.field.tables.string_of[names]
        similar = np.maximum.reduce([guess.similar(strings) for guess in self._guesses])
        filled = np.flatnonzero(lengths)
        best = np.zeros(len(works))
        if filled.size:
            best[filled] = np.maximum.reduceat(similar, (np.cumsum(lengths) - lengths)[filled])
        return best


def best(
    fields: Mapping[Field, FieldIndex],
    guesses: Mapping[Field, Sequence[str]],
    weights: Mapping[Field, float],
    token_weight: float,
    limit: int,
) -> tuple[Ints, Floats]:
    """See `Index.best`."""
    asked = []
    for field, weight in weights.items():
        index = fields[field]
        shared = [one for guess in guesses.get(field, ()) if (one := index.share(guess))]
        if shared and weight > 0:
            each = [Guess(index, one, token_weight) for one in shared]
            asked.append(Asked(index, each, weight))
    if not asked or limit < 1:
        return np.zeros(0, np.int64), np.zeros(0)
    threshold = _threshold(asked, limit)
    works = _remaining(asked, _promising(asked, threshold), threshold)
    scores = _combined(asked, works)
    least = max(_highest(scores, limit), np.nextafter(0.0, 1.0))
    works, scores = works[scores >= least], scores[scores >= least]
    order = np.argsort(-scores, kind="stable")
    return works[order], scores[order]


def _combined(asked: Sequence[Asked], works: Ints) -> Floats:
    combined = np.zeros(len(works))
    for one in asked:
        combined += one.weight * one.scores(works)
    return combined


def _highest(scores: Floats, limit: int) -> float:
    """The lowest of so many highest scores; 0 where there are fewer."""
    return float(np.partition(scores, -limit)[-limit]) if len(scores) >= limit else 0.0


def _threshold(asked: Sequence[Asked], limit: int) -> float:
    """A score that so many works reach; 0 where none was found."""
    peaks = ((one, one.reaching(_PEAK * one.highest)) for one in asked if one.highest > 0)
    found = [one.field.carriers(strings[:_FIRST]) for one, strings in peaks]
    works = _distinct(asked, [one[: max(_FIRST, limit)] for one in found])
    return _highest(_combined(asked, works), limit)


def _promising(asked: Sequence[Asked], threshold: float) -> Ints:
    """The works that may reach the threshold, ascending."""
    if threshold <= _SLACK:
        return np.arange(asked[0].field.works)
    total = sum(one.weight for one in asked)
    ways = [_names(asked, threshold / total)]
    # Fewest names are most works a name: thousands of works share an artist.
    aside = min(asked, key=lambda one: one.field.tables.tokens.size)
    rest = threshold - aside.weight * aside.highest
    if len(asked) > 1 and rest > _SLACK:
        others = [one for one in asked if one is not aside]
        ways.append(_names(others, rest / (total - aside.weight)))
    chosen = min(ways, key=lambda way: sum(one.field.carried(names) for one, names in way))
    return _distinct(asked, [one.field.carriers(names) for one, names in chosen])


def _remaining(asked: Sequence[Asked], works: Ints, threshold: float) -> Ints:
    """Those of the works that may reach the threshold by what they score in one field more."""
    hope = sum(one.weight * one.highest for one in asked)
    reached = np.zeros(len(works))
    for one in sorted(asked, key=lambda one: one.field.tables.tokens.size)[:-1]:
        hope -= one.weight * one.highest
        reached += one.weight * one.scores(works)
        kept = reached + hope >= threshold - _SLACK
        works, reached = works[kept], reached[kept]
    return works


def _names(asked: Sequence[Asked], bound: float) -> list[tuple[Asked, Ints]]:
    return [(one, one.reaching(bound)) for one in asked]


def _distinct(asked: Sequence[Asked], works: Sequence[Ints]) -> Ints:
    flags = np.zeros(asked[0].field.works, bool)
    for some in works:
        flags[some] = True
    return np.flatnonzero(flags)
