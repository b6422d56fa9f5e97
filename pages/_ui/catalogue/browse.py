"""The parts of the catalogue page: choosing one, its counts, the list, one work."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from catalogue import CatalogueError, NoUsableRecord, UnusableCatalogue, Work
from catalogue.loading import SavedMappings
from console import CartellinoError
from pages._ui.catalogue.long_list import LISTED, note_rest
from pages._ui.html import elements
from pages._ui.shell import navigation, session, uploads
from pages._ui.shell.resources import OpenCatalogue, Resources, beginning
from pages._ui.widgets.reference import show_picture
from pages._ui.words import decisions, works

_UNFOLDED = "catalogue_choose"
_KINDS = ("csv", "tsv", "txt", "xlsx", "json", "jsonl", "ndjson", "jsonld", "xml", "lido", "gz")


def choose(bundle: Resources) -> None:
    """Open a catalogue by path or by upload, or go back to the demonstration."""
    demo = bundle.workspace.demo / "catalogue.csv"
    # Kept by its key: it would close under a person's hands when the page above it changes.
    st.session_state.setdefault(_UNFOLDED, session.catalogue_path(bundle) is None)
    with st.expander("Open a catalogue", key=_UNFOLDED, on_change="rerun"):
        named, dropped = st.columns(2, gap="large")
        with named:
            st.text_input(
                "File on this machine",
                key="catalogue_path",
                placeholder="/museum/catalogue.csv",
                help="Pictures are searched for beside it.",
            )
            with st.container(horizontal=True, gap="small"):
                st.button(
                    "Open", key="catalogue_open", type="primary", on_click=_open, args=(bundle,)
                )
                if demo.exists():
                    st.button(
                        "Open the demonstration collection",
                        key="catalogue_demo",
                        on_click=_use,
                        args=(bundle, demo),
                    )
        with dropped:
            st.file_uploader(
                "Or drop a file (without pictures)",
                key="catalogue_file",
                type=list(_KINDS),
                on_change=_keep,
                args=(bundle,),
                disabled=bool(bundle.workspace.read_only),
                help=bundle.workspace.read_only or None,
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
    try:
        _use(bundle, uploads.keep_upload(file.name, file, bundle.workspace.uploads))
    except CartellinoError as error:
        st.session_state["catalogue_fault"] = str(error)


def leave() -> None:
    """Go back from a file that cannot be used to the catalogue that is open."""
    for key in ("catalogue_unmapped", "catalogue_unusable"):
        st.session_state.pop(key, None)


def _use(bundle: Resources, path: Path) -> None:
    leave()
    try:
        session.use_catalogue(bundle, path)
        st.session_state[_UNFOLDED] = False
    except UnusableCatalogue as error:
        st.session_state["catalogue_fault"] = error.on_page
        rejected = error.catalogue if isinstance(error, NoUsableRecord) else None
        if rejected or _has_rows(bundle, path):
            st.session_state["catalogue_unmapped"] = path
            st.session_state["catalogue_unusable"] = rejected
    except CatalogueError as error:
        st.session_state["catalogue_fault"] = str(error)


def _has_rows(bundle: Resources, path: Path) -> bool:
    """Whether a file has rows whose columns a person can choose."""
    try:
        return bool(beginning(path, SavedMappings(bundle.workspace.mappings)).table.rows)
    except CatalogueError:
        return False


def counts(opened: OpenCatalogue) -> None:
    """How many works there are, and how many of them lack something."""
    st.html(elements.pairs([("File", str(opened.catalogue.path))]))
    st.html(elements.counts(works.counts(opened.catalogue)))


def draw(opened: OpenCatalogue) -> None:
    """Search and list on the left, the chosen work on the right."""
    catalogue = opened.catalogue
    left, right = st.columns([60, 40], gap="large")
    with left:
        with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
            words = st.text_input("Search title, artist, subject or number", key="catalogue_words")
            lacking = st.selectbox("Show", list(works.LACKS), key="catalogue_lack", width=230)
        chosen = _list(works.find(catalogue, words, lacking))
        st.page_link(navigation.ATTRIBUTE, label="Analyse a video with this catalogue")
    with right:
        if chosen:
            _work(opened, chosen)


def _list(matches: list[Work]) -> Work | None:
    if not matches:
        st.html(elements.quiet("No work matches. Search for fewer words."))
        return None
    picked = st.dataframe(
        [works.line(work) for work in matches[:LISTED]],
        hide_index=True,
        width="stretch",
        on_select="rerun",
        key="works",
        selection_mode="single-cell",
        height=min(46 + 35 * len(matches), 520),
    )
    note_rest(len(matches))
    at, _ = next(iter(picked.selection.cells), (0, ""))
    return matches[at] if at < len(matches) else matches[0]


def _work(opened: OpenCatalogue, work: Work) -> None:
    with st.container(key="reference"):
        show_picture(work)
    st.html(elements.wall_label(work))
    if note := decisions.duplicates_note(work):
        st.html(elements.quiet(note))
    number = opened.index.number[work.identifier]
    st.html(elements.pairs(works.about(work)))
    aliases = {field: opened.index.aliases(number, field) for field in ("title", "artist")}
    if others := works.also(work, aliases):
        st.html(elements.caption("Also found as"))
        st.html(elements.pairs(others))
    if len(work.records) > 1:
        st.html(elements.caption("Records of the file"))
        st.html(elements.table(works.RECORD, works.records(work)))
