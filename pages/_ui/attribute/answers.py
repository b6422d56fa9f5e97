"""Attribute page: the frames of a job and the answers of its stages, while it runs and after."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from jobs import Job
from pages._ui.html import elements, stages
from pages._ui.shell.resources import Resources
from pages._ui.widgets.thumbnail import thumbnail
from pipeline import Evidence
from pipeline.analysis import ClipAnswers, decode, spread
from storage import Workspace

_SEEN = 6
"""Pictures of a running job at once: large enough to see what is being looked at."""
LARGE = (440, 300)
"""Twice the size at which they are drawn, for sharp screens."""
_PAGE = 10
"""Clips whose answers are unfolded at once."""


def running(workspace: Workspace, job: Job) -> None:
    """The frames as they are sampled, and the answers about the clip under way."""
    clips = decode(job.log.answers, workspace)
    if not clips and not job.log.growing:
        _pictures(job.log.frames[-_SEEN:])
        return
    *before, now = clips or (ClipAnswers(),)
    _heading(now, len(job.items) > 1)
    _pictures(spread(now.frames, _SEEN))
    # An element each, so that the browser leaves a row alone whose words did not change.
    with st.container(key=f"answers_{job.id}"):
        for row in stages.rows(now.outputs, dict(job.log.growing)):
            st.html(stages.row(row))
    answered = [clip for clip in before[::-1] if clip.outputs]
    if answered:
        fold = st.expander("Earlier clips", key=f"before_{job.id}", on_change="rerun")
        if fold.open:
            with fold:
                _clips(answered[:_PAGE], len(job.items) > 1)


def finished(bundle: Resources, job: Job) -> None:
    """The answers about every clip, sent to the browser only once they are unfolded."""
    if not job.log.found and not job.log.answers:
        return
    fold = st.expander("Answers, stage by stage", key=f"clips_{job.id}", on_change="rerun")
    if not fold.open:
        return
    with fold:
        clips = decode(job.log.answers, bundle.workspace)
        if keys := job.log.found:
            pages = -(-len(keys) // _PAGE)
            page = st.pagination(pages, key=f"clips_page_{job.id}") if pages > 1 else 1
            shown = bundle.store.of_clips(keys[(page - 1) * _PAGE : page * _PAGE])
            clips = tuple(map(_of, shown))
        _clips([clip for clip in clips if clip.outputs], len(job.items) > 1)


def _of(evidence: Evidence) -> ClipAnswers:
    asked = ClipAnswers.of(evidence.backend, evidence.clip, evidence.frames)
    return ClipAnswers(
        asked.backend, asked.medium, asked.start, asked.end, asked.frames, evidence.outputs
    )


def _clips(clips: Sequence[ClipAnswers], of_many: bool) -> None:
    for clip in clips:
        _heading(clip, of_many)
        st.html(elements.frames([thumbnail(path) for path in clip.frames]))
        st.html(stages.finished(clip.outputs))


def _heading(clip: ClipAnswers, of_many: bool) -> None:
    if words := stages.heading(clip, of_many):
        st.html(words)


def _pictures(paths: Sequence[Path]) -> None:
    if paths:
        st.html(elements.frames([thumbnail(path, LARGE) for path in paths], large=True))
