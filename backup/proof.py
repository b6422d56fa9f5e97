"""The proof that copied databases are whole, and that the ledger in them is the same."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from backup.errors import BackupError
from backup.manifest import LedgerState
from ledger import Ledger
from storage import Workspace


def ledger_state(folder: Path) -> LedgerState:
    """What the ledger in a folder proves. Raises LedgerError."""
    proof = Ledger(Workspace(folder).database).verify()
    return LedgerState(
        proof.events, proof.head, tuple(problem.message for problem in proof.problems)
    )


def check_database(path: Path, name: str) -> None:
    """Raises BackupError where SQLite finds anything wrong in a database, known as `name`."""
    try:
        with closing(sqlite3.connect(path)) as connection:
            answer = str(connection.execute("PRAGMA integrity_check(1)").fetchone()[0])
    except sqlite3.Error as error:
        answer = str(error)
    if answer != "ok":
        raise BackupError(
            f"The database {name} is damaged: {answer.splitlines()[-1]}. Keep the workspace as it "
            "is, and restore the last good backup."
        )
