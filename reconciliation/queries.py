"""The reconciliation queries of a client, validated (specification, section 4)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

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


def batch(text: str) -> dict[str, Query]:
    """The queries by their keys. Raises BadRequest, TooLarge."""
    queries = json_object(text, "queries")
    if len(queries) > BATCH:
        raise TooLarge(f"{len(queries)} queries at once: send at most {BATCH}.")
    return {key: _query(key, value) for key, value in queries.items()}


def json_object(text: str, name: str) -> dict[str, Any]:
    """A form field that holds a JSON object. Raises BadRequest."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadRequest(f"The parameter {name!r} is not JSON: {str(error)[:200]}.") from error
    if not isinstance(value, dict):
        raise BadRequest(f"The parameter {name!r} must be a JSON object.")
    return value


def _query(key: str, value: Any) -> Query:
    where = f"Query {key[:100]!r}"
    if not isinstance(value, dict):
        raise BadRequest(f'{where} must be an object, such as {{"query": "The Harvest"}}.')
    text, given = value.get("query", ""), value.get("properties", [])
    if not isinstance(text, str) or not isinstance(given, list):
        raise BadRequest(f'{where} needs "query" to be a string and "properties" to be a list.')
    if not text.strip() and not given:
        raise BadRequest(f'{where} is empty: give "query" or "properties".')
    properties: dict[str, tuple[str, ...]] = {}
    for item in given:
        if not isinstance(item, dict) or not isinstance(item.get("pid"), str) or "v" not in item:
            raise BadRequest(f'{where}: each property needs a "pid" that is a string, and "v".')
        name = item["pid"]
        properties[name] = properties.get(name, ()) + _values(item["v"], where)
    return Query(_short(text, where), _limit(value.get("limit"), where), properties)


def _limit(value: Any, where: str) -> int:
    if value is None:
        return CANDIDATES
    if isinstance(value, bool) or not isinstance(value, int | float) or not value >= 1:
        raise BadRequest(f'{where}: "limit" must be a whole number from 1.')
    return int(min(value, MOST))


def _values(value: Any, where: str) -> tuple[str, ...]:
    """The values of a property as texts: an entity by its name, or else by its identifier."""
    texts: list[str] = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            item = item.get("name") or item.get("id")
        if not isinstance(item, str | int | float):
            raise BadRequest(f"{where}: a property's value must be text, a number or an entity.")
        texts.append(_short(str(item), where))
    return tuple(text for text in texts if text.strip())


def _short(text: str, where: str) -> str:
    if len(text) > LONGEST:
        raise TooLarge(f"{where} has a value of {len(text)} characters: send at most {LONGEST}.")
    return text
