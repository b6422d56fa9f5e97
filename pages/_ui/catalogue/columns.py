"""Catalogue page: how a file is read, and which columns fill which field of a record."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from catalogue import CatalogueError
from catalogue.columns import NO_CONSTANT, RECORD_FIELDS, ColumnMapping, Filling, labels
from catalogue.loading import SavedMappings, preview
from pages._ui.catalogue import opening, reading
from pages._ui.html import elements
from pages._ui.shell import session
from pages._ui.shell.resources import Beginning, Resources, beginning
from pages._ui.words import file_columns

_WIDTHS = (14, 44, 16, 26)
_HEADS = ("Field", "Columns", "Joined by", "If empty")


def draw(bundle: Resources, path: Path) -> None:
    """Change how a file is read and mapped; the choice is kept for files with the same header."""
    mappings = SavedMappings(bundle.workspace.mappings)
    stored = beginning(path, mappings)
    read_as = reading.choose(path, stored.opened)
    try:
        current = beginning(path, mappings, read_as) if read_as != stored.opened.read_as else stored
    except CatalogueError as error:
        st.html(elements.fault(error.on_page))
        return
    st.html(elements.quiet(reading.sample(current.table)))
    token = mappings.path(current.table.columns).stem
    saved = current.opened.mapping is not None
    st.html(elements.quiet(file_columns.origin(current.table, saved, "title" in current.guess)))
    _offer(bundle, path, current, token)
    with st.container(key="mapping"):
        mapping = _editor(token, current)
    _preview(current, mapping, path)
    _buttons(bundle, path, stored, current, mapping, token)
    _file(current)


def _buttons(
    bundle: Resources,
    path: Path,
    stored: Beginning,
    current: Beginning,
    mapping: ColumnMapping,
    token: str,
) -> None:
    """Save the mapping of the controls, or go back to the guess."""
    read_as = current.opened.read_as
    why = bundle.workspace.read_only
    changed = mapping != current.mapping or read_as != stored.opened.read_as
    same = stored.opened.saved is None and not read_as and mapping == current.guess
    with st.container(horizontal=True, gap="small"):
        st.button(
            "Use these columns",
            key="mapping_save",
            type="primary",
            disabled="title" not in mapping or not changed or bool(why),
            help=why or None,
            on_click=_save,
            args=(bundle, path, current, mapping),
        )
        st.button(
            "Back to the guess",
            key="mapping_forget",
            disabled=bool(why) or same,
            help=why or None,
            on_click=_forget,
            args=(bundle, path, stored, token),
        )


def _offer(bundle: Resources, path: Path, current: Beginning, token: str) -> None:
    """Offer the mapping of a file with other columns, if it fits this one."""
    if current.earlier:
        st.button(
            file_columns.offer(current.earlier),
            key="mapping_earlier",
            help="It was saved for a file with other columns. This file has all that it uses.",
            on_click=_take,
            args=(bundle, path, current, current.earlier.mapping, token),
            disabled=bool(bundle.workspace.read_only),
        )


def _editor(token: str, current: Beginning) -> ColumnMapping:
    """Draw a row of controls for each field. Returns the mapping that they show."""
    with st.container(key="mapping_heads"):
        for place, words in zip(st.columns(_WIDTHS), _HEADS, strict=True):
            place.html(elements.caption(words))
    names = labels(current.table.columns)
    filled = tuple(
        (field, filling)
        for field in RECORD_FIELDS
        if (filling := _field(token, field, names, current.mapping[field]))
    )
    return ColumnMapping(filled, _picture_folders(token, current.mapping))


def _picture_folders(token: str, mapping: ColumnMapping) -> tuple[str, ...]:
    key = f"mapping_{token}_picture_folders"
    st.session_state.setdefault(key, "\n".join(mapping.picture_folders))
    text = st.text_area(
        "Other folders with its pictures, one a line",
        key=key,
        placeholder="none: pictures are looked for beside the catalogue and in its folder images",
        help="Pictures elsewhere are not opened unless you name their folder here.",
        height=68,
    )
    return tuple(filter(None, map(str.strip, text.splitlines())))


def _field(token: str, field: str, names: tuple[str, ...], filling: Filling) -> Filling:
    keys = [f"mapping_{token}_{field}_{part}" for part in ("columns", "separator", "constant")]
    for key, value in zip(
        keys, (list(filling.columns), filling.separator, filling.constant), strict=True
    ):
        st.session_state.setdefault(key, value)
    name, columns, separator, constant = st.columns(_WIDTHS, vertical_alignment="center")
    label = field.capitalize()
    name.html(elements.quiet(label))
    # Each control has its own label, which the style sheet shows where the headings have no room.
    chosen = columns.multiselect(label, names, key=keys[0], placeholder="none")
    joined, otherwise = filling.separator, ""
    if len(chosen) > 1:
        joined = separator.text_input(
            f"{label}: joined by", key=keys[1], placeholder="nothing between"
        )
        if joined.isspace():
            separator.html(elements.quiet("a space" if joined == " " else "spaces"))
    if field not in NO_CONSTANT:
        otherwise = constant.text_input(
            f"{label}: if empty", key=keys[2], placeholder="leave empty"
        )
    return Filling(tuple(chosen), joined, otherwise.strip())


def _preview(current: Beginning, mapping: ColumnMapping, path: Path) -> None:
    st.html(elements.caption("First records with these columns"))
    if "title" in mapping:
        records = preview(current.table, mapping, path.parent)
        _table(file_columns.previewed(records, mapping))
    else:
        st.html(elements.fault("Choose a column for the title. Without one no work can be named."))


def _file(current: Beginning) -> None:
    st.html(elements.caption("The file as it is"))
    with st.container(key="mapping_file"):
        _table(file_columns.as_it_is(current.table))


def _table(rows: list[dict[str, str]]) -> None:
    st.dataframe(rows, hide_index=True, width="stretch", height="auto")


def _take(
    bundle: Resources, path: Path, current: Beginning, mapping: ColumnMapping, token: str
) -> None:
    """Save the mapping of another file for this one, and show it in the controls."""
    _reset(token)
    _save(bundle, path, current, mapping)


def _save(bundle: Resources, path: Path, current: Beginning, mapping: ColumnMapping) -> None:
    try:
        current.opened.save(SavedMappings(bundle.workspace.mappings), mapping)
        session.use_catalogue(bundle, path)
    except CatalogueError as error:
        st.session_state["catalogue_fault"] = error.on_page
    else:
        opening.leave()


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
