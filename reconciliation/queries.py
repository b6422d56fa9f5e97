"""The reconciliation queries that a client sends, checked (specification, section 4)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from reconciliation.errors import BadRequest, TooLarge

BATCH = 50
"""Queries answered at once."""
CANDIDATES, MOST = 5, 50
"""How many candidates a query gets that does not say so, and at most."""
LONGEST = 2_000
"""Characters of one value: the longest titles of real collections have half as many."""


@dataclass(frozen=True, slots=True)
class Query:
    """One query: the words to find a work by, and what else is known of it, by property."""

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
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadRequest(f"The parameter {name!r} is not JSON: {str(error)[:200]}.") from error
    if not isinstance(found, dict):
        raise BadRequest(f"The parameter {name!r} must be a JSON object.")
    return found


def _query(key: str, value: Any) -> Query:
    where = f"Query {key[:100]!r}"
    if not isinstance(value, dict):
        raise BadRequest(f'{where} must be an object, such as {{"query": "The Harvest"}}.')
    text, given = value.get("query", ""), value.get("properties", [])
    if not isinstance(text, str) or not isinstance(given, list):
        raise BadRequest(f'{where} needs "query" to be a string and "properties" to be a list.')
    if not text.strip() and not given:
        raise BadRequest(f'{where} asks nothing: give "query", or "properties".')
    properties: dict[str, tuple[str, ...]] = {}
    for one in given:
        if not isinstance(one, dict) or not isinstance(one.get("pid"), str) or "v" not in one:
            raise BadRequest(f'{where}: each property needs a "pid" that is a string, and "v".')
        properties[one["pid"]] = properties.get(one["pid"], ()) + _values(one["v"], where)
    return Query(_short(text, where), _limit(value.get("limit"), where), properties)


def _limit(value: Any, where: str) -> int:
    if value is None:
        return CANDIDATES
    if isinstance(value, bool) or not isinstance(value, int | float) or not value >= 1:
        raise BadRequest(f'{where}: "limit" must be a whole number from 1.')
    return int(min(value, MOST))


def _values(value: Any, where: str) -> tuple[str, ...]:
    """Values of a property as text: of an entity its name, or else its identifier."""
    found: list[str] = []
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            one = one.get("name") or one.get("id")
        if not isinstance(one, str | int | float):
            raise BadRequest(f"{where}: a property's value must be text, a number or an entity.")
        found += [_short(str(one), where)]
    return tuple(text for text in found if text.strip())


def _short(text: str, where: str) -> str:
    if len(text) > LONGEST:
        raise TooLarge(f"{where} has a value of {len(text)} characters: send at most {LONGEST}.")
    return text
