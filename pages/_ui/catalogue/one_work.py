"""Catalogue page: one work in a window over the page, with all that the catalogue says of it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from catalogue import Work
from pages._ui.catalogue import taught
from pages._ui.html import elements
from pages._ui.shell.resources import OpenCatalogue, Resources
from pages._ui.widgets.reference import show_picture
from pages._ui.words import decisions, works

_OPEN, _CHOSEN = "catalogue_work", "catalogue_work_chosen"


def choose(identifier: str) -> None:
    """Open a work when the page is drawn again."""
    st.session_state[_CHOSEN] = identifier


def draw(bundle: Resources, opened: OpenCatalogue, matches: Sequence[Work]) -> None:
    """The window, if a work was chosen just now; it goes through `matches` from there."""
    chosen = st.session_state.pop(_CHOSEN, "")
    places = {work.identifier: place for place, work in enumerate(matches)}
    if chosen in places:
        st.session_state[_OPEN] = places[chosen]
        st.dialog("A work of the catalogue", width="large")(_window)(bundle, opened, matches)


def _window(bundle: Resources, opened: OpenCatalogue, matches: Sequence[Work]) -> None:
    place = min(int(st.session_state[_OPEN]), len(matches) - 1)
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.button("Previous", key="work_before", shortcut="Left", on_click=_step, args=(-1,),
                  disabled=place == 0)  # fmt: skip
        st.button("Next", key="work_after", shortcut="Right", on_click=_step, args=(1,),
                  disabled=place == len(matches) - 1)  # fmt: skip
        st.html(elements.quiet(f"{place + 1:,} of {len(matches):,}"), width="content")
    show(bundle, opened, matches[place])


def _step(by: int) -> None:
    st.session_state[_OPEN] += by


def show(bundle: Resources, opened: OpenCatalogue, work: Work) -> None:
    """Pictures on the left, the record on the right."""
    left, right = st.columns(2, gap="medium")
    with left, st.container(key="reference"):
        if work.picture or not taught.has_any(bundle, opened, work):
            show_picture(work)
        taught.draw(bundle, opened, work)
    with right:
        _record(opened, work)


def _record(opened: OpenCatalogue, work: Work) -> None:
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
