"""Attribute: choose a catalogue and films, and watch the evidence come in."""

from __future__ import annotations

import streamlit as st

from pages._ui import attribute_jobs, attribute_new, page, state, views_markup


def draw() -> None:
    bundle = page.begin(
        "Attribute",
        "Cartellino watches a film, reads the wall labels, looks at the paintings and finds both "
        "in your catalogue. It names a work only when the evidence is strong.",
    )
    opened = attribute_new.catalogue(bundle)
    if opened is None:
        page.nothing_yet(
            "Open a catalogue first",
            "A work can only be found in a catalogue. Open yours, or make the demonstration "
            f"collection with: python -m demo {bundle.workspace.demo}",
            "Open a catalogue",
            page.CATALOGUE,
        )
        return
    attribute_new.films(bundle, opened)
    if fault := st.session_state.pop("attribute_fault", ""):
        st.html(views_markup.fault(fault))
    attribute_jobs.draw(bundle)


state.guarded(draw)
