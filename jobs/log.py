"""The life of every job: queued, run turn by turn, finished. The worker writes, the app reads."""

from __future__ import annotations

import sqlite3
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from backends.base import Choice
from jobs.tables import choices_of, open_jobs
from pipeline import codec
from pipeline.decision.ensemble import SEPARATOR

ATTEMPTS = 2
"""A turn that took the worker down this often is given up, so that it cannot do so for ever."""
BREAKDOWNS = ATTEMPTS + 1
"""A job that took the worker down this often outside of any turn is given up."""
TO_LOAD = -1
"""In place of a medium: the turn in which a member is loaded."""
NOBODY = -1
"""In place of a member: the turn in which a medium is opened, before anybody is loaded."""


@dataclass(frozen=True, slots=True)
class JobLog:
    """The tables in the SQLite file at `path`. One connection an operation.

    A turn is one member of the job (a position among its choices, or `NOBODY`) at one medium, or
    at `TO_LOAD`.
    Raises StorageError when the file cannot be read or written.
    """

    path: Path

    def add(self, media: Sequence[Path], catalogue: Path, choices: Sequence[Choice]) -> str:
        """Enter a queued job. Returns its identifier."""
        job = uuid.uuid4().hex[:12]
        now = time.time()
        with open_jobs(self.path) as connection:
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
        with open_jobs(self.path) as connection:
            found: sqlite3.Row | None = connection.execute(
                "SELECT * FROM job WHERE id = ?", [job]
            ).fetchone()
        return found

    def media(self, job: str) -> list[sqlite3.Row]:
        """The job's media (position, path, state) in the order given."""
        with open_jobs(self.path) as connection:
            return connection.execute(
                "SELECT * FROM medium WHERE job = ? ORDER BY position", [job]
            ).fetchall()

    def choices(self, job: str) -> tuple[Choice, ...]:
        """The backends of a job, each with its weights and settings, in the order given."""
        with open_jobs(self.path) as connection:
            row = connection.execute("SELECT * FROM job WHERE id = ?", [job]).fetchone()
            return choices_of(connection, row)

    def unfinished(self) -> list[str]:
        """Identifiers of the jobs that are queued or running, the oldest first."""
        with open_jobs(self.path) as connection:
            rows = connection.execute(
                "SELECT id FROM job WHERE state IN ('queued', 'running') ORDER BY created, rowid"
            )
            return [row["id"] for row in rows]

    def ask_to_cancel(self, job: str) -> None:
        """Call a queued job off, and ask whoever runs it to stop."""
        with open_jobs(self.path) as connection:
            connection.execute("UPDATE job SET cancel = 1 WHERE id = ?", [job])
            connection.execute(
                "UPDATE job SET state = 'cancelled' WHERE id = ? AND state = 'queued'", [job]
            )
            connection.execute(
                "UPDATE medium SET state = 'cancelled' WHERE job = ? AND state = 'queued' AND "
                "(SELECT state FROM job WHERE id = ?) = 'cancelled'",
                [job, job],
            )

    def start(self, job: str) -> bool:
        """Mark a queued job as running; False where there is nothing left to run."""
        with open_jobs(self.path) as connection:
            changed = connection.execute(
                "UPDATE job SET state = 'running', attempts = attempts + 1, updated = ? "
                "WHERE id = ? AND state = 'queued'",
                [time.time(), job],
            )
            return changed.rowcount == 1

    def finish(self, job: str, state: str) -> None:
        """Close a job; media that were not reached share its fate."""
        left = "failed" if state == "done" else state
        with open_jobs(self.path) as connection:
            connection.execute(
                "UPDATE medium SET state = ? WHERE job = ? AND state IN ('queued', 'running')",
                [left, job],
            )
            connection.execute(
                "UPDATE job SET state = ?, seconds_left = NULL, updated = ?, "
                "fraction = CASE ? WHEN 'done' THEN 1.0 ELSE fraction END WHERE id = ?",
                [state, time.time(), state, job],
            )

    def attempts(self, job: str, member: int, medium: int) -> int:
        """How often a turn was begun without having ended."""
        with open_jobs(self.path) as connection:
            row = connection.execute(
                "SELECT attempts FROM turn WHERE job = ? AND member = ? AND medium = ?",
                [job, member, medium],
            ).fetchone()
        return row["attempts"] if row else 0

    def start_turn(self, job: str, member: int, medium: int) -> None:
        with open_jobs(self.path) as connection:
            connection.execute(
                "INSERT INTO turn (job, member, medium, attempts, running) VALUES (?, ?, ?, 1, 1) "
                "ON CONFLICT DO UPDATE SET attempts = attempts + 1, running = 1",
                [job, member, medium],
            )
            connection.execute(
                "UPDATE medium SET state = 'running' WHERE job = ? AND position = ?", [job, medium]
            )

    def end_turn(self, job: str, member: int, medium: int) -> None:
        """The turn is over, well or not; its medium waits for the next member."""
        with open_jobs(self.path) as connection:
            connection.execute(
                "UPDATE turn SET attempts = 0, running = 0 "
                "WHERE job = ? AND member = ? AND medium = ?",
                [job, member, medium],
            )
            connection.execute(
                "UPDATE medium SET state = 'queued' WHERE job = ? AND position = ?", [job, medium]
            )

    def finish_medium(self, job: str, position: int, state: str) -> None:
        with open_jobs(self.path) as connection:
            connection.execute(
                "UPDATE medium SET state = ? WHERE job = ? AND position = ?",
                [state, job, position],
            )
            connection.execute("UPDATE job SET attempts = 0 WHERE id = ?", [job])

    def requeue(self, blame: bool = True) -> list[str]:
        """Put running jobs back in the queue. Returns every job that waits, the oldest first.

        Called where no worker runs. `blame` counts the turn that was under way as one that took
        the worker down, or else the job; a worker that was asked to stop blames nobody.
        """
        forgiven = "1" if not blame else "id IN (SELECT job FROM turn WHERE running)"
        with open_jobs(self.path) as connection:
            connection.execute(
                f"UPDATE job SET state = 'queued', attempts = attempts - ({forgiven}) "
                "WHERE state = 'running'"
            )
            connection.execute(
                "UPDATE turn SET attempts = attempts - ?, running = 0 WHERE running",
                [0 if blame else 1],
            )
            connection.execute("UPDATE medium SET state = 'queued' WHERE state = 'running'")
        return self.unfinished()
