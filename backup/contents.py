"""What a backup of a workspace holds: all that cannot be made again."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from ledger import NOTE_ENDING

LEFT_OUT = {
    "features": "features of reference pictures",
    "prepared": "catalogues as they were indexed",
    "previews": "copies of videos for the browser",
    "demo": "the demonstration collection",
}
"""Folders that Cartellino makes again by itself, with what is in them."""
MODELS = "models"
"""Folder of weights: gigabytes that were fetched from elsewhere."""
_ENDINGS = (".lock", ".log", ".draft", ".reserve", "-wal", "-shm", "-journal", NOTE_ENDING)
_SQLITE = b"SQLite format 3\0"


def files(workspace: Path, models: bool = False) -> Iterator[Path]:
    """The files to keep, databases first: what their rows name was written before the rows.

    Links are followed, so that frames on another disk are backed up too. The note of the ledger's
    end is not among them: it must be copied before the ledger.
    """
    left_out = {*LEFT_OUT, *(() if models else (MODELS,))}
    paths = [path for path in _walk(workspace, left_out) if not path.name.endswith(_ENDINGS)]
    yield from sorted(paths, key=lambda path: (not is_database(path), path))


def _walk(workspace: Path, left_out: set[str]) -> Iterator[Path]:
    seen: set[str] = set()
    for folder, folders, names in os.walk(workspace, followlinks=True):
        real = os.path.realpath(folder)
        if real in seen:  # a link that leads back
            folders.clear()
            continue
        seen.add(real)
        if Path(folder) == workspace:
            folders[:] = [name for name in folders if name not in left_out]
        yield from (path for name in names if (path := Path(folder, name)).is_file())


def is_database(path: Path) -> bool:
    """Whether the file is an SQLite database."""
    try:
        with path.open("rb") as file:
            return file.read(len(_SQLITE)) == _SQLITE
    except OSError:
        return False
