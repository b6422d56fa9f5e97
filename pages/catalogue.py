"""Catalogue: open it, search it, and see what is poor about it."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from catalogue import Catalogue, NoUsableRecord, UnusableCatalogue
from pages._ui.catalogue import (
    browse,
    columns,
    opening,
    quality,
    rejects,
    shared_numbers,
    versions,
)
from pages._ui.html import elements
from pages._ui.shell import navigation, session
from pages._ui.shell.resources import OpenCatalogue, Resources
from pages._ui.words import works

_VIEWS = ("Works", "Columns", works.LEFT_OUT, "Shared numbers", "Quality", "Versions")


def draw() -> None:
    bundle = navigation.begin(
        "Catalogue",
        "The works that Cartellino can name. It never names one that is not in your catalogue.",
    )
    opening.choose(bundle)
    if fault := st.session_state.pop("catalogue_fault", ""):
        st.html(elements.fault(fault))
    if unmapped := st.session_state.get("catalogue_unmapped"):
        _unmapped(bundle, unmapped, st.session_state.get("catalogue_unusable"))
        return
    try:
        opened = session.opened(bundle)
    except UnusableCatalogue as error:
        if not fault:
            st.html(elements.fault(error.on_page))
        if path := session.catalogue_path(bundle):
            _unmapped(bundle, path, error.catalogue if isinstance(error, NoUsableRecord) else None)
        return
    if opened is None:
        st.html(
            elements.empty(
                "No catalogue yet",
                "Name a file or folder on this machine, or drop one: a table (CSV, XLSX, JSON), "
                "LIDO, Linked Art or IIIF. It needs titles. Artists, numbers, subjects and "
                "pictures help: a zip or a folder brings them along.",
            )
        )
        return
    versions.warn(bundle, opened.catalogue)
    shared_numbers.warn(opened.catalogue)
    browse.counts(bundle, opened)
    _view(bundle, opened)


def _unmapped(bundle: Resources, path: Path, unusable: Catalogue | None) -> None:
    """A file that cannot be used as it is: the rows left out, and its columns to choose from.

    The catalogue that was open stays open.
    """
    before = session.catalogue_path(bundle)
    if before and before != path:
        name = elements.label(works.named(before, bundle.workspace.demo))
        st.button(f"Back to {name}", key="catalogue_back", on_click=opening.leave)
    if unusable is not None:
        rejects.draw(unusable)
    st.html(elements.caption(f"The columns of {path.name}"))
    columns.draw(bundle, path)


def _view(bundle: Resources, opened: OpenCatalogue) -> None:
    """One view at a time, because comparing and checking a large catalogue takes a while."""
    st.session_state.setdefault(browse.VIEW, _VIEWS[0])
    chosen = st.segmented_control(
        "What to see", _VIEWS, key=browse.VIEW,
        label_visibility="collapsed", required=True,
    )  # fmt: skip
    if chosen == "Columns":
        columns.draw(bundle, opened.catalogue.path)
    elif chosen == works.LEFT_OUT:
        rejects.draw(opened.catalogue)
    elif chosen == "Shared numbers":
        shared_numbers.draw(bundle, opened.catalogue)
    elif chosen == "Quality":
        quality.draw(opened.catalogue)
    elif chosen == "Versions":
        versions.draw(bundle, opened.catalogue)
    else:
        browse.draw(bundle, opened)


session.guarded(draw)
