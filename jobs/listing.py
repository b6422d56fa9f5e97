"""The jobs of a workspace, put together for a page."""

from __future__ import annotations

import sqlite3
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from jobs.board import FRAMES, items_of
from jobs.errors import JobError
from jobs.kinds import decoded
from jobs.rows import JobRow, entry_rows, growing_rows, item_rows, job_rows
from jobs.tables import open_jobs
from jobs.values import Job, Log, Step
from storage import Read, SetAside, Workspace

_MESSAGES = 1000
_ANSWERS = 80
"""The newest that a page is given: those of an hour of video are about hundreds of clips."""
_ORPHANS = "job IS NULL OR job NOT IN (SELECT id FROM job WHERE id IS NOT NULL)"
_OVERDUE = 0.1
"""Of the s for which nothing was reported, the share that a job is still given in the end."""
_FOUND = 2_000
_LATEST = {"message": _MESSAGES, "frame": FRAMES, "answer": _ANSWERS, "found": _FOUND}


@dataclass(frozen=True, slots=True)
class JobList:
    """Reads what `JobLog` and `JobBoard` write. Raises StorageError."""

    workspace: Workspace

    def job(self, id: str) -> Job | None:
        """None for one that there never was, or that cannot be read."""
        return next(iter(self._jobs("WHERE id = ?", id).values), None)

    def newest(self, limit: int) -> Read[Job]:
        """The newest first: by number, for a clock may be set back."""
        return self._jobs("ORDER BY rowid DESC LIMIT ?", limit)

    def _jobs(self, which: str, value: str | int) -> Read[Job]:
        table = job_rows(self._file)
        with open_jobs(self._file) as connection:
            read = table.read(
                connection.execute(f"SELECT {table.columns} FROM job {which}", [value])
            )
            jobs = tuple(self._job(connection, row) for row in read.values)
            items = item_rows(self._file)
            orphans = connection.execute(f"SELECT rowid FROM item WHERE {_ORPHANS}").fetchall()
        lost = ValueError("it belongs to no job")
        return Read(jobs, (*read.set_aside, *(items.aside(row[0], lost) for row in orphans)))

    def _job(self, connection: sqlite3.Connection, row: JobRow) -> Job:
        payload, aside = None, list[SetAside]()
        with suppress(JobError):  # the worker says so when it comes to the job
            payload = decoded(row.kind, row.schema, row.payload, self.workspace)
        items = items_of(connection, self._file, row.id)
        log = self._log(connection, row.id, aside)
        aside.extend(items.set_aside)
        return Job(row.id, row.kind, row.state, row.created, payload, items.values, _step(row), log,
                   tuple(aside))  # fmt: skip

    def _log(self, connection: sqlite3.Connection, job: str, aside: list[SetAside]) -> Log:
        table = growing_rows(self._file)
        query = f"SELECT {table.columns} FROM growing WHERE job = ? ORDER BY position"
        growing = table.read(connection.execute(query, [job]))
        lines = {type: self._newest(connection, job, type, most) for type, most in _LATEST.items()}
        aside.extend(growing.set_aside)
        for read in lines.values():
            aside.extend(read.set_aside)
        aside.extend(self._unknown(connection, job))
        return Log(
            lines["message"].values,
            tuple(self.workspace.absolute(Path(frame)) for frame in lines["frame"].values),
            lines["answer"].values,
            tuple(dict.fromkeys(lines["found"].values)),
            tuple((row.name, row.words) for row in growing.values),
        )

    def _newest(self, connection: sqlite3.Connection, job: str, type: str, most: int) -> Read[str]:
        """The newest entries of a type, the oldest of them first."""
        table = entry_rows(self._file)
        rows = connection.execute(
            f"SELECT {table.columns} FROM entry WHERE job = ? AND type = ? ORDER BY id DESC "
            "LIMIT ?",
            [job, type, most],
        ).fetchall()
        return table.made(reversed(rows), lambda row: _line(row.body, type))

    def _unknown(self, connection: sqlite3.Connection, job: str) -> tuple[SetAside, ...]:
        """Entries of no type that there is."""
        types = ", ".join("?" * len(_LATEST))
        rows = connection.execute(
            f"SELECT rowid FROM entry WHERE job = ? AND (type IS NULL OR type NOT IN ({types})) "
            "LIMIT 10",
            [job, *_LATEST],
        )
        error = ValueError("type: it is none that there is")
        return tuple(entry_rows(self._file).aside(row[0], error) for row in rows)

    @property
    def _file(self) -> Path:
        return self.workspace.jobs


def _line(body: str, type: str) -> str:
    if type == "frame" and (not body or "\0" in body):
        raise ValueError("body: it is no path")
    return body


def _step(row: JobRow) -> Step:
    left = row.seconds_left if row.state == "running" else None
    if left is not None:
        passed = max(0.0, time.time() - row.updated)
        left = max(left - passed, _OVERDUE * passed)
    return Step(row.stage, row.number, row.done, row.total, row.fraction, left)
