"""The works that match a query best, found exactly by scoring only a few of them.

Let θ be a score that at least as many works reach as are wanted, and h the highest S of a field.
Give each field a share t of θ, so that θ = Σ w·t. A work that reaches θ reaches t in at least one
field, so only works with such a name are examined. The shares are proportional to h. The exception
is a field in which thousands of works have the highest S, such as the artist if a painter left
thousands of works: its share is h, which no work exceeds, and the other fields share the rest of θ.
(The idea of MaxScore: Turtle and Flood 1995.)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from catalogue.matching.field_query import FieldQuery, rounded
from catalogue.matching.postings import Floats, Ints
from catalogue.matching.similarity import SLACK

Weighted = Sequence[tuple[FieldQuery, float]]
"""The fields of a query that have a guess, and how much each weighs."""

_SCORED_AT_ONCE = 256
"""Works up to which all are scored; of more, those that cannot reach θ are left out first."""
_FIRST = 64
"""The most promising of more works, which are scored first to raise θ."""
_MANY_LEADERS = 2_000
"""Works with the highest S beyond which a field is examined through the other fields."""
_SORTED = 1_000
"""Numbers up to which sorting is faster than a flag for each work."""


def top_matches(queries: Weighted, limit: int, ties: bool) -> tuple[Ints, Floats]:
    """See `Query.best`."""
    works = _contenders(queries, limit, ties)
    scores = combined_scores(queries, works)
    least = max(_nth(scores, limit), np.nextafter(0.0, 1.0))
    works, scores = works[scores >= least], scores[scores >= least]
    order = np.argsort(-scores, kind="stable")[: None if ties else limit]
    return works[order], scores[order]


def combined_scores(queries: Weighted, works: Ints) -> Floats:
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
    seeds = _merged([query.seeds for query, _ in queries], queries)
    threshold = _nth(combined_scores(queries, seeds), limit)
    # In a single field and without ties, a work loses to earlier works with the same name.
    works = _promising(queries, threshold, limit if len(queries) == 1 and not ties else None)
    if len(works) <= max(_SCORED_AT_ONCE, limit):
        return works
    bounds = _summed(queries, works, FieldQuery.at_most)
    first = max(_FIRST, limit)
    likely = works[np.argpartition(-bounds, first)[:first]]
    threshold = max(threshold, _nth(combined_scores(queries, likely), limit))
    return works[bounds >= threshold - SLACK]


def _promising(queries: Weighted, threshold: float, most: int | None) -> Ints:
    """The works with a name in some field that reaches the field's share of the threshold.

    `most` limits the works to the first ones of each name.
    """
    rest = max(0.0, threshold - SLACK)  # before it is shared, for a share may weigh little
    queries = sorted(queries, key=lambda item: -item[0].leader_count)
    while len(queries) > 1 and queries[0][0].leader_count > _MANY_LEADERS:
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
    return _merged(carriers, queries)


def _merged(works: Sequence[Ints], queries: Weighted) -> Ints:
    """All of these works once, ascending."""
    joined = np.concatenate(works)
    if len(joined) < _SORTED:
        return np.unique(joined)
    flags = np.zeros(queries[0][0].field.works, bool)
    flags[joined] = True
    return np.flatnonzero(flags)
