"""Folders in which nothing can be written, and the SQLite files in them."""

from __future__ import annotations

import os
import sqlite3
import uuid
from contextlib import suppress
from pathlib import Path

from storage.drafts import DRAFT
from storage.errors import ReadOnly, StorageError


def why_read_only(folder: Path) -> str:
    """Why nothing can be written in a folder; empty where something can, or there is none."""
    if not folder.is_dir() or os.access(folder, os.W_OK):
        return ""
    probe = folder / f".{uuid.uuid4().hex}{DRAFT}"
    try:
        probe.touch()
    except OSError as error:
        return (error.strerror or str(error)).lower()
    with suppress(OSError):
        probe.unlink()
    return ""


def sentence(folder: Path, why: str) -> str:
    """What people are told of a workspace in which nothing can be written."""
    return (
        f"Nothing can be written in {folder} ({why}). What is stored can be read; to add to it, "
        "allow writing there, or start Cartellino on a copy in another folder."
    )


def connection(path: Path, seconds: float) -> sqlite3.Connection:
    """A connection that only reads a file in such a folder; an empty one where it is missing.

    SQLite shares its write-ahead file among readers through a file that it would have to make. So
    the file is opened as one that nobody changes, which is true while no write-ahead file with
    content is beside it. Raises StorageError, sqlite3.Error.
    """
    if not path.exists():
        return sqlite3.connect(":memory:")
    refuse_waiting(path)
    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    return sqlite3.connect(uri, uri=True, timeout=seconds)


def refuse_waiting(path: Path) -> None:
    """Raises ReadOnly where a write-ahead file holds what is not in the SQLite file yet."""
    waiting = path.with_name(f"{path.name}-wal")
    with suppress(OSError):
        if waiting.stat().st_size:
            raise ReadOnly(
                f"{path} cannot be read where nothing can be written: what was written last is "
                f"still in {waiting.name}, and has to be taken over first. Copy the folder, with "
                "both files, to where you may write, and open the copy."
            )


def refuse_older(path: Path) -> StorageError:
    """What is said of a file whose tables an older version made."""
    return ReadOnly(
        f"{path} was written by an older version of Cartellino and has to be brought up to date, "
        "but nothing can be written there. Copy the folder to where you may write, and open the "
        "copy."
    )
