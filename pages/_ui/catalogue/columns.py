"""Catalogue page: how a file is read, which columns fill which field, and the records of it."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from catalogue import CatalogueError
from catalogue.columns import FIELDS, NO_CONSTANT, ColumnMapping, Filling, labels
from catalogue.loading import SavedMappings, preview
from pages._ui.catalogue import browse, reading
from pages._ui.html import elements
from pages._ui.shell import session
from pages._ui.shell.resources import Beginning, Resources, beginning
from pages._ui.words import file_columns

_WIDTHS = (14, 44, 16, 26)
_HEADS = ("Field", "Columns", "Joined by", "If empty")


def draw(bundle: Resources, path: Path) -> None:
    """Change how a file is read and mapped, with ten records to see; kept for files like it."""
    profiles = SavedMappings(bundle.workspace.mappings)
    stored = beginning(path, profiles)
    read_as = reading.choose(path, stored.opened)
    try:
        start = beginning(path, profiles, read_as) if read_as != stored.opened.read_as else stored
    except CatalogueError as error:
        st.html(elements.fault(error.on_page))
        return
    st.html(elements.quiet(reading.sample(start.table)))
    token = profiles.path(start.table.columns).stem
    saved = start.opened.mapping is not None
    st.html(elements.quiet(file_columns.standing(start.table, saved, "title" in start.guess)))
    _offer(bundle, path, start, token)
    with st.container(key="mapping"):
        mapping = _editor(token, start)
    _preview(start, mapping, path)
    _buttons(bundle, path, stored, start, mapping, token)
    _file(start)


def _buttons(
    bundle: Resources,
    path: Path,
    stored: Beginning,
    start: Beginning,
    mapping: ColumnMapping,
    token: str,
) -> None:
    """Save the mapping of the controls, or go back to the guess."""
    read_as = start.opened.read_as
    changed = mapping != start.standing or read_as != stored.opened.read_as
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
            disabled=stored.opened.saved is None and not read_as and mapping == start.guess,
            on_click=_forget,
            args=(bundle, path, stored, token),
        )


def _offer(bundle: Resources, path: Path, start: Beginning, token: str) -> None:
    """The mapping of a file with other columns, if it fits this one."""
    if start.earlier:
        st.button(
            file_columns.offer(start.earlier),
            key="mapping_earlier",
            help="It was saved for a file with other columns. This file has all that it uses.",
            on_click=_take,
            args=(bundle, path, start, start.earlier.mapping, token),
        )


def _editor(token: str, start: Beginning) -> ColumnMapping:
    """A row of controls for each field; the mapping that they show."""
    with st.container(key="mapping_heads"):
        for place, words in zip(st.columns(_WIDTHS), _HEADS, strict=True):
            place.html(elements.caption(words))
    names = labels(start.table.columns)
    return ColumnMapping(
        tuple(
            (field, filling)
            for field in FIELDS
            if (filling := _field(token, field, names, start.standing[field]))
        )
    )


def _field(token: str, field: str, names: tuple[str, ...], standing: Filling) -> Filling:
    keys = [f"mapping_{token}_{field}_{part}" for part in ("columns", "separator", "constant")]
    for key, value in zip(
        keys, (list(standing.columns), standing.separator, standing.constant), strict=True
    ):
        st.session_state.setdefault(key, value)
    name, columns, separator, constant = st.columns(_WIDTHS, vertical_alignment="center")
    label = field.capitalize()
    name.html(elements.quiet(label))
    # Each control has its own label, which the style sheet shows where the headings have no room.
    chosen = columns.multiselect(label, names, key=keys[0], placeholder="none")
    joined, otherwise = standing.separator, ""
    if len(chosen) > 1:
        joined = separator.text_input(
            f"{label}: joined by", key=keys[1], placeholder="nothing between"
        )
        if joined.isspace():
            separator.html(elements.quiet("a blank" if joined == " " else "blanks"))
    if field not in NO_CONSTANT:
        otherwise = constant.text_input(
            f"{label}: if empty", key=keys[2], placeholder="leave empty"
        )
    return Filling(tuple(chosen), joined, otherwise.strip())


def _preview(start: Beginning, mapping: ColumnMapping, path: Path) -> None:
    st.html(elements.caption("First records with these columns"))
    if "title" in mapping:
        records = preview(start.table, mapping, path.parent)
        _table(file_columns.previewed(records, mapping))
    else:
        st.html(elements.fault("Choose a column for the title. Without one no work can be named."))


def _file(start: Beginning) -> None:
    st.html(elements.caption("The file as it is"))
    with st.container(key="mapping_file"):
        _table(file_columns.as_it_is(start.table))


def _table(rows: list[dict[str, str]]) -> None:
    st.dataframe(rows, hide_index=True, width="stretch", height="auto")


def _take(
    bundle: Resources, path: Path, start: Beginning, mapping: ColumnMapping, token: str
) -> None:
    """Save a mapping from elsewhere, and show it in the controls."""
    _reset(token)
    _save(bundle, path, start, mapping)


def _save(bundle: Resources, path: Path, start: Beginning, mapping: ColumnMapping) -> None:
    try:
        start.opened.save(SavedMappings(bundle.workspace.mappings), mapping)
        session.use_catalogue(bundle, path)
    except CatalogueError as error:
        st.session_state["catalogue_fault"] = error.on_page
    else:
        browse.leave()


def _forget(bundle: Resources, path: Path, stored: Beginning, token: str) -> None:
    if stored.opened.header is not None:
        SavedMappings(bundle.workspace.mappings).forget(stored.opened.header)
    reading.forget(path)
    _reset(token)
    try:
        session.use_catalogue(bundle, path)
    except CatalogueError as error:
        st.session_state["catalogue_fault"] = error.on_page


def _reset(token: str) -> None:
    for key in [key for key in st.session_state if str(key).startswith(f"mapping_{token}_")]:
        del st.session_state[key]
