"""The reference picture of a work."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import streamlit as st

from catalogue import Work
from pages._ui.html import elements, found_pictures, pictures
from pages._ui.words import decisions


def show_picture(work: Work | None, longest: int = 900) -> None:
    """The reference picture, at most `longest` pixels; a quiet field where none can be read."""
    picture = None
    if work and work.picture and work.picture.exists():
        changed = work.picture.stat().st_mtime_ns
        picture = _picture(str(work.picture), longest, changed)
    if work and picture:
        st.image(picture, width="stretch", alt=decisions.work_name(work))
    else:
        st.html(elements.no_picture())


@st.cache_data(show_spinner=False, max_entries=400)
def _picture(path: str, longest: int, changed: int) -> bytes | None:
    return pictures.picture(Path(path), longest)


def small_picture(work: Work) -> str:
    """The reference picture as it stands in a grid, as a data URI; "" where none can be read."""
    return small_file(work.picture) if work.picture else ""


def small_file(picture: Path) -> str:
    """A picture's file as it stands in a grid, as a data URI; "" where it cannot be read."""
    try:
        return _small(str(picture), picture.stat().st_mtime_ns)
    except OSError:
        return ""


@lru_cache(maxsize=2000)
def _small(path: str, changed: int) -> str:
    return found_pictures.made(path, None)
