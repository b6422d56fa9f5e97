"""Verdicts and the records that they are about, after the catalogue has moved on.

A verdict names a work of the version of the catalogue on which it was given, and the ledger never
changes. Here it is said which work that is today, and what the record was when it was judged.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from catalogue.compare import Description, describe
from catalogue.records import Catalogue
from catalogue.versions import Versions
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
    """Every event that is about a work, by its number. Raises CatalogueError."""
    groups: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        if about(event):
            groups[event.catalogue_sha256].append(event)
    found: dict[int, Attached] = {}
    family = set(versions.family(catalogue.sha256))
    for sha256, group in groups.items():
        works = {about(event) for event in group}
        now = versions.follow_all(works, sha256, catalogue.sha256)
        kept = versions.records(sha256, works) if sha256 != catalogue.sha256 else {}
        for event in group:
            then = kept.get(about(event), {})
            related = sha256 in family
            found[event.number] = _attached(event, catalogue, now[about(event)], then, related)
    return found


def about(event: Event) -> str:
    """The work that was named or, by a rejection, was proposed; empty where there is none."""
    return event.work or event.proposed or ""


def _attached(
    event: Event, catalogue: Catalogue, now: str | None, then: Description, related: bool
) -> Attached:
    work = catalogue.by_identifier.get(now) if now is not None else None
    said = describe(work) if work else {}
    if event.catalogue_sha256 == catalogue.sha256:
        then = said
    named = {"title": event.title, "artist": event.artist}
    record = then or {name: text for name, text in named.items() if text}
    if not related:
        return Attached(event, "elsewhere", None, record)
    if work is None:
        return Attached(event, "removed", None, record)
    return Attached(event, "same" if then == said else "changed", work.identifier, record)
