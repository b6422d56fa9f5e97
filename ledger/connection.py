"""A connection for each operation, because a cached one would fail on another thread.

Reading never creates a file, and SQLite's errors become sentences that say what to do.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from ledger.errors import LedgerError, LedgerUnavailable, UnusableLedger
from storage import refuse_waiting, stored_text, write_ahead

BUSY_SECONDS = 20.0
"""How long a writer waits for its turn; a verdict takes a few milliseconds."""


@contextmanager
def reading(path: Path) -> Iterator[Database]:
    """A read-only connection to a snapshot of the file. Raises LedgerError."""
    with _translated(path):
        db = _open_to_read(path)
        try:
            db.execute("BEGIN")
            yield db
        finally:
            db.close()


@contextmanager
def writing(path: Path) -> Iterator[Database]:
    """A connection whose writes are durable. Creates the file. Raises LedgerError."""
    with _translated(path):
        db = _connect(path, "mode=rwc")
        try:
            write_ahead(db, BUSY_SECONDS)
            db.execute("PRAGMA foreign_keys = ON")
            db.execute("PRAGMA synchronous = FULL")
            db.execute("PRAGMA fullfsync = ON")  # a Mac's disk keeps what is only synchronised
            yield db
        finally:
            db.close()


@contextmanager
def transaction(db: Database) -> Iterator[None]:
    """A transaction: all or nothing.

    The write lock is taken first, so that what is read in it still holds when it is written: two
    processes never continue the chain from the same event.
    """
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        if db.conn.in_transaction:
            db.execute("ROLLBACK")
        raise


def _connect(path: Path, options: str) -> Database:
    if path.is_dir():
        raise UnusableLedger(f"{path} is a folder. Name the ledger's file in it.")
    uri = f"{path.absolute().as_uri()}?{options}"
    connection = sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
    connection.text_factory = stored_text
    # recursive_triggers: REPLACE must fire the triggers that refuse DELETE. No plug-ins: nothing
    # else may touch the ledger.
    return Database(connection, recursive_triggers=True, execute_plugins=False)


def _open_to_read(path: Path) -> Database:
    try:
        return _probed(_connect(path, "mode=ro"))
    except sqlite3.OperationalError as error:
        # A ledger in WAL mode in a folder without write permission (an archive) opens only as
        # immutable. That is safe if no write-ahead file waits beside it.
        refused = _name(error).startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY"))
        if not refused or not path.is_file():
            raise
        refuse_waiting(path)
        return _probed(_connect(path, "mode=ro&immutable=1"))


def _probed(db: Database) -> Database:
    """The connection after a first query, because SQLite opens lazily and reports errors late."""
    try:
        db.execute("PRAGMA schema_version").fetchone()
    except sqlite3.Error:
        db.close()
        raise
    return db


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise _explained(path, error) from error


def _name(error: sqlite3.Error) -> str:
    return getattr(error, "sqlite_errorname", None) or ""


def _explained(path: Path, error: sqlite3.Error) -> LedgerError:
    name = _name(error)
    for prefix, (kind, sentence) in _SENTENCES.items():
        if name.startswith(prefix):
            return kind(sentence.format(path=path, folder=path.parent, error=error))
    return LedgerUnavailable(f"The ledger {path} could not be used: {error}.")


_CANTOPEN = (
    "The ledger {path} cannot be opened. Check that it is a file, that its folder exists, and "
    "that you may read and write there."
)
_SENTENCES: dict[str, tuple[type[LedgerError], str]] = {
    "SQLITE_FULL": (
        LedgerUnavailable,
        "The disk that holds {path} is full. This verdict was not recorded; everything "
        "before it is safe. Free some space there, then give the verdict again.",
    ),
    "SQLITE_BUSY": (
        LedgerUnavailable,
        "Another program has locked the ledger {path}. Close it (a database browser, a "
        "backup, a second copy of the app), then try again; nothing was changed.",
    ),
    "SQLITE_READONLY": (
        LedgerUnavailable,
        "The ledger {path} is read-only. Allow writing to the file and to its folder, or "
        "choose another workspace; nothing was changed.",
    ),
    "SQLITE_CANTOPEN": (LedgerUnavailable, _CANTOPEN),
    "SQLITE_PERM": (LedgerUnavailable, _CANTOPEN),
    "SQLITE_NOTADB": (
        UnusableLedger,
        "{path} is not a ledger, because it is not an SQLite database. Name the ledger's own file; "
        "this file was not changed.",
    ),
    "SQLITE_CORRUPT": (
        UnusableLedger,
        "The ledger {path} is damaged ({error}). Set a copy of it aside, then restore the last "
        "backup.",
    ),
    "SQLITE_IOERR": (
        LedgerUnavailable,
        "The disk that holds {path} reported an error ({error}). This verdict was not recorded. "
        "Check the disk and its free space, then try again.",
    ),
    "SQLITE_CONSTRAINT": (
        LedgerError,
        "The ledger {path} refused the change: {error}. Nothing was changed.",
    ),
}
