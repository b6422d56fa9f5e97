"""The ledger as text for other programs: CSV for spreadsheets, JSON with everything.

CSV has a line for each event, without the frozen documents. A spreadsheet would run a cell that
begins like a formula, so such a cell gets a leading apostrophe; JSON keeps every character.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Literal

from console import csv_line
from ledger.attachment import Attached
from ledger.chain import COLUMNS, as_row
from ledger.events import Event
from ledger.freeze import marks_in, recut_in
from ledger.rows import Documents
from ledger.store import Ledger
from pipeline.labels import SAID
from storage import parsed_object

Format = Literal["csv", "json", "jsonl"]
NOWHERE: Mapping[int, Attached] = MappingProxyType({})
FORMATS: tuple[Format, ...] = ("csv", "json", "jsonl")


def export(ledger: Ledger, form: Format, now: Mapping[int, Attached] = NOWHERE) -> Iterator[str]:
    """The whole ledger, oldest event first, in pieces to write one after another.

    `json` is an array of objects and `jsonl` an object a line: every field of the event, `standing`
    (whether the verdict stands now), and the frozen `evidence`, `decision` and `settings`. `csv`
    has the fields and `standing`. All have `authorities`, the identifiers of ULAN, Wikidata and
    others in the work's record, and `marks`, the words on the label that the reviewer marked, and
    `recut`, start and end of the clips that a clip is now. Events in `now` also have `work_now`,
    the identifier that the work has now, and `work_state`, what became of its record. An event that
    cannot be read is left out, which `Ledger.unreadable` lists; a frozen document that cannot be
    read is null. Raises LedgerError.
    """
    events = ledger.events()[::-1]
    numbers = standing_numbers(events)
    if form == "csv":
        return to_csv(events, numbers, ledger.documents(events), now)
    lines = _lines(ledger, events, numbers, now)
    return (f"{line}\n" for line in lines) if form == "jsonl" else _array(lines)


def standing_numbers(events: Collection[Event]) -> frozenset[int]:
    """The numbers of the standing verdicts among all events of a ledger, in their order."""
    undone = {event.undoes for event in events}
    verdicts = (e for e in events if e.kind != "undo" and e.number not in undone)
    return frozenset({(event.clip, event.region): event.number for event in verdicts}.values())


def to_csv(
    events: Iterable[Event],
    standing: Collection[int],
    documents: Iterable[Documents],
    now: Mapping[int, Attached] = NOWHERE,
) -> Iterator[str]:
    """Lines of CSV with a header, safe to open in a spreadsheet.

    `standing` holds the numbers of the verdicts that stand, and `documents` the frozen documents
    of each event, in the same order.
    """
    yield csv_line(
        (*COLUMNS, "standing", "authorities", "work_now", "work_state", "marks", "recut")
    )
    for event, (_, _, settings) in zip(events, documents, strict=True):
        uris = "; ".join(f"{a['field']} {a['uri']}" for a in _authorities(settings))
        marks = "; ".join(f"{mark['what']}: {mark['words']}" for mark in _marks(settings))
        recut = "; ".join(f"{start}-{end}" for start, end in _recut(event, settings))
        stands = "yes" if event.number in standing else "no"
        yield csv_line((*as_row(event).values(), stands, uris, *_now(event, now), marks, recut))


def _now(event: Event, now: Mapping[int, Attached]) -> tuple[str, str]:
    """The work's identifier now and what became of its record; empty if unknown."""
    attached = now.get(event.number)
    return (attached.work or "", attached.state) if attached else ("", "")


def _authorities(settings: str | None) -> list[dict[str, str]]:
    values = _values(settings) or {}
    listed = values.get("authorities", ())
    return [a for a in listed if isinstance(a, dict) and {"field", "uri"} <= a.keys()]


def _values(document: str | None) -> Mapping[str, Any] | None:
    """A frozen document; None for one that is missing or damaged, which `verify` finds."""
    try:
        return parsed_object(document or "")
    except ValueError:
        return None


def _marks(settings: str | None) -> list[dict[str, str]]:
    """The words on the label that the reviewer marked, and as what."""
    try:
        marks = marks_in(_values(settings) or {})
    except ValueError:
        return []
    return [
        {"what": what, "words": words}
        for label in marks
        for what in SAID
        if (words := label.words(what))
    ]


def _recut(event: Event, settings: str | None) -> list[list[float]]:
    """Start and end (s) of each clip that the event's clip is now; empty for a verdict."""
    try:
        recut = recut_in(event.clip, _values(settings) or {})
    except ValueError:
        return []
    return [list(interval) for interval in recut.after] if recut else []


def _array(lines: Iterable[str]) -> Iterator[str]:
    separator = "[\n"
    for line in lines:
        yield separator + line
        separator = ",\n"
    yield "[]\n" if separator == "[\n" else "\n]\n"


def _lines(
    ledger: Ledger,
    events: Sequence[Event],
    standing: Collection[int],
    now: Mapping[int, Attached],
) -> Iterator[str]:
    for event, texts in zip(events, ledger.documents(events), strict=True):
        evidence, decision, settings = map(_values, texts)
        frozen = {"evidence": evidence, "decision": decision, "settings": settings}
        work, state = _now(event, now)
        own: dict[str, Any] = {
            "standing": event.number in standing,
            "authorities": _authorities(texts[2]),
            "marks": _marks(texts[2]),
            "recut": _recut(event, texts[2]),
        }
        own |= {"work_now": work or None, "work_state": state or None}
        yield json.dumps(as_row(event) | own | frozen)
