"""The jobs of a workspace, put together for a page."""

from __future__ import annotations

import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path

from jobs.board import FRAMES, items_of
from jobs.errors import JobError
from jobs.kinds import decoded
from jobs.tables import open_jobs
from jobs.values import Job, Log, Step
from storage import Workspace

_MESSAGES = 1000
_ANSWERS = 80
"""The newest that a page is given: those of an hour of video are about hundreds of clips."""


@dataclass(frozen=True, slots=True)
class JobList:
    """Reads what `JobLog` and `JobBoard` write. Raises StorageError."""

    workspace: Workspace

    def job(self, id: str) -> Job | None:
        """None for one that there never was."""
        return next(iter(self._jobs("WHERE id = ?", id)), None)

    def newest(self, limit: int) -> tuple[Job, ...]:
        """The newest first."""
        return self._jobs("ORDER BY created DESC, rowid DESC LIMIT ?", limit)

    def _jobs(self, which: str, value: str | int) -> tuple[Job, ...]:
        with open_jobs(self.workspace.jobs) as connection:
            rows = connection.execute(f"SELECT * FROM job {which}", [value]).fetchall()
            return tuple(self._job(connection, row) for row in rows)

    def _job(self, connection: sqlite3.Connection, row: sqlite3.Row) -> Job:
        try:
            payload = decoded(row["kind"], row["schema"], row["payload"], self.workspace)
        except JobError:
            payload = None  # the worker says so when it comes to the job
        log = self._log(connection, row["id"])
        state = row["state"]
        items = items_of(connection, row["id"])
        return Job(row["id"], row["kind"], state, row["created"], payload, items, _step(row), log)

    def _log(self, connection: sqlite3.Connection, job: str) -> Log:
        growing = connection.execute(
            "SELECT name, words FROM growing WHERE job = ? ORDER BY position", [job]
        )
        frames = _newest(connection, job, "frame", FRAMES)
        return Log(
            _newest(connection, job, "message", _MESSAGES),
            tuple(self.workspace.absolute(Path(frame)) for frame in frames),
            _newest(connection, job, "answer", _ANSWERS),
            tuple((row["name"], row["words"]) for row in growing),
        )


def _step(row: sqlite3.Row) -> Step:
    left = row["seconds_left"] if row["state"] == "running" else None
    if left is not None:
        left = max(0.0, left - time.time() + row["updated"])
    return Step(row["stage"], row["number"], row["done"], row["total"], row["fraction"], left)


def _newest(connection: sqlite3.Connection, job: str, type: str, most: int) -> tuple[str, ...]:
    """The newest entries of a type, the oldest of them first."""
    rows = connection.execute(
        "SELECT body FROM entry WHERE job = ? AND type = ? ORDER BY id DESC LIMIT ?",
        [job, type, most],
    ).fetchall()
    return tuple(row["body"] for row in reversed(rows))
