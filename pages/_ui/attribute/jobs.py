"""Lower part of the attribute page: jobs as they run, with the answers of each stage."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from console import CartellinoError
from jobs import Job
from pages._ui.html import elements, stages
from pages._ui.shell import navigation, session
from pages._ui.shell.resources import Resources
from pages._ui.widgets import unreadable
from pages._ui.widgets.thumbnail import thumbnail
from pages._ui.words import jobs as words
from pipeline.analysis import FRAMES, ClipAnswers, decode, spread

_RECENT = 5
_EVERY = 0.4
"""s between two redraws while a job runs: words come in as fast as people read."""


def draw(bundle: Resources) -> None:
    """The newest jobs; while one runs, this part redraws itself."""
    running = any(not job.finished for job in bundle.jobs.recent(_RECENT))
    st.fragment(_redraw, run_every=_EVERY if running else None)(bundle, running)


def _redraw(bundle: Resources, watched: bool) -> None:
    session.guarded_part(lambda: _jobs(bundle, watched))


def _jobs(bundle: Resources, watched: bool) -> None:
    bundle.jobs.ensure_worker()  # at every redraw, because a worker may die while it is watched
    read = bundle.jobs.newest(_RECENT)
    jobs = read.values
    unreadable.draw((*read.set_aside, *(row for job in jobs for row in job.set_aside)), "row")
    if not jobs:
        st.html(
            elements.quiet("Nothing analysed yet. Drop a video above, or name a file or folder.")
        )
        return
    if words.waits_long(jobs, time.time()) and not bundle.jobs.working:
        st.html(elements.fault(words.NOBODY_WORKS))
    if watched and all(job.finished for job in jobs):
        st.rerun()
    detailed = next((job.id for job in jobs if not job.finished), jobs[0].id)
    for job in jobs:
        with st.container(border=True, key=f"job_{job.id}"):
            _job(bundle, job, job.id == detailed)


def _job(bundle: Resources, job: Job, detailed: bool) -> None:
    st.html(elements.job(job))
    with st.container(horizontal=True, gap="small"):
        if not job.finished:
            st.button(
                "Cancel", key=f"cancel_{job.id}", on_click=_cancel, args=(bundle, job.id),
                disabled=bool(bundle.workspace.read_only),
            )  # fmt: skip
        if any(item.state == "done" for item in job.items):
            st.page_link(navigation.REVIEW, label="Review the results")
    if job.log.messages:
        wrong = "failed" in (job.state, *(item.state for item in job.items))
        st.html(elements.messages(job.log.messages, wrong))
    if detailed:
        _evidence(job, decode(job.log.answers, bundle.workspace))


def _cancel(bundle: Resources, job: str) -> None:
    try:
        bundle.jobs.cancel(job)
    except CartellinoError as error:
        st.session_state["attribute_fault"] = str(error)


def _evidence(job: Job, clips: Sequence[ClipAnswers]) -> None:
    if job.finished:
        frames = dict.fromkeys(path for clip in clips for path in clip.frames)
        _pictures(spread(tuple(frames) or job.log.frames))
        _folded(job, "Answers, stage by stage", clips, f"clips_{job.id}")
    elif clips or job.log.growing:
        *before, now = clips or (ClipAnswers(),)
        _heading(job, now)
        # An element each, so that the browser leaves a row alone whose words did not change.
        with st.container(key=f"answers_{job.id}"):
            for row in stages.rows(now.outputs, dict(job.log.growing)):
                st.html(stages.row(row))
        _folded(job, "Earlier clips", before[::-1], f"before_{job.id}")
    else:
        _pictures(job.log.frames[-FRAMES:])


def _heading(job: Job, clip: ClipAnswers) -> None:
    """The backend, its clip, and pictures of it."""
    if words := stages.heading(clip, of_many=len(job.items) > 1):
        st.html(words)
    _pictures(clip.frames)


def _pictures(paths: Sequence[Path]) -> None:
    if paths:
        st.html(elements.frames([thumbnail(path) for path in paths]))


def _folded(job: Job, title: str, clips: Sequence[ClipAnswers], key: str) -> None:
    """Answers clip by clip, sent to the browser only once they are unfolded."""
    answered = [clip for clip in clips if clip.outputs]
    if not answered:
        return
    fold = st.expander(title, key=key, on_change="rerun")
    if fold.open:
        with fold:
            for clip in answered:
                _heading(job, clip)
                st.html(stages.finished(clip.outputs))
