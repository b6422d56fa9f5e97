"""Models page: every backend with its state, what it lacks, and its folder of weights."""

from __future__ import annotations

import streamlit as st

from backends import INSTALL_MODELS, Listing, notes
from backends.neural.weights import Checkpoint, copyable
from pages._ui.html import elements, models
from pages._ui.models import settings
from pages._ui.settings import chosen_backends, weights
from pages._ui.shell import navigation, uploads
from pages._ui.shell.resources import Resources
from pipeline.stages import VERSION


def draw(bundle: Resources) -> None:
    """Every backend in a frame of its own, then the questions."""
    for listing in chosen_backends.listings(bundle):
        with st.container(border=True, key=f"backend_{listing.name}"):
            _backend(bundle, listing)
    st.page_link(navigation.ATTRIBUTE, label="Choose backends and analyse a video")
    with st.expander(f"The seven questions, version {VERSION}"):
        st.html(models.questions())


def _backend(bundle: Resources, listing: Listing) -> None:
    choice = chosen_backends.choice(bundle, listing)
    missing = weights.missing(listing, choice)
    fits = not weights.too_large(listing, choice)
    st.html(models.heading(listing, missing, fits))
    for command in listing.packages:
        above = "Install them above, or in" if command == INSTALL_MODELS else "In"
        st.html(elements.quiet(f"Some packages are not installed. {above} the program's folder:"))
        st.code(command, language=None, wrap_lines=True)
    for note in notes(listing.name):
        words, _, command = note.partition("\n")
        st.html(elements.quiet(words))
        if command:
            st.code(command, language=None, wrap_lines=True)
    if listing.weights:
        _weights(bundle, listing)


def _weights(bundle: Resources, listing: Listing) -> None:
    """The folder, its content, and how the model is set."""
    _folder(bundle, listing)
    if not listing.model_types:  # the backend itself checks its folder
        if len(listing.missing) > len(listing.packages):
            _supply(listing)
        return
    content = weights.inspect(listing)
    if isinstance(content, Checkpoint):
        st.html(elements.pairs(models.facts(content)))
        if content.questions not in ("", VERSION):
            st.html(elements.caution(models.outdated(content.questions)))
        settings.draw(bundle, listing, content)
    elif chosen_backends.names_folder(bundle, listing.name) or weights.holds_files(listing):
        words, _, command = content.partition("\n")
        st.html(elements.fault(words))
        if command:
            st.code(command, language=None, wrap_lines=True)
    else:
        _supply(listing)


def _folder(bundle: Resources, listing: Listing) -> None:
    key = f"folder_{listing.name}"
    st.session_state.setdefault(key, str(listing.folder or ""))
    st.text_input(
        f"Folder with the weights of {models.name(listing.label)}",
        key=key,
        help=f"It has to hold {listing.weights}. Only names and sizes are read here.",
        on_change=_name,
        args=(bundle, listing, key),
    )


def _name(bundle: Resources, listing: Listing, key: str) -> None:
    """Keep a folder; an empty path means the usual one."""
    words = str(st.session_state[key]).strip()
    path = uploads.typed_path(words) if words else None
    if path and path.exists():  # else it is shown as typed, with what is wrong
        path = path.absolute()
    usual = bundle.workspace.models / listing.name
    chosen_backends.keep(bundle, listing.name, folder=str(path) if path and path != usual else None)
    st.session_state[key] = str(path or usual)


def _supply(listing: Listing) -> None:
    """Where missing weights belong, and how to download them."""
    st.html(elements.quiet(f"Put {listing.weights} into this folder, or name another above."))
    st.code(str(listing.folder), language=None, wrap_lines=True)
    if listing.example:
        st.html(elements.quiet("Or download them once, on a machine with internet:"))
        command = copyable.fetch(listing.name, listing.example, str(listing.folder))
        st.code(command, language=None, wrap_lines=True)
