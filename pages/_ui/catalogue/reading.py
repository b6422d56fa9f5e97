"""Catalogue page: controls to correct how a file was read."""

from __future__ import annotations

import hashlib
from pathlib import Path

import streamlit as st

from catalogue.formats import ReadAs, Table
from catalogue.loading import OpenTable

_SAMPLE = 200
"""Characters of a row that are shown."""
_DETECTED = ""
"""The option that leaves the choice to detection."""
_HELP = {
    "encoding": "How letters are written as bytes. If accented letters below are wrong, try "
    "another one until they are right.",
    "delimiter": "The mark between two columns. If the columns below are not those of your file, "
    "choose another one.",
    "header": "Whether the first row names the columns. If it is a record, choose none: the "
    "columns are numbered then, and you say below what each of them holds.",
    "sheet": "The sheet of the spreadsheet that holds the records.",
}


def choose(path: Path, opened: OpenTable) -> ReadAs:
    """Draw the controls, set as stored for the file. Returns how they say to read it."""
    if not opened.table.choices:
        return opened.read_as
    chosen = {}
    with st.container(horizontal=True, gap="medium"):
        for name, options in opened.table.choices:
            chosen[name] = _choose(path, opened, name, options)
    return ReadAs(**chosen)


def _choose(path: Path, opened: OpenTable, name: str, options: tuple[str, ...]) -> str:
    stored = getattr(opened.read_as, name)
    detected = dict(opened.detected).get(name, "")
    key = f"{_token(path)}_{name}"
    st.session_state.setdefault(key, stored)

    def label(option: str) -> str:
        how = "guessed" if "guessed" in detected else "detected"
        return option or f"{detected.partition(' (')[0]} ({how})"

    chosen = st.selectbox(
        name.capitalize(),
        list(dict.fromkeys((_DETECTED, stored, *options))),
        key=key,
        format_func=label,
        help=_HELP[name],
        width=260,
    )
    return chosen or _DETECTED


def sample(table: Table) -> str:
    """A row of the file, with an accent if there is one, to check letters and columns by."""
    rows = [" | ".join(filter(None, row.cells)) for row in table.rows]
    example = next((row for row in rows if not row.isascii()), next(iter(rows), ""))
    return f"Example: {example[:_SAMPLE]}" if example else ""


def forget(path: Path) -> None:
    """Put the controls back to what is detected."""
    for key in [key for key in st.session_state if str(key).startswith(_token(path))]:
        del st.session_state[key]


def _token(path: Path) -> str:
    return f"reading_{hashlib.sha256(str(path).encode(errors='replace')).hexdigest()[:12]}"
