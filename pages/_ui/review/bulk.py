"""Many clips accepted at once, after a look at the pictures of each."""

from __future__ import annotations

from functools import partial

import streamlit as st

from catalogue import Work
from console import clock, plural
from pages._ui.html import elements
from pages._ui.review.actions import Reviewer
from pages._ui.widgets.grid import Pair, grid
from pages._ui.widgets.sheet import Sheet
from pages._ui.widgets.thumbnail import thumbnail
from pages._ui.words import decisions, queue
from pages._ui.words.queue import Row
from pipeline import Evidence
from pipeline.analysis import best_frame

_SHEET = Sheet("bulk_open")
_AT_ONCE = 60
"""Clips in the grid: as many as a person looks at before accepting them together."""
_SIZE = 240, 180
EVERY = "all that pass the filters"
SAME_WORK, SAME_VIDEO = "of this work", "of this work in this video"


def draw_handle(reviewer: Reviewer) -> None:
    """The button that opens the grid."""
    why = reviewer.bundle.workspace.read_only
    st.button("Accept several …", key="bulk", width="stretch", disabled=bool(why),
              help=why or None, on_click=_SHEET.open)  # fmt: skip


def draw(reviewer: Reviewer, clip: Evidence | None) -> None:
    """The grid, once it was asked for."""
    if _SHEET.is_open:
        _sheet(reviewer, clip)


@st.dialog("Accept several", width="large", on_dismiss=_SHEET.close)
def _sheet(reviewer: Reviewer, clip: Evidence | None) -> None:
    _SHEET.leave_if_closed()
    which, least = st.columns(2, gap="medium")
    with which:
        scope = st.selectbox("Identified clips", [EVERY, SAME_WORK, SAME_VIDEO], key="bulk_scope")
    with least:
        minimum = st.slider("With a score of at least", 0.0, 1.0, 0.8, 0.01, key="bulk_minimum")
    every = _rows(reviewer, clip, scope)
    rows = queue.bulk(every, minimum)
    if rest := len(every) - len(rows):
        verb = "has" if rest == 1 else "have"
        st.html(elements.quiet(f"{plural(rest, 'identified clip')} {verb} a lower score."))
    if not rows:
        st.html(elements.quiet("No unjudged clip is identified so surely. Lower the score."))
        return
    if more := max(0, len(rows) - _AT_ONCE):
        st.html(elements.quiet(f"The {_AT_ONCE} surest; {more} more come after these."))
    pairs = [_pair(reviewer, row) for row in rows[:_AT_ONCE]]
    grid(pairs, "bulk_grid", partial(_accept, reviewer))
    st.html(elements.quiet("The surest first. One undo (U) takes all of them back."))


def _accept(reviewer: Reviewer, clips: list[str]) -> None:
    reviewer.accept_all(clips)
    _SHEET.close()


def _rows(reviewer: Reviewer, clip: Evidence | None, scope: str) -> list[Row]:
    """The clips that may be accepted, the surest first."""
    here = reviewer.review.row(clip.clip.key) if clip else None
    rows = queue.bulk(reviewer.rows, 0.0)
    if here and scope != EVERY:
        rows = [row for row in rows if row.work == here.work]
    if here and scope == SAME_VIDEO:
        rows = [row for row in rows if row.medium == here.medium]
    return queue.arrange(rows, queue.Filters(), "surest first")


def _pair(reviewer: Reviewer, row: Row) -> Pair:
    clip = reviewer.review.clips[row.key]
    frame = best_frame(clip, row.work or None)
    work = reviewer.review.catalogue.by_identifier.get(row.work)
    when = f"{clock(row.start)} · " if row.end > row.start else ""
    return Pair(
        key=row.key,
        picture=thumbnail(frame.path, _SIZE) if frame else "",
        reference=_reference(work),
        title=row.title,
        artist=row.artist,
        note=f"{row.medium} · {when}score {decisions.score(row.score)}, evidence "
        f"{decisions.score(row.confidence)}",
        work=row.work,
        video=row.medium,
    )


def _reference(work: Work | None) -> str:
    if work is None or work.picture is None or not work.picture.is_file():
        return ""
    return thumbnail(work.picture, _SIZE)
