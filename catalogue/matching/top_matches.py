"""The works that match a query best, found by scoring few of them; exactly those of scoring all.

Let θ be a score that as many works as are wanted reach, and h the highest S of a field. A work
that reaches θ = Σ w·t reaches t in one field at least, whatever the shares t: so only works with
such a name are looked at. The shares are proportional to h, but for a field whose h thousands of
works have, as of a painter who left thousands: its share is w·h, which no work exceeds, and the
other fields share what is left of θ. (The idea of MaxScore: Turtle and Flood 1995.)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from catalogue.matching.field_query import FieldQuery, rounded
from catalogue.matching.postings import Floats, Ints
from catalogue.matching.similarity import SLACK

Weighted = Sequence[tuple[FieldQuery, float]]
"""The fields of a query that have a guess, and how much each weighs."""

_CLOSE = 256
"""So few works are scored at once; of more, those that cannot reach θ are left out before."""
_FIRST = 64
"""So many of the most promising of them are scored first, to raise θ."""
_CROWD = 2_000
"""So many works take longer to look at than what the other fields name instead."""
_SORTED = 1_000
"""So few numbers are sorted faster than a flag for each work is looked through."""


def top_matches(queries: Weighted, limit: int, ties: bool) -> tuple[Ints, Floats]:
    """See `Query.best`."""
    works = _contenders(queries, limit, ties)
    scores = weighed(queries, works)
    least = max(_nth(scores, limit), np.nextafter(0.0, 1.0))
    works, scores = works[scores >= least], scores[scores >= least]
    order = np.argsort(-scores, kind="stable")[: None if ties else limit]
    return works[order], scores[order]


def weighed(queries: Weighted, works: Ints) -> Floats:
    """The weighted sum of S over the fields, of some works."""
    return rounded(_summed(queries, works, FieldQuery.scores))


def _summed(
    queries: Weighted, works: Ints, measure: Callable[[FieldQuery, Ints], Floats]
) -> Floats:
    summed = np.zeros(len(works))
    for query, weight in queries:
        summed += weight * measure(query, works)
    return summed


def _nth(scores: Floats, n: int) -> float:
    """The n-th highest score; 0 where there are fewer."""
    return float(np.partition(scores, -n)[-n]) if len(scores) >= n else 0.0


def _contenders(queries: Weighted, limit: int, ties: bool) -> Ints:
    """The works that may be among the best, ascending."""
    seeds = _united([query.seeds for query, _ in queries], queries)
    threshold = _nth(weighed(queries, seeds), limit)
    # Without ties, a work in one field's race is beaten by those before it with the same name.
    works = _promising(queries, threshold, limit if len(queries) == 1 and not ties else None)
    if len(works) <= max(_CLOSE, limit):
        return works
    bounds = _summed(queries, works, FieldQuery.at_most)
    first = max(_FIRST, limit)
    likely = works[np.argpartition(-bounds, first)[:first]]
    threshold = max(threshold, _nth(weighed(queries, likely), limit))
    return works[bounds >= threshold - SLACK]


def _promising(queries: Weighted, threshold: float, most: int | None) -> Ints:
    """The works with a name in some field that reaches the field's share of the threshold.

    The first `most` of each name, where that is given.
    """
    rest = max(0.0, threshold - SLACK)  # before it is shared, for a share may weigh little
    queries = sorted(queries, key=lambda item: -item[0].crowd)
    while len(queries) > 1 and queries[0][0].crowd > _CROWD:
        query, weight = queries[0]
        if rest - weight * query.highest <= SLACK:
            break
        rest -= weight * query.highest
        queries = queries[1:]
    total = sum(weight * query.highest for query, weight in queries)
    share = rest / total if total else 0.0
    names = [query.above(share * query.highest) for query, _ in queries]
    carriers = [
        query.field.carriers(own, most) for (query, _), own in zip(queries, names, strict=True)
    ]
    return _united(carriers, queries)


def _united(works: Sequence[Ints], queries: Weighted) -> Ints:
    """All of these works once, ascending."""
    joined = np.concatenate(works)
    if len(joined) < _SORTED:
        return np.unique(joined)
    flags = np.zeros(queries[0][0].field.works, bool)
    flags[joined] = True
    return np.flatnonzero(flags)
