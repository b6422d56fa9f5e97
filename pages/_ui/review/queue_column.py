"""Left column of the review page: filters, the list of clips, the counter, bulk acceptance."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from console import clock, plural
from pages._ui.html import elements, members
from pages._ui.review.review_session import ReviewSession
from pages._ui.widgets.picker import Item, picker
from pages._ui.widgets.thumbnail import thumbnail
from pages._ui.words import decisions, queue
from pages._ui.words.queue import Filters, Row
from pipeline.analysis import best_frame

_LISTED = 40
"""Clips in the list at once; the filters narrow a longer queue."""


def filters(review: ReviewSession) -> tuple[Filters, str]:
    """The popover with everything that narrows or orders the queue."""
    with st.popover("Filter and sort", width="stretch"):
        outcome = st.pills(
            "Decision",
            list(decisions.OUTCOMES),
            selection_mode="multi",
            key="filter_outcome",
            persist_state="session",
        )
        regime = st.pills(
            "By which rules",
            list(queue.REGIMES),
            selection_mode="multi",
            format_func=queue.REGIMES.__getitem__,
            key="filter_regime",
            persist_state="session",
        )
        states = sorted({row.state for row in review.rows} | {queue.UNJUDGED})
        state = st.pills(
            "Verdict",
            states,
            selection_mode="multi",
            key="filter_state",
            persist_state="session",
        )
        backend = _backends(review)
        score = st.slider(
            "Score", 0.0, 1.0, (0.0, 1.0), 0.01, key="filter_score", persist_state="session"
        )
        margin = st.slider(
            "Margin", 0.0, 1.0, (0.0, 1.0), 0.01, key="filter_margin", persist_state="session"
        )
        text = st.text_input("Title or file", key="filter_text", persist_state="session")
        order = st.selectbox("Sort", list(queue.ORDERS), key="order", persist_state="session")
        chosen = tuple(outcome), tuple(regime), tuple(state)
    return Filters(*chosen, score, margin, text, backend), order


def _backends(review: ReviewSession) -> tuple[str, ...]:
    """The backends, offered once there are several."""
    names = sorted({row.backend for row in review.rows})
    if len(names) < 2:
        return ()
    return tuple(
        st.pills(
            "Backend",
            names,
            selection_mode="multi",
            format_func=members.backend_name,
            key="filter_backend",
            persist_state="session",
        )
    )


def item(review: ReviewSession, row: Row, blind: bool) -> Item:
    """A row of the queue as the list draws it; in a blind look, only its place in the video."""
    clip, best = review.clips[row.key], review.decisions[row.key].candidate
    frame = best_frame(clip, best.work if best else None)
    hidden = blind and not row.judged
    where = row.medium if row.state == queue.UNJUDGED else row.state
    when = f"{clock(row.start)} · {where}" if row.end > row.start else where
    return Item(
        key=row.key,
        picture=thumbnail(frame.path) if frame else "",
        title=row.medium if hidden else row.title,
        note=clock(row.start) if hidden else when,
        aside=row.now,
        tone="" if hidden else "good" if row.outcome == "identified" else "doubt",
        done=row.judged,
    )


def draw(
    review: ReviewSession,
    rows: list[Row],
    current: str | None,
    blind: bool,
    choose: Callable[[str], None],
) -> None:
    """The list around the current clip, and how many clips are judged."""
    if not rows:
        st.html(elements.quiet("No clip passes the filters. Loosen one to see more."))
        return
    keys = [row.key for row in rows]
    at = keys.index(current) if current in keys else 0
    first = max(0, min(at - _LISTED // 2, len(rows) - _LISTED))
    window = rows[first : first + _LISTED]
    picker([item(review, row, blind) for row in window], current, "queue", "Clips", choose)
    note = queue.judged_of_all(review.rows)
    if len(rows) < len(review.rows):
        note += f" · {len(rows)} pass the filters"
    elif len(window) < len(rows):
        note += f" · {first + 1} to {first + len(window)} listed"
    st.html(elements.quiet(note))


def bulk(rows: list[Row], accept: Callable[[list[str]], None], why_off: str = "") -> None:
    """Accept many clips at once, after a look at the list of them, unless that is off."""
    with st.popover("Accept several …", width="stretch"):
        minimum = st.slider(
            "Identified with a score of at least",
            0.0,
            1.0,
            0.8,
            0.01,
            key="bulk_minimum",
            persist_state="session",
        )
        acceptable = queue.bulk(rows, minimum)
        st.html(
            elements.table(
                ("Clip", "Proposal", "Score", "Margin"),
                [
                    (
                        f"{r.medium} {clock(r.start)}",
                        r.title,
                        decisions.score(r.score),
                        decisions.score(r.margin),
                    )
                    for r in acceptable
                ],
            )
        )
        st.html(
            elements.quiet(
                "Unjudged clips that pass the filters. One undo (U) takes all of them back."
            )
        )
        st.button(
            f"Accept {plural(len(acceptable), 'clip')}",
            key="bulk_accept",
            type="primary",
            disabled=not acceptable or bool(why_off),
            help=why_off or None,
            on_click=accept,
            args=([row.key for row in acceptable],),
        )
