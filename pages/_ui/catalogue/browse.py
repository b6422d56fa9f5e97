"""Catalogue page: its figures, each a way to its list, and the works as a grid of pictures."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from catalogue import Work
from ledger import Reference, file_of
from pages._ui.catalogue import one_work
from pages._ui.catalogue.long_list import LISTED, note_rest
from pages._ui.html import elements
from pages._ui.shell import navigation, taught_pictures, to_review
from pages._ui.shell.resources import OpenCatalogue, Resources
from pages._ui.widgets.gallery import Card, gallery
from pages._ui.widgets.reference import small_file, small_picture
from pages._ui.words import teaching, works

VIEW = "catalogue_view"
_LACK, _LAYOUT, _PAGE_SHOWN = "catalogue_lack", "catalogue_layout", "catalogue_page"
_GRID, _LIST = "Pictures", "List"
_PAGE = 28
"""Works on a page of the grid: their pictures are read when the page is drawn."""


def counts(bundle: Resources, opened: OpenCatalogue) -> None:
    """Which catalogue it is, and figures that are not zero; a click opens what they count."""
    catalogue = opened.catalogue
    name = works.named(catalogue.path, bundle.workspace.demo)
    st.html(elements.named(name, str(catalogue.path)))
    with st.container(horizontal=True, gap="small", key="catalogue_counts"):
        for number, count in enumerate(works.counts(catalogue)):
            st.button(
                f"{count.number:,} {count.name}",
                key=f"count_{number}",
                type="tertiary",
                on_click=_look_at,
                args=(count.view, count.lacking),
            )


def _look_at(view: str, lacking: str) -> None:
    st.session_state[VIEW] = view
    if lacking:
        st.session_state[_LACK] = lacking
        st.session_state.pop(_PAGE_SHOWN, None)


def draw(bundle: Resources, opened: OpenCatalogue) -> None:
    """Search, then the works as pictures or as a list; a chosen one opens over the page."""
    to_review.go()
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        words = st.text_input("Search title, artist, subject or number", key="catalogue_words")
        lacking = st.selectbox("Show", list(works.LACKS), key=_LACK, width=200)
        layout = st.segmented_control(
            "As", (_GRID, _LIST), default=_GRID, key=_LAYOUT, required=True
        )
    matches = works.find(opened.catalogue, words, lacking)
    if not matches:
        st.html(elements.quiet("No work matches. Search for fewer words."))
    elif layout == _LIST:
        _list(bundle, opened, matches)
    else:
        _grid(bundle, opened, matches)
    st.page_link(navigation.ATTRIBUTE, label="Analyse a video with this catalogue")


def _grid(bundle: Resources, opened: OpenCatalogue, matches: list[Work]) -> None:
    pages = -(-len(matches) // _PAGE)
    page = int(st.session_state.get(_PAGE_SHOWN, 1))
    if page > pages:  # fewer works match than before
        st.session_state.pop(_PAGE_SHOWN)
        page = 1
    shown = matches[(page - 1) * _PAGE : page * _PAGE]
    taught = taught_pictures.taught(bundle, opened.catalogue)
    cards = [_card(bundle, work, taught_pictures.in_use(taught, work.identifier)) for work in shown]
    gallery(cards, "works_grid", "Works", one_work.choose)
    if pages > 1:
        with st.container(horizontal=True, horizontal_alignment="center"):
            st.pagination(pages, key=_PAGE_SHOWN)
    one_work.draw(bundle, opened, matches)


def _card(bundle: Resources, work: Work, taught: Sequence[Reference]) -> Card:
    """A work with its picture in the catalogue, else with one out of a video, so marked."""
    line, picture, note = works.line(work), small_picture(work), ""
    if taught and not picture:
        picture = small_file(file_of(bundle.workspace, taught[-1].cut_out.sha256))
        note = teaching.MARK
    return Card(
        key=work.identifier,
        picture=picture,
        title=line["Title"],
        words=line["Artist"],
        note=" · ".join(filter(None, (line["Number"], note))),
        tone="",
    )


def _list(bundle: Resources, opened: OpenCatalogue, matches: list[Work]) -> None:
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
    for at, _ in picked.selection.cells:
        if at < len(matches):
            one_work.show(bundle, opened, matches[at])
