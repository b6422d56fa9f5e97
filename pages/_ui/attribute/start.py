"""Upper part of the attribute page: catalogue, backends, videos, and the button that starts."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from console import CartellinoError, plural
from pages._ui.attribute import backends
from pages._ui.html import elements
from pages._ui.shell import navigation, session, uploads
from pages._ui.shell.resources import OpenCatalogue, Resources
from pages._ui.words import decisions
from pipeline.analysis import analysis
from pipeline.media import find_media


def catalogue(bundle: Resources) -> OpenCatalogue | None:
    """Which catalogue is open, and the way to another."""
    opened = session.opened(bundle)
    if opened is None:
        return None
    path = opened.catalogue.path
    name = "the demonstration collection" if path.parent == bundle.workspace.demo else path.name
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
    catalogue_path = opened.catalogue.path
    walks = uploads.walks(bundle.workspace.demo)
    if walks and catalogue_path.parent == bundle.workspace.demo:
        _demonstration(bundle, walks, catalogue_path)
    round_ = st.session_state.setdefault("upload_round", 0)
    drop, named = st.columns(2, gap="large")
    with drop:
        st.file_uploader(
            "Drop videos or pictures here",
            accept_multiple_files=True,
            key=f"uploads_{round_}",
            disabled=bool(why := bundle.workspace.read_only),
            help=why or None,
        )
    with named:
        st.text_input(
            "Or name a file or folder on this machine",
            key="path",
            placeholder="/videos/2026/gallery-3",
            help="Best for large videos: nothing is copied. Subfolders are searched, too.",
        )
        st.button(
            "Analyse",
            key="analyse",
            type="primary",
            on_click=_start,
            args=(bundle, catalogue_path, f"uploads_{round_}"),
            disabled=bool(why),
            help=why or None,
        )


def _demonstration(bundle: Resources, walks: list[Path], catalogue_path: Path) -> None:
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="demo"):
        st.html(
            elements.quiet("New here? Analyse a walk through the demonstration gallery:"),
            width="content",
        )
        for number, walk in enumerate(walks, 1):
            st.button(
                decisions.walk_name(walk.stem, number),
                key=f"demo_{number}",
                on_click=_submit,
                args=(bundle, [walk], catalogue_path),
                disabled=bool(bundle.workspace.read_only),
            )


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
