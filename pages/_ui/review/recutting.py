"""Cutting clips anew on the review page: what they become is said before it is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from console import clocks
from ledger import RECUT, JudgedMeanwhile, LedgerError
from pages._ui.html import elements
from pages._ui.review import frame_strip
from pages._ui.review.actions import Reviewer
from pages._ui.widgets.sheet import Sheet
from pipeline import (
    Evidence,
    Interval,
    PipelineError,
    Recut,
    after_cuts,
    begun_at,
    ended_at,
    following,
    span,
    split_at,
)

Way = Literal["split", "begin", "end", "join"]
_SHEET = Sheet("change_clip_open")
_FRAMES = 40
"""Frames in the strip of the sheet."""
LABELS: Mapping[Way, str] = {
    "split": "Split here `H`", "begin": "Begin here `Q`", "end": "End here `W`",
    "join": "Join with next `G`",
}  # fmt: skip
_DONE: Mapping[Way, str] = {
    "split": "Split", "begin": "Begins later now", "end": "Ends earlier now", "join": "Joined",
}  # fmt: skip


@dataclass(frozen=True)
class Change:
    """What clips become."""

    clips: tuple[Evidence, ...]
    after: tuple[Interval, ...]

    @property
    def recut(self) -> Recut:
        return Recut(tuple(clip.clip.key for clip in self.clips), self.after)

    @property
    def keys(self) -> tuple[str, ...]:
        """The clips that there will be."""
        return tuple(clip.clip.key for clip in after_cuts(self.clips, [self.recut]))

    @property
    def words(self) -> str:
        """`0:00–0:08 becomes 0:00–0:04 and 0:04–0:08`."""
        before = [(clip.clip.start, clip.clip.end) for clip in self.clips]
        name = clocks([moment for interval in (*before, *self.after) for moment in interval])
        was, now = (
            " and ".join(f"{name(start)}–{name(end)}" for start, end in intervals)
            for intervals in (before, self.after)
        )
        return f"{was} {'becomes' if len(before) == 1 else 'become'} {now}."


def draw_handle(reviewer: Reviewer) -> None:
    """The button that opens the sheet."""
    why = reviewer.bundle.workspace.read_only
    st.button("Change the clip …", key="change_clip", help=why or None,
              disabled=bool(why) or reviewer.correcting, on_click=_SHEET.open)  # fmt: skip


def draw(reviewer: Reviewer, clip: Evidence) -> None:
    """The sheet, once it was asked for."""
    if _SHEET.is_open:
        _sheet(reviewer, clip)


@st.dialog("Change the clip", width="medium", on_dismiss=_SHEET.close)
def _sheet(reviewer: Reviewer, clip: Evidence) -> None:
    """The frames to choose from, and the ways to cut the clip anew, each with what comes of it."""
    _SHEET.leave_if_closed()
    frame_strip.draw(reviewer, clip, "moments", _FRAMES)
    for way, label in LABELS.items():
        _offer(reviewer, clip, way, label)


def _offer(reviewer: Reviewer, clip: Evidence, way: Way, label: str) -> None:
    try:
        words, off = change(reviewer, clip, way).words, False
    except PipelineError as error:
        words, off = str(error), True
    with st.container(horizontal=True, gap="medium", vertical_alignment="center"):
        st.button(label, key=f"{way}_{clip.clip.key}", disabled=off, width=190,
                  on_click=_pressed, args=(reviewer, clip, way))  # fmt: skip
        st.html(elements.quiet(words))


def _pressed(reviewer: Reviewer, clip: Evidence, way: Way) -> None:
    recut(reviewer, clip, way)
    _SHEET.close()


def change(reviewer: Reviewer, clip: Evidence, way: Way) -> Change:
    """What becomes of a clip, cut at the frame that is shown. Raises PipelineError where it
    cannot be cut."""
    result = _joined(reviewer, clip) if way == "join" else _cut(reviewer, clip, way)
    if set(result.keys) & reviewer.review.clips.keys() - set(result.recut.clips):
        raise PipelineError("There is a clip of this start and end already.")
    return result


def _joined(reviewer: Reviewer, clip: Evidence) -> Change:
    next_one = following(clip, reviewer.review.clips.values())
    clips = (clip,) if next_one is None else (clip, next_one)
    interval = span(clips)  # which says so of a picture
    if next_one is None:
        raise PipelineError("No clip of this video comes after this one.")
    return Change(clips, interval)


def _cut(reviewer: Reviewer, clip: Evidence, way: Way) -> Change:
    frame = frame_strip.shown_frame(reviewer, clip)
    if frame is None:
        raise PipelineError("The clip has no frames.")
    cuts: Mapping[Way, Callable[[], Sequence[Interval]]] = {
        "split": lambda: split_at(clip, frame.time),
        "begin": lambda: begun_at(clip, frame),
        "end": lambda: ended_at(clip, frame),
    }
    return Change((clip,), tuple(cuts[way]()))


def recut(reviewer: Reviewer, clip: Evidence, way: Way) -> None:
    """Cut the clip anew, and go to what it became."""
    if why := reviewer.why_not(clip.clip.key):
        reviewer.report(why, wrong=True)
        return
    try:
        made = change(reviewer, clip, way)
        _write(reviewer, made)
    except JudgedMeanwhile:
        reviewer.report("Somebody changed this clip meanwhile. Nothing was written.", wrong=True)
        return
    except (LedgerError, PipelineError) as error:
        reviewer.report(f"Nothing was changed. {error}", wrong=True)
        return
    reviewer.turn_back()
    reviewer.report(f"{_DONE[way]}: {made.words} U undoes it")
    reviewer.place.choose(made.keys[0])


def _write(reviewer: Reviewer, made: Change) -> None:
    review = reviewer.review
    seen = [review.verdict(key, "defer", None, reviewer.name) for key in made.recut.clips]
    stood = {event.clip: event.number for event in review.in_force if event.region == RECUT}
    review.ledger.recut(seen, made.after, stood)
