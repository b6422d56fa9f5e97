"""Sliders that are followed while they are moved: Streamlit's own answer on release only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import streamlit as st

from pages._ui.widgets.answers import answer
from pages._ui.widgets.keys import class_of

_KEY = "live_sliders"
_live = st.components.v2.component(
    "cartellino_live_sliders",
    js=Path(__file__).with_name("live_sliders.js").read_text(encoding="utf-8"),
)


def follow(sliders: Mapping[str, str], moved: Callable[[str, tuple[float, ...]], None]) -> None:
    """Call `moved(name, positions)` while one of the sliders, by name and widget key, is moved."""

    def on_moved() -> None:
        move = answer(_KEY, "moved")
        if move and move["name"] in sliders:
            moved(str(move["name"]), tuple(float(value) for value in move["values"]))

    serial = st.session_state.get("live_serial", 0) + 1
    st.session_state["live_serial"] = serial  # so that every redraw reaches the browser
    classes = {name: class_of(key) for name, key in sliders.items()}
    _live(key=_KEY, data={"sliders": classes, "serial": serial}, on_moved_change=on_moved)
