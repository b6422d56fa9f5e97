"""What stands is followed while the ledger grows, and read again where it was replaced."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from ledger import Ledger, NothingToUndo, standing
from ledger.events import Event
from ledger.rows import select
from pipeline.labels import Mark, MarkedLabel
from storage import Read
from tests.ledger_samples import verdict

MARKS = (MarkedLabel("Paolo Veronese", (Mark(0, 14, "artist"),)),)


def seen(ledger: Ledger) -> object:
    return ledger.in_force(), ledger.marks(), ledger.unreadable()


def test_what_another_process_writes_stands_at_once(ledger: Ledger) -> None:
    chance, other = random.Random(14), Ledger(ledger.path)
    for step in range(40):
        clip = chance.randrange(4)
        kind = chance.choice(["defer", "reject", "undo", "undo"])
        try:
            if kind == "undo":
                other.undo(verdict(clip=clip).evidence.clip.key, "Bo")
            else:
                other.record(verdict(kind, clip=clip, marks=MARKS if step % 3 else ()))
        except NothingToUndo:
            continue
        assert seen(ledger) == seen(Ledger(ledger.path))
    assert ledger.in_force()
    assert ledger.marks()


def test_only_what_is_new_is_read(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger.record_many([verdict(clip=clip) for clip in range(50)])
    ledger.in_force()
    read: list[Event] = []

    def counted(path: Path, db: Database, where: str, *values: object) -> Read[Event]:
        rows = select(path, db, where, *values)
        read.extend(rows.values)
        return rows

    monkeypatch.setattr(standing, "select", counted)
    event = ledger.record(verdict("defer", clip=7))
    assert event in ledger.in_force()
    assert len(ledger.in_force()) == 50
    assert set(read) == {event}


def test_a_restored_backup_is_read_again(ledger: Ledger, tmp_path: Path) -> None:
    ledger.record(verdict())
    backup = tmp_path / "backup.db"
    ledger.record(verdict("defer", clip=1))
    with closing(sqlite3.connect(ledger.path)) as db:
        db.execute("VACUUM INTO ?", (str(backup),))
    before = seen(ledger)
    ledger.record(verdict("reject"))
    ledger.record(verdict("reject", clip=1))
    assert seen(ledger) != before
    for ending in ("", "-wal", "-shm"):
        ledger.path.with_name(ledger.path.name + ending).unlink(missing_ok=True)
    backup.rename(ledger.path)
    assert seen(ledger) == before
    Ledger(ledger.path).record(verdict("defer"))
    assert [event.kind for event in ledger.in_force()] == ["defer", "defer"]
