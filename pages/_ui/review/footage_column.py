"""Below the footage on the review page: its frames, its timeline, and what was read in it."""

from __future__ import annotations

import streamlit as st

from console import brief
from pages._ui.html import elements, members, stages, timeline
from pages._ui.html.timeline import Stretch
from pages._ui.review import frame_strip, label, recutting
from pages._ui.review.actions import Reviewer
from pages._ui.review.review_session import ReviewSession
from pages._ui.words import decisions
from pages._ui.words.queue import Row
from pipeline import Evidence, Signals, about_longer


def draw(reviewer: Reviewer, clip: Evidence) -> None:
    """Strip of frames, timeline, and what was read and seen."""
    review, blind = reviewer.review, reviewer.hides(clip)
    frame_strip.draw(reviewer, clip)
    if clip.clip.video.kind == "video":
        recutting.draw_handle(reviewer)
        _timeline(review, clip, blind)
    if not blind:
        _answers(review, clip)


def _timeline(review: ReviewSession, clip: Evidence, blind: bool) -> None:
    video = clip.clip.video
    clips = [other for other in review.clips.values() if other.clip.video.sha256 == video.sha256]
    stretches = [
        Stretch(c.clip.start, c.clip.end, "this clip" if c is clip else "clip", True, c is clip)
        if blind
        else _stretch(review, review.row(c.clip.key), c is clip)
        for c in sorted(clips, key=lambda c: c.clip.start)
    ]
    best, judged = review.decisions[clip.clip.key].candidate, review.judged.get(clip.clip.key)
    work = (judged and judged.named) or (best and best.work)
    times = sorted({s.time for s in clip.sightings if s.work == work})
    drawn = timeline.markup(stretches, video.duration, () if blind else times)
    st.html(elements.stack(elements.caption("What is seen when"), drawn))


def _stretch(review: ReviewSession, row: Row, current: bool) -> Stretch:
    """A clip on the timeline: its verdict, else the machine's decision."""
    judged = review.judged.get(row.key)
    final = judged is not None and judged.final
    without = judged is not None and judged.event.kind in ("reject", "nothing")
    identified = not without if final else row.outcome == "identified"
    state = "" if without else row.state
    verdict = ", ".join(filter(None, (row.title, state, row.now))) if row.judged else ""
    return Stretch(row.start, row.end, row.title, identified, current, verdict, row.now)


def _answers(review: ReviewSession, clip: Evidence) -> None:
    """What was read, looked up and seen; with several backends, a tab for each."""
    parts, signals = members.parts(clip), review.signals[clip.clip.key]
    if len(parts) == 1:
        _words(review, clip, signals)
        return
    tabs = st.tabs([name for name, _ in parts])
    for tab, (_, member), own in zip(tabs, parts, signals.members, strict=True):
        with tab:
            _words(review, member, own)


def _words(review: ReviewSession, clip: Evidence, signals: Signals) -> None:
    """The label, what was looked up, and the descriptions, which are useful whether or not a work
    was identified."""
    parts = [label.draw(review, clip, elements.caption("What was read"))]
    if about_longer(clip):
        parts.insert(0, elements.quiet("Said of the longer clip, before it was cut:"))
    if guesses := decisions.guesses(signals):
        parts += [elements.caption("Looked up in the catalogue"), elements.pairs(_brief(guesses))]
    if described := decisions.described(clip):
        parts += [elements.caption("What is seen"), elements.pairs(_brief(described))]
    st.html(elements.stack(*parts))
    with st.expander("Answers, stage by stage"):
        st.html(stages.finished(clip.outputs))


def _brief(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, brief(words, elements.ANSWER_LENGTH)) for name, words in pairs]
