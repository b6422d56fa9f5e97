"""Models page: every backend with its state, what it lacks, and its folder of weights."""

from __future__ import annotations

import streamlit as st

from backends import Listing
from backends.base import INSTALL_MODELS
from backends.neural.weights import copyable
from backends.neural.weights.checkpoint import Checkpoint
from pages._ui.html import elements, models
from pages._ui.models import chosen, folders, settings
from pages._ui.shell import navigation, uploads
from pages._ui.shell.resources import Resources
from pipeline.stages import VERSION


def draw(bundle: Resources) -> None:
    for listing in chosen.listings(bundle):
        with st.container(border=True, key=f"backend_{listing.name}"):
            _backend(bundle, listing)
    st.page_link(navigation.ATTRIBUTE, label="Choose who looks, and analyse a film")
    with st.expander(f"The seven questions, version {VERSION}"):
        st.html(models.questions())


def _backend(bundle: Resources, listing: Listing) -> None:
    choice = chosen.choice(bundle, listing)
    missing = folders.missing(listing, choice)
    fits = not folders.too_large(listing, choice)
    st.html(models.heading(listing, missing, fits))
    for command in listing.packages:
        above = "Install them above, or in" if command == INSTALL_MODELS else "In"
        st.html(elements.quiet(f"Some packages are not installed. {above} the program's folder:"))
        st.code(command, language=None, wrap_lines=True)
    if listing.weights:
        _weights(bundle, listing)


def _weights(bundle: Resources, listing: Listing) -> None:
    """Folder, what is in it, and then how the model is set."""
    _folder(bundle, listing)
    if not listing.model_types:  # its folder is its own affair
        if len(listing.missing) > len(listing.packages):
            _supply(listing)
        return
    found = folders.inspect(listing)
    if isinstance(found, Checkpoint):
        st.html(elements.pairs(models.facts(found)))
        if found.questions not in ("", VERSION):
            st.html(models.caution(models.outdated(found.questions)))
        settings.draw(bundle, listing, found)
    elif chosen.names_folder(bundle, listing.name) or folders.holds_files(listing):
        words, _, command = found.partition("\n")
        st.html(elements.fault(words))
        if command:
            st.code(command, language=None, wrap_lines=True)
    else:
        _supply(listing)


def _folder(bundle: Resources, listing: Listing) -> None:
    key = f"folder_{listing.name}"
    st.session_state.setdefault(key, str(listing.folder or ""))
    st.text_input(
        "Folder with the weights",
        key=key,
        help=f"It has to hold {listing.weights}. Only names and sizes are read here.",
        on_change=_name,
        args=(bundle, listing, key),
    )


def _name(bundle: Resources, listing: Listing, key: str) -> None:
    """Keep a folder; empty or the usual one puts it back to the usual one."""
    words = str(st.session_state[key]).strip()
    path = uploads.typed_path(words) if words else None
    if path and path.exists():  # else it is shown as it was typed, with what is wrong
        path = path.absolute()
    usual = bundle.workspace.models / listing.name
    chosen.keep(bundle, listing.name, folder=str(path) if path and path != usual else None)
    st.session_state[key] = str(path or usual)


def _supply(listing: Listing) -> None:
    """Where weights belong that are not there yet, and how to fetch them."""
    st.html(elements.quiet(f"Put {listing.weights} into this folder, or name another above."))
    st.code(str(listing.folder), language=None, wrap_lines=True)
    if listing.example:
        st.html(elements.quiet("Or fetch them once, on a machine with internet:"))
        command = copyable.fetch(listing.name, listing.example, str(listing.folder))
        st.code(command, language=None, wrap_lines=True)
