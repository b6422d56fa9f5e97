"""What is known of every job, in SQLite tables that the app reads while the worker writes."""

from __future__ import annotations

import sqlite3
import time
import uuid
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import astuple, dataclass
from pathlib import Path

from backends.base import Choice
from pipeline import codec
from pipeline.database import opened
from pipeline.ensemble import SEPARATOR
from pipeline.pace import EXPECTED, Effort
from pipeline.types import Frame, StageOutput

ATTEMPTS = 2
"""A medium that took the worker down this often is given up, so that it cannot do so for ever."""
BREAKDOWNS = ATTEMPTS + 1
"""A job that took the worker down this often without finishing a medium is given up."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS job (
  id TEXT PRIMARY KEY, created REAL NOT NULL, state TEXT NOT NULL,
  catalogue TEXT NOT NULL, backend TEXT NOT NULL, model TEXT,
  cancel INTEGER NOT NULL DEFAULT 0, attempts INTEGER NOT NULL DEFAULT 0,
  stage TEXT NOT NULL DEFAULT '', number INTEGER NOT NULL DEFAULT 0,
  done INTEGER NOT NULL DEFAULT 0, total INTEGER NOT NULL DEFAULT 0,
  fraction REAL NOT NULL DEFAULT 0, seconds_left REAL, updated REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS medium (
  job TEXT NOT NULL REFERENCES job (id), position INTEGER NOT NULL, path TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'queued', attempts INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (job, position)
);
CREATE TABLE IF NOT EXISTS said (
  id INTEGER PRIMARY KEY, job TEXT NOT NULL REFERENCES job (id), kind TEXT NOT NULL,
  body TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS said_by_job ON said (job, kind, id);
CREATE TABLE IF NOT EXISTS choice (
  job TEXT NOT NULL REFERENCES job (id), position INTEGER NOT NULL, body TEXT NOT NULL,
  PRIMARY KEY (job, position)
);
CREATE TABLE IF NOT EXISTS speaking (
  job TEXT NOT NULL REFERENCES job (id), position INTEGER NOT NULL, stage TEXT NOT NULL,
  words TEXT NOT NULL, PRIMARY KEY (job, position)
);
CREATE TABLE IF NOT EXISTS effort (
  backend TEXT PRIMARY KEY, frames REAL, frame_seconds REAL, answers REAL, answer_seconds REAL
);
"""


@dataclass(frozen=True, slots=True)
class Step:
    """How far a job is: what a progress bar shows."""

    stage: str
    number: int
    done: int
    total: int
    fraction: float
    seconds_left: float | None


@dataclass(frozen=True, slots=True)
class Entry:
    """What is written about a job: its row, its media in the order given, and what was said.

    `speaking` are the answers that are being generated now (stage, words)."""

    row: sqlite3.Row
    media: list[sqlite3.Row]
    choices: tuple[Choice, ...]
    said: dict[str, list[str]]
    speaking: list[sqlite3.Row]


_SHOWN = {"frame": 60, "output": 60, "message": 1000}
"""The newest of each kind that a page is given: an hour of video has thousands of frames."""


@dataclass(frozen=True, slots=True)
class JobLog:
    """The tables in the SQLite file at `path`. One connection an operation.

    Raises StorageError when the file cannot be read or written.
    """

    path: Path

    def add(self, media: Sequence[Path], catalogue: Path, choices: Sequence[Choice]) -> str:
        """Enter a queued job. Returns its identifier."""
        job = uuid.uuid4().hex[:12]
        now = time.time()
        with self._open() as connection:
            connection.execute(
                "INSERT INTO job (id, created, state, catalogue, backend, updated) "
                "VALUES (?, ?, 'queued', ?, ?, ?)",
                [job, now, str(catalogue), SEPARATOR.join(c.backend for c in choices), now],
            )
            connection.executemany(
                "INSERT INTO choice (job, position, body) VALUES (?, ?, ?)",
                [(job, position, codec.dumps(choice)) for position, choice in enumerate(choices)],
            )
            connection.executemany(
                "INSERT INTO medium (job, position, path) VALUES (?, ?, ?)",
                [(job, position, str(path)) for position, path in enumerate(media)],
            )
        return job

    def row(self, job: str) -> sqlite3.Row | None:
        with self._open() as connection:
            found: sqlite3.Row | None = connection.execute(
                "SELECT * FROM job WHERE id = ?", [job]
            ).fetchone()
        return found

    def media(self, job: str) -> list[sqlite3.Row]:
        """The job's media (position, path, state, attempts) in the order given."""
        with self._open() as connection:
            return connection.execute(
                "SELECT * FROM medium WHERE job = ? ORDER BY position", [job]
            ).fetchall()

    def choices(self, job: str) -> tuple[Choice, ...]:
        """The backends of a job, each with its weights and settings, in the order given."""
        with self._open() as connection:
            row = connection.execute("SELECT * FROM job WHERE id = ?", [job]).fetchone()
            return _choices(connection, row)

    def entries(self, jobs: Sequence[str] | None = None, limit: int = 1) -> list[Entry]:
        """What is written about the named jobs, or about the newest, the newest first."""
        with self._open() as connection:
            if jobs is None:
                rows = connection.execute(
                    "SELECT * FROM job ORDER BY created DESC, rowid DESC LIMIT ?", [limit]
                ).fetchall()
            else:
                rows = [
                    row
                    for job in jobs
                    for row in connection.execute("SELECT * FROM job WHERE id = ?", [job])
                ]
            return [self._entry(connection, row) for row in rows]

    def unfinished(self) -> list[str]:
        """Identifiers of the jobs that are queued or running, the oldest first."""
        with self._open() as connection:
            rows = connection.execute(
                "SELECT id FROM job WHERE state IN ('queued', 'running') ORDER BY created, rowid"
            )
            return [row["id"] for row in rows]

    def ask_to_cancel(self, job: str) -> None:
        """Call a queued job off, and ask whoever runs it to stop."""
        with self._open() as connection:
            connection.execute("UPDATE job SET cancel = 1 WHERE id = ?", [job])
            connection.execute(
                "UPDATE job SET state = 'cancelled' WHERE id = ? AND state = 'queued'", [job]
            )
            connection.execute(
                "UPDATE medium SET state = 'cancelled' WHERE job = ? AND state = 'queued' AND "
                "(SELECT state FROM job WHERE id = ?) = 'cancelled'",
                [job, job],
            )

    def cancelled(self, job: str) -> bool:
        row = self.row(job)
        return row is not None and bool(row["cancel"])

    def start(self, job: str) -> bool:
        """Mark a queued job as running; False where there is nothing left to run."""
        with self._open() as connection:
            changed = connection.execute(
                "UPDATE job SET state = 'running', attempts = attempts + 1, updated = ? "
                "WHERE id = ? AND state = 'queued'",
                [time.time(), job],
            )
            return changed.rowcount == 1

    def finish(self, job: str, state: str) -> None:
        """Close a job; media that were not reached share its fate."""
        left = "failed" if state == "done" else state
        with self._open() as connection:
            connection.execute(
                "UPDATE medium SET state = ? WHERE job = ? AND state IN ('queued', 'running')",
                [left, job],
            )
            connection.execute(
                "DELETE FROM said WHERE job = ? AND kind = 'frame' AND id NOT IN (SELECT id "
                "FROM said WHERE job = ? AND kind = 'frame' ORDER BY id DESC LIMIT ?)",
                [job, job, _SHOWN["frame"]],
            )
            connection.execute(
                "UPDATE job SET state = ?, seconds_left = NULL, updated = ?, "
                "fraction = CASE ? WHEN 'done' THEN 1.0 ELSE fraction END WHERE id = ?",
                [state, time.time(), state, job],
            )

    def start_medium(self, job: str, position: int) -> None:
        """Begin a medium: what was shown of the one before makes room for it."""
        with self._open() as connection:
            connection.execute(
                "UPDATE medium SET state = 'running', attempts = attempts + 1 "
                "WHERE job = ? AND position = ?",
                [job, position],
            )
            connection.execute("DELETE FROM said WHERE job = ? AND kind != 'message'", [job])

    def finish_medium(self, job: str, position: int, state: str, message: str = "") -> None:
        with self._open() as connection:
            connection.execute(
                "UPDATE medium SET state = ? WHERE job = ? AND position = ?",
                [state, job, position],
            )
            connection.execute("UPDATE job SET attempts = 0 WHERE id = ?", [job])
            self._say(connection, job, [("message", message)] if message else [])

    def progress(
        self, job: str, step: Step, frames: Sequence[Frame], outputs: Sequence[StageOutput]
    ) -> None:
        """How far the job is, and what has come in since the last time."""
        with self._open() as connection:
            connection.execute(
                "UPDATE job SET stage = ?, number = ?, done = ?, total = ?, fraction = ?, "
                "seconds_left = ?, updated = ? WHERE id = ?",
                [*astuple(step), time.time(), job],
            )
            new = [("frame", str(frame.path)) for frame in frames]
            new += [("output", codec.dumps(output)) for output in outputs]
            self._say(connection, job, new)

    def say(self, job: str, message: str) -> None:
        """Add a message for the person who waits for the job."""
        with self._open() as connection:
            self._say(connection, job, [("message", message)])

    def requeue(self, blame: bool = True) -> list[str]:
        """Put running jobs back in the queue. Returns every job that waits, the oldest first.

        Called where no worker runs. `blame` counts the medium that was under way as one that
        took the worker down; a worker that was asked to stop blames nobody.
        """
        with self._open() as connection:
            connection.execute(
                "UPDATE medium SET state = 'queued', attempts = attempts - ? "
                "WHERE state = 'running'",
                [0 if blame else 1],
            )
            connection.execute(
                "UPDATE job SET state = 'queued', attempts = attempts - ? WHERE state = 'running'",
                [0 if blame else 1],
            )
        return self.unfinished()

    def effort(self, backend: str) -> Effort:
        """What analyses with a backend took so far on this machine."""
        with self._open() as connection:
            row = connection.execute(
                "SELECT frames, frame_seconds, answers, answer_seconds FROM effort "
                "WHERE backend = ?",
                [backend],
            ).fetchone()
        return Effort(*row) if row else EXPECTED

    def keep_effort(self, backend: str, effort: Effort) -> None:
        with self._open() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO effort VALUES (?, ?, ?, ?, ?)", [backend, *astuple(effort)]
            )

    @staticmethod
    def _entry(connection: sqlite3.Connection, row: sqlite3.Row) -> Entry:
        media = connection.execute(
            "SELECT * FROM medium WHERE job = ? ORDER BY position", [row["id"]]
        ).fetchall()
        said: dict[str, list[str]] = {kind: [] for kind in _SHOWN}
        for kind, most in _SHOWN.items():
            bodies = connection.execute(
                "SELECT body FROM said WHERE job = ? AND kind = ? ORDER BY id DESC LIMIT ?",
                [row["id"], kind, most],
            )
            said[kind] = [body["body"] for body in bodies][::-1]
        speaking = connection.execute(
            "SELECT stage, words FROM speaking WHERE job = ? ORDER BY position", [row["id"]]
        ).fetchall()
        return Entry(row, media, _choices(connection, row), said, speaking)

    @staticmethod
    def _say(connection: sqlite3.Connection, job: str, what: list[tuple[str, str]]) -> None:
        connection.executemany(
            "INSERT INTO said (job, kind, body) VALUES (?, ?, ?)",
            [(job, kind, body) for kind, body in what],
        )

    def _open(self) -> AbstractContextManager[sqlite3.Connection]:
        return opened(self.path, _SCHEMA)


def _choices(connection: sqlite3.Connection, row: sqlite3.Row) -> tuple[Choice, ...]:
    """A job's choices. One of an earlier version names a backend and a model in its row."""
    bodies = connection.execute(
        "SELECT body FROM choice WHERE job = ? ORDER BY position", [row["id"]]
    )
    kept = tuple(codec.loads(body["body"], Choice) for body in bodies)
    return kept or (Choice(row["backend"], Path(row["model"]) if row["model"] else None),)
