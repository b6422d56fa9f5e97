"""A decision as the plain JSON that others build on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from catalogue import FIELDS, Index
from pipeline.types import Decision, Reason


def authorities(index: Index, work: str | None) -> dict[str, Any]:
    """Under `authorities`, the identifiers of ULAN, Wikidata and others that the catalogue gives
    for a work; nothing where it gives none."""
    number = index.number.get(work) if work else None
    of_work = [] if number is None else index.works[number].authorities
    return {"authorities": [authority.to_dict() for authority in of_work]} if of_work else {}


def names(index: Index, record: Mapping[str, Any]) -> dict[str, Any]:
    """Title and artist of the works that a record names: `title` and `artist` of its `work`, and
    `runner_up_title` and `runner_up_artist` of its `runner_up`; null where the catalogue has none.
    """
    named: dict[str, Any] = {}
    for key, prefix in (("work", ""), ("runner_up", "runner_up_")):
        if record.get(key) in index.number:
            work = index.works[index.number[record[key]]]
            named |= {f"{prefix}title": work.title or None, f"{prefix}artist": work.artist or None}
    if members := record.get("members"):
        named["members"] = [member | names(index, member) for member in members]
    return named


def decision_record(decision: Decision) -> dict[str, Any]:
    """The JSON of a decision: works by identifier, scores from 0 to 1, null where there is none.

    That of an ensemble also holds, under `members`, what each backend decided by itself; the `id`
    there is the name of the backend.
    """
    best, second = decision.candidate, decision.runner_up
    members = [decision_record(member) for member in decision.members]
    return {
        "id": decision.id,
        "outcome": decision.outcome,
        "regime": decision.regime,
        "work": best.work if best else None,
        "score": best.score if best else 0.0,
        "margin": decision.margin,
        "runner_up": second.work if second else None,
        "fields": {name: getattr(best, name).score if best else 0.0 for name in FIELDS},
        "reasons": [_reason(reason) for reason in decision.reasons],
        "guards": list(decision.guards),
        **({"members": members} if members else {}),
    }


def _reason(reason: Reason) -> dict[str, Any]:
    """A comparison; of a contradiction also what was read and what the record says."""
    words = {"what": reason.what, "read": reason.read, "recorded": reason.recorded}
    compared = {"observed": reason.observed, "required": reason.required}
    return {"parameter": reason.parameter, **compared, **(words if reason.what else {})}
