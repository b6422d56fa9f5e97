"""Catalogue page: the numbers that records with different titles share, to merge or keep apart."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from catalogue import Catalogue, CatalogueError, Merging, SharedNumber
from catalogue.loading import SavedMappings
from pages._ui.html import elements
from pages._ui.shell import session
from pages._ui.shell.resources import Resources, beginning
from pages._ui.widgets.thumbnail import thumbnail
from pages._ui.words import shared_numbers as words

_AT_ONCE = 20
"""Numbers on the page at once: each has a table and a button."""
_PICTURES = 6
"""Pictures of one number at once."""
_RECORDS = 12
"""Records of one number that are listed."""


def warn(catalogue: Catalogue) -> None:
    """Draw a caution where numbers name no work."""
    if caution := words.caution(catalogue.shared_numbers):
        st.html(elements.caution(caution))


def draw(bundle: Resources, catalogue: Catalogue) -> None:
    """Each shared number with its records, and buttons to merge them or keep them apart."""
    numbers = catalogue.shared_numbers
    if not numbers:
        st.html(elements.empty(*words.NONE))
        return
    st.html(elements.quiet(words.explained(numbers)))
    _all_buttons(bundle, catalogue)
    for shared in _page(numbers) if len(numbers) > _AT_ONCE else numbers:
        _number(bundle, catalogue, shared)


def _page(numbers: Sequence[SharedNumber]) -> Sequence[SharedNumber]:
    """Controls to search the numbers and turn their pages. Returns those of the page."""
    left, right = st.columns([70, 30], vertical_alignment="bottom")
    matches = words.search(numbers, left.text_input("Search number or title", key="shared_words"))
    if not matches:
        st.html(elements.quiet("No shared number matches. Search for fewer words."))
    pages = max(1, -(-len(matches) // _AT_ONCE))
    st.session_state["shared_page"] = min(st.session_state.get("shared_page", 1), pages)
    page = right.number_input(f"Page, of {pages:,}", 1, pages, key="shared_page")
    return matches[(page - 1) * _AT_ONCE : page * _AT_ONCE]


def _all_buttons(bundle: Resources, catalogue: Catalogue) -> None:
    off = bool(bundle.workspace.read_only)
    merged = [shared.merged for shared in catalogue.shared_numbers]
    with st.container(horizontal=True, gap="small"):
        st.button(
            "Merge all", key="shared_merge_all", disabled=all(merged) or off, on_click=_choose,
            args=(bundle, catalogue, Merging(all=True)),
            help="One work a number, in this file and in the next exports with the same columns: "
            "right for a row a language.",
        )  # fmt: skip
        st.button(
            "Keep all apart", key="shared_part_all", disabled=not any(merged) or off,
            on_click=_choose, args=(bundle, catalogue, Merging()),
            help="One work for each title of a number, as at first.",
        )  # fmt: skip


def _number(bundle: Resources, catalogue: Catalogue, shared: SharedNumber) -> None:
    merging = catalogue.merging
    with st.container(border=True):
        left, right = st.columns([78, 22], vertical_alignment="center")
        left.html(elements.quiet(words.heading(shared)))
        if shared.merged:
            label, choice = "Keep apart", merging.parting([shared.number])
        else:
            label, choice = "Merge", merging.merging([shared.number])
        right.button(
            label, key=f"shared_{shared.number}", width="stretch", on_click=_choose,
            args=(bundle, catalogue, choice), disabled=bool(bundle.workspace.read_only),
        )  # fmt: skip
        st.html(elements.table(words.HEAD, words.rows(shared, _RECORDS)))
        if (rest := len(shared.records) - _RECORDS) > 0:
            st.html(elements.quiet(f"and {rest:,} more"))
        pictures = [r.picture for r in shared.records if r.picture][:_PICTURES]
        if pictures:
            st.html(elements.frames(list(map(thumbnail, pictures))))


def _choose(bundle: Resources, catalogue: Catalogue, merging: Merging) -> None:
    """Keep the choice with the mapping of the file, and open the file again under it."""
    mappings = SavedMappings(bundle.workspace.mappings)
    try:
        beginning(catalogue.path, mappings).opened.save(mappings, catalogue.mapping, merging)
        session.use_catalogue(bundle, catalogue.path)
    except CatalogueError as error:
        st.session_state["catalogue_fault"] = error.on_page
