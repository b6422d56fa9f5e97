"""The ablations that a person has switched on, each with the sentence that says what it does."""

from __future__ import annotations

import streamlit as st

from pages._ui.html import elements
from pipeline.decision import ABLATIONS, Ablations

_KEY = "ablations"
_LEAD = "For comparison only. A verdict is recorded with those that are on."


def settings() -> Ablations:
    """Those that are on; they last while other pages are shown."""
    on: Ablations = st.session_state.setdefault(_KEY, Ablations())
    return on


def switch_off() -> None:
    """Switch all off; only before they are drawn, as in a callback."""
    st.session_state[_KEY] = Ablations()
    for spec in ABLATIONS:
        st.session_state[_switch(spec.name)] = False


def draw() -> None:
    """A switch for each."""
    for spec in ABLATIONS:  # in the run that draws them: see `sliders.draw`
        st.session_state.setdefault(_switch(spec.name), getattr(settings(), spec.name))
    with st.expander("Ablations", expanded=bool(settings().on)):
        st.html(elements.quiet(_LEAD))
        for spec in ABLATIONS:
            st.toggle(spec.label, key=_switch(spec.name), on_change=_read)
            st.html(elements.quiet(spec.help))


def _switch(name: str) -> str:
    return f"ablation_{name}"


def _read() -> None:
    on = {spec.name: st.session_state[_switch(spec.name)] for spec in ABLATIONS}
    st.session_state[_KEY] = Ablations(**on)
