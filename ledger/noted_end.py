"""The end of the ledger as it was last seen, noted outside of its file.

A chain of hashes proves everything but its own end: without its last events it is a chain, too.
So after every verdict the last number and hash go to a small file beside the ledger. The note may
lag behind (a kill between the verdict and the note), and is never ahead of what is on the disk.
"""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from console import CartellinoError
from ledger import migrations, verification
from ledger.connection import reading, transaction
from ledger.errors import InvalidVerdict, LedgerError, LedgerUnavailable
from ledger.events import Accepted, NotedEnd, Problem, Verification, utc
from storage import DocumentSchema, parsed, replacing, structured

ENDING = ".head"
"""What the name of the note adds to that of the ledger."""
_SCHEMA = DocumentSchema("note of the ledger's end")


class UnreadableNote(LedgerError):
    """The note of the ledger's end is there, and says nothing that can be used."""


def note_of(ledger: Path) -> Path:
    """Where the end of the ledger in the file `ledger` is noted, whatever links lead there."""
    real = ledger.resolve()
    return real.with_name(f"{real.name}{ENDING}")


def read(ledger: Path) -> NotedEnd | None:
    """The end that was noted, None where none was. Raises UnreadableNote, NewerData."""
    note = note_of(ledger)
    try:
        return _end(_SCHEMA.current(parsed(note.read_bytes())))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise UnreadableNote(
            f"The note of the ledger's end, {note}, cannot be read ({_reason(error)}), so that "
            "nothing tells whether events at the end are missing. Put the note of the last backup "
            "back; or accept the present end, if you know that it is right: python -m ledger "
            "accept-end"
        ) from error


def write(ledger: Path, end: NotedEnd) -> None:
    """Note an end, whole or not at all. Raises OSError."""
    with replacing(note_of(ledger)) as draft, draft.open("w", encoding="utf-8") as file:
        json.dump(_SCHEMA.stamped(asdict(end)), file, indent=1)
        file.flush()
        os.fsync(file.fileno())  # a power cut must not leave an empty note


def noted(ledger: Path) -> tuple[NotedEnd | None, tuple[Problem, ...]]:
    """The end that was noted, and what is wrong with the note. Raises NewerData."""
    try:
        return read(ledger), ()
    except UnreadableNote as error:
        return None, (Problem(None, str(error)),)


def follow(ledger: Path, db: Database) -> None:
    """Note the end that is on the disk now, unless the one that was noted is not in the chain.

    A note that contradicts the chain stays: else the next verdict would wipe out the only trace of
    the events that are missing. The verdicts are safe by now, so nothing that goes wrong here is an
    error of theirs: the note lags behind until the next one.
    """
    with (
        suppress(CartellinoError, OSError, sqlite3.Error),
        transaction(db),
    ):  # one process at a time
        before, (events, head) = read(ledger), last(db)
        if before is None:
            write(ledger, NotedEnd(events, head, now()))
        elif before.events < events and hash_of(db, before.events) == before.head:
            write(ledger, replace(before, events=events, head=head, time=now()))


def end(ledger: Path) -> Verification:
    """The last event, compared with the noted end. Proves nothing else, and takes no time.

    Raises LedgerError.
    """
    note, problems = noted(ledger)
    events, head, at_note = 0, "", ""
    if ledger.exists():
        with reading(ledger) as db:
            if migrations.version(db):
                events, head = last(db)
                at_note = hash_of(db, note.events) if note else ""
    problems += tuple(verification.end_problem(note, events, at_note))
    return Verification(events, head, problems, None, note)


def accept(ledger: Path, by: str, why: str) -> Accepted:
    """Note that the ledger ends where it does, although another end was noted.

    Events that are missing at the end are no fault from then on. Who said so, why, and what was
    noted before stays in the note. Raises LedgerError, InvalidVerdict without a name or a reason.
    """
    by, why = by.strip(), why.strip()
    if not by or not why:
        raise InvalidVerdict("Say who accepts the end of the ledger, and why.")
    present = end(ledger)
    before = present.noted or NotedEnd(0, "", "")
    given_up = (before.events, before.head, before.time) if present.noted else (None, "", "")
    accepted = Accepted(by, why, now(), present.events, present.head, *given_up)
    try:
        write(ledger, NotedEnd(
            present.events, present.head, accepted.time, (*before.accepted, accepted)
        ))  # fmt: skip
    except OSError as error:
        raise LedgerUnavailable(
            f"The note beside {ledger} cannot be written: {error.strerror}. Free space or rights "
            "there, and accept the end again."
        ) from error
    return accepted


def last(db: Database) -> tuple[int, str]:
    """Number and hash of the last event; 0 and nothing where there is none."""
    newest = "SELECT number, hash FROM ledger_event ORDER BY number DESC LIMIT 1"
    number, head = db.execute(newest).fetchone() or (0, "")
    return int(number), str(head)


def hash_of(db: Database, number: int) -> str:
    """The hash of an event; nothing where there is none of that number."""
    row = db.execute("SELECT hash FROM ledger_event WHERE number = ?", (number,)).fetchone()
    return str(row[0]) if row else ""


def now() -> str:
    return utc(datetime.now(UTC))


def _end(values: dict[str, Any]) -> NotedEnd:
    end = structured(values, NotedEnd)
    for time in (end.time, *(a.time for a in end.accepted)):
        datetime.fromisoformat(time)
    return end


def _reason(error: Exception) -> str:
    return error.strerror or "" if isinstance(error, OSError) else str(error) or "it is no note"
