"""Opening an SQLite file of the workspace: one connection an operation."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from storage.errors import NoSpace, StorageError
from storage.migrations import Schema
from storage.reading import stored_text
from storage.space import lacks_space_at

_BUSY_SECONDS = 30.0
"""How long an operation waits for its turn."""


@contextmanager
def opened(path: Path, schema: Schema) -> Iterator[sqlite3.Connection]:
    """A connection with `schema` up to date, in a transaction that ends with the block.

    A cached connection fails on the other threads of Streamlit. Raises StorageError when the
    file cannot be read or written, NewerData when a newer version wrote it.
    """
    try:
        connection = sqlite3.connect(path, timeout=_BUSY_SECONDS)
    except sqlite3.Error as error:
        raise StorageError(f"Cannot open {path}: {error}.") from error
    connection.row_factory = sqlite3.Row
    connection.text_factory = stored_text
    try:
        _prepare(Database(connection), schema)
        with connection:
            yield connection
    except sqlite3.Error as error:
        if lacks_space_at(path, error):
            raise NoSpace(
                f"The disk that holds {path} is full. Nothing that is stored was lost; free some "
                "space there."
            ) from error
        raise StorageError(
            f"Cannot use {path}: {error}. Check free space and rights, and that the file is a "
            "database that Cartellino wrote."
        ) from error
    finally:
        connection.close()


def _prepare(db: Database, schema: Schema) -> None:
    schema.number(db)  # a newer file is refused before anything is changed in it
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
