"""Catalogue: open it, search it, and see what is odd about it."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from catalogue.errors import UnusableCatalogue
from catalogue.records import Catalogue
from pages._ui import (
    catalogue_columns,
    catalogue_parts,
    catalogue_quality,
    catalogue_rows,
    catalogue_versions,
    page,
    state,
    views_markup,
)
from pages._ui.resources import OpenCatalogue, Resources

_VIEWS = ("Works", "Columns", "Rows left out", "Quality", "Versions")


def draw() -> None:
    bundle = page.begin(
        "Catalogue",
        "The closed set of works that a film can be resolved to. Cartellino never names a work "
        "that is not in it.",
    )
    catalogue_parts.choose(bundle)
    if fault := st.session_state.pop("catalogue_fault", ""):
        st.html(views_markup.fault(fault))
    if unmapped := st.session_state.get("catalogue_unmapped"):
        _unmapped(bundle, unmapped, st.session_state.get("catalogue_unusable"))
        return
    try:
        opened = state.opened(bundle)
    except UnusableCatalogue as error:
        if not fault:
            st.html(views_markup.fault(error.on_page))
        if path := state.catalogue_path(bundle):
            _unmapped(bundle, path, error.read)
        return
    if opened is None:
        st.html(
            views_markup.empty(
                "No catalogue yet",
                "Name a file on this machine, or drop one: a table (CSV, XLSX, JSON), LIDO, Linked "
                "Art or IIIF. It needs titles; artist, number, subject and picture help.",
            )
        )
        return
    catalogue_versions.warn(bundle, opened.catalogue)
    catalogue_parts.counts(opened)
    _view(bundle, opened)


def _unmapped(bundle: Resources, path: Path, unusable: Catalogue | None) -> None:
    """A file that cannot be used as it is: what was left out of it, and what a person may know
    of it, such as which column is the title. What was open before stays open."""
    before = state.catalogue_path(bundle)
    if before and before != path:
        st.button(f"Back to {before.name}", key="catalogue_back", on_click=catalogue_parts.leave)
    if unusable is not None:
        catalogue_rows.draw(unusable)
    st.html(views_markup.caption(f"The columns of {path.name}"))
    catalogue_columns.draw(bundle, path)


def _view(bundle: Resources, opened: OpenCatalogue) -> None:
    """One view at a time: comparing and checking a large catalogue takes a while."""
    chosen = st.segmented_control(
        "What to see", _VIEWS, default=_VIEWS[0], key="catalogue_view",
        label_visibility="collapsed", required=True,
    )  # fmt: skip
    if chosen == "Columns":
        catalogue_columns.draw(bundle, opened.catalogue.path)
    elif chosen == "Rows left out":
        catalogue_rows.draw(opened.catalogue)
    elif chosen == "Quality":
        catalogue_quality.draw(opened.catalogue)
    elif chosen == "Versions":
        catalogue_versions.draw(bundle, opened.catalogue)
    else:
        catalogue_parts.browse(opened)


state.guarded(draw)
