"""Catalogue: open it, search it, and see what is odd about it."""

from __future__ import annotations

import streamlit as st

from pages._ui import catalogue_parts, page, state, views_markup


def draw() -> None:
    bundle = page.begin(
        "Catalogue",
        "The closed set of works that a film can be resolved to. Cartellino never names a work "
        "that is not in it.",
    )
    catalogue_parts.choose(bundle)
    if fault := st.session_state.pop("catalogue_fault", ""):
        st.html(views_markup.fault(fault))
    opened = state.opened(bundle)
    if opened is None:
        st.html(
            views_markup.empty(
                "No catalogue yet",
                "Name a CSV or JSON file on this machine, "
                "or drop one. It needs a column for the title; artist, "
                "number, subject and picture help.",
            )
        )
        return
    catalogue_parts.counts(opened)
    catalogue_parts.browse(opened)


state.guarded(draw)
