"""Paths as they are stored: relative within the workspace, so that it can be moved and shared."""

from __future__ import annotations

from pathlib import Path


def stored(path: Path, root: Path) -> str:
    """The text for a path: relative to the workspace `root` where it lies in it, else absolute."""
    absolute = path.absolute()
    if ".." not in absolute.parts:
        for folder in (root.absolute(), root.resolve()):
            if absolute.is_relative_to(folder):
                return absolute.relative_to(folder).as_posix()
    return str(absolute)


def located(text: str, root: Path) -> Path:
    """The path behind a stored text, in the workspace as it stands now."""
    return root / text
