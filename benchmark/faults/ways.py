"""Ways to tamper with a ledger, as somebody would who has its folder and knows how it is made."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import fields
from functools import partial
from pathlib import Path
from typing import Any

from benchmark.faults.verdicts import verdict
from ledger import Event, Ledger

NAME = "ledger.db"
OLDER, OTHER = "older.db", "other.db"
"""Beside the ledger: a copy of it with fewer events, and another ledger."""

COLUMNS = tuple(field.name for field in fields(Event))
Way = Callable[[Path], None]


def ways() -> Mapping[str, Way]:
    """Every way that `verify` has to tell by what is beside the ledger, by name."""
    return {
        **{f"column {column}": partial(_edited, column) for column in COLUMNS},
        "first event deleted": _sql("DELETE FROM ledger_event WHERE number = 1"),
        "middle event deleted": _sql("DELETE FROM ledger_event WHERE number = 4"),
        "last event deleted": partial(_cut, 1),
        "last three events deleted": partial(_cut, 3),
        "all events deleted": partial(_cut, 9),
        "middle deleted, rest renumbered and hashed anew": _renumbered,
        "two events changed places": _swapped,
        "an event inserted in the middle": _doubled,
        "last event changed and hashed anew": partial(_rehashed, 9),
        "an event changed, all after it hashed anew": partial(_rehashed, 4),
        "first event changed, the whole chain hashed anew": partial(_rehashed, 1),
        "frozen document changed": _sql("UPDATE ledger_frozen SET document = document || ' '"),
        "frozen document deleted": _sql("DELETE FROM ledger_frozen WHERE rowid = 2"),
        "frozen document changed and everything hashed anew": _refrozen,
        "triggers removed": _untriggered,
        "a trigger that refuses nothing": _toothless,
        "a trigger added": _added,
        "tables removed": _dropped,
        "file removed": lambda folder: (folder / NAME).unlink(),
        "file emptied": lambda folder: os.truncate(folder / NAME, 0),
        "file cut in half": _halved,
        "a page overwritten": _overwritten,
        "another ledger in its place": partial(_in_its_place, OTHER),
        "an older copy in its place": partial(_in_its_place, OLDER),
        "last events deleted, others written since": _went_on,
    }  # fmt: skip


def event_hash(event: Mapping[str, Any]) -> str:
    """The hash of an event as docs/ledger.md says how to make it."""
    hashed = {name: value for name, value in event.items() if name != "hash"}
    return f"sha256/2:{digest(json.dumps(hashed, sort_keys=True, separators=(',', ':')))}"


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@contextmanager
def unlocked(folder: Path) -> Iterator[sqlite3.Connection]:
    """The ledger with all its safeguards off, which are put back afterwards."""
    with closing(sqlite3.connect(folder / NAME, isolation_level=None)) as db:
        db.execute("PRAGMA ignore_check_constraints = ON")
        triggers = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        whole = dict(triggers.fetchall())
        for name in whole:
            db.execute(f"DROP TRIGGER {name}")
        yield db
        for sql in whole.values():
            db.execute(sql)


def rows(db: sqlite3.Connection) -> list[dict[str, Any]]:
    names = ", ".join(f'"{name}"' for name in COLUMNS)
    events = db.execute(f"SELECT {names} FROM ledger_event ORDER BY number")
    return [dict(zip(COLUMNS, event, strict=True)) for event in events]


def rewritten(db: sqlite3.Connection, events: list[dict[str, Any]], start: int = 1) -> None:
    """Put events in the place of all, with hashes that fit from number `start` on."""
    previous = events[start - 2]["hash"] if start > 1 else ""
    for event in events[start - 1 :]:
        event["previous"] = previous
        previous = event["hash"] = event_hash(event)
    replaced(db, events)


def replaced(db: sqlite3.Connection, events: list[dict[str, Any]]) -> None:
    """Put events, as they are, in the place of all that the ledger has."""
    marks = ", ".join("?" for _ in COLUMNS)
    db.execute("DELETE FROM ledger_event")
    db.executemany(f"INSERT INTO ledger_event VALUES ({marks})", [[*e.values()] for e in events])


def _sql(statement: str) -> Way:
    def run(folder: Path) -> None:
        with unlocked(folder) as db:
            db.execute(statement)

    return run


def _edited(column: str, folder: Path) -> None:
    with unlocked(folder) as db:
        (value,) = db.execute(f'SELECT "{column}" FROM ledger_event WHERE number = 5').fetchone()
        other: object = 99 if column in ("number", "undoes") else "reject"
        if isinstance(value, float):
            other = value + 0.25
        elif isinstance(value, str) and column != "kind":
            other = f"{value}x"
        db.execute(f'UPDATE ledger_event SET "{column}" = ? WHERE number = 5', [other])


def _cut(count: int, folder: Path) -> None:
    with unlocked(folder) as db:
        last = db.execute("SELECT max(number) FROM ledger_event").fetchone()[0]
        db.execute("DELETE FROM ledger_event WHERE number > ?", [last - count])
        _tidy(db)


def _tidy(db: sqlite3.Connection) -> None:
    """Delete the documents that no event has, which would give the deed away."""
    kinds = ("evidence", "decision", "settings")
    needed = " UNION ".join(f"SELECT {kind}_sha256 FROM ledger_event" for kind in kinds)
    db.execute(f"DELETE FROM ledger_frozen WHERE sha256 NOT IN ({needed})")


def _renumbered(folder: Path) -> None:
    with unlocked(folder) as db:
        events = [event for event in rows(db) if event["number"] != 4]
        for number, event in enumerate(events, 1):
            event["number"] = number
            event["undoes"] = event["undoes"] and event["undoes"] - (event["undoes"] > 4)
        rewritten(db, events)
        _tidy(db)


def _swapped(folder: Path) -> None:
    with unlocked(folder) as db:
        events = rows(db)
        events[1]["number"], events[2]["number"] = 3, 2
        replaced(db, events)


def _doubled(folder: Path) -> None:
    with unlocked(folder) as db:
        events = rows(db)
        events.insert(3, {**events[2], "reviewer": "Mallory"})
        for number, event in enumerate(events, 1):
            event["number"] = number
            event["undoes"] = event["undoes"] and event["undoes"] + (event["undoes"] > 3)
        rewritten(db, events)


def _rehashed(number: int, folder: Path) -> None:
    with unlocked(folder) as db:
        events = rows(db)
        events[number - 1]["reviewer"] = "Mallory"
        rewritten(db, events, number)


def _refrozen(folder: Path) -> None:
    with unlocked(folder) as db:
        events = rows(db)
        old = events[0]["evidence_sha256"]
        query = "SELECT document FROM ledger_frozen WHERE sha256 = ?"
        document = json.loads(db.execute(query, [old]).fetchone()[0])
        text = json.dumps({**document, "backend": "another"})
        db.execute(
            "UPDATE ledger_frozen SET sha256 = ?, document = ? WHERE sha256 = ?",
            [digest(text), text, old],
        )
        for event in events:
            if event["evidence_sha256"] == old:
                event["evidence_sha256"] = digest(text)
        rewritten(db, events)


def _untriggered(folder: Path) -> None:
    with closing(sqlite3.connect(folder / NAME, isolation_level=None)) as db:
        db.execute("DROP TRIGGER ledger_event_no_update")
        db.execute("DROP TRIGGER ledger_event_no_delete")


def _toothless(folder: Path) -> None:
    with closing(sqlite3.connect(folder / NAME, isolation_level=None)) as db:
        db.execute("DROP TRIGGER ledger_event_no_update")
        db.execute(
            "CREATE TRIGGER ledger_event_no_update BEFORE UPDATE ON ledger_event "
            "BEGIN SELECT 1; END"
        )


def _added(folder: Path) -> None:
    with closing(sqlite3.connect(folder / NAME, isolation_level=None)) as db:
        db.execute("CREATE TRIGGER mine AFTER INSERT ON ledger_frozen BEGIN SELECT 1; END")


def _dropped(folder: Path) -> None:
    with closing(sqlite3.connect(folder / NAME, isolation_level=None)) as db:
        for table in ("ledger_event", "ledger_frozen", "ledger_migration"):
            db.execute(f"DROP TABLE {table}")


def _in_its_place(name: str, folder: Path) -> None:
    shutil.copy(folder / name, folder / NAME)


def _halved(folder: Path) -> None:
    content = (folder / NAME).read_bytes()
    (folder / NAME).write_bytes(content[: len(content) // 2])


def _overwritten(folder: Path) -> None:
    with (folder / NAME).open("r+b") as file:
        size = file.seek(0, 2)
        file.seek(size - 4096)
        file.write(b"\xa5" * 4096)


def _went_on(folder: Path) -> None:
    _cut(2, folder)
    for clip in range(20, 24):
        Ledger(folder / NAME).record(verdict(clip))
