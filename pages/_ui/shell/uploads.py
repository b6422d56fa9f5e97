"""Getting films into the workspace: uploads, and paths on this machine. Pure: no streamlit."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from pathlib import Path
from typing import BinaryIO

from storage.errors import StorageError

_PIECE = 1 << 20


def keep_upload(name: str, content: BinaryIO, folder: Path) -> Path:
    """Write an upload to `folder` under its own name; the same file is kept once.

    Another file of the same name gets the beginning of its hash added. Raises StorageError.
    """
    safe = re.sub(r"[^\w.\- ()\[\]]", "_", Path(name.replace("\\", "/")).name).lstrip(".") or "film"
    safe = safe[-120:]
    try:
        handle, temporary = tempfile.mkstemp(dir=folder, prefix=".upload")
        with os.fdopen(handle, "wb") as file:
            content.seek(0)
            shutil.copyfileobj(content, file, _PIECE)
        return _placed(Path(temporary), folder / safe)
    except OSError as error:
        raise StorageError(
            f"{name} could not be kept in {folder}: {error.strerror}. Free some space there, or "
            "name the file by its path instead of uploading it."
        ) from error


def _placed(temporary: Path, wanted: Path) -> Path:
    digest = _digest(temporary)
    for path in (wanted, wanted.with_stem(f"{wanted.stem}-{digest[:8]}")):
        if not path.exists():
            os.replace(temporary, path)
            return path
        if _digest(path) == digest:
            temporary.unlink()
            return path
    os.replace(temporary, path)
    return path


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def typed_path(words: str) -> Path:
    """A path as people paste it: in quotes, with ~, or as a file:// address."""
    plain = words.strip().strip("\"'")
    return Path(plain.removeprefix("file://")).expanduser()


def walks(demo: Path) -> list[Path]:
    """The demonstration walks, if the collection is there."""
    return sorted((demo / "walks").glob("*.mp4"))
