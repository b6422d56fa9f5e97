"""Jobs in a person's words. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from console import time_left
from jobs import Job, JobError, Kind, kind_named

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


def detail(job: Job) -> str:
    """With what it is done, such as the backends; empty where the kind adds nothing."""
    kind = _kind(job)
    return kind.detail(job) if kind else ""


def state(job: Job) -> str:
    """`stage 2 of 7, reading labels, 14 s left`, or how it ended. Loading comes before stage 1."""
    if job.state == "running":
        return _running(job)
    failed = sum(item.state == "failed" for item in job.items)
    if job.state == "done" and failed:
        return f"finished, {failed} of {len(job.items)} could not be used"
    return job.waits_for or _STATES[job.state]


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
