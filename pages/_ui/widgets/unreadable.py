"""Above what is shown: what it lacks, because it cannot be read."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from console import plural
from pages._ui.html import elements

_NAMED = 3
"""Rows that are named one by one; a damaged database may have thousands."""


def draw(rows: Sequence[object], what: str, many: str = "") -> None:
    """A note about rows that were set aside, each of which says its place and what to do."""
    if rows:
        st.html(
            elements.caution(f"{plural(len(rows), what, many)} cannot be read; all else is shown.")
        )
    for row in rows[:_NAMED]:
        st.html(elements.caution(str(row)))
    if len(rows) > _NAMED:
        st.html(elements.caution(f"{len(rows) - _NAMED:,} more are not named here."))
