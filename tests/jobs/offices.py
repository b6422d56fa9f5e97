"""A workspace with real worker processes, for tests that kill, double and cancel them."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from jobs import Job, Jobs
from pipeline.analysis.job import analysis
from pipeline.analysis.transcript import decode
from pipeline.types import StageOutput
from storage.workspace import Workspace
from tests.idle import Idle
from tests.places import ROOT

SCRIPT = Path(__file__).with_name("fake_worker.py")
PATIENCE = 60.0


class Office:
    """A workspace and the worker processes that a test starts in it."""

    def __init__(self, folder: Path) -> None:
        self.workspace = Workspace(folder / "workspace")
        self.jobs = Jobs(self.workspace, Idle(self.workspace))
        self.processes: list[subprocess.Popen[bytes]] = []

    def worker(self, idle: float = 60) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, str(SCRIPT), str(self.workspace.root), str(idle)],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        self.processes.append(process)
        return process

    def submit(self, *names: str, backend: str = "silent") -> str:
        media = [Path("/media") / name for name in names]
        return self.jobs.submit(analysis(media, Path("/c.csv"), backend))

    def until(self, job: str, happened: Callable[[Job], bool]) -> Job:
        deadline = time.monotonic() + PATIENCE
        while not happened(state := self.jobs.get(job)):
            assert time.monotonic() < deadline, f"noted so far: {self.notes()}; {state}"
            time.sleep(0.02)
        return state

    def outputs(self, job: Job) -> list[StageOutput]:
        clips = decode(job.log.answers, self.workspace)
        return [output for clip in clips for output in clip.outputs]

    def notes(self) -> list[str]:
        path = self.workspace.root / "notes.txt"
        lines = path.read_text().splitlines() if path.exists() else []
        return [line for line in lines if not line.startswith("worker ")]

    def workers(self) -> int:
        """How many worker processes there were, those that a worker started included."""
        return (self.workspace.root / "notes.txt").read_text().count("worker ")

    def close(self) -> None:
        for process in self.processes:
            process.kill()
            process.wait()


def finished(job: Job) -> bool:
    return job.finished


def states(job: Job) -> tuple[str, ...]:
    return tuple(item.state for item in job.items)
