"""Analyses whose evidence is compared, by workers that are started by hand."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from demo import build
from jobs import Job
from pipeline import Evidence
from pipeline.analysis import Store, analysis
from storage import Workspace

_PICTURES = 3


def collection(folder: Path, film: bool = False) -> object:
    """Paint a small collection into a folder. Returns an analysis of some of its pictures."""
    ends(forked(lambda: build(folder, quick=True)), 600.0)
    pattern = "walks/*.mp4" if film else "pictures/*.jpg"
    return analysis(sorted(folder.glob(pattern))[:_PICTURES], folder / "catalogue.csv")


def evidence_in(workspace: Workspace) -> tuple[Evidence, ...]:
    """All evidence of a workspace, in a form that can be compared with that of another."""
    evidence = Store(workspace.database).evidence_list()
    return tuple(sorted(map(_comparable, evidence), key=lambda e: e.clip.key))


def _comparable(evidence: Evidence) -> Evidence:
    """Without what differs between two runs: how long a stage took, and the workspace."""
    outputs = tuple(replace(output, seconds=0.0) for output in evidence.outputs)
    frames = tuple(replace(frame, path=Path(frame.path.name)) for frame in evidence.frames)
    return replace(evidence, outputs=outputs, frames=frames)


def whole(job: Job) -> bool:
    """Whether a job is done with everything in it."""
    return job.state == "done" and all(item.state == "done" for item in job.items)


class Nobody:
    """Starts no worker: they are started here, to be killed."""

    def start(self) -> None: ...

    def working(self) -> bool:
        return True


def forked(work: Callable[[], object]) -> int:
    """A process of its own that does some work, and has everything imported already."""
    if (child := os.fork()) == 0:
        status = 1
        try:
            work()
            status = 0
        finally:
            os._exit(status)
    return child


def ends(child: int, seconds: float) -> bool:
    """Whether a process ends by itself within some time. Raises SystemExit where it fails."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        ended, status = os.waitpid(child, os.WNOHANG)
        if status:
            raise SystemExit("A worker failed that nobody had killed.")
        if ended:
            return True
        time.sleep(0.005)
    return False


def kill(child: int) -> None:
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
