"""Kills a worker before each statement that it writes with, one after another. Run by a test.

Prints, for every kill, what is wrong after the next worker has gone on: nothing.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
from pathlib import Path

from jobs import Jobs, register
from jobs import worker as of_jobs
from jobs.board import JobBoard
from jobs.worker import Worker
from storage.workspace import Workspace
from tests.idle import Idle
from tests.jobs.count import Count, Numbers

WRITING = ("INSERT", "UPDATE", "DELETE", "COMMIT")
CONNECT = sqlite3.connect


class Killer:
    """Counts the statements of this process that write, and ends it before the `last`."""

    def __init__(self, last: int) -> None:
        self.left = last

    def connect(self, *given: object, **named: object) -> sqlite3.Connection:
        connection = CONNECT(*given, **named)  # type: ignore[call-overload]
        connection.set_trace_callback(self.statement)
        return connection  # type: ignore[no-any-return]

    def statement(self, words: str) -> None:
        self.left -= words.startswith(WRITING)
        if self.left < 0:
            os.kill(os.getpid(), signal.SIGKILL)


def worker(workspace: Workspace, last: int) -> bool:
    """Work through the queue in a process of its own. Whether it was killed before the end."""
    if (child := os.fork()) == 0:
        sqlite3.connect = Killer(last).connect  # type: ignore[assignment]
        Worker(workspace, Idle(workspace)).run(idle=0.01)
        os._exit(0)
    return os.waitpid(child, 0)[1] != 0


def wrong(workspace: Workspace, jobs: list[str], last: int) -> tuple[bool, list[str]]:
    """Whether the worker came to its end, and what is wrong once another one did."""
    notes = workspace.root / "notes.txt"
    killed = worker(workspace, last)
    board = JobBoard(workspace)
    done = [item.name for job in jobs for item in board.items(job) if item.state == "done"]
    before = len(notes.read_text().splitlines()) if notes.exists() else 0
    if worker(workspace, sys.maxsize):
        return False, ["the second worker failed"]
    lines = notes.read_text().splitlines()
    again = set(lines[before:]) & set(done)
    faults = [f"{name} was done twice" for name in again]
    for job in map(Jobs(workspace, Idle(workspace)).get, jobs):
        if job.state != "done" or any(item.state != "done" for item in job.items):
            faults.append(f"{job.payload} is {job.state}")
    if len(lines) > 4:
        faults.append(f"too much was done: {lines}")
    return not killed, faults


if __name__ == "__main__":
    # Each of 180 workers would wait for another job, and look for changes of the program.
    vars(of_jobs).update(_POLL=0.001, stamp=frozenset)
    register(Count())
    ended, last = False, 0
    while not ended:
        here = Workspace(Path(sys.argv[1]) / str(last))
        queue = Jobs(here, Idle(here))
        given = [queue.submit(Numbers(names)) for names in (("a", "b"), ("c",))]
        ended, faults = wrong(here, given, last)
        print(last, *faults, sep="\t", flush=True)
        last += 1
