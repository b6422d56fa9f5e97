"""Catalogue page: how the file was read, the rows that were left out, and what is odd in it."""

from __future__ import annotations

import streamlit as st

from catalogue import Catalogue, rejects
from pages._ui.catalogue.long_list import LISTED, note_rest
from pages._ui.html import elements
from pages._ui.words import works


def draw(catalogue: Catalogue) -> None:
    """Every row of the file is a record, or is listed here with the reason."""
    st.html(elements.pairs([(n.capitalize(), value) for n, value in catalogue.facts]))
    _rejects(catalogue)
    _findings(catalogue)


def _rejects(catalogue: Catalogue) -> None:
    st.html(elements.caption("Rows left out"))
    if not catalogue.rejects:
        st.html(elements.quiet("None. Every row with content is a record of a work."))
        return
    st.html(elements.table(works.REJECTED, works.rejected(catalogue.rejects[:LISTED])))
    note_rest(len(catalogue.rejects))
    st.download_button(
        "Download them as CSV",
        lambda: "".join(rejects(catalogue)).encode("utf-8-sig", "backslashreplace"),
        f"{catalogue.path.stem}-left-out.csv",
        "text/csv",
        on_click="ignore",
    )


def _findings(catalogue: Catalogue) -> None:
    st.html(elements.caption("What is odd"))
    odd = works.oddities(catalogue)
    if not odd:
        else_ = " else" if catalogue.rejects else ""
        st.html(elements.quiet(f"Nothing{else_} in the file is odd."))
        return
    st.html(elements.table(works.ODD, works.odd(odd[:LISTED])))
    note_rest(len(odd))
