"""The record itself: every verdict with a picture of what was judged, newest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from catalogue.versions import Versions
from ledger import Attached, Event, file_of, picture_of
from pages._ui.html import elements
from pages._ui.ledger.history import details
from pages._ui.shell import to_review
from pages._ui.shell.resources import Resources
from pages._ui.widgets.gallery import Card, gallery
from pages._ui.widgets.thumbnail import thumbnail
from pages._ui.words import record, verdicts
from pages._ui.words.verdicts import LineFilter
from pipeline.analysis import best_frame

_PICTURES, _TABLE = "Pictures", "Table"
_PAGE = 20
"""Lines at once, each with a picture."""
_SHOWN, _PAGE_SHOWN = "ledger_line", "ledger_page"
_SIZE = 168, 126


def draw(bundle: Resources, events: Sequence[Event], now: Mapping[int, Attached]) -> None:
    """Every line, newest first, with filters. A click opens its clip on the page Review.

    `now` is, by the number of an event, its work in the catalogue of today.
    """
    to_review.go()
    in_force = frozenset(event.number for event in bundle.ledger.in_force())
    layout, lines = _filtered(events, in_force)
    st.html(elements.quiet(f"{len(lines):,} of {len(events):,} lines"))
    if not lines:
        st.html(elements.quiet("No line passes the filters. Loosen one to see more."))
    elif layout == _TABLE:
        _table(bundle, lines, in_force, now)
    else:
        _rows(bundle, lines, in_force)
        _window(bundle, lines, now)


def _filtered(events: Sequence[Event], in_force: frozenset[int]) -> tuple[str, list[Event]]:
    """How the record is shown, and the lines that pass the filters."""
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        kinds = st.pills(
            "Verdict",
            list(verdicts.VERDICTS),
            selection_mode="multi",
            format_func=verdicts.VERDICTS.__getitem__,
            key="ledger_kinds",
        )
        who = st.selectbox(
            "Judged by",
            ["everybody", *sorted({e.reviewer for e in events})],
            key="ledger_reviewer",
            width=160,
        )
        text = st.text_input("Title, artist, video or comment", key="ledger_text", width=220)
        standing_only = st.toggle("Only what is in force", key="ledger_standing")
        layout = st.segmented_control(
            "As", (_PICTURES, _TABLE), default=_PICTURES, key="ledger_layout", required=True
        )
    line_filter = LineFilter(tuple(kinds), "" if who == "everybody" else who, text, standing_only)
    return layout, line_filter.of(events, in_force)


def _rows(bundle: Resources, lines: Sequence[Event], in_force: frozenset[int]) -> None:
    pages = -(-len(lines) // _PAGE)
    page = int(st.session_state.get(_PAGE_SHOWN, 1))
    if page > pages:  # fewer lines pass the filters than before
        st.session_state.pop(_PAGE_SHOWN)
        page = 1
    shown = lines[(page - 1) * _PAGE : page * _PAGE]
    pictures = _pictures(bundle, shown)
    by_number = {str(event.number): event.clip for event in shown}
    gallery(
        [_card(event, event.number in in_force, pictures.get(event.number, "")) for event in shown],
        "ledger_rows",
        "Lines of the ledger",
        lambda number: to_review.choose(by_number[number]),
        fit="rows",
        more=_look_at,
    )
    to_review.go()
    if pages > 1:
        with st.container(horizontal=True, horizontal_alignment="center"):
            st.pagination(pages, key=_PAGE_SHOWN)


def _card(event: Event, stands: bool, picture: str) -> Card:
    return Card(
        key=str(event.number),
        picture=picture,
        title=record.title(event),
        words=record.about(event),
        note=record.verdict(event, stands),
        tone=record.tone(event, stands),
    )


def _pictures(bundle: Resources, events: Sequence[Event]) -> dict[int, str]:
    """By the number of an event, the frame in which its work is seen best, if it is still there;
    of a reference picture, that picture."""
    clips = {clip.clip.key: clip for clip in bundle.store.of_clips([e.clip for e in events])}
    frames = {
        event.number: best_frame(clips[event.clip], event.work or event.proposed)
        for event in events
        if event.clip in clips
    }
    paths = {number: frame.path for number, frame in frames.items() if frame}
    paths |= {e.number: file_of(bundle.workspace, sha256) for e in events
              if (sha256 := picture_of(e))}  # fmt: skip
    return {number: thumbnail(path, _SIZE) for number, path in paths.items()}


def _look_at(number: str) -> None:
    st.session_state[_SHOWN] = int(number)


def _window(bundle: Resources, lines: Sequence[Event], now: Mapping[int, Attached]) -> None:
    """The line whose details were asked for just now, in a window over the page."""
    number = st.session_state.pop(_SHOWN, 0)
    if event := next((event for event in lines if event.number == number), None):
        st.dialog("A line of the ledger", width="large")(details)(
            bundle.ledger, Versions(bundle.workspace.catalogues), event, now.get(number)
        )


def _table(
    bundle: Resources,
    lines: Sequence[Event],
    in_force: frozenset[int],
    now: Mapping[int, Attached],
) -> None:
    rows = [record.row(event, event.number in in_force, now.get(event.number)) for event in lines]
    chosen = st.dataframe(
        rows,
        hide_index=True,
        width="stretch",
        key="history",
        on_select="rerun",
        selection_mode="single-cell",
        height=min(46 + 35 * len(rows), 560),
    )
    versions = Versions(bundle.workspace.catalogues)
    for place, _ in chosen.selection.cells:
        if place < len(lines):
            event = lines[place]
            details(bundle.ledger, versions, event, now.get(event.number))
