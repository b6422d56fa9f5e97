"""Making a backup, whether or not the app runs: databases by SQLite's online backup, and files."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from backup.archive import Archive
from backup.contents import files, is_database
from backup.errors import BackupError
from backup.manifest import MANIFEST, LedgerState, Manifest, Member, program_version
from backup.proof import check_database, ledger_state
from console import Report, no_report, part
from ledger import NOTE_ENDING, note_of
from storage import Workspace, replacing

_PIECE = 1 << 20
_PAGES = 2000
"""Pages of a database that are copied at once; Ctrl-C works between two portions."""
_COPIED, _WRITTEN = 0.1, 0.6
"""Shares of the whole after which the databases are copied, and the file is written."""
_COMPRESSED = {".jpg", ".jpeg", ".png", ".mp4", ".mov", ".webm", ".mkv", ".gz", ".safetensors"}


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was written, and read again."""

    path: Path
    manifest: Manifest


def create(workspace: Path, path: Path, models: bool = False, report: Report = no_report) -> Backup:
    """Write a backup of the workspace to `path`, whole or not at all, and prove it.

    Raises BackupError for a workspace that is not there, a `path` that exists or lies in it, and
    a disk that is too small; LedgerError; OSError.
    """
    _check_place(workspace, path)
    chosen = list(files(workspace, models))
    _check_space(chosen, path.parent)
    with replacing(path) as draft, _scratch_folder(path.parent) as scratch:
        note = _copy_note(workspace, scratch)
        copies = _copy_databases(workspace, chosen, scratch, part(report, 0, _COPIED))
        state = ledger_state(scratch)
        sources = {path: copies.get(path, path) for path in chosen} | note
        manifest = _write(draft, workspace, sources, state, part(report, _COPIED, _WRITTEN))
        verify(draft, part(report, _WRITTEN, 1), path.parent)
    return Backup(path, manifest)


def verify(path: Path, report: Report = no_report, folder: Path | None = None) -> Manifest:
    """Read a backup whole: hashes, databases, ledger. Raises BackupError, NewerData, OSError.

    Databases are unpacked in `folder`, else where the system has its temporary files.
    """
    with Archive.opened(path) as archive, _scratch_folder(folder) as scratch:

        def place(name: str, member: Member) -> BinaryIO | None:
            needed = member.database or name.endswith(NOTE_ENDING)
            return _with_folder(scratch / name).open("wb") if needed else None

        archive.read(place, report)
        prove(scratch, archive.manifest)
        return archive.manifest


def prove(folder: Path, manifest: Manifest) -> None:
    """Raises BackupError where the databases in a folder are not those of the manifest."""
    for name, member in manifest.members.items():
        if member.database:
            check_database(folder / name, name)
    if ledger_state(folder) != manifest.ledger:
        raise BackupError(
            "The ledger in this backup is not the one that was put into it: its events or its "
            "head differ. Use another copy of the backup."
        )


def _check_place(workspace: Path, path: Path) -> None:
    if not workspace.is_dir():
        raise BackupError(f"There is no workspace {workspace}, so there is nothing to back up.")
    if path.exists():
        raise BackupError(f"{path} exists already, and is left as it is. Choose another name.")
    if not path.parent.is_dir():
        raise BackupError(f"There is no folder {path.parent}. Make it, or choose another one.")
    if path.resolve().is_relative_to(workspace.resolve()):
        raise BackupError(
            f"{path} lies in the workspace itself, and would be lost with it. Choose a place on "
            "another disk."
        )


def _check_space(chosen: Sequence[Path], folder: Path) -> None:
    """For the file, and for the copies of the databases while it is written and read again."""
    sizes = {path: path.stat().st_size for path in chosen}
    databases = sum(size for path, size in sizes.items() if is_database(path))
    need_space(sum(sizes.values()) + 2 * databases, folder)


def need_space(size: int, folder: Path) -> None:
    """Raises BackupError where a folder's disk has fewer bytes."""
    free = shutil.disk_usage(folder).free
    if size > free:
        raise BackupError(
            f"This takes {_gigabytes(size)} on the disk of {folder}, which has {_gigabytes(free)} "
            "left. Free some space, or choose another disk."
        )


def _gigabytes(size: int) -> str:
    return f"{size / 1e9:,.2f} GB"


def _copy_note(workspace: Path, scratch: Path) -> dict[Path, Path]:
    """A copy of the note of the ledger's end, by its place in the workspace; empty without one.

    Copied before the ledger, which may grow meanwhile: a note must not be ahead of it.
    """
    copy = note_of(Workspace(scratch).database)
    try:
        shutil.copyfile(note_of(Workspace(workspace).database), copy)
    except FileNotFoundError:
        return {}
    return {workspace / copy.name: copy}


def _copy_databases(
    workspace: Path, chosen: Sequence[Path], scratch: Path, report: Report
) -> dict[Path, Path]:
    """A copy of each database as it was at one moment, whoever writes to it meanwhile."""
    databases = [path for path in chosen if is_database(path)]
    copies = {path: _with_folder(scratch / path.relative_to(workspace)) for path in databases}
    for number, (path, copy) in enumerate(copies.items()):
        report(number / len(copies), "Copying the databases")
        _copy_database(path, copy)
        check_database(copy, path.name)
    return copies


def _copy_database(path: Path, copy: Path) -> None:
    try:
        with (
            closing(sqlite3.connect(path, timeout=30)) as source,
            closing(sqlite3.connect(copy)) as target,
        ):
            # One read transaction, so that a writer does not make the copy begin again.
            source.execute("BEGIN")
            source.execute("SELECT 1 FROM sqlite_master").fetchone()
            source.backup(target, pages=_PAGES)
    except sqlite3.Error as error:
        raise BackupError(
            f"The database {path} cannot be copied: {error}. Check that its disk is sound and "
            "that no other program keeps it locked, then try again."
        ) from error


def _write(
    draft: Path, workspace: Path, sources: Mapping[Path, Path], ledger: LedgerState, report: Report
) -> Manifest:
    """Write the backup. `sources` is, by the place of each file, the file that is read."""
    members: dict[str, Member] = {}
    whole, done = max(1, sum(path.stat().st_size for path in sources if path.exists())), 0
    with draft.open("wb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as zip_file:
        for path, source in sources.items():
            name = path.relative_to(workspace).as_posix()
            member = _add(zip_file, name, source, source != path and is_database(source))
            if member:
                members[name] = member
                done += member.size
            report(min(1.0, done / whole), "Writing the backup")
        time = datetime.now(UTC).isoformat(timespec="seconds")
        manifest = Manifest(program_version(), time, ledger, members)
        zip_file.writestr(MANIFEST, manifest.to_json())
        zip_file.close()
        file.flush()
        os.fsync(file.fileno())
    return manifest


def _add(zip_file: zipfile.ZipFile, name: str, path: Path, database: bool) -> Member | None:
    """Put a file into the backup; None where it was deleted since the files were listed."""
    info = zipfile.ZipInfo(name)
    stored = path.suffix.lower() in _COMPRESSED
    info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    digest, size = hashlib.sha256(), 0
    try:
        source = path.open("rb")
    except FileNotFoundError:
        return None
    with source, zip_file.open(info, "w", force_zip64=True) as target:
        while piece := source.read(_PIECE):
            digest.update(piece)
            size += len(piece)
            target.write(piece)
    return Member(digest.hexdigest(), size, database)


@contextmanager
def _scratch_folder(folder: Path | None) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=folder) as scratch:
        yield Path(scratch)


def _with_folder(path: Path) -> Path:
    """The path, with its folder there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return path
