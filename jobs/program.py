"""The program's own packages: where kinds of jobs live, and what a running worker consists of."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from storage import Workspace

Stamp = frozenset[tuple[str, int, int]]
"""Path, time of the last change in ns and size of every file."""

_ROOT = Path(__file__).resolve().parent.parent


def stamp() -> Stamp:
    """The sources that a worker runs on, as they are on the disk now. Takes a few ms."""
    files = (file for folder in _folders() for file in folder.rglob("*.py"))
    return frozenset(entry for file in files for entry in _entry(file))


def job_modules() -> list[str]:
    """Dotted names of the modules in which kinds of jobs register themselves."""
    files = [file for package in _packages() for file in package.glob("job.py")]
    files += [file for package in _packages() for file in package.glob("*/job.py")]
    return sorted(".".join(file.relative_to(_ROOT).with_suffix("").parts) for file in files)


def _packages() -> list[Path]:
    """The folders of the packages. Data is none, whatever files it brought along."""
    data = Workspace.default().root.resolve()
    folders = [file.parent for file in _ROOT.glob("*/__init__.py") if file.parent != data]
    return [folder for folder in folders if folder.name != "tests"]


def _folders() -> Iterator[Path]:
    """The same, and what a package that is loaded has as its path beside its folder."""
    for folder in _packages():
        loaded = sys.modules.get(folder.name)
        yield from map(Path, loaded.__path__ if loaded else [folder])


def _entry(file: Path) -> Stamp:
    """The file's entry; none where it is being replaced at this very moment."""
    try:
        status = file.stat()
    except OSError:
        return frozenset()
    return frozenset({(str(file), status.st_mtime_ns, status.st_size)})
