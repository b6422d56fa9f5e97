"""The rows of the ledger's tables: events as they are read one by one, and as they are appended."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from ledger import chain, migrations
from ledger.errors import LedgerError
from ledger.events import Event, utc
from storage import Read, Rows

_COLUMNS = ", ".join(f'"{name}"' for name in chain.COLUMNS)
_INSERT = f"INSERT INTO ledger_event ({_COLUMNS}) VALUES ({', '.join('?' for _ in chain.COLUMNS)})"
_DAMAGED = (
    "Verify the ledger: it was changed from outside, or its disk failed. Keep this file as it is, "
    "and restore the last backup."
)
_LAST_NUMBER = 2**62
Documents = tuple[str | None, str | None, str | None]
"""Evidence, decision and settings of an event as JSON."""


def select(path: Path, db: Database, where: str, *values: Any) -> Read[Event]:
    """The events of the ledger at `path` that meet a condition, and those that cannot be read."""
    rows = Rows(path, "ledger_event", Event, "line of the ledger", _DAMAGED)
    query = f"SELECT rowid, {migrations.selected(db)} FROM ledger_event WHERE {where}"
    return rows.made(db.execute(query, values), _timed)


def _timed(event: Event) -> Event:
    """The event, if its time is one. Raises ValueError."""
    try:
        datetime.fromisoformat(event.time).astimezone()
    except OverflowError as error:
        raise ValueError("time: it is none that a clock shows") from error
    return event


def append(db: Database, draft: Event) -> Event:
    """Append an event to the chain. Raises LedgerError where the last line is damaged."""
    last = db.execute(
        "SELECT number, hash FROM ledger_event ORDER BY number DESC LIMIT 1"
    ).fetchone()
    number, previous = last or (0, "")
    if not isinstance(previous, str) or not 0 <= number < _LAST_NUMBER:
        raise LedgerError(
            "The last line of the ledger is damaged, so none can follow it. Nothing was written. "
            f"Verify the ledger, keep {_file(db)} as it is, and restore the last backup."
        )
    event = chain.link(draft, number + 1, previous, utc(datetime.now(UTC)))
    db.execute(_INSERT, tuple(chain.as_row(event).values()))
    return event


def store_new(db: Database, documents: Mapping[str, str]) -> None:
    """Store the documents that are new: equal evidence is stored once."""
    for sha256, text in documents.items():
        if document(db, sha256) is None:
            db.execute("INSERT INTO ledger_frozen VALUES (?, ?)", (sha256, text))


def document(db: Database, sha256: str) -> str | None:
    """A frozen document; None for one that is missing, or no text."""
    row = db.execute("SELECT document FROM ledger_frozen WHERE sha256 = ?", (sha256,)).fetchone()
    return row[0] if row and isinstance(row[0], str) else None


def _file(db: Database) -> str:
    return Path(db.execute("PRAGMA database_list").fetchone()[2]).name
