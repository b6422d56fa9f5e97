"""Getting files into the workspace: uploads, and paths on this machine. No streamlit."""

from __future__ import annotations

import hashlib
import re
import shutil
from pathlib import Path
from typing import BinaryIO

from storage import StorageError, clear_drafts, replacing

_PIECE = 1 << 20


def keep_upload(name: str, content: BinaryIO, folder: Path) -> Path:
    """Write an upload to `folder` under its own name; the same file is kept once.

    Another file of the same name gets the beginning of its hash added. Raises StorageError.
    """
    safe = re.sub(r"[^\w.\- ()\[\]]", "_", Path(name.replace("\\", "/")).name).lstrip(".")
    safe = safe or "video"
    try:
        clear_drafts(folder)
        path, stored = _place(folder / safe[-120:], content)
        if not stored:
            content.seek(0)
            with replacing(path) as draft, draft.open("wb") as file:
                shutil.copyfileobj(content, file, _PIECE)
        return path
    except OSError as error:
        raise StorageError(
            f"{name} could not be stored in {folder}: {error.strerror}. Free some space there, or "
            "name the file by its path instead of uploading it."
        ) from error


def _place(wanted: Path, content: BinaryIO) -> tuple[Path, bool]:
    """Where the content belongs, and whether it is there already."""
    digest = _digest(content)
    other = wanted.with_stem(f"{wanted.stem}-{digest[:8]}")
    for path in (wanted, other):
        if not path.exists():
            return path, False
        with path.open("rb") as file:
            if _digest(file) == digest:
                return path, True
    return other, False


def _digest(content: BinaryIO) -> str:
    content.seek(0)
    digest = hashlib.sha256()
    while piece := content.read(_PIECE):
        digest.update(piece)
    return digest.hexdigest()


def typed_path(words: str) -> Path:
    """A path as people paste it: in quotes, with ~, or as a file:// address."""
    plain = words.strip().strip("\"'")
    return Path(plain.removeprefix("file://")).expanduser()


def walks(demo: Path) -> list[Path]:
    """The demonstration walks, if the collection is there."""
    return sorted((demo / "walks").glob("*.mp4"))
