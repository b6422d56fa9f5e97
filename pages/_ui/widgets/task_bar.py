"""How far a task in a process of its own is."""

from __future__ import annotations

import time

import streamlit as st

from console import time_left
from storage import State

EVERY = 1.0
"""s between two redraws."""


def draw(state: State) -> None:
    """A bar with the time left; without a time where the share that is done is unknown."""
    what = state.what[:1].upper() + state.what[1:]
    if state.share is None:
        st.progress(0.0, f"{what} …")
    else:
        left = time_left(state.seconds_left(time.time()))
        st.progress(min(state.share, 1.0), f"{what}, {left}")
