"""A grid of clips, frame beside reference, of which some are ticked and taken together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypedDict

import streamlit as st

from pages._ui.widgets.answers import answer

_grid = st.components.v2.component(
    "cartellino_grid",
    css=Path(__file__).with_name("grid.css").read_text(encoding="utf-8"),
    js=Path(__file__).with_name("grid.js").read_text(encoding="utf-8"),
)


class Pair(TypedDict):
    """A clip: its frame and the work's picture as data URIs, and what it touches."""

    key: str
    picture: str
    reference: str
    title: str
    artist: str
    note: str
    work: str
    video: str


def grid(
    items: Sequence[Pair], key: str, accepted: Callable[[list[str]], None], off: bool = False
) -> None:
    """Draw the grid, all ticked; `accepted(keys)` is called with those that are when a person
    takes them."""

    def taken() -> None:
        if keys := answer(key, "accepted"):
            accepted([str(clip) for clip in keys])

    _grid(key=key, data={"items": list(items), "off": off}, on_accepted_change=taken)
