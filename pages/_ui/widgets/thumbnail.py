"""Thumbnails of frames, made once."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pages._ui.html import pictures

_SMALL = 112, 76


def thumbnail(path: Path, size: tuple[int, int] = _SMALL) -> str:
    """A picture as a data URI, made again when its file changes."""
    try:
        changed = path.stat().st_mtime_ns
    except OSError:
        return ""
    return _thumbnail(path, changed, size)


@lru_cache(maxsize=4000)  # not Streamlit's: a list of pictures asks for dozens in each redraw
def _thumbnail(path: Path, changed: int, size: tuple[int, int]) -> str:
    return pictures.thumbnail(path, size)
