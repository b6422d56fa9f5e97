"""Verdicts attached to the records that they are about, in the present version of the catalogue.

A verdict names a work of the version of the catalogue that was open, and the ledger never changes.
This module finds that work in another version, and its record at the time of the verdict.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from catalogue import Catalogue
from catalogue.versions import Description, Versions, describe
from ledger.events import Event

State = Literal["same", "changed", "removed", "shared", "elsewhere"]
"""What became of the record; `shared` if its number is that of several works now, `elsewhere` if
the verdict is about another catalogue."""


@dataclass(frozen=True, slots=True)
class Attached:
    """A verdict with the record that it is about, as it was and as it is."""

    event: Event
    state: State
    work: str | None
    """Its identifier in the present version of the catalogue; None if that lacks it."""
    record: Description
    """Field or column → text at the time of the verdict; at least title and artist."""


def attached(
    events: Iterable[Event], catalogue: Catalogue, versions: Versions
) -> Mapping[int, Attached]:
    """Every event about a work, by its number, with that work in an open catalogue.

    Raises CatalogueError.
    """
    family = set(versions.family(catalogue.sha256))
    works = catalogue.by_identifier
    shared = {number.number for number in catalogue.shared_numbers if not number.merged}
    by_number: dict[int, Attached] = {}
    for sha256, group in _by_version(events).items():
        judged = set(map(about, group))
        stored = versions.records(sha256, judged) if sha256 != catalogue.sha256 else {}
        if sha256 not in family:
            for event in group:
                record = _record(event, stored)
                by_number[event.number] = Attached(event, "elsewhere", None, record)
            continue
        now = versions.follow_all(judged, sha256, catalogue.sha256)
        today = {work: describe(works[work]) for work in now.values() if work and work in works}
        then = stored if sha256 != catalogue.sha256 else today
        by_number |= {e.number: _attached(e, now[about(e)], then, today, shared) for e in group}
    return by_number


def attached_to_newest(events: Iterable[Event], versions: Versions) -> Mapping[int, Attached]:
    """Every event about a work, with that work in the newest version of its own catalogue.

    Events of catalogues without a stored version are left out. Raises CatalogueError.
    """
    by_number: dict[int, Attached] = {}
    for sha256, group in _by_version(events).items():
        newest = versions.newest(sha256)
        if newest is None:
            continue
        judged = set(map(about, group))
        now = versions.follow_all(judged, sha256, newest)
        then = versions.records(sha256, judged)
        today = versions.records(newest, filter(None, now.values()))
        shared = versions.shared_numbers(newest)
        by_number |= {e.number: _attached(e, now[about(e)], then, today, shared) for e in group}
    return by_number


def about(event: Event) -> str:
    """The work that the verdict names, or that was proposed to it; empty if there is none."""
    return "" if event.kind == "nothing" else event.work or event.proposed or ""


def _by_version(events: Iterable[Event]) -> Mapping[str, list[Event]]:
    groups: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        if about(event):
            groups[event.catalogue_sha256].append(event)
    return groups


def _attached(
    event: Event,
    work: str | None,
    then: Mapping[str, Description],
    today: Mapping[str, Description],
    shared: Collection[str],
) -> Attached:
    """`then` and `today` are records of the two versions, by their identifiers there.

    `shared` holds the numbers that name no work in the present version.
    """
    record = _record(event, then)
    if work is None or work not in today:
        return Attached(event, "shared" if about(event) in shared else "removed", None, record)
    same = then.get(about(event), {}) == today[work]
    return Attached(event, "same" if same else "changed", work, record)


def _record(event: Event, then: Mapping[str, Description]) -> Description:
    frozen = {"title": event.title, "artist": event.artist}
    return then.get(about(event)) or {name: text for name, text in frozen.items() if text}
