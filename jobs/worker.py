"""The process that runs jobs, one after another, outside the app: `python -m pipeline worker`.

There is one a workspace. It keeps the model loaded from job to job and ends when it has had
nothing to do for a while. Whatever ends it, the next one goes on with the medium that was under
way, and a medium that brought it down twice is given up. Where the program was changed since it
started, it runs no further job but lets a new worker take over.
"""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sqlite3
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

from huey import SqliteHuey

from catalogue import Catalogue
from console.errors import Cancelled
from jobs.code_stamp import stamp
from jobs.jobs import Launch, board_of, enqueue, launch_worker, lock_of, log_of, queue_of
from jobs.log import BREAKDOWNS
from jobs.reporter import Reporter
from jobs.run import Analyse, JobRun, LookInto, Medium, explain
from pipeline.analysis.analyse import analyse
from pipeline.analysis.model_slot import Loaded
from pipeline.analysis.open_catalogue import opened
from pipeline.analysis.turns import in_turn, weightless
from pipeline.errors import PipelineError
from pipeline.media.probe import look_into
from storage.errors import StorageError
from storage.lock import FileLock
from storage.workspace import Workspace

Load = Callable[[Path], Catalogue]

IDLE = 20 * 60.0
"""s without a job after which the worker ends and gives its memory back."""
_POLL = 0.2
"""s between two looks at an empty queue: what a person waits for a job to begin."""
_SWEEP = 5.0
"""s between two looks for jobs that are in no queue, because something was cut off half-way."""

_words = logging.getLogger("cartellino.worker")


class Worker:
    """Runs the jobs of a workspace. The functions are exchanged by tests."""

    def __init__(
        self,
        workspace: Workspace,
        analyse: Analyse = analyse,
        load: Load | None = None,
        launch: Launch = launch_worker,
        look_into: LookInto = look_into,
    ) -> None:
        self._workspace = workspace
        self._analyse, self._launch, self._look_into = analyse, launch, look_into
        self._load = load or partial(opened, workspace=workspace)
        self._sources = stamp()
        self._log, self._board = log_of(workspace), board_of(workspace)
        self._loaded = Loaded(workspace)

    def run(self, idle: float = IDLE) -> bool:
        """Work until nothing came for `idle` s, or until the program was changed.

        False where another worker is at it already.
        """
        while True:
            with FileLock(lock_of(self._workspace)) as lock:
                if not lock.acquire():
                    return False
                self._work(idle)
            # A job that was handed in while this worker was ending is its own, or nobody's.
            if not self._log.unfinished():
                return True
            if self._outdated():
                _words.info("The program was changed: a new worker takes over")
                self._launch(self._workspace)
                return True

    def _work(self, idle: float) -> None:
        # huey's Consumer runs tasks on threads, which a signal cannot interrupt; this is its
        # documented core (dequeue, execute) on the main thread, with an end.
        queue, _ = queue_of(self._workspace, self.run_job)
        queue.flush()
        enqueue(self._workspace, self._log.requeue())
        last = swept = time.monotonic()
        while (now := time.monotonic()) - last < idle:
            task = _next(queue)
            if task is not None and self._outdated():
                return  # its job is in the log still, out of which the next worker queues it anew
            if task is not None:
                queue.execute(task)
                last = time.monotonic()
            elif now - swept > _SWEEP:
                swept = now
                self._sweep()
            else:
                time.sleep(_POLL)

    def _outdated(self) -> bool:
        """Whether the program is another than the one that this process runs."""
        return stamp() != self._sources

    def _sweep(self) -> None:
        """Queue what is left over: this is the only worker, and it has nothing to do."""
        try:
            enqueue(self._workspace, self._log.requeue())
        except StorageError as error:
            _words.warning("%s", error)

    def run_job(self, job: str) -> None:
        """Run one job from the queue, unless it was called off or is finished already."""
        if not self._log.start(job):
            return
        try:
            self._board.clear(job)
            state = self._run(job)
        except Cancelled:
            state = "cancelled"
        except Exception as error:
            self._board.say(job, explain(error))
            state = "failed"
        except BaseException:  # asked to stop: nobody's fault, and the next worker goes on
            self._log.requeue(blame=False)
            raise
        self._board.tidy(job)
        self._log.finish(job, state)

    def _run(self, job: str) -> str:
        row = self._log.row(job)
        assert row is not None, "a job that was started has a row"
        if row["attempts"] > BREAKDOWNS:
            raise PipelineError(
                "Given up, because the analysis broke down again and again. The file worker.log "
                "in the workspace tells how."
            )
        self._loaded.renew()
        media = self._log.media(job)
        waiting = [Medium(m["position"], Path(m["path"])) for m in media if m["state"] == "queued"]
        choices = in_turn(self._log.choices(job))
        light = [choice for choice in choices if weightless(choice)]
        before = 1 - len(waiting) / len(media)
        positions = [medium.position for medium in waiting]
        reporter = Reporter(self._board, job, choices, light, positions, before)
        reporter.indexing(0, 1)
        JobRun(
            job,
            choices,
            waiting,
            self._load(Path(row["catalogue"])),
            self._workspace,
            self._log,
            self._board,
            reporter,
            self._loaded,
            self._analyse,
            self._look_into,
        ).run()
        states = {medium["state"] for medium in self._log.media(job)}
        return "done" if "done" in states else "failed"


def _next(queue: SqliteHuey) -> Any:
    """The next task, or None; also where the disk is full or the file locked for too long."""
    try:
        return queue.dequeue()
    except sqlite3.Error as error:
        _words.warning("The queue cannot be read: %s", error)
        return None


def stop(number: int, frame: FrameType | None) -> None:
    raise SystemExit(0)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line. Returns 0, also where another worker runs already."""
    parser = argparse.ArgumentParser(
        prog="python -m pipeline worker",
        description="Runs the analyses that the app has queued. The app starts it by itself.",
    )
    parser.add_argument("--workspace", type=Path, help="folder that holds the queue")
    parser.add_argument("--idle", type=float, default=IDLE, help="s without work to end after")
    options = parser.parse_args(arguments)
    workspace = Workspace(options.workspace) if options.workspace else Workspace.default()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    signal.signal(signal.SIGTERM, stop)
    yield_to_the_app()
    return serve(Worker(workspace), options.idle)


def serve(worker: Worker, idle: float) -> int:
    try:
        started = worker.run(idle)
    except StorageError as error:
        _words.error("%s", error)
        return 2
    if not started:
        _words.info("Another worker runs already")
    return 0


def yield_to_the_app() -> None:
    """Let a person's clicks go first on a machine with few cores."""
    if sys.platform != "win32":
        os.nice(5)


if __name__ == "__main__":
    sys.exit(main())
