"""Reading a backup, which may come from anywhere: it is checked before anything is written."""

from __future__ import annotations

import hashlib
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import BinaryIO

from backup.errors import BackupError
from backup.manifest import MANIFEST, Manifest, Member
from console import Report

_PIECE = 1 << 20
_LONGEST_MANIFEST = 512 << 20
"""Bytes; a workspace of a million frames needs 150 MB."""
_COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
"""What `zipfile` raises for damage, strange compression and passwords."""


class Archive:
    """An open backup whose list of files is checked. Make it with `opened`."""

    def __init__(self, zip_file: zipfile.ZipFile, manifest: Manifest) -> None:
        self._zip_file = zip_file
        self.manifest = manifest

    @classmethod
    @contextmanager
    def opened(cls, path: Path) -> Iterator[Archive]:
        """Raises BackupError, NewerData, or OSError where the file cannot be read."""
        try:
            with zipfile.ZipFile(path) as zip_file:
                manifest = _manifest(zip_file)
                _check(zip_file, manifest)
                yield cls(zip_file, manifest)
        except _BROKEN as error:
            raise BackupError(
                f"{path} is no backup of Cartellino, or it is damaged ({error}). Use another copy."
            ) from error

    def read(self, place: Callable[[str, Member], BinaryIO | None], report: Report) -> None:
        """Read every file once and prove its hash; `place` opens where it is written, if anywhere.

        Raises BackupError, and OSError where it cannot be written.
        """
        done, whole = 0, max(1, self.manifest.size)
        for name, member in self.manifest.members.items():
            target = place(name, member)
            try:
                for piece in self._pieces(name, member):
                    if target:
                        target.write(piece)
                    done += len(piece)
                    report(done / whole, "Checking the backup")
            finally:
                if target:
                    target.close()

    def _pieces(self, name: str, member: Member) -> Iterator[bytes]:
        digest, size = hashlib.sha256(), 0
        with self._zip_file.open(name) as file:
            while piece := file.read(_PIECE):
                digest.update(piece)
                size += len(piece)
                if size > member.size:
                    break
                yield piece
        if size != member.size or digest.hexdigest() != member.sha256:
            raise BackupError(
                f"{name} in this backup is not what was put into it. Use another copy of the "
                "backup; nothing was changed."
            )


def _manifest(zip_file: zipfile.ZipFile) -> Manifest:
    try:
        info = zip_file.getinfo(MANIFEST)
    except KeyError as error:
        raise BackupError("This is no backup of Cartellino: it has no manifest.") from error
    if info.file_size > _LONGEST_MANIFEST:
        raise BackupError("This is no backup of Cartellino: its manifest is far too long.")
    with zip_file.open(info) as file:
        return Manifest.from_json(file.read(_LONGEST_MANIFEST))


def _check(zip_file: zipfile.ZipFile, manifest: Manifest) -> None:
    """Raises BackupError for any file that a backup of ours does not have."""
    names = [info.filename for info in zip_file.infolist()]
    folded = [name.casefold() for name in names]
    if len(set(folded)) != len(folded):
        _refuse("it holds two files of the same name")
    if set(names) != {MANIFEST, *manifest.members}:
        _refuse("it holds other files than its manifest says")
    for info in zip_file.infolist():
        if not _safe(info.orig_filename) or info.orig_filename != info.filename:
            _refuse(f"a file in it is called {info.orig_filename!r}")
        if info.is_dir() or stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG):
            _refuse(f"{info.filename!r} in it is no plain file")
        if info.compress_type not in _COMPRESSIONS or info.flag_bits & 1:
            _refuse(f"{info.filename!r} in it is compressed or encrypted in another way")
        if info.filename != MANIFEST and info.file_size != manifest.members[info.filename].size:
            _refuse(f"{info.filename!r} in it is larger or smaller than its manifest says")


def _safe(name: str) -> bool:
    """Whether a name stays in the folder that it is unpacked in, on every system."""
    parts = PurePosixPath(name).parts
    windows = PureWindowsPath(name)
    return (
        bool(parts)
        and name == "/".join(parts)
        and not {"..", ".", "/"} & set(parts)
        and "\\" not in name
        and "\0" not in name
        and ":" not in name
        and not windows.drive
        and not windows.root
    )


def _refuse(why: str) -> None:
    raise BackupError(
        f"This is no backup that Cartellino made: {why}. Nothing was written. Use a backup whose "
        "origin you know."
    )
