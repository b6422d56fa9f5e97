"""The program's own sources, as a process that outlives the app has to know them."""

from __future__ import annotations

from pathlib import Path

import backends
import catalogue
import console
import demo
import jobs
import pipeline
import storage

Stamp = frozenset[tuple[str, int, int]]
"""Path, time of the last change in ns and size of every file."""


def stamp() -> Stamp:
    """The sources that a worker runs on, as they are on the disk now. Takes a few ms."""
    packages = (backends, catalogue, console, demo, jobs, pipeline, storage)
    folders = [folder for package in packages for folder in package.__path__]
    return frozenset(
        found for folder in folders for file in Path(folder).rglob("*.py") for found in _seen(file)
    )


def _seen(file: Path) -> Stamp:
    """The file's entry; none where it is being replaced at this very moment."""
    try:
        status = file.stat()
    except OSError:
        return frozenset()
    return frozenset({(str(file), status.st_mtime_ns, status.st_size)})
