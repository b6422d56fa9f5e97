"""Upper part of the attribute page: catalogue, backends, videos, and the button that starts."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import streamlit as st

from console import CartellinoError, plural
from pages._ui.attribute import backends, walks
from pages._ui.html import elements
from pages._ui.shell import navigation, session, uploads
from pages._ui.shell.resources import OpenCatalogue, Resources
from pages._ui.widgets.folder_browser import Browser
from pages._ui.words import works
from pipeline.analysis import analysis
from pipeline.media import MEDIA_SUFFIXES, find_media


def catalogue(bundle: Resources) -> OpenCatalogue | None:
    """Which catalogue is open, and the way to another."""
    opened = session.opened(bundle)
    if opened is None:
        return None
    name = works.named(opened.catalogue.path, bundle.workspace.demo)
    with st.container(horizontal=True, gap="medium", vertical_alignment="center"):
        st.html(
            elements.pairs([("Catalogue", f"{name}, {plural(len(opened.catalogue), 'work')}")]),
            width="content",
        )
        st.page_link(navigation.CATALOGUE, label="Another catalogue")
    return opened


def videos(bundle: Resources, opened: OpenCatalogue) -> None:
    """Backends, and videos by upload or path; the demonstration is one click."""
    backends.choose(bundle)
    path, why = opened.catalogue.path, bundle.workspace.read_only
    shown = uploads.walks(bundle.workspace.demo)
    if shown and path.parent == bundle.workspace.demo:
        walks.draw(shown, bundle.workspace.previews, partial(_walk, bundle, path), why)
    with st.container(key="choose_media"):
        round_ = st.session_state.setdefault("upload_round", 0)
        st.file_uploader(
            "Drop videos, pictures or a folder of them here",
            accept_multiple_files=True,
            key=f"uploads_{round_}",
            disabled=bool(why),
            help=why or None,
        )
        _named(bundle)
        st.button(
            "Analyse",
            key="analyse",
            type="primary",
            width="stretch",
            on_click=_start,
            args=(bundle, path, f"uploads_{round_}"),
            disabled=bool(why),
            help=why or None,
        )


def _named(bundle: Resources) -> None:
    """The path of a file or folder, typed or looked for."""
    browser = Browser("path", "a video or a picture", MEDIA_SUFFIXES, Path.home())
    browser.take()
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        st.text_input(
            "Or name a file or folder on this machine",
            key="path",
            placeholder="/videos/2026/gallery-3",
            help="Best for large videos: nothing is copied. Subfolders are searched, too.",
        )
        browser.button(bundle.workspace.read_only)


def _walk(bundle: Resources, catalogue_path: Path, walk: Path) -> None:
    if not bundle.workspace.read_only:
        _submit(bundle, [walk], catalogue_path)


def _start(bundle: Resources, catalogue_path: Path, key: str) -> None:
    """Submit the uploads and the named path; a wrong path does not hold the uploads up."""
    videos: list[Path] = []
    if not backends.choices(bundle):
        st.session_state["attribute_fault"] = backends.NONE_CHOSEN
        return
    try:
        for file in st.session_state.get(key) or ():
            videos.append(uploads.keep_upload(file.name, file, bundle.workspace.uploads))
        if words := str(st.session_state.get("path", "")).strip():
            videos += find_media([uploads.typed_path(words)])
            st.session_state["path"] = ""
    except CartellinoError as error:
        st.session_state["attribute_fault"] = str(error)
        if not videos:
            return
    if videos:
        st.session_state["upload_round"] += 1
    _submit(bundle, videos, catalogue_path)


def _submit(bundle: Resources, videos: list[Path], catalogue_path: Path) -> None:
    choices = backends.choices(bundle)
    if not choices:
        st.session_state["attribute_fault"] = backends.NONE_CHOSEN
        return
    try:
        bundle.jobs.submit(analysis(videos, catalogue_path, choices=choices))
    except CartellinoError as error:
        st.session_state["attribute_fault"] = str(error)
