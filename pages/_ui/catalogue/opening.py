"""Catalogue page: opening one by its path, by upload, or because it was open before."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from catalogue import CatalogueError, NoUsableRecord, UnusableCatalogue
from catalogue.loading import SavedMappings
from catalogue.versions import Versions
from console import CartellinoError
from pages._ui.html import elements
from pages._ui.shell import catalogue_files, session, uploads
from pages._ui.shell.resources import Resources, beginning
from pages._ui.widgets.folder_browser import Browser
from pages._ui.widgets.gallery import Card, gallery
from pages._ui.words import works

_UNFOLDED = "catalogue_choose"
_RECENT = 6
"""Catalogues that were open before, to go back to."""
_ENDINGS = tuple(f".{kind}" for kind in (*catalogue_files.KINDS, "zip"))


def choose(bundle: Resources) -> None:
    """Open a catalogue by path or by upload, or go back to one that was open before."""
    # Kept by its key: it would close under a person's hands when the page above it changes.
    st.session_state.setdefault(_UNFOLDED, session.catalogue_path(bundle) is None)
    with st.expander("Open a catalogue", key=_UNFOLDED, on_change="rerun"):
        named, dropped = st.columns(2, gap="large")
        with named:
            _by_path(bundle)
            _recent(bundle)
        with dropped:
            _by_upload(bundle)


def _by_path(bundle: Resources) -> None:
    browser = Browser("catalogue_path", "a catalogue", _ENDINGS, Path.home())
    if chosen := browser.take():
        _use(bundle, uploads.typed_path(chosen))
        st.rerun()
    with st.form("catalogue_by_path", border=False):
        st.text_input(
            "File or folder on this machine",
            key="catalogue_path",
            placeholder="/museum/catalogue.csv",
            help="Pictures are searched for beside it. Enter opens it.",
        )
        with st.container(horizontal=True, gap="small"):
            st.form_submit_button(
                "Open", key="catalogue_open", type="primary", on_click=_open, args=(bundle,)
            )
            if st.form_submit_button("Browse …", key="catalogue_browse"):
                browser.open()


def _recent(bundle: Resources) -> None:
    """The catalogues that were open before, the newest first, the demonstration among them."""
    demo, open_now = bundle.workspace.demo, session.catalogue_path(bundle)
    cards = {
        str(path): Card(
            key=str(path),
            picture="",
            title=works.named(path, demo),
            words=str(path.parent),
            note=note,
            tone="",
        )
        for path, note in works.recent(Versions(bundle.workspace.catalogues).all(), demo)
        if path != open_now and path.is_file()
    }
    if not cards:
        return
    st.html(elements.caption("Opened before"))
    gallery(
        list(cards.values())[:_RECENT],
        "catalogue_recent",
        "Catalogues that were opened before",
        lambda path: _use(bundle, Path(path)),
        fit="rows",
    )


def _by_upload(bundle: Resources) -> None:
    why = bundle.workspace.read_only
    st.file_uploader(
        "Or drop it here, alone or in a zip with its pictures",
        key="catalogue_file",
        type=[*catalogue_files.KINDS, "zip"],
        on_change=_keep,
        args=(bundle,),
        disabled=bool(why),
        help=why or None,
    )
    st.file_uploader(
        "Or choose its folder, with the pictures in it",
        key="catalogue_folder",
        accept_multiple_files="directory",
        on_change=_keep_folder,
        args=(bundle,),
        disabled=bool(why),
        help=why or None,
    )


def _open(bundle: Resources) -> None:
    words = str(st.session_state["catalogue_path"])
    if not words.strip():
        st.session_state["catalogue_fault"] = "Type the path of a file first."
        return
    _use(bundle, uploads.typed_path(words))


def _keep(bundle: Resources) -> None:
    file = st.session_state["catalogue_file"]
    if file is None:
        return
    store = bundle.workspace.uploads
    if file.name.lower().endswith(".zip"):
        _use_made(bundle, lambda: catalogue_files.unpacked(file.name, file, store))
    else:
        _use_made(bundle, lambda: uploads.keep_upload(file.name, file, store))


def _keep_folder(bundle: Resources) -> None:
    files = [(file.name, file) for file in st.session_state["catalogue_folder"] or ()]
    if files:
        _use_made(bundle, lambda: catalogue_files.kept(files, bundle.workspace.uploads))


def _use_made(bundle: Resources, make: Callable[[], Path]) -> None:
    try:
        path = make()
    except CartellinoError as error:
        st.session_state["catalogue_fault"] = str(error)
        return
    _use(bundle, path)


def leave() -> None:
    """Go back from a file that cannot be used to the catalogue that is open."""
    for key in ("catalogue_unmapped", "catalogue_unusable"):
        st.session_state.pop(key, None)


def _use(bundle: Resources, path: Path) -> None:
    leave()
    try:
        if path.is_dir():
            path = catalogue_files.inside(path)
        if path.suffix.lower() == ".zip" and path.is_file():
            with path.open("rb") as file:
                path = catalogue_files.unpacked(path.name, file, bundle.workspace.uploads)
        session.use_catalogue(bundle, path)
        st.session_state[_UNFOLDED] = False
    except UnusableCatalogue as error:
        st.session_state["catalogue_fault"] = error.on_page
        rejected = error.catalogue if isinstance(error, NoUsableRecord) else None
        if rejected or _has_rows(bundle, path):
            st.session_state["catalogue_unmapped"] = path
            st.session_state["catalogue_unusable"] = rejected
    except CartellinoError as error:
        st.session_state["catalogue_fault"] = str(error)


def _has_rows(bundle: Resources, path: Path) -> bool:
    """Whether a file has rows whose columns a person can choose."""
    try:
        return bool(beginning(path, SavedMappings(bundle.workspace.mappings)).table.rows)
    except CatalogueError:
        return False
