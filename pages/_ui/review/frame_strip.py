"""The frames of the clip under review, to choose from: what is said of a frame is said of this."""

from __future__ import annotations

import streamlit as st

from console import clocks
from pages._ui.html import pictures
from pages._ui.review.actions import Reviewer
from pages._ui.widgets.picker import Item, picker
from pages._ui.widgets.thumbnail import thumbnail
from pipeline import Evidence, Frame
from pipeline.analysis import best_frame


def chosen_frame(clip: Evidence) -> Frame | None:
    """The frame that the curator chose in the strip."""
    sha256 = st.session_state.get(_key(clip))
    return next((frame for frame in clip.frames if frame.sha256 == sha256), None)


def shown_frame(reviewer: Reviewer, clip: Evidence) -> Frame | None:
    """The frame on the page: the chosen one, else the one that shows the work best."""
    return chosen_frame(clip) or best_frame(clip, reviewer.looked_at(clip.clip.key) or None)


def draw(reviewer: Reviewer, clip: Evidence, name: str = "strip", count: int = 9) -> None:
    """At most `count` frames over the whole clip, nothing of a clip with a single one."""
    frame = shown_frame(reviewer, clip)
    frames = pictures.strip(clip, frame, count)
    if len(frames) < 2:
        return

    def choose(sha256: str) -> None:
        st.session_state[_key(clip)] = sha256

    selected = frame.sha256 if frame else None
    name_of = clocks([frame.time for frame in frames])
    items = [_item(frame, name_of(frame.time)) for frame in frames]
    picker(items, selected, f"{name}_{clip.clip.key}", "Frames", choose, "strip")


def _item(frame: Frame, note: str) -> Item:
    return Item(
        key=frame.sha256, picture=thumbnail(frame.path), title="", artist="",
        note=note, aside="", tone="", done=False, group="",
    )  # fmt: skip


def _key(clip: Evidence) -> str:
    return f"frame_of_{clip.clip.key}"
