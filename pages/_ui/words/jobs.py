"""Jobs in a person's words. Pure."""

from __future__ import annotations

from jobs.jobs import Job
from pages._ui.words import decisions

_STATES = {
    "queued": "waiting for its turn",
    "done": "finished",
    "failed": "not finished",
    "cancelled": "called off",
}


def name(job: Job) -> str:
    """What is analysed: the one film, or the film under way and how many there are."""
    if len(job.media) == 1:
        return job.media[0].name
    at = next((n for n, s in enumerate(job.medium_states) if s == "running"), None)
    if at is None:
        return f"{job.media[0].name} and {len(job.media) - 1} more"
    return f"{job.media[at].name} ({at + 1} of {len(job.media)})"


def lookers(job: Job) -> str:
    """Who looks, where it is not the embedded backend alone: `embedded + qwen2-vl`."""
    names = [choice.backend for choice in job.choices]
    return "" if names == ["embedded"] else " + ".join(names)


def state(job: Job) -> str:
    """`stage 2 of 7, reading labels, 14 s left`, or how it ended. Loading comes before stage 1."""
    if job.state == "running":
        if not job.number:
            return (
                f"{job.stage}, {decisions.duration(job.seconds_left)}" if job.stage else "starting"
            )
        return f"stage {job.number} of 7, {job.stage}, {decisions.duration(job.seconds_left)}"
    if job.state == "done":
        failed = sum(s == "failed" for s in job.medium_states)
        return f"finished, {failed} of {len(job.media)} could not be used" if failed else "finished"
    return _STATES[job.state]
