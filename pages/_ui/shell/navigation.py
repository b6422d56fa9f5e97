"""Where the pages are, and what every page begins with."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from pages._ui.html import elements
from pages._ui.shell import browser
from pages._ui.shell.resources import Resources, resources

ATTRIBUTE, REVIEW = "pages/attribute.py", "pages/review.py"
CATALOGUE, LEDGER, MODELS = "pages/catalogue.py", "pages/ledger.py", "pages/models.py"
_NAVIGATED, _OPEN = "navigated", "open_page"


def navigation() -> StreamlitPage:
    """The pages in the order of the work, and the one that the address asks for."""
    st.session_state[_NAVIGATED] = True
    page = st.navigation(
        [
            # The first page is served at the root alone, so that /attribute leads there.
            st.Page(ATTRIBUTE, title="Attribute", default=True, url_path="start"),
            st.Page(_first, title="Attribute", url_path="attribute", visibility="hidden"),
            st.Page(REVIEW, title="Review"),
            st.Page(CATALOGUE, title="Catalogue"),
            st.Page(MODELS, title="Models"),
            st.Page(LEDGER, title="Ledger"),
        ],
        position="top",
    )
    st.session_state[_OPEN] = page.title
    return page


def _first() -> None:
    st.switch_page(ATTRIBUTE)


def begin(title: str = "", lead: str = "") -> Resources:
    """Draw style sheet and heading; the resources to draw the rest with.

    A page without a title on screen has it for those who hear the page.
    """
    if _NAVIGATED not in st.session_state:
        # The first visit to a server may ask for a page by its address. Streamlit then takes
        # the folder `pages` for its older kind of app and skips app.py, until it has pages.
        navigation()
        st.rerun()
    for sheet in ("colours.css", "style.css"):
        st.html(Path(__file__).with_name(sheet))
    browser.draw()
    st.html(
        elements.heading(title, lead) if title else elements.unseen_heading(st.session_state[_OPEN])
    )
    return resources()


def nothing_yet(title: str, advice: str, label: str, target: str) -> None:
    """An empty page: why it is empty, what to do, and the way there."""
    st.html(elements.empty(title, advice))
    with st.container(horizontal=True, horizontal_alignment="center"):
        st.page_link(target, label=label)
