"""A catalogue that comes with its pictures: in a folder, or in a zip. No streamlit."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO

from catalogue import PICTURE_ENDINGS, CatalogueError
from console import size
from storage import StorageError, free_space

KINDS = ("csv", "tsv", "txt", "xlsx", "json", "jsonl", "ndjson", "jsonld", "xml", "lido", "gz")
"""Endings of catalogues."""
_TABLES = tuple(f".{kind}" for kind in KINDS)
_MOST_FILES = 200_000
_NAMED = 4
"""Files that a sentence names."""

Opener = Callable[[], AbstractContextManager[IO[bytes]]]
Entry = tuple[str, Opener]
"""Name of a file below its folder, with `/`, and what opens it."""


def inside(folder: Path) -> Path:
    """The one catalogue in a folder, or in the only folder in it. Raises CatalogueError."""
    tables = [path for path in _files(folder) if path.name.lower().endswith(_TABLES)]
    called = [path for path in tables if path.name.lower().startswith("catalog")]
    if len(tables) == 1 or len(called) == 1:
        return (called or tables)[0]
    if tables:
        names = ", ".join(path.name for path in tables[:_NAMED])
        more = f" and {len(tables) - _NAMED} more" if len(tables) > _NAMED else ""
        raise CatalogueError(
            f"There are several tables in {folder.name}: {names}{more}. Name the one that is the "
            "catalogue by its path, or call it catalogue."
        )
    below = [path for path in _entries(folder) if path.is_dir()]
    if len(below) == 1:
        return inside(below[0])
    raise CatalogueError(
        f"There is no catalogue in {folder.name}. Put the table (CSV, XLSX or JSON), LIDO, Linked "
        "Art or IIIF file into the folder, beside its pictures."
    )


def unpacked(name: str, content: BinaryIO, folder: Path) -> Path:
    """The catalogue in a zip, unpacked with its pictures into a folder in `folder`.

    Raises CatalogueError, StorageError.
    """
    try:
        with zipfile.ZipFile(content) as packed:
            members = [member for member in packed.infolist() if not member.is_dir()]
            _refuse_too_large(name, members, folder)
            entries = [(member.filename, _opener(packed, member)) for member in members]
            return inside(_kept(Path(name).stem, entries, folder, _digest(content)))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise CatalogueError(
            f"{name} is no zip that can be unpacked here: it is damaged, or locked with a "
            "password. Pack it again without one, or name the folder by its path."
        ) from error


def kept(files: Sequence[tuple[str, BinaryIO]], folder: Path) -> Path:
    """The catalogue among the files of a folder, written with its pictures into `folder`.

    Each file has its name below the folder, which begins with the folder's own. Raises
    CatalogueError, StorageError.
    """
    digest = hashlib.sha256()
    for name, content in sorted(files, key=lambda file: file[0]):
        digest.update(f"{name}\n{_digest(content)}\n".encode(errors="replace"))
    first = PurePosixPath(files[0][0]).parts
    stem = first[0] if len(first) > 1 else "catalogue"
    entries: list[Entry] = [(name, _rewound(content)) for name, content in files]
    return inside(_kept(stem, entries, folder, digest.hexdigest()))


def _kept(stem: str, entries: Iterable[Entry], folder: Path, digest: str) -> Path:
    """The folder into which the files were written; the same ones are written once.

    Until it is whole it lies in the workspace under a name that is swept up after a crash.
    """
    plain = "".join(c if c.isalnum() or c in " -_." else "_" for c in stem).strip(" .") or "zip"
    target = folder / f"{plain[:80]}-{digest[:8]}"
    if target.exists():
        return target
    draft = Path(tempfile.mkdtemp(prefix=".unpacking-", dir=folder.parent))
    try:
        for name, open_entry in entries:
            if (relative := _safe(name)) is not None:
                _write(draft / relative, open_entry)
        draft.rename(target)
    except OSError as error:
        raise StorageError(
            f"{stem} could not be stored in {folder}: {error.strerror}. Free some space there, or "
            "name the folder by its path instead."
        ) from error
    finally:
        with suppress(OSError):
            shutil.rmtree(draft)
    return target


def _safe(name: str) -> Path | None:
    """Where a file may be written below its folder; None for what is no part of a catalogue."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if not parts or any(part.startswith((".", "/", "__MACOSX")) or ":" in part for part in parts):
        return None
    lower = parts[-1].lower()
    wanted = lower.endswith(_TABLES) or Path(lower).suffix in PICTURE_ENDINGS
    return Path(*parts) if wanted else None


def _write(path: Path, open_entry: Opener) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with open_entry() as source, path.open("wb") as file:
        shutil.copyfileobj(source, file, 1 << 20)


def _refuse_too_large(name: str, members: Sequence[zipfile.ZipInfo], folder: Path) -> None:
    whole, free = sum(member.file_size for member in members), free_space(folder)
    if len(members) > _MOST_FILES or whole > free:
        raise CatalogueError(
            f"{name} holds {len(members):,} files of {size(whole)} in all, and {size(free)} are "
            "free. Unpack it yourself, and name its folder by its path."
        )


def _opener(packed: zipfile.ZipFile, member: zipfile.ZipInfo) -> Opener:
    return lambda: packed.open(member)


def _rewound(content: BinaryIO) -> Opener:
    def opened() -> AbstractContextManager[IO[bytes]]:
        content.seek(0)
        return nullcontext(content)

    return opened


def _digest(content: BinaryIO) -> str:
    content.seek(0)
    digest = hashlib.sha256()
    while piece := content.read(1 << 20):
        digest.update(piece)
    content.seek(0)
    return digest.hexdigest()


def _files(folder: Path) -> list[Path]:
    return [path for path in _entries(folder) if path.is_file()]


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except OSError as error:
        raise CatalogueError(
            f"{folder} cannot be looked into ({error.strerror}). Give yourself the right to read "
            "it, or copy it to a folder of your own."
        ) from error
