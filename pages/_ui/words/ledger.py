"""Ledger lines and the proof of the chain, in words. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from catalogue.versions.compare import Description
from ledger import Event, Verification
from ledger.attachment import Attached, State, about
from pages._ui.html import elements
from pages._ui.words import decisions

KINDS = {
    "accept": "accepted",
    "correct": "corrected",
    "reject": "rejected",
    "defer": "deferred",
    "undo": "undone",
}


@dataclass(frozen=True, slots=True)
class History:
    """Which lines of the ledger to show. Empty choices show everything."""

    kinds: tuple[str, ...] = ()
    reviewer: str = ""
    text: str = ""
    standing: bool = False

    def of(self, events: Sequence[Event], standing: frozenset[int]) -> list[Event]:
        """The lines that pass, in the order given. `standing` are numbers of lines in force."""
        kept = (e for e in events if not self.standing or e.number in standing)
        return [event for event in kept if self._admits(event)]

    def _admits(self, event: Event) -> bool:
        words = f"{event.title} {event.artist} {event.medium} {event.comment} {event.work or ''}"
        return (
            (not self.kinds or event.kind in self.kinds)
            and (not self.reviewer or event.reviewer == self.reviewer)
            and self.text.casefold() in words.casefold()
        )


def line(event: Event, stands: bool, now: Attached | None = None) -> dict[str, str | int]:
    """One row of the table, all of it text but the number. `now` is its work as it is today."""
    return {
        "No.": event.number,
        "When": when(event.time),
        "Reviewer": event.reviewer,
        "Verdict": KINDS[event.kind] + (f" line {event.undoes}" if event.undoes else ""),
        "Stands": "yes" if stands else "",
        "Title": event.title,
        "Artist": event.artist,
        "Work": _number(about(event)),
        "Work now": _number((now.work or "") if now else ""),
        "Record now": _STATES[now.state] if now else "",
        "Film": event.medium,
        "At": decisions.clock(event.start),
        "The machine said": "identified" if event.outcome == "accept" else "not visible",
        "Comment": event.comment,
    }


def _number(work: str) -> str:
    return "" if work.startswith(decisions.UNNUMBERED) else work


def details(event: Event, now: Attached | None = None) -> list[tuple[str, str]]:
    """Everything about one line that a person may want to cite."""
    found = [
        ("Verdict", f"{KINDS[event.kind]} by {event.reviewer}, {when(event.time)}"),
        ("Work", " · ".join(p for p in (event.title, event.artist, event.work or "") if p)),
        ("Work now", _now(now)),
        ("Proposed", event.proposed or "nothing"),
        ("Film", f"{event.medium}, {decisions.clock(event.start)} to {decisions.clock(event.end)}"),
        ("Comment", event.comment),
        (
            "Score and margin",
            f"{decisions.score(event.score or 0)} and {decisions.score(event.margin)}",
        ),
        ("Settings", event.config),
        ("Backend", f"{event.backend} {event.backend_version}".strip()),
        ("Hash", event.hash),
    ]
    return [(name, value) for name, value in found if value]


def said(event: Event, attached: Attached | None) -> str:
    """Who gave a verdict and when; what it was about, where the catalogue has moved on."""
    given = f"{KINDS[event.kind].capitalize()} by {event.reviewer} on {when(event.time)}"
    if attached is None or attached.state == "same":
        return f"{given}."
    record = attached.record
    named = ", ".join(filter(None, (record.get("title"), record.get("artist")))) or "Untitled"
    return f"{given}: {named}. {_BECAME[attached.state]}"


def meanwhile(event: Event | None, reviewer: str) -> str:
    """Why a verdict was not written: somebody judged the clip after the page was drawn."""
    if event is None:
        said = "The verdict on this clip was taken back meanwhile"
    else:
        who = "You" if event.reviewer == reviewer else event.reviewer
        about = f": {event.title}" if event.title else ""
        said = f"{who} {KINDS[event.kind]} this clip meanwhile, on {when(event.time)}{about}"
    return f"{said}. Your verdict was not written: look at it, and judge again if you differ."


def _now(now: Attached | None) -> str:
    return ", ".join(filter(None, (now.work or "", _STATES[now.state]))) if now else ""


_STATES: Mapping[State, str] = {
    "same": "as it was",
    "changed": "changed",
    "removed": "gone",
    "elsewhere": "in another catalogue",
}
_BECAME = {
    "changed": "The catalogue says something else about this work by now.",
    "removed": "This work is not in the catalogue any more.",
    "elsewhere": "That is a work of another catalogue.",
}


def as_it_was(record: Description) -> list[tuple[str, str]]:
    """What the catalogue said about a work when it was judged."""
    return [(name.capitalize(), decisions.brief(text, 3000)) for name, text in record.items()]


def when(time: str) -> str:
    """An ISO time in UTC as the clock of this machine showed it."""
    return datetime.fromisoformat(time).astimezone().strftime("%d %b %Y, %H:%M:%S")


def proof(found: Verification) -> str:
    """The outcome of `verify`, with the head to note down."""
    if not found.ok:
        first = found.first
        rest = len(found.problems) - 1
        more = f" ({decisions.plural(rest, 'further problem')})" if rest else ""
        said = first.message if first else "The ledger cannot be proved."
        return elements.fault(f"{said}{more} Restore a backup, and keep this file as it is.")
    added = found.added
    since = (
        f" {decisions.plural(added, 'line')} since the head you noted." if added is not None else ""
    )
    lines = decisions.plural(found.events, "line")
    said = f"Intact: {lines}, every hash follows from the one before.{since}"
    return elements.proved(said, found.head)
