"""Left column of the review page: filters, the list of clips, the counter, bulk acceptance."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from pages._ui.html import elements, members, pictures
from pages._ui.review.bench import Bench
from pages._ui.widgets.picker import Item, picker
from pages._ui.words import decisions, queue
from pages._ui.words.queue import Filters, Row

SHOWN = 40
"""Clips in the list at once; the filters narrow a longer queue."""


@st.cache_data(show_spinner=False, max_entries=4000)
def thumbnail(path: str, sha256: str) -> str:
    """A frame's thumbnail, kept by the hash that names the frame."""
    return pictures.thumbnail(Path(path))


def filters(bench: Bench) -> tuple[Filters, str]:
    """The popover with everything that narrows or orders the queue."""
    with st.popover("Filter and order", width="stretch"):
        outcome = st.pills(
            "The machine says",
            list(decisions.OUTCOMES),
            selection_mode="multi",
            key="filter_outcome",
            persist_state="session",
        )
        regime = st.pills(
            "What led",
            list(queue.REGIMES),
            selection_mode="multi",
            format_func=queue.REGIMES.__getitem__,
            key="filter_regime",
            persist_state="session",
        )
        states = sorted({row.state for row in bench.rows} | {queue.UNJUDGED})
        state = st.pills(
            "A person says",
            states,
            selection_mode="multi",
            key="filter_state",
            persist_state="session",
        )
        backend = _backends(bench)
        score = st.slider(
            "Score", 0.0, 1.0, (0.0, 1.0), 0.01, key="filter_score", persist_state="session"
        )
        margin = st.slider(
            "Margin", 0.0, 1.0, (0.0, 1.0), 0.01, key="filter_margin", persist_state="session"
        )
        text = st.text_input("Title or file", key="filter_text", persist_state="session")
        order = st.selectbox("Order", list(queue.ORDERS), key="order", persist_state="session")
        chosen = tuple(outcome), tuple(regime), tuple(state)
        found = Filters(*chosen, score, margin, text, backend)
    return found, order


def _backends(bench: Bench) -> tuple[str, ...]:
    """Who looked, offered once more than one has."""
    names = sorted({row.backend for row in bench.rows})
    if len(names) < 2:
        return ()
    return tuple(
        st.pills(
            "Who looked",
            names,
            selection_mode="multi",
            format_func=members.backend_name,
            key="filter_backend",
            persist_state="session",
        )
    )


def item(bench: Bench, row: Row, blind: bool) -> Item:
    """A row of the queue as the list draws it; blind, only what was filmed is told."""
    clip, best = bench.clips[row.key], bench.decisions[row.key].candidate
    frame = pictures.best_frame(clip, best.work if best else None)
    hidden = blind and not row.judged
    where = row.medium if row.state == queue.UNJUDGED else row.state
    when = f"{decisions.clock(row.start)} · {where}" if row.end > row.start else where
    return Item(
        key=row.key,
        picture=thumbnail(str(frame.path), frame.sha256) if frame else "",
        title=row.medium if hidden else row.title,
        note=decisions.clock(row.start) if hidden else when,
        aside=row.now,
        tone="" if hidden else "good" if row.outcome == "identified" else "doubt",
        done=row.judged,
    )


def draw(
    bench: Bench,
    shown: list[Row],
    current: str | None,
    blind: bool,
    choose: Callable[[str], None],
) -> None:
    """The list round the current clip, and how much of the work is done."""
    if not shown:
        st.html(elements.quiet("No clip passes the filters. Loosen one to see more."))
        return
    keys = [row.key for row in shown]
    at = keys.index(current) if current in keys else 0
    first = max(0, min(at - SHOWN // 2, len(shown) - SHOWN))
    window = shown[first : first + SHOWN]
    picker([item(bench, row, blind) for row in window], current, "queue", "Clips", choose)
    note = queue.counted(bench.rows)
    if len(shown) < len(bench.rows):
        note += f" · {len(shown)} shown by the filters"
    elif len(window) < len(shown):
        note += f" · {first + 1} to {first + len(window)} listed"
    st.html(elements.quiet(note))


def bulk(bench: Bench, shown: list[Row], accept: Callable[[list[str]], None]) -> None:
    """Accept many clips at once, having seen which."""
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
        touched = queue.bulk(shown, minimum)
        st.html(
            elements.table(
                ("Clip", "Proposal", "Score", "Margin"),
                [
                    (
                        f"{r.medium} {decisions.clock(r.start)}",
                        r.title,
                        decisions.score(r.score),
                        decisions.score(r.margin),
                    )
                    for r in touched
                ],
            )
        )
        st.html(
            elements.quiet(
                "Unjudged clips that the filters show. One undo (U) takes all of them back."
            )
        )
        st.button(
            f"Accept {decisions.plural(len(touched), 'clip')}",
            key="bulk_accept",
            type="primary",
            disabled=not touched,
            on_click=accept,
            args=([row.key for row in touched],),
        )
