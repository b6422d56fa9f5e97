"""What a page does for people who work with the keyboard."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

_SCRIPT = Path(__file__).with_name("keyboard.js").read_text(encoding="utf-8")


def draw() -> None:
    """A link past the settings to the pages, and a focus that survives a redraw.

    A script of ours and no component: with those, the first page would load 200 kB more.
    """
    with st.container(key="keyboard"):
        st.html(f"<script>{_SCRIPT}</script>", unsafe_allow_javascript=True)
