"""What this session has open, and how a page is drawn without a traceback."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

from console import CartellinoError
from pages._ui.html import elements
from pages._ui.shell import progress_bar
from pages._ui.shell.resources import OpenCatalogue, Resources, open_catalogue, resources
from storage import notices

_LOG = logging.getLogger(__name__)
UNEXPECTED = (
    "This page could not be drawn. Nothing was lost. Reload it; if it happens again, the reason is "
    "in the window in which Cartellino was started."
)

_NOTED = "notices_noted"
EXPECTED = (CartellinoError,)
"""Errors whose message says what to do, and is shown as it is."""


def remembered(bundle: Resources, name: str, default: Any = None) -> Any:
    """A value of this session, else the one from the last visit."""
    if name not in st.session_state:
        st.session_state[name] = bundle.preferences.get(name, default)
    return st.session_state[name]


def remember(bundle: Resources, **values: Any) -> None:
    """Keep values for this session and for the next visit."""
    st.session_state.update(values)
    bundle.preferences.put(**values)


def guarded(page: Callable[[], None]) -> None:
    """Draw a page; an expected error becomes its own sentence instead of a traceback.

    Above it stands what there is to say of the workspace, until a person has noted it.
    """
    above = st.container()
    guarded_part(page)
    noted = st.session_state.setdefault(_NOTED, set())
    new = [sentence for sentence in notices(resources().workspace.root) if sentence not in noted]
    with above:
        if words := resources().workspace.read_only:
            st.html(elements.caution(words))
        for sentence in new:
            st.html(elements.caution(sentence))
        if new:
            st.button("Noted", key="notices", on_click=noted.update, args=(new,))


def guarded_part(part: Callable[[], None]) -> None:
    """Draw a part of a page, likewise."""
    try:
        part()
    except EXPECTED as error:
        st.html(elements.fault(str(error)))
    except Exception:
        _LOG.exception("A page could not be drawn")
        st.html(elements.fault(UNEXPECTED))


def catalogue_path(bundle: Resources) -> Path | None:
    """The catalogue in use: the chosen one, else the demonstration collection if it is there."""
    chosen = remembered(bundle, "catalogue")
    if chosen:
        return Path(chosen)
    demo = bundle.workspace.demo / "catalogue.csv"
    return demo if demo.exists() else None


def opened(bundle: Resources) -> OpenCatalogue | None:
    """The catalogue in use, read and indexed; None when none is chosen. Raises CatalogueError."""
    path = catalogue_path(bundle)
    if path is None:
        return None
    with progress_bar.bar() as report:
        return open_catalogue(path, bundle.workspace, report)


def use_catalogue(bundle: Resources, path: Path) -> OpenCatalogue:
    """Open another catalogue, if it can be read. Raises CatalogueError."""
    with progress_bar.bar() as report:
        catalogue = open_catalogue(path, bundle.workspace, report)
    remember(bundle, catalogue=str(path))
    st.session_state.pop("clip", None)
    return catalogue
