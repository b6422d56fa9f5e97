"""Above the review: the clips that it lacks, because their evidence cannot be read."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages._ui.html import elements
from pipeline.analysis import SetAside

_NAMED = 3
"""Clips that are named one by one; a damaged database may have thousands."""


def draw(rows: Sequence[SetAside]) -> None:
    for row in rows[:_NAMED]:
        st.html(elements.fault(str(row)))
    if len(rows) > _NAMED:
        st.html(elements.fault(f"{len(rows) - _NAMED:,} more clips cannot be read."))
