"""Catalogue page: the versions of this catalogue that were opened, and what one changed."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import streamlit as st

from catalogue import Catalogue
from catalogue.compare import HEADER, Comparison, Version, compare, rows
from catalogue.export import csv_line
from catalogue.versions import Opened, Versions
from pages._ui import views, views_markup
from pages._ui.resources import Resources

_LISTED = 1_000


def draw(bundle: Resources, catalogue: Catalogue) -> None:
    """Choose an earlier version; see what was added, changed, removed and renumbered since."""
    versions = Versions(bundle.workspace.catalogues)
    others = [one for name in versions.family(catalogue.sha256)[1:] if (one := versions.find(name))]
    if not others:
        st.html(
            views_markup.empty(
                "One version so far",
                "Open the next export of this catalogue above. What it adds, changes and removes "
                "is shown here, and verdicts stay with the works that they are about.",
            )
        )
        return
    chosen = st.selectbox("Compared with", others, format_func=_named, key="version_other")
    found, old, new = _compared(versions, chosen.sha256, catalogue)
    st.html(views_markup.counts(_counts(found)))
    changes = list(rows(found, old, new))
    if not changes:
        st.html(views_markup.quiet("Both say the same about every work."))
        return
    st.dataframe(
        [dict(zip(map(str.capitalize, HEADER), map(views.brief, row), strict=True))
         for row in changes[:_LISTED]],
        hide_index=True, width="stretch",
    )  # fmt: skip
    if len(changes) > _LISTED:
        st.html(views_markup.quiet(f"The first {_LISTED:,} of {len(changes):,} are listed."))
    st.download_button(
        "Download all changes as CSV",
        lambda: "".join(map(csv_line, (HEADER, *changes))).encode("utf-8-sig", "replace"),
        f"{catalogue.path.stem}-changes.csv",
        "text/csv",
        on_click="ignore",
    )


def _named(version: Opened) -> str:
    when = datetime.fromisoformat(version.time).astimezone().strftime("%d %b %Y, %H:%M")
    return f"{Path(version.path).name}, opened {when}, {views.plural(version.works, 'work')}"


def _counts(found: Comparison) -> list[tuple[str, int]]:
    return [
        ("added", len(found.added)),
        ("changed", len(found.changed)),
        ("removed", len(found.removed)),
        ("renumbered", len(found.renumbered)),
        ("unchanged", found.unchanged),
    ]


@st.cache_resource(show_spinner="Comparing …", max_entries=2)
def _comparison(
    folder: str, old: str, new: str, _versions: Versions, _catalogue: Catalogue
) -> tuple[Comparison, Version, Version]:
    before, now = _versions.version(old), Version.of(_catalogue)
    return compare(before, now), before, now


def _compared(
    versions: Versions, old: str, catalogue: Catalogue
) -> tuple[Comparison, Version, Version]:
    return _comparison(str(versions.folder), old, catalogue.sha256, versions, catalogue)
