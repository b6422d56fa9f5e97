"""Middle column of the review page: what was filmed, and what was read in it."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from pages._ui.html import elements, members, pictures, timeline
from pages._ui.html.timeline import Stretch
from pages._ui.review.bench import Bench
from pages._ui.review.queue_column import thumbnail
from pages._ui.widgets import player
from pages._ui.widgets.picker import Item, picker
from pages._ui.words import decisions
from pages._ui.words.queue import Row
from pipeline.types import Evidence, Frame, Signals
from storage.workspace import Workspace


@st.cache_data(show_spinner=False, max_entries=300)
def _outlined(path: str, sha256: str, outlines: tuple[pictures.Outline, ...]) -> bytes | None:
    return pictures.outlined(Path(path), outlines)


def draw(workspace: Workspace, bench: Bench, clip: Evidence, blind: bool) -> None:
    """Best frame, strip, timeline, player, words."""
    best = bench.decisions[clip.clip.key].candidate
    work = best.work if best else None
    frame = _chosen(clip) or pictures.best_frame(clip, work)
    _frame(clip, frame, None if blind else bench.proposed(clip.clip.key))
    _strip(clip, frame)
    if clip.clip.video.kind == "video":
        _timeline(bench, clip, blind)
        player.draw(workspace, clip.clip.video, _start(clip), clip.clip.key)
    if not blind:
        _said(clip, _signals(bench, clip))


def _key(clip: Evidence) -> str:
    return f"frame_of_{clip.clip.key}"


def _chosen(clip: Evidence) -> Frame | None:
    wanted = st.session_state.get(_key(clip))
    return next((frame for frame in clip.frames if frame.sha256 == wanted), None)


def _frame(clip: Evidence, frame: Frame | None, work: str | None) -> None:
    outlines = tuple(pictures.outlines(clip, frame, work)) if frame else ()
    drawn = _outlined(str(frame.path), frame.sha256, outlines) if frame else None
    if frame is None or drawn is None:
        st.html(
            elements.empty(
                "No frame to show",
                "The frame's file is gone from the "
                "workspace. Analyse the video again to have it back.",
            )
        )
        return
    st.image(drawn, width="stretch", alt=f"Frame at {decisions.clock(frame.time)}")
    what = {
        pictures.PAINTING: "the proposed painting",
        pictures.LABEL: "the label",
        pictures.OTHER: "another painting" if work else "a painting",
    }
    keys = [(o.colour, what[o.colour]) for o in dict.fromkeys(outlines)]
    where = clip.clip.video.path.name
    at = f"{where}, at {decisions.clock(frame.time)}" if clip.clip.video.kind == "video" else where
    st.html(elements.legend(at, list(dict.fromkeys(keys))))


def _strip(clip: Evidence, frame: Frame | None) -> None:
    shown = pictures.strip(clip, frame)
    if len(shown) < 2:
        return
    items = [
        Item(
            key=f.sha256,
            picture=thumbnail(str(f.path), f.sha256),
            title="",
            note=decisions.clock(f.time),
            aside="",
            tone="",
            done=False,
        )
        for f in shown
    ]

    def choose(sha256: str) -> None:
        st.session_state[_key(clip)] = sha256

    selected = frame.sha256 if frame else None
    picker(items, selected, f"strip_{clip.clip.key}", "Frames", choose, "strip")


def _timeline(bench: Bench, clip: Evidence, blind: bool) -> None:
    same = [c for c in bench.clips.values() if c.clip.video.sha256 == clip.clip.video.sha256]
    rows = {row.key: row for row in bench.rows}
    stretches = [
        Stretch(c.clip.start, c.clip.end, "this clip" if c is clip else "clip", True, c is clip)
        if blind
        else _stretch(bench, rows[c.clip.key], c is clip)
        for c in sorted(same, key=lambda c: c.clip.start)
    ]
    best, judged = bench.decisions[clip.clip.key].candidate, bench.judged.get(clip.clip.key)
    named = (judged and judged.named) or (best and best.work)
    seen = sorted({s.time for s in clip.sightings if s.work == named})
    st.html(elements.caption("Who is seen when"))
    st.html(timeline.timeline(stretches, clip.clip.video.duration, () if blind else seen))


def _stretch(bench: Bench, row: Row, current: bool) -> Stretch:
    """A clip on the timeline: what a person said of it, else what the machine says."""
    judged = bench.judged.get(row.key)
    final = judged is not None and judged.final
    seen = row.state != decisions.VERDICTS["reject"] if final else row.outcome == "identified"
    said = "" if row.state == decisions.VERDICTS["reject"] else row.state
    told = ", ".join(filter(None, (row.title, said, row.now))) if row.judged else ""
    return Stretch(row.start, row.end, row.title, seen, current, told, row.now)


def _start(clip: Evidence) -> float:
    """Where the player begins: at the chosen frame, else where the clip does. In s."""
    chosen = _chosen(clip)
    return chosen.time if chosen else clip.clip.start


def _signals(bench: Bench, clip: Evidence) -> Signals:
    said = bench.redecider.signals(bench.config)
    pairs = zip(bench.redecider.clips, said, strict=True)
    return next(s for c, s in pairs if c.clip.key == clip.clip.key)


def _said(clip: Evidence, signals: Signals) -> None:
    """What was read, looked up and seen; of several backends, each in a tab of its own."""
    parts = members.parts(clip)
    if len(parts) == 1:
        _words(clip, signals)
        _seen(clip)
        return
    drawn = zip(st.tabs([name for name, _ in parts]), parts, signals.members, strict=True)
    for tab, (_, member), own in drawn:
        with tab:
            _words(member, own)
            _seen(member)


def _words(clip: Evidence, signals: Signals) -> None:
    text, tie = decisions.label_line(clip)
    st.html(elements.caption("What was read"))
    if text:
        st.html(elements.spoken(decisions.brief(text, elements.SHOWN)))
        st.html(elements.quiet(f"The label {tie}." if tie else "A wall label."))
    else:
        st.html(elements.quiet("No wall label could be read."))
    found = decisions.guesses(signals)
    if found:
        st.html(elements.caption("What was looked up in the catalogue"))
        st.html(elements.pairs(_brief(found)))


def _brief(found: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, decisions.brief(words, elements.SHOWN)) for name, words in found]


def _seen(clip: Evidence) -> None:
    """What holds whether or not a work could be named."""
    found = decisions.described(clip)
    if found:
        st.html(elements.caption("What there is to see"))
        st.html(elements.pairs(_brief(found)))
    with st.expander("Everything the stages said, in their own words"):
        for output in clip.outputs:
            st.html(elements.stage(decisions.STAGES.get(output.stage, output.stage), output))
