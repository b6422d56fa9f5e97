"""Room on a disk: whether an error is for want of it, and a reserve that can be given up then."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import uuid
from contextlib import suppress
from pathlib import Path

from storage.drafts import DRAFT
from storage.errors import NoSpace

_FULL = (errno.ENOSPC, errno.EDQUOT)
_PROBE = 1 << 16
"""Bytes that are written to see whether anything can be: more than SQLite needs to read a file."""
_RESERVE = 1 << 17
"""Bytes: enough for SQLite to write a few rows to each database of a workspace."""


def lacks_space(error: BaseException | None) -> bool:
    """Whether an error, or one that it was raised from, is for want of space or quota."""
    while error is not None:
        if isinstance(error, NoSpace) or (isinstance(error, OSError) and error.errno in _FULL):
            return True
        if isinstance(error, sqlite3.Error) and _name(error) == "SQLITE_FULL":
            return True
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return False


def lacks_space_at(path: Path, error: sqlite3.Error) -> bool:
    """The same of an error of SQLite about the file at `path`.

    Where no room is left for the file that its readers share, SQLite speaks of input and output,
    or that it cannot open the file: then the disk itself is asked.
    """
    if _name(error) == "SQLITE_FULL":
        return True
    return _name(error).startswith(("SQLITE_IOERR", "SQLITE_CANTOPEN")) and is_full(path.parent)


def _name(error: sqlite3.Error) -> str:
    return getattr(error, "sqlite_errorname", None) or ""


def is_full(folder: Path, size: int = _PROBE) -> bool:
    """Whether `size` bytes find no room in a folder, by quota or disk."""
    probe = folder / f".{uuid.uuid4().hex}{DRAFT}"
    try:
        probe.write_bytes(bytes(size))
    except OSError as error:
        return error.errno in _FULL
    finally:
        with suppress(OSError):
            probe.unlink(missing_ok=True)
    return False


def free_space(folder: Path) -> int:
    """Bytes that are free on the disk of a folder, 0 where that cannot be told."""
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return 0


class Reserve:
    """A file that keeps some room, so that a full disk still takes the news that it is full."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def keep(self) -> None:
        """Make the reserve where it is missing and there is room for it."""
        with suppress(OSError):
            if not self._path.exists():
                # Of chance, because some file systems keep no room for zeros.
                self._fill(os.urandom(_RESERVE))

    def _fill(self, content: bytes) -> None:
        try:
            self._path.write_bytes(content)
        except OSError:
            self.give_up()

    def give_up(self) -> None:
        with suppress(OSError):
            self._path.unlink(missing_ok=True)
