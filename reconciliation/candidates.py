"""Candidates for a query: the works that the decision ranks, with their score in each field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from catalogue import FIELDS, Work, normalise
from pipeline import Candidate, Decision, Signals, decide
from reconciliation import dates
from reconciliation.collection import TYPE, Collection, entity, values
from reconciliation.queries import MOST, Query

_HIGHEST = 100.0
"""A combined score of 1, as tools show it."""
_AT_LEAST = 3
"""Works that a decision looks at: the best, the runner-up, and one more."""


def candidates(query: Query, collection: Collection) -> list[dict[str, Any]]:
    """The reconciliation candidates, best first.

    `score` is the combined score C times 100; `features` are S of each field, from 0 to 1, and
    whether the inventory number and each other property agree. `match` is true only of the work
    that the decision accepts, and not where its date contradicts the one asked for. Of works with
    one score those come first that agree in more.
    """
    # What the decision does not look at may tell apart many that it holds for equal.
    told_apart = not query.properties.keys() <= set(FIELDS)
    wanted = MOST if told_apart else max(query.limit, _AT_LEAST)
    signals, known = _signals(query), collection
    decision = decide(signals, known.index, known.config, known.guards, wanted)
    found = [_candidate(one, query, decision, collection) for one in decision.candidates]
    found.sort(key=lambda one: (-one["score"], -_agreed(one)))
    return _named_first(found, query, collection)[: query.limit]


def _named_first(
    found: list[dict[str, Any]], query: Query, collection: Collection
) -> list[dict[str, Any]]:
    """The candidates after the work whose number the query gives, if it gives one."""
    number = next((one for one in _numbers(query) if one in collection.catalogue), None)
    if number is None:
        return found
    work = collection.catalogue[number]
    ranked = next((one for one in found if one["id"] == work.identifier), None)
    named = ranked or _unranked(work, query)
    return [named | {"score": _HIGHEST}, *(one for one in found if one is not ranked)]


def _numbers(query: Query) -> tuple[str, ...]:
    """What may be the number of a work: it says so, or all that was asked for is one."""
    return (*query.properties.get("identifier", ()), query.text)


def _signals(query: Query) -> Signals:
    given = query.properties
    title = (query.text, *given.get("title", ())) if query.text else given.get("title", ())
    return Signals("", title, given.get("artist", ()), given.get("subject", ()))


def _candidate(
    one: Candidate, query: Query, decision: Decision, collection: Collection
) -> dict[str, Any]:
    work = collection.catalogue[one.work]
    scores = {str(field): getattr(one, field).score for field in FIELDS}
    features = {**scores, **_agreements(work, query)}
    certain = decision.accepted and one is decision.candidate and features.get("date") is not False
    return _record(work, features, one.score * _HIGHEST, certain)


def _unranked(work: Work, query: Query) -> dict[str, Any]:
    """A work that is named by its number and is like the query in nothing else."""
    nothing = {str(field): 0.0 for field in FIELDS}
    return _record(work, {**nothing, **_agreements(work, query)}, _HIGHEST, False)


def _record(
    work: Work, features: Mapping[str, float | bool], score: float, match: bool
) -> dict[str, Any]:
    return {
        **entity(work),
        "type": [TYPE],
        "score": round(score, 6),
        "features": [{"id": name, "value": value} for name, value in features.items()],
        "match": match,
    }


def _agreed(candidate: Mapping[str, Any]) -> int:
    return sum(feature["value"] is True for feature in candidate["features"])


def _agreements(work: Work, query: Query) -> dict[str, bool]:
    """Of the properties that are no fields of the decision: whether the work has what is asked.

    Of a date that says nothing nothing is said.
    """
    found = {"identifier": work.identifier in _numbers(query)}
    for name, asked in query.properties.items():
        if name in FIELDS or name == "identifier" or not asked:
            continue
        known = values(work, name)
        if name == "date":
            verdict = dates.agree(asked, known)
            found |= {} if verdict is None else {name: verdict}
        else:
            found[name] = bool({*map(normalise, asked)} & {*map(normalise, known)})
    return found
