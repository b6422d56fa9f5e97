"""A decision as the plain JSON that others build on, and signals out of theirs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

from catalogue import Index
from pipeline.errors import ConfigError
from pipeline.types import Decision, Signals

_FIELDS = ("title", "artist", "subject")


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
        "fields": {name: getattr(best, name).score if best else 0.0 for name in _FIELDS},
        "reasons": [
            {"parameter": r.parameter, "observed": r.observed, "required": r.required}
            for r in decision.reasons
        ],
        "guards": list(decision.guards),
        **({"members": members} if members else {}),
    }


def read_signals(text: str) -> tuple[Signals, ...]:
    """The signals in a JSON list of `{"id", "title", "artist", "subject"}`.

    Each field is a string, a list of strings or null, and may be left out. Raises ConfigError,
    listing every problem at once.
    """
    try:
        entries = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"The signals are not JSON: {error}.") from error
    if not isinstance(entries, list):
        raise ConfigError('The signals must be a list of {"id", "title", "artist", "subject"}.')
    problems = [p for n, entry in enumerate(entries, 1) for p in _problems(n, entry)]
    if not problems:
        times = Counter(entry["id"] for entry in entries)
        problems = [f"the id {id!r} is given more than once" for id in times if times[id] > 1]
    if problems:
        raise ConfigError(f"The signals cannot be used: {'; '.join(problems)}.")
    return tuple(_signals(entry) for entry in entries)


def _problems(number: int, entry: object) -> list[str]:
    if not isinstance(entry, dict):
        return [f"entry {number} is not an object"]
    unknown = sorted(set(entry) - {"id", *_FIELDS})
    problems = [f"entry {number} has the unknown key {key!r}" for key in unknown]
    if not isinstance(entry.get("id"), str):
        problems.append(f'entry {number} needs an "id" that is a string')
    wrong = [name for name in _FIELDS if not _is_guess(entry.get(name))]
    return problems + [f"{name!r} of entry {number} must be a string, a list of strings or null"
                    for name in wrong]  # fmt: skip


def _is_guess(value: object) -> bool:
    if isinstance(value, list):
        return all(isinstance(guess, str) for guess in value)
    return value is None or isinstance(value, str)


def _signals(entry: dict[str, Any]) -> Signals:
    title, artist, subject = (_listed(entry.get(name)) for name in _FIELDS)
    return Signals(entry["id"], title, artist, subject)


def _listed(value: str | list[str] | None) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value or ())
