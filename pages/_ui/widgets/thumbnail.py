"""Thumbnails of frames, made once."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from pages._ui.html import pictures

_SMALL = 112, 76


def thumbnail(path: Path, size: tuple[int, int] = _SMALL) -> str:
    """A frame as a data URI. The file is named by its hash, so that a path means one picture."""
    return _thumbnail(str(path), size)


@st.cache_data(show_spinner=False, max_entries=4000)
def _thumbnail(path: str, size: tuple[int, int]) -> str:
    return pictures.thumbnail(Path(path), size)
