"""Catalogue page: the checks of the catalogue's quality, with a list of findings for each."""

from __future__ import annotations

import streamlit as st

from catalogue import Catalogue
from catalogue.quality import Check, quality
from console import brief, csv_line
from pages._ui.catalogue.long_list import LISTED, note_rest
from pages._ui.html import elements
from pages._ui.shell import progress_bar


def draw(catalogue: Catalogue) -> None:
    """Check all works and pictures once a session, then list the findings."""
    checks = _checks(catalogue)
    failed = [check for check in checks if len(check)]
    if not failed:
        st.html(elements.empty("Nothing to mend", "The catalogue passes every check."))
        return
    left, right = st.columns([34, 66], gap="large")
    with left:
        titles = {check.name: f"{check.title} · {len(check):,}" for check in failed}
        chosen = st.radio(
            "Findings", list(titles), format_func=titles.__getitem__, key="quality_check"
        )
        passed = [check.title.lower() for check in checks if not len(check)]
        if passed:
            st.html(elements.quiet(f"Nothing found for: {'; '.join(passed)}."))
    with right:
        _list(next((check for check in failed if check.name == chosen), failed[0]), catalogue)


def _list(check: Check, catalogue: Catalogue) -> None:
    st.html(elements.caption(check.title))
    st.html(elements.quiet(check.advice))
    rows = [[brief(str(value)) for value in row] for row in check.rows[:LISTED]]
    st.html(elements.table([name.capitalize() for name in check.columns], rows))
    note_rest(len(check))
    st.download_button(
        "Download the list as CSV",
        lambda: "".join(map(csv_line, (check.columns, *check.rows))).encode("utf-8-sig", "replace"),
        f"{catalogue.path.stem}-{check.name}.csv",
        "text/csv",
        on_click="ignore",
    )


def _checks(catalogue: Catalogue) -> tuple[Check, ...]:
    stored = st.session_state.get("quality")
    if stored and stored[0] == catalogue.sha256:
        checks: tuple[Check, ...] = stored[1]
        return checks
    with progress_bar.bar() as report:
        checks = quality(catalogue, report)
    st.session_state["quality"] = (catalogue.sha256, checks)
    return checks
