"""What a page does for people who work with the keyboard."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_keyboard = st.components.v2.component(
    "cartellino_keyboard", js=Path(__file__).with_name("keyboard.js").read_text(encoding="utf-8")
)


def draw() -> None:
    """A link past the settings to the pages, and a focus that survives a redraw."""
    with st.container(key="keyboard"):
        _keyboard(key="keyboard_of_page")
