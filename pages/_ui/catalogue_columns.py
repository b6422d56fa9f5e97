"""Catalogue page: how a file is read, which columns fill which field, and what comes of it."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from catalogue.errors import CatalogueError
from catalogue.mapped import preview
from catalogue.mapping import FIELDS, NO_CONSTANT, Filling, Mapping, labels
from catalogue.profiles import Profiles
from pages._ui import catalogue_parts, catalogue_reading, state, views_catalogue, views_markup
from pages._ui.resources import Beginning, Resources, beginning

_WIDTHS = (14, 44, 16, 26)


def draw(bundle: Resources, path: Path) -> None:
    """Change how a file is read and mapped, see ten records of it, and keep it for its like."""
    profiles = Profiles(bundle.workspace.mappings)
    kept = beginning(path, profiles)
    read_as = catalogue_reading.choose(path, kept.opened)
    try:
        start = beginning(path, profiles, read_as) if read_as != kept.opened.read_as else kept
    except CatalogueError as error:
        st.html(views_markup.fault(str(error)))
        return
    st.html(views_markup.quiet(catalogue_reading.sample(start.table)))
    token = profiles.path(start.table.columns).stem
    st.html(views_markup.quiet(_standing(start)))
    mapping = _editor(token, start, start.standing)
    _preview(start, mapping, path)
    changed = mapping != start.standing or read_as != kept.opened.read_as
    with st.container(horizontal=True, gap="small"):
        st.button(
            "Use these columns",
            key="mapping_save",
            type="primary",
            disabled="title" not in mapping or not changed,
            on_click=_save,
            args=(bundle, path, start, mapping),
        )
        st.button(
            "Back to the guess",
            key="mapping_forget",
            disabled=kept.opened.saved is None and not read_as and mapping == start.guess,
            on_click=_forget,
            args=(bundle, path, kept, token),
        )


def _standing(start: Beginning) -> str:
    saved = start.opened.mapping
    if saved is None and "title" not in start.guess:
        return (
            "What these columns are could not be guessed. Say which one holds the title: it is "
            "kept for every file with the same header."
        )
    if saved is None:
        return (
            "The columns were guessed by what they are called and hold. Change what is wrong: it "
            "is kept for every file with the same header."
        )
    return "These columns were chosen here, and are used for every file with the same header."


def _editor(token: str, start: Beginning, standing: Mapping) -> Mapping:
    """A row of controls for each field; the mapping that they stand at."""
    heads = st.columns(_WIDTHS)
    for place, words in zip(heads, ("Field", "Columns", "Joined by", "If empty"), strict=True):
        place.html(views_markup.caption(words))
    named = labels(start.table.columns)
    return Mapping(
        tuple(
            (field, filling)
            for field in FIELDS
            if (filling := _field(token, field, named, standing[field]))
        )
    )


def _field(token: str, field: str, named: tuple[str, ...], standing: Filling) -> Filling:
    keys = [f"mapping_{token}_{field}_{part}" for part in ("columns", "separator", "constant")]
    for key, value in zip(
        keys, (list(standing.columns), standing.separator, standing.constant), strict=True
    ):
        st.session_state.setdefault(key, value)
    name, columns, separator, constant = st.columns(_WIDTHS, vertical_alignment="center")
    name.html(views_markup.quiet(field.capitalize()))
    with columns:
        chosen = st.multiselect(
            field.capitalize(), named, key=keys[0], placeholder="none", label_visibility="collapsed"
        )
    joined, otherwise = standing.separator, ""
    with separator:
        if len(chosen) > 1:
            joined = st.text_input(
                f"{field} joined by",
                key=keys[1],
                label_visibility="collapsed",
                placeholder="nothing between",
            )
    with constant:
        if field not in NO_CONSTANT:
            otherwise = st.text_input(
                f"{field} if empty",
                key=keys[2],
                label_visibility="collapsed",
                placeholder="leave empty",
            )
    return Filling(tuple(chosen), joined, otherwise.strip())


def _preview(start: Beginning, mapping: Mapping, path: Path) -> None:
    st.html(views_markup.caption("The first records, as they will be"))
    if "title" not in mapping:
        st.html(views_markup.fault("Choose a column for the title: no work is found without one."))
        return
    records = preview(start.table, mapping, path.parent)
    st.dataframe(
        views_catalogue.previewed(records, mapping), hide_index=True, width="stretch", height="auto"
    )


def _save(bundle: Resources, path: Path, start: Beginning, mapping: Mapping) -> None:
    try:
        start.opened.save(Profiles(bundle.workspace.mappings), mapping)
        state.use_catalogue(bundle, path)
    except CatalogueError as error:
        st.session_state["catalogue_fault"] = str(error)
    else:
        catalogue_parts.leave()


def _forget(bundle: Resources, path: Path, kept: Beginning, token: str) -> None:
    if kept.opened.header is not None:
        Profiles(bundle.workspace.mappings).forget(kept.opened.header)
    catalogue_reading.forget(path)
    for key in [key for key in st.session_state if str(key).startswith(f"mapping_{token}_")]:
        del st.session_state[key]
    try:
        state.use_catalogue(bundle, path)
    except CatalogueError as error:
        st.session_state["catalogue_fault"] = str(error)
