"""The best works for a query, found by scoring few of them; exactly those of scoring all.

Let θ be a score that as many works as are wanted reach, here the best among those that share most
with the query. A work that reaches θ as well reaches θ / Σw in one field at least, so that only
works with such a name are looked at (`catalogue.matching.guess`); where thousands of works have
one, as of a painter who left thousands, only those of them that reach in another field what θ still
asks for. (The idea of MaxScore: Turtle and Flood 1995.)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from catalogue.matching.field_index import Field, FieldIndex
from catalogue.matching.guess import SLACK, Guess
from catalogue.matching.postings import Floats, Ints, Numbers, stretches

_PEAKS = (0.5, 0.1, 0.0)
"""The works that set θ have a name that shares so much with the query, of the most that one does;
the next where these are fewer than are wanted."""
_SEEDS, _FIRST = 1024, 256
"""So many names and works a field are looked at for it, and so many works scored."""
_CROWD = 20_000
"""So many works of one field take long enough to look at that another field thins them first."""


class Asked:
    """The guesses about one field of a query, and how much it weighs."""

    def __init__(self, field: FieldIndex, guesses: Sequence[Guess], weight: float) -> None:
        self.field, self.weight = field, weight
        self._guesses = guesses

    def reaching(self, score: float) -> Ints:
        """The strings whose S is no less."""
        found = []
        for guess in self._guesses:
            strings = guess.above(score)
            found.append(strings[guess.similar(strings) >= score - SLACK])
        return found[0] if len(found) == 1 else np.unique(np.concatenate(found))

    def peaks(self, share: float, count: int) -> Ints:
        """So many works at most, of names that share much with a guess."""
        names = np.concatenate([guess.peaks(share, count) for guess in self._guesses])
        return self.field.carriers(names)[:count]

    def highest(self, strings: Ints) -> float:
        """The highest S of some strings."""
        return max(float(guess.similar(strings).max(initial=0.0)) for guess in self._guesses)

    def scores(self, works: Ints) -> Floats:
        """S of some works."""
        return self._each(works, Guess.similar)

    def at_most(self, works: Ints) -> Floats:
        """No less than S of some works."""
        return self._each(works, Guess.at_most)

    def _each(self, works: Ints, measure: Callable[[Guess, Numbers], Floats]) -> Floats:
        lengths, names = stretches(self.field.tables.bounds, works)
        strings = self.field.tables.string_of[names]
        similar = np.maximum.reduce([measure(guess, strings) for guess in self._guesses])
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
    works, _ = _narrowed(asked, _promising(asked, threshold), threshold, limit)
    scores = _summed(asked, works, Asked.scores)
    least = max(_highest(scores, limit), np.nextafter(0.0, 1.0))
    works, scores = works[scores >= least], scores[scores >= least]
    order = np.argsort(-scores, kind="stable")
    return works[order], scores[order]


def _summed(
    asked: Sequence[Asked], works: Ints, measure: Callable[[Asked, Ints], Floats]
) -> Floats:
    summed = np.zeros(len(works))
    for one in asked:
        summed += one.weight * measure(one, works)
    return summed


def _highest(scores: Floats, limit: int) -> float:
    """The lowest of so many highest scores; 0 where there are fewer."""
    return float(np.partition(scores, -limit)[-limit]) if len(scores) >= limit else 0.0


def _threshold(asked: Sequence[Asked], limit: int) -> float:
    """A score that so many works reach; 0 where none was found."""
    for share in _PEAKS:
        works = _united(asked, [one.peaks(share, max(_SEEDS, limit)) for one in asked])
        if len(works) >= limit:
            return _narrowed(asked, works, 0.0, limit)[1]
    return 0.0


def _narrowed(
    asked: Sequence[Asked], works: Ints, threshold: float, limit: int
) -> tuple[Ints, float]:
    """Those of the works that may be among the best, by a threshold that they may have raised."""
    bounds = _summed(asked, works, Asked.at_most)
    first = max(_FIRST, limit)
    top = np.argpartition(-bounds, first)[:first] if len(works) > first else slice(None)
    threshold = max(threshold, _highest(_summed(asked, works[top], Asked.scores), limit))
    return works[bounds >= threshold - SLACK], threshold


def _promising(asked: Sequence[Asked], threshold: float) -> Ints:
    """The works that may reach the threshold, ascending."""
    total = sum(one.weight for one in asked)
    names = [one.reaching(threshold / total) for one in asked]
    found = [one.field.carriers(some) for one, some in zip(asked, names, strict=True)]
    crowd = max(range(len(asked)), key=lambda n: len(found[n]))
    one, others = asked[crowd], [*asked[:crowd], *asked[crowd + 1 :]]
    if others and len(found[crowd]) > _CROWD:
        rest = threshold - one.weight * one.highest(names[crowd])
        if rest > SLACK:
            level = rest / (total - one.weight)
            beside = _flags(asked, [o.field.carriers(o.reaching(level)) for o in others])
            found[crowd] = found[crowd][beside[found[crowd]]]
    return _united(asked, found)


def _united(asked: Sequence[Asked], works: Sequence[Ints]) -> Ints:
    return np.flatnonzero(_flags(asked, works))


def _flags(asked: Sequence[Asked], works: Sequence[Ints]) -> NDArray[np.bool_]:
    """Which works of the catalogue are among some."""
    flags = np.zeros(asked[0].field.works, bool)
    for some in works:
        flags[some] = True
    return flags
