"""What a page does in the browser beside being drawn."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

SCRIPT = f"<script>{Path(__file__).with_name('browser.js').read_text(encoding='utf-8')}</script>"


def draw() -> None:
    """A link past the settings to the pages, a focus that survives a redraw, one theme for all.

    A script of ours and no component: with those, the first page would load 200 kB more.
    """
    with st.container(key="browser"):
        st.html(SCRIPT, unsafe_allow_javascript=True)
