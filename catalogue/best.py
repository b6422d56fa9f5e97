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
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from catalogue.field_index import Field, FieldIndex, Shared, stretches
from catalogue.postings import Floats, Ints

_SLACK = 1e-9
"""More than roundings can add up to."""
_PEAK, _FIRST = 0.9, 512
"""The works that set θ: of each field the first few with a bound so near the highest."""


@dataclass(frozen=True)
class Asked:
    """The guesses about one field of a query, and how much it weighs."""

    field: FieldIndex
    shared: Sequence[Shared]
    weight: float
    token_weight: float

    @cached_property
    def bounds(self) -> Floats:
        """For every string what S cannot exceed."""
        each = []
        for one in self.shared:
            bounds = np.multiply(
                one.trigram, (1 - self.token_weight) / one.trigram_total, dtype=np.float64
            )
            bounds += one.token * (self.token_weight / one.token_total)
            each.append(bounds)
        return each[0] if len(each) == 1 else np.maximum.reduce(each)

    @cached_property
    def highest(self) -> float:
        return float(self.bounds.max(initial=0.0))

    def above(self, bound: float) -> Ints:
        """The strings whose bound is no less."""
        return np.flatnonzero(self.bounds >= bound - _SLACK)

    def scores(self, works: Ints) -> Floats:
        """S of some works."""
        lengths, names = stretches(self.field.tables.bounds, works)
        strings = self.field.tables.string_of[names]
        filled = np.flatnonzero(lengths)
        firsts = (np.cumsum(lengths) - lengths)[filled]
        best = np.zeros(len(works))
        for one in self.shared if filled.size else ():
            token, trigram = self.field.similar(one, strings)
            score = self.token_weight * token + (1 - self.token_weight) * trigram
            best[filled] = np.maximum(best[filled], np.maximum.reduceat(score, firsts))
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
        shared = [one for guess in guesses.get(field, ()) if (one := fields[field].share(guess))]
        if shared and weight > 0:
            asked.append(Asked(fields[field], shared, weight, token_weight))
    if not asked or limit < 1:
        return np.zeros(0, np.int64), np.zeros(0)
    works = _promising(asked, _threshold(asked, limit))
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
    found = [one.field.carriers(one.above(_PEAK * one.highest)[:_FIRST]) for one in asked]
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


def _names(asked: Sequence[Asked], bound: float) -> list[tuple[Asked, Ints]]:
    return [(one, one.above(bound)) for one in asked]


def _distinct(asked: Sequence[Asked], works: Sequence[Ints]) -> Ints:
    flags = np.zeros(asked[0].field.works, bool)
    for some in works:
        flags[some] = True
    return np.flatnonzero(flags)
