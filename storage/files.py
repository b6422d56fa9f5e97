"""Files that appear whole or not at all, and folders that do not grow without end."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path

from console import reason
from storage.drafts import DRAFT, clear_drafts, in_use
from storage.errors import StorageError


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A draft beside `path` to write to, which takes its place when the block ends well.

    On any error, a full disk included, the draft is deleted and `path` is as it was. No pattern
    by which finished files are listed fits the draft. It is locked meanwhile, so that nobody takes
    it for one that a crash left behind. Makes the folder. Raises OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{uuid.uuid4().hex}{DRAFT}")
    try:
        with in_use(draft):
            yield draft
            os.replace(draft, path)
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def save_text(path: Path, pieces: Iterable[str]) -> None:
    """Write a file that a person named, in UTF-8, whole or not at all. Raises StorageError.

    A link stays one, and what is no file, such as a pipe, is written to as it is.
    """
    real = Path(os.path.realpath(path))
    special = real.exists() and not (real.is_file() or real.is_dir())
    try:
        os.stat(real.parent)  # a name that was mistyped makes no folder
        with (
            nullcontext(real) if special else replacing(real) as draft,
            draft.open("w", encoding="utf-8", newline="") as file,
        ):
            file.writelines(pieces)
    except OSError as error:
        raise StorageError(
            f"Cannot write {path}: {reason(error)}. Name another file, or free some space."
        ) from error


def make_room(folder: Path, ending: str, room: int) -> None:
    """Delete files by their ending, least recently used first, until the rest has `room` bytes.

    The newest stays whatever its size. Drafts that a crash left behind go, too. Raises OSError.
    """
    newest, *others = sorted(folder.glob(f"*{ending}"), key=lambda file: -file.stat().st_mtime)
    size = newest.stat().st_size
    for old in others:
        size += old.stat().st_size
        if size > room:
            old.unlink(missing_ok=True)
    clear_drafts(folder)
