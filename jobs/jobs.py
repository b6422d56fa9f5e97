"""Analyses that run outside the app, and go on when a page is reloaded or the app restarted.

A job is a list of media, one catalogue and one backend. `Jobs.submit` writes it to the queue
(huey, on SQLite) and sees to it that a worker runs; `jobs.worker` does the work.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, cast

from huey import SqliteHuey

from backends.base import Choice
from jobs.board import Entry, JobBoard
from jobs.log import JobLog
from jobs.transcript import Heard
from pipeline.errors import PipelineError
from pipeline.types import StageOutput
from storage.errors import StorageError
from storage.lock import held
from storage.workspace import Workspace

State = Literal["queued", "running", "done", "failed", "cancelled"]
Launch = Callable[[Workspace], "subprocess.Popen[bytes] | None"]

_PAUSE = 2.0
"""s between two starts of a worker, so that one that cannot start is not started all the time."""
_LOG_LIMIT = 1_000_000
"""Bytes of the worker's log above which it begins anew."""


@dataclass(frozen=True, slots=True)
class Job:
    """A job as it stands. `medium_states` runs parallel to `media`.

    `done` of `total` counts steps of the medium under way, `fraction` is of the whole job and
    `seconds_left` an estimate for it (None while not running, or with a model that was never
    used here). While a model loads, `number` is 0 and `stage` says so. `frames` (as they are
    sampled) and `heard` (answers, clip by clip) are those of the medium under way, or the last one;
    `messages` says what went wrong, medium by medium. `backend` joins the names of `choices` by
    "+"; `speaking` holds stage and words so far of each answer that is being generated, about the
    last clip in `heard`.
    """

    id: str
    state: State
    created: float
    media: tuple[Path, ...]
    medium_states: tuple[State, ...]
    stage: str
    number: int
    done: int
    total: int
    fraction: float
    seconds_left: float | None
    frames: tuple[Path, ...]
    heard: tuple[Heard, ...]
    messages: tuple[str, ...]
    catalogue: Path
    backend: str
    choices: tuple[Choice, ...]
    speaking: tuple[tuple[str, str], ...]

    @property
    def finished(self) -> bool:
        return self.state not in ("queued", "running")

    @property
    def outputs(self) -> tuple[StageOutput, ...]:
        """The answers of all clips in `heard`."""
        return tuple(output for clip in self.heard for output in clip.outputs)


def log_of(workspace: Workspace) -> JobLog:
    return JobLog(_tables(workspace))


def board_of(workspace: Workspace) -> JobBoard:
    return JobBoard(_tables(workspace))


def _tables(workspace: Workspace) -> Path:
    return workspace.queue.with_name("jobs.db")


def lock_of(workspace: Workspace) -> Path:
    """The file that the one worker of a workspace keeps locked."""
    return workspace.queue.with_name("worker.lock")


def queue_of(workspace: Workspace, run: Callable[[str], None]) -> tuple[SqliteHuey, Any]:
    """The queue of a workspace and its one task, which calls `run` with a job's identifier."""
    queue = SqliteHuey("cartellino", filename=str(workspace.queue), results=False)

    def analyse(job: str) -> None:
        run(job)

    return queue, queue.task(name="analyse")(analyse)


def enqueue(workspace: Workspace, jobs: Sequence[str]) -> None:
    """Put jobs into the queue. Raises StorageError where that cannot be written."""
    try:
        queue, task = queue_of(workspace, lambda job: None)
        with closing(queue.storage):
            for job in jobs:
                task(job)
    except sqlite3.Error as error:
        raise StorageError(
            f"Cannot use {workspace.queue}: {error}. Check free space and rights in that folder."
        ) from error


class Jobs:
    """The jobs of a workspace. Cheap to make; safe from several threads and processes.

    `launch` starts a worker process and returns its handle.
    """

    def __init__(self, workspace: Workspace, launch: Launch | None = None) -> None:
        self.workspace = workspace
        self._log, self._board = log_of(workspace), board_of(workspace)
        self._launch = launch or launch_worker

    def submit(
        self,
        media: Sequence[Path],
        catalogue: Path,
        backend: str = "embedded",
        model: Path | None = None,
        choices: Sequence[Choice] = (),
    ) -> str:
        """Queue an analysis and see that a worker runs. Returns the job's identifier.

        `choices` replace `backend` and `model`; several are an ensemble.

        Raises PipelineError without media, StorageError where the workspace cannot be written.
        """
        if not media:
            raise PipelineError("There is nothing to analyse: choose a video or a picture first.")
        paths = [path.absolute() for path in media]
        chosen = [_anywhere(choice) for choice in choices or (Choice(backend, model),)]
        job = self._log.add(paths, catalogue.absolute(), chosen)
        enqueue(self.workspace, [job])
        self.ensure_worker()
        return job

    def get(self, id: str) -> Job:
        """The job as it stands. Raises KeyError for one that there never was."""
        found = self._board.entries([id])
        if not found:
            raise KeyError(id)
        return _job(found[0])

    def recent(self, limit: int = 20) -> tuple[Job, ...]:
        """The newest jobs, the newest first."""
        return tuple(map(_job, self._board.entries(limit=limit)))

    def cancel(self, id: str) -> None:
        """Call a job off: at its next step where it runs, else at once."""
        self._log.ask_to_cancel(id)
        row = self._log.row(id)
        if row is not None and row["state"] == "running" and not held(lock_of(self.workspace)):
            self._log.finish(id, "cancelled")

    def ensure_worker(self) -> None:
        """Start a worker where jobs wait and none runs. A page may call this at every redraw."""
        started, child = _launched.get(self.workspace.root, (0.0, None))
        if child is not None and child.poll() is None:
            return
        if time.monotonic() - started < _PAUSE and started:
            return
        if self._log.unfinished() and not held(lock_of(self.workspace)):
            _launched[self.workspace.root] = (time.monotonic(), self._launch(self.workspace))


def _job(entry: Entry) -> Job:
    row, media = entry.row, entry.media
    left = row["seconds_left"] if row["state"] == "running" else None
    names = ("id", "state", "created", "stage", "number", "done", "total", "fraction", "backend")
    return Job(
        **{name: row[name] for name in names},
        media=tuple(Path(medium["path"]) for medium in media),
        medium_states=tuple(cast(State, medium["state"]) for medium in media),
        seconds_left=None if left is None else max(0.0, left - time.time() + row["updated"]),
        frames=entry.frames,
        heard=entry.heard,
        messages=entry.messages,
        catalogue=Path(row["catalogue"]),
        choices=entry.choices,
        speaking=entry.speaking,
    )


def _anywhere(choice: Choice) -> Choice:
    """The choice with absolute paths: the worker runs in a folder of its own."""
    model, adapter = choice.model, choice.options.adapter
    options = replace(choice.options, adapter=_absolute(adapter))
    return replace(choice, model=_absolute(model), options=options)


def _absolute(path: Path | None) -> Path | None:
    """The identifier of a model on a hub looks like a path, but is none."""
    return path.absolute() if path and path.exists() else path


_launched: dict[Path, tuple[float, subprocess.Popen[bytes] | None]] = {}
"""Workers that this process started: kept, so that an ended one is noticed and reaped."""


def launch_worker(workspace: Workspace) -> subprocess.Popen[bytes]:
    """Start `python -m pipeline worker` so that it outlives the app and its terminal.

    Raises StorageError where its log cannot be written or the process not started.
    """
    log = workspace.queue.with_name("worker.log")
    command = [sys.executable, "-m", "pipeline", "worker", "--workspace", str(workspace.root)]
    try:
        fresh = not log.exists() or log.stat().st_size > _LOG_LIMIT
        with log.open("wb" if fresh else "ab") as words:
            return subprocess.Popen(
                command,
                cwd=Path(__file__).resolve().parent.parent,
                stdin=subprocess.DEVNULL,
                stdout=words,
                stderr=words,
                env={**os.environ, "ORT_DISABLE_TELEMETRY": "1", "PYTHONUTF8": "1"},
                start_new_session=True,
                creationflags=_detached(),
            )
    except OSError as error:
        raise StorageError(
            f"The analysis cannot be started: {error}. Check rights and free space in "
            f"{log.parent}, and close programs if memory is short."
        ) from error


def _detached() -> int:
    """Windows' way of `start_new_session`: no console, and out of reach of its Ctrl-C."""
    if sys.platform == "win32":
        return subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP
    return 0
