"""The process that runs jobs, one after another, outside the app: `python -m jobs worker`.

A workspace has one worker. What a kind keeps between its jobs stays loaded until one of another
kind comes, and the process ends when it has had nothing to do for a while. Whatever ends it, the
next one goes on with the work that was under way, and work that brought it down twice is given
up. Where the program was changed since it started, it runs no further job but lets a new worker
take over. Where the disk is full, it waits for room, and goes on with the job where it stood.
"""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Any

from console import Cancelled
from jobs.board import JobBoard
from jobs.errors import JobError
from jobs.executors import Executor
from jobs.executors.local import Local
from jobs.kinds import Runner, decoded, kind_named, usual_kind
from jobs.log import BREAKDOWNS, Claim, JobLog
from jobs.program import stamp
from jobs.run import Run, explain
from jobs.shortage import LOOKS, Shortage
from jobs.values import State
from storage import FileLock, NewerData, ReadOnly, StorageError, Workspace, held, lacks_space, sweep

IDLE = 20 * 60.0
"""s without a job after which the worker ends and gives its memory back."""
_ALONE = 5.0
"""The same where no app is open, which nobody who closed it waits for: a worker keeps others, such
as a restore, from the workspace."""
_POLL = 0.2
"""s between two checks of an empty queue: as long as a person waits for a job to begin."""

_logger = logging.getLogger("cartellino.worker")


class Worker:
    """Runs the jobs of a workspace. `successor` takes over where the program was changed; `looks`
    are the s between two looks at a full disk."""

    def __init__(
        self, workspace: Workspace, successor: Executor | None = None, looks: float = LOOKS
    ) -> None:
        self._workspace = workspace
        self._successor = successor or Local(workspace)
        self._stamp = stamp()
        self._log, self._board = JobLog(workspace.jobs), JobBoard(workspace)
        self._shortage = Shortage(workspace, looks)
        self._kind = ""
        self._runner: Runner[Any] | None = None

    def run(self, idle: float = IDLE) -> bool:
        """Work until no job has come for `idle` s, the app was closed, or the program changed.

        False where another worker is at it already.
        """
        while True:
            with FileLock(self._workspace.worker_lock) as lock:
                if not lock.acquire():
                    return False
                self._work(idle, lock)
                if not lock.current:
                    _logger.info("The workspace was removed, so its worker ends")
                    return True
            # A job that was handed in while this worker was ending is its own, or nobody's.
            if not self._log.unfinished():
                return True
            if self._outdated():
                _logger.info("The program was changed: a new worker takes over")
                self._successor.start()
                return True

    def _work(self, idle: float, lock: FileLock) -> None:
        sweep(self._workspace.root)
        with self._patience():
            self._log.requeue()
        if not self._waiting():
            self._prepare()
        last = time.monotonic()
        while (quiet := time.monotonic() - last) < idle and self._wanted(quiet):
            if not lock.current:
                return
            if self._shortage.lasts():
                last = time.monotonic() if self._shortage.awaited() else last
                time.sleep(_POLL)
            elif not self._waiting():
                time.sleep(_POLL)
            elif self._outdated():
                return
            elif self.run_next():
                last = time.monotonic()

    @contextmanager
    def _patience(self, job: str = "") -> Iterator[None]:
        """Wait for space from here on, where an error is for want of it."""
        try:
            yield
        except Exception as error:
            if not lacks_space(error):
                raise
            self._shortage.begin(job, error)

    def _wanted(self, quiet: float) -> bool:
        """Whether an app may hand in a job, or did so less than a moment ago."""
        return quiet < _ALONE or held(self._workspace.app_lock)

    def _waiting(self) -> bool:
        """Whether a job is queued; False, too, where that cannot be read at the moment."""
        try:
            return self._log.waiting()
        except NewerData:
            raise
        except StorageError as error:
            _logger.warning("%s", error)
            return False

    def _outdated(self) -> bool:
        """Whether the program is another than the one that this process runs."""
        return stamp() != self._stamp

    def run_next(self) -> bool:
        """Run the oldest queued job; False where none is queued any more."""
        claim = None
        with self._patience():
            claim = self._log.claim()
        if claim is None:
            return False
        with self._patience(claim.id):
            state = self._outcome(claim)
            self._board.tidy(claim.id)
            self._log.finish(claim.id, state)
        return True

    def _outcome(self, claim: Claim) -> State:
        """How a job ends. Raises what is for want of space: then it does not end."""
        try:
            self._board.clear(claim.id)
            return self._run(claim)
        except Cancelled:
            return "cancelled"
        except Exception as error:
            if lacks_space(error):
                raise
            self._board.message(claim.id, explain(error))
            return "failed"
        except BaseException:  # asked to stop: nobody's fault, and the next worker goes on
            with suppress(StorageError):
                self._log.requeue(blame=False)
            raise

    def _run(self, claim: Claim) -> State:
        if claim.attempts > BREAKDOWNS:
            raise JobError(
                "Given up, because the job broke down again and again. The file worker.log in the "
                "workspace tells how."
            )
        payload = decoded(claim.kind, claim.schema, claim.payload, self._workspace)
        run = Run(claim.id, self._workspace)
        run.check()
        self._runner_of(claim.kind).run(payload, run)
        return "done" if any(item.state == "done" for item in run.items) else "failed"

    def _prepare(self) -> None:
        """Get ready for the usual jobs. What goes wrong here is said once a job needs it."""
        if kind := usual_kind():
            try:
                self._runner_of(kind.name).prepare()
            except Exception:
                _logger.warning("Not ready ahead of the first job", exc_info=True)

    def _runner_of(self, kind: str) -> Runner[Any]:
        """The runner of a kind, in place of that of another."""
        if self._runner is not None and self._kind != kind:
            self._runner.close()
            self._runner = None
        if self._runner is None:
            self._kind, self._runner = kind, kind_named(kind).runner(self._workspace)
        return self._runner


def stop(number: int, frame: FrameType | None) -> None:
    raise SystemExit(0)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line. Returns 0, also where another worker runs already, or 2 with a sentence."""
    parser = argparse.ArgumentParser(
        prog="python -m jobs worker",
        description="Runs the jobs that the app has queued. The app starts it by itself.",
    )
    parser.add_argument("--workspace", type=Path, help="folder that holds the queue")
    parser.add_argument("--idle", type=float, default=IDLE, help="s without work to end after")
    parser.add_argument(
        "--looks", type=float, default=LOOKS, help="s between two looks at a full disk"
    )
    options = parser.parse_args(arguments)
    workspace = Workspace(options.workspace) if options.workspace else Workspace.default()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    signal.signal(signal.SIGTERM, stop)
    yield_to_the_app()
    return serve(lambda: _at_work_in(workspace, options.looks), options.idle)


def _at_work_in(workspace: Workspace, looks: float) -> Worker:
    """The worker of a workspace. Raises StorageError where nothing can be written in it."""
    if words := workspace.read_only:
        raise ReadOnly(words)
    return Worker(workspace, looks=looks)


def serve(make: Callable[[], Worker], idle: float) -> int:
    """Run a worker. Returns the exit status: 2, with a sentence, where it cannot work."""
    try:
        started = make().run(idle)
    except StorageError as error:
        _logger.error("%s", error)
        return 2
    if not started:
        _logger.info("Another worker runs already")
    return 0


def yield_to_the_app() -> None:
    """Let a person's clicks go first on a machine with few cores."""
    if sys.platform != "win32":
        os.nice(5)
