"""`python -m jobs`: the jobs of a workspace, the newest first, and how each stands."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from console import CartellinoError, until_closed
from jobs.errors import JobError
from jobs.kinds import kind_named
from jobs.queue import Jobs
from jobs.values import Job
from storage import Workspace


@until_closed
def main(arguments: Sequence[str] | None = None) -> int:
    """List the jobs. Returns the exit status: 0, or 2 with a sentence on stderr."""
    parser = argparse.ArgumentParser(
        prog="python -m jobs",
        description="Lists the jobs of a workspace, the newest first. python -m jobs worker works "
        "through them.",
    )
    parser.add_argument("--workspace", type=Path, help="folder that holds the queue")
    parser.add_argument("--limit", type=int, default=20, help="how many (default 20)")
    options = parser.parse_args(arguments)
    workspace = Workspace(options.workspace) if options.workspace else Workspace.default()
    try:
        read = Jobs(workspace).newest(options.limit)
    except CartellinoError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    for job in read.values:
        print(
            "  ".join(
                (f"{datetime.fromtimestamp(job.created):%Y-%m-%d %H:%M}", job.id, *_words(job))
            )
        )
    for row in read.set_aside:
        print(f"left out: {row}", file=sys.stderr)
    if not read.values:
        print("No job was handed in yet.")
    return 2 if read.set_aside else 0


def _words(job: Job) -> tuple[str, str]:
    """How a job stands, and what it is."""
    step = job.step
    state = job.waits_for or job.state
    if job.state == "running" and step.stage:
        state = f"running: {step.stage}, {step.fraction:.0%}"
    try:
        return state, kind_named(job.kind).title(job)
    except JobError:
        return state, job.kind
