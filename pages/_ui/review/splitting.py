"""Splitting a clip on the review page: what it becomes is said before it is done."""

from __future__ import annotations

import streamlit as st

from console import clock
from ledger import JudgedMeanwhile, LedgerError
from pages._ui.html import elements
from pages._ui.review.actions import Reviewer
from pipeline import Evidence, Frame, PipelineError, after_cuts, halves

CHOOSE = "To split the clip, choose above the frame with which its second part begins."


def draw(reviewer: Reviewer, clip: Evidence, chosen: Frame | None) -> None:
    """The button, and what the clip becomes if it is split at the frame chosen in the strip."""
    if clip.clip.video.kind == "image" or len(clip.frames) < 2:
        return
    at, whole = moment(clip, chosen), clip.clip
    start, end = clock(whole.start), clock(whole.end)
    why = reviewer.bundle.workspace.read_only
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.button(
            "Split here `H`", key=f"split_{whole.key}", on_click=split,
            args=(reviewer, clip, chosen), help=why or None,
            disabled=at is None or reviewer.correcting or bool(why),
        )  # fmt: skip
        words = CHOOSE
        if at is not None:
            words = f"{start}–{end} becomes {start}–{clock(at)} and {clock(at)}–{end}."
        st.html(elements.quiet(words))


def moment(clip: Evidence, chosen: Frame | None) -> float | None:
    """The moment (s) of the chosen frame, if the clip can be split there."""
    video = clip.clip.video.kind == "video"
    return chosen.time if video and chosen and clip.frames[0].time < chosen.time else None


def split(reviewer: Reviewer, clip: Evidence, chosen: Frame | None) -> None:
    """Make the clip two, the second from the chosen frame on, and go to the first."""
    key, at = clip.clip.key, moment(clip, chosen)
    if why := reviewer.why_not(key):
        reviewer.report(why, wrong=True)
        return
    if at is None:
        reviewer.report("Not split. " + CHOOSE, wrong=True)
        return
    try:
        after = halves(clip, at)
        seen = reviewer.review.verdict(key, "defer", None, reviewer.name)
        reviewer.review.ledger.recut(seen, after)
    except JudgedMeanwhile:
        reviewer.report("Somebody split this clip meanwhile. Nothing was written.", wrong=True)
        return
    except (LedgerError, PipelineError) as error:
        reviewer.report(str(error), wrong=True)
        return
    reviewer.turn_back()
    reviewer.report("Split. U undoes it")
    reviewer.place.choose(after_cuts((clip,), [(key, after)])[0].clip.key)
