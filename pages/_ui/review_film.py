"""Middle column of the review page: what was filmed, and what was read in it."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from pages._ui import player, views, views_markup, views_members, views_pictures, views_timeline
from pages._ui.bench import Bench
from pages._ui.queue import Item, picker
from pages._ui.review_queue import thumbnail
from pages._ui.views_queue import Row
from pages._ui.views_timeline import Stretch
from pipeline.types import Evidence, Frame, Signals
from storage.workspace import Workspace


@st.cache_data(show_spinner=False, max_entries=300)
def _outlined(path: str, sha256: str, outlines: tuple[views_pictures.Outline, ...]) -> bytes | None:
    return views_pictures.outlined(Path(path), outlines)


def draw(workspace: Workspace, bench: Bench, clip: Evidence, blind: bool) -> None:
    """Best frame, strip, timeline, player, words."""
    best = bench.decisions[clip.clip.key].candidate
    work = best.work if best else None
    frame = _chosen(clip) or views_pictures.best_frame(clip, work)
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
    outlines = tuple(views_pictures.outlines(clip, frame, work)) if frame else ()
    drawn = _outlined(str(frame.path), frame.sha256, outlines) if frame else None
    if frame is None or drawn is None:
        st.html(
            views_markup.empty(
                "No frame to show",
                "The frame's file is gone from the "
                "workspace. Analyse the video again to have it back.",
            )
        )
        return
    st.image(drawn, width="stretch", alt=f"Frame at {views.clock(frame.time)}")
    what = {
        views_pictures.PAINTING: "the proposed painting",
        views_pictures.LABEL: "the label",
        views_pictures.OTHER: "another painting" if work else "a painting",
    }
    keys = [(o.colour, what[o.colour]) for o in dict.fromkeys(outlines)]
    where = clip.clip.video.path.name
    at = f"{where}, at {views.clock(frame.time)}" if clip.clip.video.kind == "video" else where
    st.html(views_markup.legend(at, list(dict.fromkeys(keys))))


def _strip(clip: Evidence, frame: Frame | None) -> None:
    shown = views_pictures.strip(clip, frame)
    if len(shown) < 2:
        return
    items = [
        Item(
            key=f.sha256,
            picture=thumbnail(str(f.path), f.sha256),
            title="",
            note=views.clock(f.time),
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
    st.html(views_markup.caption("Who is seen when"))
    st.html(views_timeline.timeline(stretches, clip.clip.video.duration, () if blind else seen))


def _stretch(bench: Bench, row: Row, current: bool) -> Stretch:
    """A clip on the timeline: what a person said of it, else what the machine says."""
    judged = bench.judged.get(row.key)
    final = judged is not None and judged.final
    seen = row.state != views.VERDICTS["reject"] if final else row.outcome == "identified"
    said = "" if row.state == views.VERDICTS["reject"] else row.state
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
    parts = views_members.parts(clip)
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
    text, tie = views.label_line(clip)
    st.html(views_markup.caption("What was read"))
    if text:
        st.html(views_markup.spoken(views.brief(text, views_markup.SHOWN)))
        st.html(views_markup.quiet(f"The label {tie}." if tie else "A wall label."))
    else:
        st.html(views_markup.quiet("No wall label could be read."))
    found = views.guesses(signals)
    if found:
        st.html(views_markup.caption("What was looked up in the catalogue"))
        st.html(views_markup.pairs(_brief(found)))


def _brief(found: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, views.brief(words, views_markup.SHOWN)) for name, words in found]


def _seen(clip: Evidence) -> None:
    """What holds whether or not a work could be named."""
    found = views.described(clip)
    if found:
        st.html(views_markup.caption("What there is to see"))
        st.html(views_markup.pairs(_brief(found)))
    with st.expander("Everything the stages said, in their own words"):
        for output in clip.outputs:
            st.html(views_markup.stage(views.STAGES.get(output.stage, output.stage), output))
