"""A video in a form that a browser plays."""

from __future__ import annotations

import mimetypes
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path

import streamlit as st

from console import CartellinoError, size
from pages._ui.html import elements
from pipeline import Video
from pipeline.media import playable
from storage import Workspace

_AT_ONCE = 0.5
"""s that a page waits for a copy; a slower one is made while the page is in use."""
_LARGEST = 2_000_000_000
"""Bytes of a video that the page plays: Streamlit holds all of it in memory."""


@st.cache_resource(show_spinner=False)
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, thread_name_prefix="preview")


@st.cache_resource(show_spinner=False, max_entries=500)
def _copy(sha256: str, changed: int, folder: Path, _video: Video) -> Future[Path]:
    return _pool().submit(playable, _video, folder)


def source(workspace: Workspace, video: Video) -> tuple[Path | None, str]:
    """The file to play, or None and why there is none; while a copy is made, the page waits."""
    if not video.path.exists():
        return None, f"The video is no longer at {video.path}."
    changed = video.path.stat().st_mtime_ns
    copy = _copy(video.sha256, changed, workspace.previews, video)
    if not wait([copy], _AT_ONCE).done:
        st.fragment(_until_copied, run_every=2.0)(copy)
        return None, ""
    try:
        path = copy.result()
    except CartellinoError as error:
        return None, str(error)
    if path.stat().st_size > _LARGEST:
        held = size(path.stat().st_size)
        return None, f"The video has {held}, too much to play here. Open {video.path} in a player."
    return path, ""


def kind(path: Path) -> str:
    """The media type of a video file."""
    return mimetypes.guess_type(path.name)[0] or "video/mp4"


def _until_copied(copy: Future[Path]) -> None:
    if copy.done():
        st.rerun()
    st.html(
        elements.quiet("Browsers cannot play this video. A copy that they can play is being made.")
    )
