"""Columns that a client fetches for works it has reconciled (specification, section 7)."""

from __future__ import annotations

from typing import Any

from reconciliation.collection import Collection, values
from reconciliation.errors import BadRequest, TooLarge
from reconciliation.queries import json_object

WORKS, PROPERTIES = 1_000, 100
"""Most works and properties of a request."""


def extension(text: str, collection: Collection) -> dict[str, Any]:
    """The values of some properties of some works. An unknown work has no values.

    Raises BadRequest, TooLarge.
    """
    request = json_object(text, "extend")
    works, wanted = _strings(request.get("ids"), "ids"), request.get("properties")
    if not isinstance(wanted, list) or not all(isinstance(item, dict) for item in wanted):
        raise BadRequest('"extend" needs "properties": a list of objects such as {"id": "artist"}.')
    names = _strings([item.get("id") for item in wanted], "properties")
    if len(works) > WORKS or len(names) > PROPERTIES:
        raise TooLarge(f"Ask for at most {WORKS} works and {PROPERTIES} properties at once.")
    properties = collection.properties
    if missing := [name for name in names if name not in properties]:
        raise BadRequest(f"There is no property {missing[0][:200]!r} in this catalogue.")
    return {
        "meta": [{"id": name, "name": properties[name]} for name in names],
        "rows": {work: _row(work, names, collection) for work in works},
    }


def _row(identifier: str, names: list[str], collection: Collection) -> dict[str, Any]:
    if identifier not in collection.catalogue:
        return {name: [] for name in names}
    work = collection.catalogue[identifier]
    return {name: [{"str": text} for text in values(work, name)] for name in names}


def _strings(value: Any, name: str) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise BadRequest(f'"extend" needs {name!r} to be a list of texts.')
    return value
