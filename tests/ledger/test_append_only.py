"""The database itself refuses to change what was said, whoever asks."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ledger import Ledger, LedgerError
from ledger.chain import COLUMNS
from ledger.connection import writing
from tests.ledger_samples import verdict

REFUSED = [
    "UPDATE ledger_event SET comment = 'x'",
    "UPDATE OR REPLACE ledger_event SET number = 2 WHERE number = 1",
    "DELETE FROM ledger_event",
    "DELETE FROM ledger_event WHERE number = 2",
    "REPLACE INTO ledger_event SELECT * FROM ledger_event WHERE number = 1",
    "INSERT OR REPLACE INTO ledger_event SELECT * FROM ledger_event WHERE number = 2",
    "INSERT INTO ledger_event SELECT * FROM ledger_event WHERE number = 1 "
    "ON CONFLICT (number) DO UPDATE SET comment = 'x'",
    "UPDATE ledger_frozen SET document = '{}'",
    "DELETE FROM ledger_frozen",
    "REPLACE INTO ledger_frozen SELECT sha256, '{}' FROM ledger_frozen",
]
HEAD = "(SELECT hash FROM ledger_event ORDER BY number DESC LIMIT 1)"


@pytest.fixture
def plain(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection as any other program opens it, without our pragmas."""
    ledger = Ledger(path)
    ledger.record(verdict())
    ledger.record(verdict("defer"))
    ledger.undo(verdict().evidence.clip.key, "Ada")
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        yield connection


@pytest.mark.parametrize("recursive_triggers", ["on", "off"])
@pytest.mark.parametrize("statement", REFUSED)
def test_changes_are_refused(
    plain: sqlite3.Connection, statement: str, recursive_triggers: str
) -> None:
    plain.execute(f"PRAGMA recursive_triggers = {recursive_triggers}")
    before = list(plain.iterdump())
    with pytest.raises(sqlite3.IntegrityError, match="the ledger is append-only"):
        plain.execute(statement)
    assert list(plain.iterdump()) == before


@pytest.mark.parametrize(
    ("source", "changes"),
    [
        (1, {"number": "5", "previous": HEAD}),  # leaves a gap
        (1, {"number": "4", "previous": "'elsewhere'"}),  # starts a second chain
        (3, {"number": "4", "previous": HEAD}),  # undoes the same event again
    ],
)
def test_events_go_nowhere_but_at_the_end(
    plain: sqlite3.Connection, source: int, changes: dict[str, str]
) -> None:
    columns = ", ".join(changes.get(name, f'"{name}"') for name in COLUMNS)
    copy = f"INSERT INTO ledger_event SELECT {columns} FROM ledger_event WHERE number = ?"
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        plain.execute(copy, (source,))


def test_our_own_connections_hold_every_safeguard(ledger: Ledger) -> None:
    ledger.record(verdict())
    with writing(ledger.path) as db:
        for pragma, value in {
            "journal_mode": "wal",
            "foreign_keys": 1,
            "recursive_triggers": 1,
            "synchronous": 2,
        }.items():
            assert db.execute(f"PRAGMA {pragma}").fetchone()[0] == value


def test_a_refusal_reads_as_a_sentence(ledger: Ledger) -> None:
    ledger.record(verdict())
    refused = pytest.raises(LedgerError, match=r"refused the change: .* refuses DELETE")
    with refused, writing(ledger.path) as db:
        db.execute("DELETE FROM ledger_event")
