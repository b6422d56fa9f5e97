"""Footage and reference side by side: still, cut-out or video, zoomed and moved together."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypedDict

import streamlit as st
from streamlit import runtime

from pages._ui.widgets.answers import answer

_KEY = "viewer"
_viewer = st.components.v2.component(
    "cartellino_viewer",
    css=Path(__file__).with_name("viewer.css").read_text(encoding="utf-8"),
    js=Path(__file__).with_name("viewer.js").read_text(encoding="utf-8"),
)


class Picture(TypedDict):
    """A picture by its address on this server, and what it shows in words."""

    url: str
    alt: str


class Drawn(TypedDict):
    """A quadrilateral in fractions of the still; a click on one with a `work` picks that."""

    quad: Sequence[Sequence[float]]
    colour: str
    work: str
    title: str


class Meaning(TypedDict):
    """What a colour of the outlines stands for."""

    colour: str
    meaning: str


class Playing(TypedDict):
    """A video by its address, and where it begins, in s."""

    url: str
    start: float


class Shown(TypedDict):
    """What the viewer shows. `playable` says that the clip has a video, which is read only once
    somebody plays it; `rate` is its frames a second. `reference_where` says where the reference
    comes from, if not from the catalogue. With `to_keep`, the cut-out is turned to.
    `compact` leaves room for a search."""

    clip: str
    where: str
    still: Picture | None
    still_missing: str
    outlines: Sequence[Drawn]
    legend: Sequence[Meaning]
    cut: Picture | None
    cut_where: str
    reference: Picture | None
    reference_missing: str
    reference_where: str
    playable: bool
    video: Playing | None
    rate: float
    play: int
    to_keep: bool
    compact: bool


def draw(shown: Shown, picked: Callable[[str, str], None], play: Callable[[str], None]) -> None:
    """Draw both panes.

    `picked(clip, work)` is called after a click on an outline, `play(clip)` when the video of a
    clip is asked for.
    """

    def on_picked() -> None:
        if choice := answer(_KEY, "picked"):
            picked(str(choice["clip"]), str(choice["work"]))

    def on_play() -> None:
        if clip := answer(_KEY, "play"):
            play(str(clip))

    _viewer(key=_KEY, data=dict(shown), on_picked_change=on_picked, on_play_change=on_play)


def served(data: bytes | Path | None, kind: str, place: str) -> str:
    """The address under which the server hands out a file or bytes; `place` is the one on the page.

    Empty without data, and where no server runs.
    """
    if data is None or not runtime.exists():
        return ""
    content = str(data) if isinstance(data, Path) else data
    coordinates = hashlib.sha256(f"{_KEY} {place}".encode()).hexdigest()
    return runtime.get_instance().media_file_mgr.add(content, kind, coordinates)
