"""The process that runs jobs, one after another, outside the app: `python -m pipeline worker`.

There is one a workspace. It keeps the model loaded from job to job and ends when it has had
nothing to do for a while. Whatever ends it, the next one goes on with the medium that was under
way, and a medium that brought it down twice is given up.
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
from pathlib import Path
from types import FrameType
from typing import Any

from huey import SqliteHuey

from backends.base import BackendError, ModelBackend
from catalogue import Catalogue, CatalogueError
from pipeline.errors import Cancelled, PipelineError, StorageError
from pipeline.joblog import ATTEMPTS, BREAKDOWNS, JobLog
from pipeline.jobs import enqueue, lock_of, log_of, queue_of
from pipeline.locks import FileLock
from pipeline.progress import Watcher
from pipeline.reporter import Reporter
from pipeline.types import Evidence
from pipeline.workspace import Workspace

Analyse = Callable[[Path, ModelBackend, Catalogue, Workspace, Watcher], tuple[Evidence, ...]]
"""`pipeline.run.analyse`, or what stands in for it."""
Load = Callable[[Path], Catalogue]
Prepare = Callable[[str, Path | None, Workspace], ModelBackend]

IDLE = 20 * 60.0
"""s without a job after which the worker ends and gives its memory back."""
_POLL = 0.2
"""s between two looks at an empty queue: what a person waits for a job to begin."""
_SWEEP = 5.0
"""s between two looks for jobs that are in no queue, because something was cut off half-way."""

_words = logging.getLogger("cartellino.worker")
_EXPECTED = (PipelineError, BackendError, CatalogueError, OSError)
"""Errors that explain themselves; any other goes to the log with its traceback."""


def prepare_backend(name: str, model: Path | None, workspace: Workspace) -> ModelBackend:
    """A loaded backend. One without a model of its own is given the folder of cached features."""
    import backends

    backend = backends.create(name)
    backend.load(model or workspace.features)
    return backend


def load_catalogue(path: Path) -> Catalogue:
    import catalogue

    return catalogue.load(path)


def analyse_medium(
    path: Path,
    backend: ModelBackend,
    catalogue: Catalogue,
    workspace: Workspace,
    progress: Watcher,
) -> tuple[Evidence, ...]:
    from pipeline.run import analyse

    return analyse(path, backend, catalogue, workspace, progress)


class Worker:
    """Runs the jobs of a workspace. The three functions are exchanged by tests."""

    def __init__(
        self,
        workspace: Workspace,
        analyse: Analyse = analyse_medium,
        load: Load = load_catalogue,
        prepare: Prepare = prepare_backend,
    ) -> None:
        self._workspace = workspace
        self._analyse, self._load, self._prepare = analyse, load, prepare
        self._log: JobLog = log_of(workspace)
        self._backend: tuple[tuple[str, Path | None], ModelBackend] | None = None
        self._grounded = ""

    def run(self, idle: float = IDLE) -> bool:
        """Work until nothing came for `idle` s. False where another worker is at it already."""
        while True:
            with FileLock(lock_of(self._workspace)) as lock:
                if not lock.acquire():
                    return False
                self._work(idle)
            # A job that was handed in while this worker was ending is its own, or nobody's.
            if not self._log.unfinished():
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
            if task is not None:
                queue.execute(task)
                last = time.monotonic()
            elif now - swept > _SWEEP:
                swept = now
                self._sweep()
            else:
                time.sleep(_POLL)

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
            state = self._run(job)
        except Cancelled:
            state = "cancelled"
        except Exception as error:
            self._log.say(job, explain(error))
            state = "failed"
        except BaseException:  # asked to stop: nobody's fault, and the next worker goes on
            self._log.requeue(blame=False)
            raise
        self._log.finish(job, state)

    def _run(self, job: str) -> str:
        row = self._log.row(job)
        assert row is not None, "a job that was started has a row"
        if row["attempts"] > BREAKDOWNS:
            raise PipelineError(
                "Given up, because the analysis broke down again and again. The file worker.log "
                "in the workspace tells how."
            )
        choice = self._log.choices(job)[0]
        media = self._log.media(job)
        waiting = [medium for medium in media if medium["state"] == "queued"]
        finished = len(media) - len(waiting)
        reporter = Reporter(self._log, job, row["backend"], len(media), finished)
        reporter.indexing(0, 1)
        catalogue = self._load(Path(row["catalogue"]))
        backend = self._ready(choice.backend, choice.model, catalogue, reporter)
        for message in backend.messages:
            self._log.say(job, message)
        for medium in waiting:
            state, message = self._run_medium(job, medium, backend, catalogue, reporter)
            reporter.next_medium()
            self._log.finish_medium(job, medium["position"], state, message)
        states = {medium["state"] for medium in self._log.media(job)}
        return "done" if "done" in states else "failed"

    def _run_medium(
        self,
        job: str,
        medium: sqlite3.Row,
        backend: ModelBackend,
        catalogue: Catalogue,
        reporter: Reporter,
    ) -> tuple[str, str]:
        """State and message of one medium: what is wrong with it does not stop the others."""
        path = Path(medium["path"])
        if medium["attempts"] >= ATTEMPTS:
            return "failed", f"{path.name}: given up, because the analysis broke down on it twice."
        self._log.start_medium(job, medium["position"])
        try:
            found = self._analyse(path, backend, catalogue, self._workspace, reporter)
            reporter.recall(found)
        except Cancelled:
            raise
        except Exception as error:
            return "failed", f"{path.name}: {explain(error)}"
        note = next((one.clip.video.note for one in found), "")
        return "done", f"{path.name}: {note}" if note else ""

    def _ready(
        self, name: str, model: Path | None, catalogue: Catalogue, reporter: Reporter
    ) -> ModelBackend:
        """The backend, loaded and grounded; the one of the job before where it is the same."""
        if self._backend is None or self._backend[0] != (name, model):
            if self._backend is not None:
                self._backend[1].close()
            self._backend, self._grounded = None, ""
            self._backend = ((name, model), self._prepare(name, model, self._workspace))
        backend = self._backend[1]
        if self._grounded != catalogue.sha256:
            from pipeline.run import references

            self._grounded = ""
            backend.ground(references(catalogue), reporter.indexing)
            self._grounded = catalogue.sha256
        return backend


def _next(queue: SqliteHuey) -> Any:
    """The next task, or None; also where the disk is full or the file locked for too long."""
    try:
        return queue.dequeue()
    except sqlite3.Error as error:
        _words.warning("The queue cannot be read: %s", error)
        return None


def explain(error: Exception) -> str:
    """An error in words for a person; one that nobody foresaw is also logged."""
    if isinstance(error, _EXPECTED) and str(error):
        return str(error)
    _words.error("Not foreseen", exc_info=error)
    return f"Something that Cartellino did not foresee went wrong ({type(error).__name__}: {error})"


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
