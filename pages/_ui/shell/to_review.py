"""The way from a picture of a clip on another page to that clip on the page Review."""

from __future__ import annotations

import streamlit as st

from pages._ui.shell import navigation

_GOING = "going_to_clip"


def choose(clip: str) -> None:
    """Make a clip the one that Review opens; the page goes there when it is drawn again."""
    st.session_state["clip"] = st.session_state[_GOING] = clip


def go() -> None:
    """Go to the clip that was chosen, if one was."""
    if clip := st.session_state.pop(_GOING, ""):
        st.switch_page(navigation.REVIEW, query_params={"clip": clip})
