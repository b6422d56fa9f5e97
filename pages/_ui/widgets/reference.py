"""The reference picture of a work."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from catalogue import Work
from pages._ui.html import elements, pictures
from pages._ui.words import decisions


def show_picture(work: Work | None, longest: int = 900) -> None:
    """The reference picture, or a quiet field where there is none."""
    picture = picture_of(work, longest)
    if picture:
        st.image(picture, width="stretch", alt=decisions.work_name(work) if work else "")
    else:
        st.html(elements.no_picture())


def picture_of(work: Work | None, longest: int = 900) -> bytes | None:
    """The picture as JPEG, at most `longest` pixels; None where there is none that can be read."""
    if work is None or work.picture is None or not work.picture.exists():
        return None
    return _picture(str(work.picture), longest, work.picture.stat().st_mtime_ns)


@st.cache_data(show_spinner=False, max_entries=400)
def _picture(path: str, longest: int, changed: int) -> bytes | None:
    return pictures.picture(Path(path), longest)
