"""What this session has open: the catalogue, the settings, the reviewer, the clip."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

from console.errors import CartellinoError
from pages._ui.html import elements
from pages._ui.settings import profiles
from pages._ui.shell import progress_bar
from pages._ui.shell.resources import OpenCatalogue, Resources, open_catalogue
from pipeline.decision.config import PARAMETERS, AbstentionConfig

_LOG = logging.getLogger(__name__)
UNEXPECTED = (
    "This page could not be drawn, and nothing was lost. Reload it; if it happens again, what "
    "went wrong is written in the window in which Cartellino was started."
)

EXPECTED = (CartellinoError,)
"""Errors whose message says what to do, and is shown as it is."""


def remembered(bundle: Resources, name: str, default: Any = None) -> Any:
    """A value of this session, else the one from the last visit."""
    if name not in st.session_state:
        st.session_state[name] = bundle.desk.get(name, default)
    return st.session_state[name]


def remember(bundle: Resources, **values: Any) -> None:
    """Keep values for this session and for the next visit."""
    st.session_state.update(values)
    bundle.desk.put(**values)


def guarded(page: Callable[[], None]) -> None:
    """Draw a page; an expected error becomes its own sentence instead of a traceback."""
    try:
        page()
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
    """Open another catalogue and keep it only if it can be read. Raises CatalogueError."""
    with progress_bar.bar() as report:
        found = open_catalogue(path, bundle.workspace, report)
    remember(bundle, catalogue=str(path))
    st.session_state.pop("clip", None)
    return found


def slider_key(name: str) -> str:
    return f"parameter_{name}"


def place_sliders(config: AbstentionConfig) -> None:
    """Move every slider to these settings; only before they are drawn, as in a callback."""
    for name, position in profiles.positions(config).items():
        st.session_state[slider_key(name)] = position
    st.session_state["config"] = config


def settings(bundle: Resources) -> AbstentionConfig:
    """The settings that the sliders stand at, kept when another page is shown."""
    if "config" not in st.session_state:
        st.session_state["config"] = baseline(bundle)
    config: AbstentionConfig = st.session_state["config"]
    for name, position in profiles.positions(config).items():
        st.session_state.setdefault(slider_key(name), position)
    return config


def read_sliders() -> None:
    """Take the settings from the sliders, as the callback of each of them."""
    standing = {spec.name: st.session_state[slider_key(spec.name)] for spec in PARAMETERS}
    st.session_state["config"] = profiles.config_at(standing)


def baseline(bundle: Resources) -> AbstentionConfig:
    """The settings that flips are counted against: the chosen profile."""
    name = remembered(bundle, "profile", profiles.DEFAULTS)
    try:
        return profiles.load(bundle.workspace.profiles, name)
    except CartellinoError:
        remember(bundle, profile=profiles.DEFAULTS)
        return AbstentionConfig()
