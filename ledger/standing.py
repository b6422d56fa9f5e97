"""What stands in a ledger, followed while it grows: of a long one only what is new is read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from sqlite_utils import Database

from ledger import freeze, migrations
from ledger.events import RECUT, Event
from ledger.rows import document, select
from pipeline import Recut
from pipeline.labels import Marks
from storage import SetAside, parsed_object

IN_FORCE = (
    "kind <> 'undo' AND NOT EXISTS "
    "(SELECT 1 FROM ledger_event AS later WHERE later.undoes = ledger_event.number)"
)
"""The condition that holds of a verdict that was not undone."""
_SINCE = "FROM ledger_event WHERE number > ?"


@dataclass(frozen=True)
class Standing:
    """The end of a ledger, and what stands in it there."""

    number: int = 0
    hash: str = ""
    in_force: tuple[Event, ...] = ()
    """The standing verdicts on clips and on their regions, oldest first."""
    marks: Mapping[str, Marks] | None = None
    """What was said of the words on labels, by clip, with the verdicts that stand."""
    recuts: Mapping[int, Recut] = field(default_factory=dict)
    """What became of clips that were cut anew, by the number of the event."""
    unreadable: tuple[SetAside, ...] = ()


class Follower:
    """What stands in one ledger. The chain ends where it ended, or goes on from there: else, as
    after a backup was restored, everything is read again. Safe to share between threads."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()
        self._before = Standing()

    def standing(self, db: Database) -> Standing:
        """What stands now, over a connection to a snapshot."""
        with self._lock:
            self._before = self._followed(db)
            return self._before

    def _followed(self, db: Database) -> Standing:
        query = "SELECT number, hash FROM ledger_event ORDER BY number DESC LIMIT 1"
        number, end = db.execute(query).fetchone() or (0, "")
        before = self._before if _holds(db, self._before) else Standing()
        if before.number == number:
            return before
        return self._grown(db, before, number, end)

    def _grown(self, db: Database, before: Standing, number: int, end: str) -> Standing:
        """`before`, with the clips that the events since then are about read again."""
        since = db.execute(f"SELECT DISTINCT clip {_SINCE}", (before.number,))
        touched = {clip for (clip,) in since}
        others = [event for event in before.in_force if event.clip not in touched]
        marks = {clip: m for clip, m in (before.marks or {}).items() if clip not in touched}
        standing = _in_force(self._path, db, before.number)
        events = tuple(sorted((*others, *standing), key=lambda event: event.number))
        marks |= _marks(db, (event for event in standing if not event.region))
        numbers = {event.number for event in others}
        recuts = {n: recut for n, recut in before.recuts.items() if n in numbers}
        recuts |= _recuts(db, standing)
        new = select(self._path, db, "number > ?", before.number).set_aside
        unreadable = (*before.unreadable, *new)
        return Standing(number, end, events, marks, recuts, unreadable)


def _holds(db: Database, standing: Standing) -> bool:
    """Whether the event at which a ledger ended is still in it."""
    query = "SELECT hash FROM ledger_event WHERE number = ?"
    row = db.execute(query, (standing.number,)).fetchone()
    return row is not None and row[0] == standing.hash


def _in_force(path: Path, db: Database, since: int) -> Sequence[Event]:
    """The standing verdicts on every clip that an event behind `since` is about."""
    latest = (
        f"number IN (SELECT max(number) FROM ledger_event WHERE clip IN (SELECT clip {_SINCE}) "
        f"AND {IN_FORCE} GROUP BY clip, {migrations.region(db)})"
    )
    return select(path, db, latest, since).values


def _marks(db: Database, events: Iterable[Event]) -> dict[str, Marks]:
    """The marks of verdicts by clip; damaged ones are left out, `verify` finds them."""
    marks: dict[str, Marks] = {}
    for event in events:
        text = document(db, event.settings_sha256) or ""
        if '"marks":[' in text:
            with suppress(ValueError):
                marks[event.clip] = freeze.marks_in(parsed_object(text))
    return {clip: on_it for clip, on_it in marks.items() if on_it}


def _recuts(db: Database, events: Iterable[Event]) -> dict[int, Recut]:
    """What the events that cut clips anew say; damaged ones are left out, `verify` finds them."""
    recuts: dict[int, Recut] = {}
    for event in events:
        if event.kind == RECUT:
            with suppress(ValueError):
                settings = parsed_object(document(db, event.settings_sha256) or "")
                if recut := freeze.recut_in(event.clip, settings):
                    recuts[event.number] = recut
    return recuts
