"""Files under way, and what is left of them where a process was killed."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import time

DRAFT = ".draft"
"""Ending of what is being written, by a name that begins with a dot."""
_OURS = re.compile(r"\.[0-9a-f]{32}\.draft")
_EARLIER = re.compile(r"tmp[a-z0-9_]{8}\.(part|draft)|\.(mapping|version|desk|upload)[a-z0-9_]{8}")
"""Names that earlier versions gave to what they were writing, without a lock."""
_FOLDER = re.compile(r"\.(demo|unpacking)-[a-z0-9_]{8}")
"""Folder in which the demonstration collection is painted, or a catalogue unpacked."""
_DEEPEST = 2
"""Levels of folders below a workspace in which drafts are written."""
_HOUR, _INSTANT = 3600.0, 10.0
"""s without a write after which a file is left behind: without a lock, and with one that is free,
which it is for an instant before its writer takes it."""

if sys.platform == "win32":

    @contextmanager
    def in_use(draft: Path) -> Iterator[None]:
        """A lock would keep the writer out here, too."""
        yield

    def _is_held(draft: Path) -> bool | None:
        return None
else:
    import fcntl

    @contextmanager
    def in_use(draft: Path) -> Iterator[None]:
        """Make a draft and keep it locked, as one that is being written. Raises OSError."""
        descriptor = os.open(draft, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            with suppress(OSError):  # a file system without locks: the age tells
                fcntl.flock(descriptor, fcntl.LOCK_SH)
            yield
        finally:
            os.close(descriptor)

    def _is_held(draft: Path) -> bool | None:
        """Whether a process writes a draft; None where that cannot be told."""
        descriptor = os.open(draft, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:  # a file system without locks
            return None
        finally:
            os.close(descriptor)
        return False


def clear_drafts(folder: Path) -> None:
    """Delete the drafts in a folder that a crash left behind."""
    for draft in folder.glob(f".*{DRAFT}"):
        if _OURS.fullmatch(draft.name):
            _clear(draft)


def sweep(root: Path) -> None:
    """Delete what killed processes left in a workspace: its own folders, and those in them.

    Links are not followed, and what has another name is never touched. What cannot be deleted
    stays.
    """
    for folder, folders, names in os.walk(root):
        place = Path(folder)
        depth = len(place.relative_to(root).parts)
        if depth == 0:
            for name in filter(_FOLDER.fullmatch, folders):
                _clear_folder(place / name)
        folders[:] = folders if depth < _DEEPEST else []
        for name in names:
            if _is_left_over(name, place):
                _clear(place / name)


def _is_left_over(name: str, folder: Path) -> bool:
    """Uploads keep the names that people gave them, but none that begins with a dot."""
    if folder.name == "uploads" and not name.startswith("."):
        return False
    return bool(_OURS.fullmatch(name) or _EARLIER.fullmatch(name))


def _clear(draft: Path) -> None:
    with suppress(OSError):
        held = _is_held(draft) if _OURS.fullmatch(draft.name) else None
        patience = _HOUR if held is None else _INSTANT
        if not held and draft.stat().st_mtime < time() - patience:
            draft.unlink()


def _clear_folder(folder: Path) -> None:
    with suppress(OSError):
        newest = max(path.stat().st_mtime for path in (folder, *folder.rglob("*")))
        if newest < time() - _HOUR:
            shutil.rmtree(folder, ignore_errors=True)
