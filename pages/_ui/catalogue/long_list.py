"""Catalogue page: a list that may be too long to draw whole."""

from __future__ import annotations

import streamlit as st

from pages._ui.html import elements

LISTED = 1_000
"""Rows in a list at once. A search or a download reaches the others."""


def note_rest(count: int) -> None:
    """Say how many of `count` rows are listed, where that is not all of them."""
    if count > LISTED:
        st.html(elements.quiet(f"The first {LISTED:,} of {count:,} are listed."))
