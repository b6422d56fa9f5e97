"""Catalogue page: the versions of this catalogue that were opened, and what changed since one."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import streamlit as st

from catalogue import Catalogue
from catalogue.versions import HEADER, Comparison, OpenedVersion, Version, Versions, compare, rows
from console import brief, csv_line, plural
from pages._ui.catalogue.long_list import LISTED, note_rest
from pages._ui.html import elements
from pages._ui.shell.resources import Resources
from pages._ui.words import works


def draw(bundle: Resources, catalogue: Catalogue) -> None:
    """Choose an earlier version; list what was added, changed, removed and renumbered since."""
    versions = Versions(bundle.workspace.catalogues)
    others = list(filter(None, map(versions.find, versions.family(catalogue.sha256)[1:])))
    if not others:
        st.html(
            elements.empty(
                "One version so far",
                "Open the next export of this catalogue above. What it adds, changes and removes "
                "is shown here, and verdicts stay with their works.",
            )
        )
        return
    chosen = st.selectbox(
        "Compared with", others, _previous_in(versions, catalogue, others), format_func=_label,
        key=f"version_other_{catalogue.sha256}",  # the next version has its own version before
    )  # fmt: skip
    comparison, old, new = _comparison(
        str(versions.folder), chosen.sha256, catalogue.sha256, versions, catalogue
    )
    st.html(elements.counts(list(comparison.counts.items())))
    changes = list(rows(comparison, old, new))
    if not changes:
        st.html(elements.quiet("Every work is the same in both versions."))
        return
    st.dataframe(
        [dict(zip(map(str.capitalize, HEADER), map(brief, row), strict=True))
         for row in changes[:LISTED]],
        hide_index=True, width="stretch",
    )  # fmt: skip
    note_rest(len(changes))
    st.download_button(
        "Download all changes as CSV",
        lambda: "".join(map(csv_line, (HEADER, *changes))).encode("utf-8-sig", "replace"),
        f"{catalogue.path.stem}-changes.csv",
        "text/csv",
        on_click="ignore",
    )


def _label(version: OpenedVersion) -> str:
    when = datetime.fromisoformat(version.time).astimezone().strftime("%d %b %Y, %H:%M")
    return f"{works.named(Path(version.path))}, opened {when}, {plural(version.works, 'work')}"


def _previous_in(versions: Versions, catalogue: Catalogue, others: list[OpenedVersion]) -> int:
    """The position of the version before the open one; 0, the newest, where that is unknown."""
    current = versions.find(catalogue.sha256)
    previous = current.previous if current else None
    return next((n for n, other in enumerate(others) if other.sha256 == previous), 0)


def warn(bundle: Resources, catalogue: Catalogue) -> None:
    """Draw a caution where this version has far fewer works than the one before."""
    if words := _fewer(str(bundle.workspace.catalogues), catalogue.sha256):
        st.html(elements.caution(words))


@st.cache_data(show_spinner=False, max_entries=16)
def _fewer(folder: str, sha256: str) -> str:
    versions = Versions(Path(folder))
    current = versions.find(sha256)
    before = versions.find(current.previous) if current and current.previous else None
    return works.fewer(current, before) if current and before else ""


@st.cache_resource(show_spinner="Comparing …", max_entries=2)
def _comparison(
    folder: str, old: str, new: str, _versions: Versions, _catalogue: Catalogue
) -> tuple[Comparison, Version, Version]:
    before, now = _versions.version(old), Version.of(_catalogue)
    return compare(before, now), before, now
