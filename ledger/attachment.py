"""Verdicts and the records that they are about, after the catalogue has moved on.

A verdict names a work of the version of the catalogue on which it was given, and the ledger never
changes. Here it is said which work that is today, and what the record was when it was judged.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from catalogue.records import Catalogue
from catalogue.versions.compare import Description, describe
from catalogue.versions.history import Versions
from ledger.events import Event

State = Literal["same", "changed", "removed", "elsewhere"]
"""What became of the record; `elsewhere` if the verdict is about another catalogue's."""


@dataclass(frozen=True, slots=True)
class Attached:
    """A verdict with the record that it is about, as it was and as it is."""

    event: Event
    state: State
    work: str | None
    """Its identifier in the present version of the catalogue; None where it is not in it."""
    record: Description
    """Field or column → text, when the verdict was given. Title and artist at least."""


def attached(
    events: Iterable[Event], catalogue: Catalogue, versions: Versions
) -> Mapping[int, Attached]:
    """Every event that is about a work, by its number, with that work in an open catalogue.

    Raises CatalogueError.
    """
    family = set(versions.family(catalogue.sha256))
    works = catalogue.by_identifier
    found: dict[int, Attached] = {}
    for sha256, group in _by_version(events).items():
        of = set(map(about, group))
        kept = versions.records(sha256, of) if sha256 != catalogue.sha256 else {}
        if sha256 not in family:
            found |= {e.number: Attached(e, "elsewhere", None, _record(e, kept)) for e in group}
            continue
        called = versions.follow_all(of, sha256, catalogue.sha256)
        said = {now: describe(works[now]) for now in called.values() if now and now in works}
        then = kept if sha256 != catalogue.sha256 else said
        found |= {e.number: _attached(e, called[about(e)], then, said) for e in group}
    return found


def attached_to_newest(events: Iterable[Event], versions: Versions) -> Mapping[int, Attached]:
    """The same, each with its work in the newest kept version of its own catalogue.

    Without those of which no version is kept. Raises CatalogueError.
    """
    found: dict[int, Attached] = {}
    for sha256, group in _by_version(events).items():
        newest = versions.newest(sha256)
        if newest is None:
            continue
        of = set(map(about, group))
        called = versions.follow_all(of, sha256, newest)
        then = versions.records(sha256, of)
        said = versions.records(newest, filter(None, called.values()))
        found |= {e.number: _attached(e, called[about(e)], then, said) for e in group}
    return found


def about(event: Event) -> str:
    """The work that was named or, by a rejection, was proposed; empty where there is none."""
    return event.work or event.proposed or ""


def _by_version(events: Iterable[Event]) -> Mapping[str, list[Event]]:
    groups: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        if about(event):
            groups[event.catalogue_sha256].append(event)
    return groups


def _attached(
    event: Event, now: str | None, then: Mapping[str, Description], said: Mapping[str, Description]
) -> Attached:
    """`then` and `said`: what the two versions say about works, by their identifiers there."""
    record = _record(event, then)
    if now is None or now not in said:
        return Attached(event, "removed", None, record)
    same = then.get(about(event), {}) == said[now]
    return Attached(event, "same" if same else "changed", now, record)


def _record(event: Event, then: Mapping[str, Description]) -> Description:
    named = {"title": event.title, "artist": event.artist}
    return then.get(about(event)) or {name: text for name, text in named.items() if text}
