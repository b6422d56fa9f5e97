"""The folders of this machine, as a person looks through them for a file. No streamlit."""

from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from console import reason

LISTED = 400
"""Entries of a folder at once."""


@dataclass(frozen=True, slots=True)
class Folder:
    """What lies in a folder: other folders, and files with the endings that were asked for."""

    path: Path
    folders: tuple[Path, ...] = ()
    files: tuple[Path, ...] = ()
    more: int = 0
    """Entries that are not listed."""
    problem: str = ""
    """Why it cannot be looked into, and what to do."""


def look(path: Path, endings: Collection[str]) -> Folder:
    """The folder at `path`. Hidden entries are left out; links are followed as the files they are.

    `endings` are in lower case, with their dot. Nothing is opened, and nothing written.
    """
    try:
        with os.scandir(path) as scan:
            entries = [entry for entry in scan if not entry.name.startswith(".")]
    except OSError as error:
        return Folder(path, problem=f"{path} cannot be looked into: {reason(error)}.")
    entries.sort(key=lambda entry: entry.name.casefold())
    folders = [Path(entry.path) for entry in entries if _is_folder(entry)]
    files = [Path(e.path) for e in entries if not _is_folder(e) and _ends(e.name, endings)]
    room = max(LISTED - len(folders), 0)
    more = max(len(folders) - LISTED, 0) + max(len(files) - room, 0)
    return Folder(path, tuple(folders[:LISTED]), tuple(files[:room]), more)


def beginning(typed: Path | None, otherwise: Path) -> Path:
    """The folder to begin with: the one that was typed or is nearest to it, else another one."""
    for path in (typed, *typed.parents) if typed and typed.is_absolute() else ():
        if path.is_dir() and path != path.parent:
            return path
    return otherwise if otherwise.is_dir() else Path.home()


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _ends(name: str, endings: Collection[str]) -> bool:
    return any(name.lower().endswith(ending) for ending in endings)
