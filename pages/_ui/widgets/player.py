"""The video, from the moment in question, in a form that a browser plays."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path

import streamlit as st

from console import CartellinoError
from pages._ui.html import elements
from pipeline import Video
from pipeline.media import playable
from storage import Workspace

_AT_ONCE = 0.3
"""s that a page waits for a copy; a slower one is made while the page is in use."""
_LARGE = 120_000_000
"""Bytes above which a video is read only on request: Streamlit holds all of it in memory."""


@st.cache_resource(show_spinner=False)
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, thread_name_prefix="preview")


@st.cache_resource(show_spinner=False, max_entries=500)
def _copy(sha256: str, changed: int, folder: Path, _video: Video) -> Future[Path]:
    return _pool().submit(playable, _video, folder)


def draw(workspace: Workspace, video: Video, start: float, place: str) -> None:
    """The player at `start` s. `place` distinguishes the players of a page."""
    if not video.path.exists():
        st.html(elements.quiet(f"The video is no longer at {video.path}."))
        return
    changed = video.path.stat().st_mtime_ns
    copy = _copy(video.sha256, changed, workspace.previews, video)
    if not wait([copy], _AT_ONCE).done:
        st.fragment(_until_copied, run_every=2.0)(copy)
        return
    try:
        path = copy.result()
    except CartellinoError as error:
        st.html(elements.quiet(str(error)))
        return
    size = path.stat().st_size
    if size < _LARGE or st.toggle(f"Play the video here ({size / 1e6:,.0f} MB)", key="large_video"):
        # A player that only gets another start time may keep its position, so another start is
        # another player.
        with st.container(key=f"player_{abs(hash((place, int(start))))}"):
            st.video(str(path), start_time=int(start), muted=True)


def _until_copied(copy: Future[Path]) -> None:
    if copy.done():
        st.rerun()
    st.html(
        elements.quiet("Browsers cannot play this video. A copy that they can play is being made.")
    )
