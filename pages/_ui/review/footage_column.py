"""Middle column of the review page: the footage of a clip, and what was read in it."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from console import brief, clock
from pages._ui.html import elements, members, pictures, stages, timeline
from pages._ui.html.timeline import Stretch
from pages._ui.review import label
from pages._ui.review.actions import Reviewer
from pages._ui.review.review_session import ReviewSession
from pages._ui.widgets import player
from pages._ui.widgets.picker import Item, picker
from pages._ui.widgets.thumbnail import thumbnail
from pages._ui.words import decisions
from pages._ui.words.queue import Row
from pipeline import Evidence, Frame, Signals
from pipeline.analysis import best_frame


@st.cache_data(show_spinner=False, max_entries=300)
def _outlined(path: str, sha256: str, outlines: tuple[pictures.Outline, ...]) -> bytes | None:
    return pictures.outlined(Path(path), outlines)


def container(clip: str) -> str:
    """The key of the container of a clip's frame."""
    return f"footage_{clip}"


def draw(reviewer: Reviewer, clip: Evidence) -> None:
    """Best frame, strip, timeline, player, answers."""
    workspace, review = reviewer.bundle.workspace, reviewer.review
    blind = reviewer.hides(clip)
    best = review.decisions[clip.clip.key].candidate
    work = best.work if best else None
    frame = chosen_frame(clip) or best_frame(clip, work)
    with st.container(key=container(clip.clip.key)):
        _frame(clip, frame, None if blind else review.nearest(clip.clip.key))
    _strip(clip, frame)
    if clip.clip.video.kind == "video":
        _timeline(review, clip, blind)
        player.draw(workspace, clip.clip.video, _start(clip), clip.clip.key)
    if not blind:
        _answers(review, clip)


def _key(clip: Evidence) -> str:
    return f"frame_of_{clip.clip.key}"


def chosen_frame(clip: Evidence) -> Frame | None:
    """The frame that the curator chose in the strip."""
    sha256 = st.session_state.get(_key(clip))
    return next((frame for frame in clip.frames if frame.sha256 == sha256), None)


def _frame(clip: Evidence, frame: Frame | None, work: str | None) -> None:
    outlines = tuple(pictures.outlines(clip, frame, work)) if frame else ()
    picture = _outlined(str(frame.path), frame.sha256, outlines) if frame else None
    if frame is None or picture is None:
        st.html(
            elements.empty(
                "No frame to show",
                "The file of this frame is gone from the workspace. Analyse the video again.",
            )
        )
        return
    st.image(picture, width="stretch", alt=f"Frame at {clock(frame.time)}")
    meanings = {
        pictures.PAINTING: "the proposed painting",
        pictures.LABEL: "the label",
        pictures.OTHER: "another painting" if work else "a painting",
    }
    colours = dict.fromkeys(outline.colour for outline in outlines)
    where = clip.clip.video.path.name
    at = f"{where}, at {clock(frame.time)}" if clip.clip.video.kind == "video" else where
    st.html(elements.legend(at, [(colour, meanings[colour]) for colour in colours]))


def _strip(clip: Evidence, frame: Frame | None) -> None:
    frames = pictures.strip(clip, frame)
    if len(frames) < 2:
        return
    items = [
        Item(
            key=f.sha256,
            picture=thumbnail(f.path),
            title="",
            artist="",
            note=clock(f.time),
            aside="",
            tone="",
            done=False,
            group="",
        )
        for f in frames
    ]

    def choose(sha256: str) -> None:
        st.session_state[_key(clip)] = sha256

    selected = frame.sha256 if frame else None
    picker(items, selected, f"strip_{clip.clip.key}", "Frames", choose, "strip")


def _timeline(review: ReviewSession, clip: Evidence, blind: bool) -> None:
    video = clip.clip.video
    clips = [other for other in review.clips.values() if other.clip.video.sha256 == video.sha256]
    rows = {row.key: row for row in review.rows}
    stretches = [
        Stretch(c.clip.start, c.clip.end, "this clip" if c is clip else "clip", True, c is clip)
        if blind
        else _stretch(review, rows[c.clip.key], c is clip)
        for c in sorted(clips, key=lambda c: c.clip.start)
    ]
    best, judged = review.decisions[clip.clip.key].candidate, review.judged.get(clip.clip.key)
    work = (judged and judged.named) or (best and best.work)
    times = sorted({s.time for s in clip.sightings if s.work == work})
    st.html(elements.caption("What is seen when"))
    st.html(timeline.markup(stretches, video.duration, () if blind else times))


def _stretch(review: ReviewSession, row: Row, current: bool) -> Stretch:
    """A clip on the timeline: its verdict, else the machine's decision."""
    judged = review.judged.get(row.key)
    final = judged is not None and judged.final
    without = judged is not None and judged.event.kind in ("reject", "nothing")
    identified = not without if final else row.outcome == "identified"
    state = "" if without else row.state
    verdict = ", ".join(filter(None, (row.title, state, row.now))) if row.judged else ""
    return Stretch(row.start, row.end, row.title, identified, current, verdict, row.now)


def _start(clip: Evidence) -> float:
    """Where the player begins, in s: at the chosen frame, else at the start of the clip."""
    chosen = chosen_frame(clip)
    return chosen.time if chosen else clip.clip.start


def _answers(review: ReviewSession, clip: Evidence) -> None:
    """What was read, looked up and seen; with several backends, a tab for each."""
    parts, signals = members.parts(clip), review.signals[clip.clip.key]
    if len(parts) == 1:
        _words(review, clip, signals)
        _seen(clip)
        return
    tabs = st.tabs([name for name, _ in parts])
    for tab, (_, member), own in zip(tabs, parts, signals.members, strict=True):
        with tab:
            _words(review, member, own)
            _seen(member)


def _words(review: ReviewSession, clip: Evidence, signals: Signals) -> None:
    st.html(elements.caption("What was read"))
    label.draw(review, clip)
    if guesses := decisions.guesses(signals):
        st.html(elements.caption("Looked up in the catalogue"))
        st.html(elements.pairs(_brief(guesses)))


def _brief(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, brief(words, elements.ANSWER_LENGTH)) for name, words in pairs]


def _seen(clip: Evidence) -> None:
    """The descriptions, which are useful whether or not a work was identified."""
    if described := decisions.described(clip):
        st.html(elements.caption("What is seen"))
        st.html(elements.pairs(_brief(described)))
    with st.expander("Answers, stage by stage"):
        st.html(stages.finished(clip.outputs))
