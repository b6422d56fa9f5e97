"""Left column of the review page: filters, the list of clips, the counter, bulk acceptance."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import groupby
from typing import Any

import streamlit as st

from console import clock
from pages._ui.html import elements, members
from pages._ui.review.review_session import ReviewSession
from pages._ui.shell.resources import Resources
from pages._ui.widgets.picker import Item, picker
from pages._ui.widgets.thumbnail import thumbnail
from pages._ui.words import decisions, jobs, queue
from pages._ui.words.queue import Filters, Row
from pipeline.analysis import best_frame

_LISTED = 40
"""Clips in the list at once; arrows and buttons move it through a longer queue."""
_NOTHING: Mapping[str, Any] = {
    "outcome": [], "regime": [], "state": [], "backend": [], "medium": [], "work": [], "room": [],
    "job": [],
    "score": (0.0, 1.0), "margin": (0.0, 1.0), "text": "", "flipped": False,
}  # fmt: skip
"""Every filter where it leaves nothing out."""
_KEPT: Any = {"persist_state": "session"}
"""Filters outlast a visit to another page; for a reload they are in the address."""
_DRAWN, _CHANGED = "filters_drawn", "filters_changed"
_JOBS = 50
"""Analyses that can be chosen, the newest."""


def clear() -> None:
    """Take every filter off; only before they are drawn, as in a callback."""
    for name, value in _NOTHING.items():
        st.session_state[f"filter_{name}"] = value
    st.session_state[_CHANGED] = True


def show_flipped() -> None:
    clear()
    st.session_state["filter_flipped"] = True


def _drop(name: str, choice: str) -> None:
    """Take one choice out of a filter."""
    key = f"filter_{name}"
    if choice:
        wanted, _ = st.session_state[_DRAWN]
        left = [other for other in getattr(wanted, name) if other != choice]
        st.session_state[key] = left
    else:
        st.session_state[key] = _NOTHING[name]
    st.session_state[_CHANGED] = True


def filters(bundle: Resources, review: ReviewSession) -> tuple[Filters, str]:
    """What narrows and orders the queue: in a popover, and what is on as chips.

    The controls are drawn while the popover is open, and once where something else changes them:
    in every redraw they would double its time.
    """
    popover = st.popover("Filter and sort", width="stretch", key="filters", on_change="rerun")
    changed = st.session_state.pop(_CHANGED, False)
    if _DRAWN not in st.session_state:
        for key, value in queue.read_address(_parameters()).items():
            st.session_state.setdefault(key, value)
    if popover.open or changed or _DRAWN not in st.session_state:
        with popover:
            st.session_state[_DRAWN] = _controls(bundle, review)
    wanted: Filters
    wanted, order = st.session_state[_DRAWN]
    names = {work: decisions.title_of(review.catalogue, work) for work in wanted.work}
    if wanted.job:
        chosen = {job.id: job for job in bundle.jobs.recent(_JOBS) if job.id in wanted.job}
        names |= {id: jobs.name(job) for id, job in chosen.items()}
        clips = frozenset(key for job in chosen.values() for key in job.log.found)
        wanted = replace(wanted, clips=clips)
    _chips(queue.active(wanted, names))
    return wanted, order


def _parameters() -> dict[str, list[str]]:
    return {name: st.query_params.get_all(name) for name in st.query_params}


def address() -> dict[str, list[str]]:
    """The filters that are on, as parameters of the page's address."""
    return queue.address(*st.session_state[_DRAWN])


def _controls(bundle: Resources, review: ReviewSession) -> tuple[Filters, str]:
    names, analyses = _names(review), _jobs(bundle, review)
    text = st.text_input(
        "Title, artist or video", key="filter_text", live="200ms", type="search", **_KEPT
    )
    chosen: dict[str, Any] = {
        "medium": _several("Video", "medium", _media(review), str),
        "work": _several("Work", "work", sorted(names, key=names.__getitem__), names.get),
        "room": _several("Room", "room", _rooms(review), str),
        "job": _several("Analysis", "job", list(analyses), analyses.get),
        "outcome": _pills("Decision", "outcome", decisions.OUTCOMES),
        "state": _pills("Verdict", "state", _states(review)),
        "regime": _pills("By which rules", "regime", queue.REGIMES, queue.REGIMES.get),
        "backend": _backends(review),
    }
    ranges: dict[str, Any] = {
        name: st.slider(words, 0.0, 1.0, (0.0, 1.0), 0.01, key=f"filter_{name}", **_KEPT)
        for name, words in (("score", "Score"), ("margin", "Margin"))
    }
    flipped = st.toggle("Only decisions that flip", key="filter_flipped", **_KEPT)
    order = st.selectbox("Sort", list(queue.ORDERS), key="order", **_KEPT)
    return Filters(**chosen, **ranges, text=text or "", flipped=flipped), order


def _chips(active: list[tuple[str, str, str]]) -> None:
    if not active:
        return
    with st.container(key="chips", horizontal=True, gap="xxsmall"):
        for name, choice, words in active:
            st.button(
                f"{elements.label(words)} ✕",
                key=f"drop_{name}_{choice}",
                help="Take this filter off",
                on_click=_drop,
                args=(name, choice),
            )


def _names(review: ReviewSession) -> dict[str, str]:
    """The titles of the works in the queue by identifier."""
    works = {row.work for row in review.rows if row.work}
    return {work: decisions.title_of(review.catalogue, work) for work in works}


def _media(review: ReviewSession) -> list[str]:
    return sorted({row.medium for row in review.rows}, key=str.casefold)


def _rooms(review: ReviewSession) -> list[str]:
    return sorted({row.room for row in review.rows if row.room}, key=str.casefold)


def _jobs(bundle: Resources, review: ReviewSession) -> dict[str, str]:
    """The analyses that found clips of this catalogue, by identifier, the newest first."""
    recent, clips = bundle.jobs.recent(_JOBS), review.clips.keys()
    here = (job for job in recent if not clips.isdisjoint(job.log.found))
    return {job.id: f"{jobs.name(job)}, {jobs.detail(job)}" for job in here}


def _states(review: ReviewSession) -> list[str]:
    return sorted({row.state for row in review.rows} | {queue.UNJUDGED})


def _several(
    label: str, name: str, options: list[str], words: Callable[[str], str | None]
) -> tuple[str, ...]:
    """Any of many choices, offered once there are several."""
    if len(options) < 2:
        return ()
    _without_others(f"filter_{name}", options)
    return tuple(
        st.multiselect(
            label, options, format_func=lambda o: words(o) or o, key=f"filter_{name}", **_KEPT
        )
    )


def _pills(
    label: str, name: str, options: Any, words: Callable[[str], str | None] = str
) -> tuple[str, ...]:
    """Any of a few choices."""
    _without_others(f"filter_{name}", options)
    return tuple(
        st.pills(
            label,
            list(options),
            selection_mode="multi",
            format_func=lambda option: words(option) or option,
            key=f"filter_{name}",
            **_KEPT,
        )
    )


def _without_others(key: str, options: Any) -> None:
    """Drop choices that are not offered: an address may hold anything."""
    if key in st.session_state:
        st.session_state[key] = [value for value in st.session_state[key] if value in options]


def _backends(review: ReviewSession) -> tuple[str, ...]:
    """The backends, offered once there are several."""
    names = sorted({row.backend for row in review.rows})
    return _pills("Backend", "backend", names, members.backend_name) if len(names) > 1 else ()


def item(review: ReviewSession, row: Row, blind: bool, group: str = "") -> Item:
    """A row of the queue as the list draws it; in a blind look, only its place in the video."""
    clip, best = review.clips[row.key], review.decisions[row.key].candidate
    frame = best_frame(clip, best.work if best else None)
    hidden = blind and not row.judged
    when = clock(row.start) if row.end > row.start else ""
    state = "" if row.state == queue.UNJUDGED else row.state
    outcome = "" if row.judged else row.outcome
    return Item(
        key=row.key,
        picture=thumbnail(frame.path) if frame else "",
        title=when if hidden else row.title,
        artist="" if hidden else row.artist,
        note="" if hidden else " · ".join(filter(None, (when, state or outcome))),
        aside="" if hidden else row.flip or row.now,
        tone="" if hidden else "good" if row.outcome == "identified" else "doubt",
        done=row.judged,
        group=group,
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
        st.html(elements.quiet("No clip passes the filters."))
        st.button("Take the filters off", key="clear_filters", on_click=clear)
        return
    keys = [row.key for row in rows]
    at = keys.index(current) if current in keys else 0
    first = max(0, min(at - _LISTED // 2, len(rows) - _LISTED))
    window = rows[first : first + _LISTED]
    items = [
        item(review, row, blind, medium if number == 0 else "")
        for medium, group in groupby(window, key=lambda row: row.medium)
        for number, row in enumerate(group)
    ]
    picker(items, current, "queue", "Clips", choose)
    _counter(review, rows, first, len(window), choose)


def _counter(
    review: ReviewSession, rows: list[Row], first: int, count: int, choose: Callable[[str], None]
) -> None:
    note = queue.judged_of_all(review.rows)
    if len(rows) < len(review.rows):
        note += f" · {len(rows)} pass the filters"
    if count < len(rows):
        note += f" · {first + 1} to {first + count} listed"
    st.html(elements.quiet(note))
    if count < len(rows):
        with st.container(horizontal=True, gap="small"):
            back, on = max(first - _LISTED, 0), min(first + _LISTED, len(rows) - 1)
            for words, at, off in (("Earlier", back, first == 0),
                                   ("Later", on, first + count >= len(rows))):  # fmt: skip
                st.button(words, key=f"window_{words.lower()}", type="tertiary", disabled=off,
                          on_click=choose, args=(rows[at].key,))  # fmt: skip
