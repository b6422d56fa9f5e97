"""The reconciliation queries of a client, validated (specification, section 4)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from reconciliation.collection import TYPE
from reconciliation.errors import BadRequest, TooLarge

BATCH = 50
"""Queries answered at once."""
CANDIDATES, MOST = 5, 50
"""Candidates for a query without a limit, and at most."""
LONGEST = 2_000
"""Most characters of a value: the longest titles of real collections have half as many."""


@dataclass(frozen=True, slots=True)
class Query:
    """A query: the words to find a work by, and further values by property."""

    text: str = ""
    limit: int = CANDIDATES
    properties: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def batch(text: str) -> dict[str, Query | None]:
    """The queries by their keys, and None for one that cannot be answered.

    Such a query has no candidates; the others of the batch do (specification, section 4.3).
    Raises BadRequest, TooLarge for the batch as a whole.
    """
    queries = json_object(text, "queries")
    if len(queries) > BATCH:
        raise TooLarge(f"{len(queries)} queries at once: send at most {BATCH}.")
    return {key: _query(value) for key, value in queries.items()}


def json_object(text: str, name: str) -> dict[str, Any]:
    """A form field that holds a JSON object. Raises BadRequest."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadRequest(f"The parameter {name!r} is not JSON: {str(error)[:200]}.") from error
    if not isinstance(value, dict):
        raise BadRequest(f"The parameter {name!r} must be a JSON object.")
    return value


class _Unanswerable(Exception):
    """A query that has no candidates, because it is not one."""


def _query(value: Any) -> Query | None:
    """A query; None for one that is blank, over-long, of another type of entity, or malformed."""
    if not isinstance(value, dict):
        return None
    try:
        text, properties = _text(value.get("query", "")), _properties(value.get("properties", []))
        limit = _limit(value.get("limit"))
    except _Unanswerable:
        return None
    if not (text.strip() or any(properties.values())) or not _is_type(value.get("type")):
        return None
    return Query(text, limit, properties)


def _properties(given: Any) -> dict[str, tuple[str, ...]]:
    if not isinstance(given, list):
        raise _Unanswerable
    properties: dict[str, tuple[str, ...]] = {}
    for item in given:
        if not isinstance(item, dict) or not isinstance(item.get("pid"), str) or "v" not in item:
            raise _Unanswerable
        name = item["pid"]
        properties[name] = properties.get(name, ()) + _values(item["v"])
    return properties


def _is_type(wanted: Any) -> bool:
    """Whether works may be of a wanted type: theirs, any of several, or none in particular."""
    if wanted is None or wanted in ("", []):
        return True
    return TYPE["id"] in (wanted if isinstance(wanted, list) else [wanted])


def _limit(value: Any) -> int:
    if value is None:
        return CANDIDATES
    if isinstance(value, bool) or not isinstance(value, int | float) or not value >= 1:
        raise _Unanswerable
    return int(min(value, MOST))


def _values(value: Any) -> tuple[str, ...]:
    """The values of a property as texts: an entity by its name, or else by its identifier."""
    texts: list[str] = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            item = item.get("name") or item.get("id")
        if not isinstance(item, str | int | float):
            raise _Unanswerable
        texts.append(_text(str(item)))
    return tuple(text for text in texts if text.strip())


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > LONGEST:
        raise _Unanswerable
    return value
