"""What a component of ours has told the page."""

from __future__ import annotations

from typing import Any

import streamlit as st


def answer(key: str, name: str) -> Any:
    """The value of a component's trigger or state in its callback; None where it has none."""
    state: Any = st.session_state.get(key)
    return getattr(state, name, None) if state is not None else None
