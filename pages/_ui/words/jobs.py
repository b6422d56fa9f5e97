"""Jobs in a person's words. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from catalogue import Work
from console import brief, clock, plural, time_left
from jobs import Job, JobError, Kind, kind_named
from pipeline import Decision, Evidence
from pipeline.analysis import OPENING, Analysis

_STATES = {
    "queued": "waiting for its turn",
    "done": "finished",
    "failed": "not finished",
    "cancelled": "cancelled",
}


NOBODY_WORKS = (
    "The next job has been waiting for a while, and no worker runs to take it. One is started "
    "again and again: if this stays, the file worker.log in the workspace says why."
)
_PATIENCE = 60.0
"""s that a worker may take to start."""


def waits_long(jobs: Sequence[Job], now: float) -> bool:
    """Whether a job has waited so long that a worker, if any, should have taken it. `now` is a
    time in s since 1970; a clock that was set back makes no job wait."""
    return any(job.state == "queued" and now - job.created > _PATIENCE for job in jobs)


def name(job: Job) -> str:
    """What is being done, as the job's kind says it."""
    kind = _kind(job)
    return kind.title(job) if kind else job.kind


def detail(job: Job, catalogue: str = "") -> str:
    """When it was asked for, against which catalogue, and with what: `28 Nov, 01:44 · embedded`."""
    kind = _kind(job)
    when = datetime.fromtimestamp(job.created).strftime("%d %b, %H:%M").lstrip("0")
    return " · ".join(filter(None, (catalogue, kind.detail(job) if kind else "", when)))


def catalogue_of(job: Job) -> Path | None:
    """The file of the catalogue that a job names works of; None where it needs none."""
    return job.payload.catalogue if isinstance(job.payload, Analysis) else None


def can_restart(job: Job) -> bool:
    """Whether something of a job that has ended is still to be done."""
    return job.finished and any(item.state != "done" for item in job.items)


def state(job: Job, found: str = "") -> str:
    """`stage 2 of 7, reading labels, 14 s left`, or how it ended. Loading comes before stage 1.

    `found` says what came of a job that is finished.
    """
    if job.state == "running":
        return _running(job)
    if job.state == "failed" and job.step.stage == OPENING:
        return "could not be read"
    failed = sum(item.state == "failed" for item in job.items)
    if job.state == "done" and failed:
        ended = f"{failed} of {len(job.items)} could not be used"
        return f"{found}; {ended}" if found else f"finished, {ended}"
    return job.waits_for or (found if job.state == "done" and found else _ended(job, found))


def _ended(job: Job, found: str) -> str:
    words = _STATES[job.state]
    return f"{words}; {found} before that" if found else words


def found(decisions: Sequence[Decision]) -> str:
    """`4 works, 1 abstention`: how many works were named, and how often none was."""
    works = {d.candidate.work for d in decisions if d.accepted and d.candidate}
    without = sum(not decision.accepted for decision in decisions)
    parts = [plural(len(works), "work") if works else "no work named"]
    return ", ".join(parts + ([plural(without, "abstention")] if without else []))


def clips(count: int) -> str:
    """How many clips a job has, where they cannot be decided."""
    return plural(count, "clip")


def so_far(count: int) -> str:
    """What can be judged of a job that goes on."""
    return f"{plural(count, 'clip')} to review so far, while the analysis goes on"


def where(clip: Evidence) -> str:
    """Where a clip is in its video; the name of the file, of a picture."""
    start, end = clip.clip.start, clip.clip.end
    if end > start:
        return f"{clock(start)} to {clock(end)}"
    return brief(clip.clip.video.path.name, 60)


def nearest(work: Work | None) -> str:
    """The work that comes nearest to a clip in which none was named."""
    return f"nearest: {brief(work.title, 80) or 'Untitled'}" if work else ""


def _running(job: Job) -> str:
    step, kind = job.step, _kind(job)
    if not step.stage:
        return "starting"
    numbered = f"stage {step.number} of {kind.stages}, " if kind and step.number else ""
    return f"{numbered}{step.stage}, {time_left(step.seconds_left)}"


def _kind(job: Job) -> Kind[object] | None:
    try:
        return kind_named(job.kind)
    except JobError:
        return None
