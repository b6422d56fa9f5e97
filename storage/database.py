"""Opening an SQLite file of the workspace: one connection an operation."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from storage import read_only
from storage.errors import NoSpace, ReadOnly, StorageError
from storage.migrations import Schema
from storage.reading import stored_text
from storage.space import lacks_space_at

_BUSY_SECONDS = 30.0
"""How long an operation waits for its turn."""


@contextmanager
def opened(path: Path, schema: Schema) -> Iterator[sqlite3.Connection]:
    """A connection with `schema` up to date, in a transaction that ends with the block.

    A cached connection fails on the other threads of Streamlit. Raises StorageError when the
    file cannot be read, or not written where that is meant (NoSpace, ReadOnly), NewerData when a
    newer version wrote it. Where nothing can be written, it only reads.
    """
    why = read_only.why_read_only(path.parent)
    try:
        connection = (
            read_only.connection(path, _BUSY_SECONDS)
            if why
            else sqlite3.connect(path, timeout=_BUSY_SECONDS)
        )
    except sqlite3.Error as error:
        raise StorageError(f"Cannot open {path}: {error}.") from error
    connection.row_factory = sqlite3.Row
    connection.text_factory = stored_text
    try:
        _prepare(Database(connection), schema, path if why else None)
        with connection:
            yield connection
    except sqlite3.Error as error:
        raise _explained(path, error, why) from error
    finally:
        connection.close()


def _explained(path: Path, error: sqlite3.Error, why_read_only: str) -> StorageError:
    if _name(error).startswith("SQLITE_READONLY"):
        why = why_read_only or "the file may not be written"
        return ReadOnly(read_only.sentence(path.parent, why))
    if lacks_space_at(path, error):
        return NoSpace(
            f"The disk that holds {path} is full. Nothing that is stored was lost; free some "
            "space there."
        )
    return StorageError(
        f"Cannot use {path}: {error}. Check free space and rights, and that the file is a "
        "database that Cartellino wrote."
    )


def _name(error: sqlite3.Error) -> str:
    return getattr(error, "sqlite_errorname", None) or ""


def _prepare(db: Database, schema: Schema, unchanged: Path | None) -> None:
    """Bring a file up to date, or one in memory, in place of one that is missing and that nobody
    can make. `unchanged` is the file where nothing can be written."""
    number = schema.number(db)  # a newer file is refused before anything is changed in it
    if unchanged:
        if unchanged.exists() and number < schema.newest:
            raise read_only.refuse_older(unchanged)
        schema.upgrade(db)
        db.execute("PRAGMA query_only = ON")
        return
    write_ahead(db, _BUSY_SECONDS)
    schema.upgrade(db)


def write_ahead(db: Database, seconds: float) -> None:
    """Switch a file to write-ahead logging, waiting `seconds` at most for other connections.

    SQLite does not wait here itself: where two connections would have to wait for each other, it
    turns one away at once. Raises sqlite3.Error.
    """
    give_up = time.monotonic() + seconds
    while True:
        try:
            return db.enable_wal()
        except sqlite3.OperationalError as error:
            if not error.sqlite_errorname.startswith("SQLITE_BUSY") or time.monotonic() > give_up:
                raise
            time.sleep(0.02)
