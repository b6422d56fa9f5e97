"""Candidates for a query: the works that the decision ranks, with their score in each field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from catalogue import FIELDS, Work, dates, normalise
from pipeline import Candidate, Decision, Signals, decide
from reconciliation.collection import TYPE, Collection, entity, values
from reconciliation.queries import MOST, Query

_HIGHEST = 100.0
"""A combined score of 1, as tools show it."""
_AT_LEAST = 3
"""Works that a decision needs: the best, the runner-up, and one more."""


def candidates(query: Query | None, collection: Collection) -> list[dict[str, Any]]:
    """The reconciliation candidates, best first; none for a query that cannot be answered.

    `score` is the combined score C times 100; `features` are S of each field, from 0 to 1, and
    whether the inventory number and each other property agree. `match` is true only of the work
    that the decision accepts, and not where its date contradicts the given one. Of works with the
    same score, those that agree in more properties come first.
    """
    if query is None:
        return []
    # Properties that the decision ignores may distinguish works that it ranks as equal.
    distinguishes = not query.properties.keys() <= set(FIELDS)
    wanted = MOST if distinguishes else max(query.limit, _AT_LEAST)
    index, config, guards = collection.index, collection.config, collection.guards
    decision = decide(_signals(query), index, config, guards, wanted)
    ranked = [
        _candidate(candidate, query, decision, collection) for candidate in decision.candidates
    ]
    ranked.sort(key=lambda record: (-record["score"], -_agreement_count(record)))
    return _named_first(ranked, query, collection)[: query.limit]


def _named_first(
    ranked: list[dict[str, Any]], query: Query, collection: Collection
) -> list[dict[str, Any]]:
    """The candidates, with the work first whose number the query gives."""
    number = next((n for n in _numbers(query) if n in collection.catalogue), None)
    if number is None:
        return ranked
    work = collection.catalogue[number]
    record = next((record for record in ranked if record["id"] == work.identifier), None)
    named = record or _unranked(work, query)
    return [named | {"score": _HIGHEST}, *(other for other in ranked if other is not record)]


def _numbers(query: Query) -> tuple[str, ...]:
    """What may be the number of a work: the property `identifier`, and the whole query."""
    return (*query.properties.get("identifier", ()), query.text)


def _signals(query: Query) -> Signals:
    given = query.properties
    title = (query.text, *given.get("title", ())) if query.text else given.get("title", ())
    return Signals("", title, given.get("artist", ()), given.get("subject", ()))


def _candidate(
    candidate: Candidate, query: Query, decision: Decision, collection: Collection
) -> dict[str, Any]:
    work = collection.catalogue[candidate.work]
    scores = {str(field): getattr(candidate, field).score for field in FIELDS}
    features = {**scores, **_agreements(work, query)}
    certain = (
        decision.accepted and candidate is decision.candidate and features.get("date") is not False
    )
    return _record(work, features, candidate.score * _HIGHEST, certain)


def _unranked(work: Work, query: Query) -> dict[str, Any]:
    """A work that the query names by its number, and that the decision did not rank."""
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


def _agreement_count(candidate: Mapping[str, Any]) -> int:
    """How many features say that a property agrees."""
    return sum(feature["value"] is True for feature in candidate["features"])


def _agreements(work: Work, query: Query) -> dict[str, bool]:
    """Whether the work has the wanted value of each property that the decision ignores.

    A date is left out if either side names no year.
    """
    agreements = {"identifier": work.identifier in _numbers(query)}
    for name, wanted in query.properties.items():
        if name in FIELDS or name == "identifier" or not wanted:
            continue
        recorded = values(work, name)
        if name == "date":
            agrees = dates.agree(wanted, recorded)
            agreements |= {} if agrees is None else {name: agrees}
        else:
            agreements[name] = bool({*map(normalise, wanted)} & {*map(normalise, recorded)})
    return agreements
