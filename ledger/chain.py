"""The hash chain: the hash of an event covers all its fields and the hash of the event before.

An event's hash reads `sha256/2:<hex>`: the algorithm, the form of the text that is hashed
(canonical JSON of all fields but `hash`: keys sorted, no spaces, ASCII), and the digest. Form 1 is
that of events before there were regions and reasons, and is without them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from ledger.events import Event

ALGORITHM = "sha256/2"
COLUMNS: tuple[str, ...] = tuple(f.name for f in fields(Event))
LATER: Mapping[str, Any] = {"region": "", "reason": None}
"""Columns that form 1 is without, with what they are there."""
_HASHED = {
    ALGORITHM: tuple(name for name in COLUMNS if name != "hash"),
    "sha256/1": tuple(name for name in COLUMNS if name != "hash" and name not in LATER),
}


def canonical(value: Any) -> str:
    """The same text for equal JSON values. Raises TypeError or ValueError for other values."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest(text: str) -> str:
    """SHA-256 of the text, in hexadecimal, also of text that is not valid Unicode."""
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


def form_of(row: Mapping[str, Any]) -> str | None:
    """The form in which a row is hashed; None for one that this version does not know."""
    form = str(row["hash"]).partition(":")[0]
    return form if form in _HASHED else None


def event_hash(row: Mapping[str, Any], form: str = ALGORITHM) -> str:
    """The hash of an event's fields without `hash` itself."""
    text = canonical({name: row[name] for name in _HASHED[form]})
    return f"{form}:{digest(text)}"


def link(draft: Event, number: int, previous: str, time: str) -> Event:
    """The draft as event `number`, at `time`, after the event whose hash is `previous`."""
    placed = replace(draft, number=number, previous=previous, time=time)
    return replace(placed, hash=event_hash(as_row(placed)))


def as_row(event: Event) -> dict[str, Any]:
    """The values of an event by column."""
    return {name: getattr(event, name) for name in COLUMNS}
