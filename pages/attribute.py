"""Attribute: choose a catalogue and videos, and watch the evidence come in."""

from __future__ import annotations

import streamlit as st

from pages._ui.attribute import demonstration, jobs, start
from pages._ui.html import elements
from pages._ui.shell import navigation, session


def draw() -> None:
    bundle = navigation.begin(
        "Attribute",
        "Cartellino watches a video, reads the wall labels, recognises the paintings and looks "
        "them up in your catalogue. It names a work only when the evidence is strong.",
    )
    jobs.open_asked(bundle)
    opened = start.catalogue(bundle)
    if opened is None:
        if not demonstration.being_painted(bundle):
            navigation.nothing_yet(
                "Open a catalogue first",
                "Cartellino names works out of your catalogue. Open it, or close the app and start "
                "it again with python3 start.py, which paints the demonstration collection.",
                "Open a catalogue",
                navigation.CATALOGUE,
            )
        return
    start.videos(bundle, opened)
    if fault := st.session_state.pop("attribute_fault", ""):
        st.html(elements.fault(fault))
    jobs.draw(bundle, opened)
    demonstration.mention(bundle)
    jobs.get_ready(bundle)


session.guarded(draw)
