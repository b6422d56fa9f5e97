"""Catalogue page: encoding, delimiter and sheet, where a person knows better than the guess."""

from __future__ import annotations

import hashlib
from pathlib import Path

import streamlit as st

from catalogue.formats import ReadAs, Table
from catalogue.loading.open_table import OpenTable

_SAMPLE = 200
"""Characters of a row that are shown."""
_FOUND = ""
"""What stands for leaving it as it was found out."""


def choose(path: Path, kept: OpenTable) -> ReadAs:
    """The controls, at what is kept for the file; what they stand at."""
    if not kept.table.choices:
        return kept.read_as
    said = {}
    with st.container(horizontal=True, gap="medium"):
        for name, known in kept.table.choices:
            said[name] = _choose(path, kept, name, known)
    return ReadAs(**said)


def _choose(path: Path, kept: OpenTable, name: str, known: tuple[str, ...]) -> str:
    standing = getattr(kept.read_as, name)
    found = dict(kept.detected).get(name, "")
    key = f"{_token(path)}_{name}"
    st.session_state.setdefault(key, standing)

    def named(option: str) -> str:
        how = "guessed" if "guessed" in found else "found"
        return option or f"{found.partition(' (')[0]}, as {how}"

    chosen = st.selectbox(
        name.capitalize(),
        list(dict.fromkeys((_FOUND, standing, *known))),
        key=key,
        format_func=named,
        help=_HELP[name],
        width=260,
    )
    return chosen or _FOUND


_HELP = {
    "encoding": "How letters are written as bytes. If accented letters below are wrong, try "
    "another one until they are right.",
    "delimiter": "The mark that parts the columns. If the columns below are not those of your "
    "file, choose another one.",
    "sheet": "The sheet of the spreadsheet that holds the records.",
}


def sample(table: Table) -> str:
    """A row that shows whether letters and columns are right: one with letters beyond ASCII."""
    rows = [" | ".join(filter(None, row.cells)) for row in table.rows]
    told = next((row for row in rows if not row.isascii()), next(iter(rows), ""))
    return f"For instance: {told[:_SAMPLE]}" if told else ""


def forget(path: Path) -> None:
    """Put the controls back to what is found out."""
    for key in [key for key in st.session_state if str(key).startswith(_token(path))]:
        del st.session_state[key]


def _token(path: Path) -> str:
    return f"reading_{hashlib.sha256(str(path).encode(errors='replace')).hexdigest()[:12]}"
