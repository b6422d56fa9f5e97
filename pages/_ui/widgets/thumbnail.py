"""Thumbnails of frames, made once."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from pages._ui.html import pictures

_SMALL = 112, 76


def thumbnail(path: Path, size: tuple[int, int] = _SMALL) -> str:
    """A picture as a data URI, made again when its file changes."""
    changed = path.stat().st_mtime_ns if path.is_file() else 0
    return _thumbnail(str(path), changed, size)


@st.cache_data(show_spinner=False, max_entries=4000)
def _thumbnail(path: str, changed: int, size: tuple[int, int]) -> str:
    return pictures.thumbnail(Path(path), size)
