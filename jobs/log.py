"""The life of every job: queued, claimed, run item by item, finished. This is the queue."""

from __future__ import annotations

import sqlite3
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jobs.rows import orders
from jobs.tables import open_jobs
from jobs.values import State

ATTEMPTS = 2
"""A piece of work that took the worker down this often is given up, or it would do so for ever."""
BREAKDOWNS = ATTEMPTS + 1
"""A job that took the worker down this often outside of any such piece is given up."""
_ENDED = "state IN ('done', 'failed', 'cancelled')"


@dataclass(frozen=True, slots=True)
class Claim:
    """A job that its worker may run, as it stands in the queue."""

    id: str
    kind: str
    schema: int
    payload: str
    attempts: int
    """How often it was begun without an item being finished, this time included."""


@dataclass(frozen=True, slots=True)
class JobLog:
    """The tables in the SQLite file at `path`. One connection an operation.

    Raises StorageError when the file cannot be read or written.
    """

    path: Path

    def add(self, kind: str, schema: int, payload: str, items: Sequence[str]) -> str:
        """Queue a job about these items. Returns its identifier."""
        job, now = uuid.uuid4().hex[:12], time.time()
        with open_jobs(self.path) as connection:
            connection.execute(
                "INSERT INTO job (id, created, state, kind, schema, payload, updated) "
                "VALUES (?, ?, 'queued', ?, ?, ?, ?)",
                [job, now, kind, schema, payload, now],
            )
            connection.executemany(
                "INSERT INTO item (job, position, name) VALUES (?, ?, ?)",
                [(job, position, name) for position, name in enumerate(items)],
            )
        return job

    def state(self, job: str) -> State | None:
        """None for a job that there never was."""
        with open_jobs(self.path) as connection:
            row = connection.execute("SELECT state FROM job WHERE id = ?", [job]).fetchone()
        return row["state"] if row else None

    def unfinished(self) -> bool:
        """Whether a job is queued or running."""
        return self._any("state IN ('queued', 'running')")

    def waiting(self) -> bool:
        """Whether a job is queued."""
        return self._any("state = 'queued'")

    def claim(self) -> Claim | None:
        """The first queued job by number, which runs from now on; None where none is queued.

        One that cannot be read fails: the page names it.
        """
        table = orders(self.path)
        query = f"SELECT {table.columns} FROM job WHERE state = 'queued' ORDER BY rowid LIMIT 1"
        with open_jobs(self.path) as connection:
            connection.execute("BEGIN IMMEDIATE")
            while row := connection.execute(query).fetchone():
                if order := next(iter(table.read([row]).values), None):
                    attempts = _begun(connection, row["rowid"])
                    return Claim(order.id, order.kind, order.schema, order.payload, attempts)
                connection.execute(
                    "UPDATE job SET state = 'failed' WHERE rowid = ?", [row["rowid"]]
                )
        return None

    def ask_to_cancel(self, job: str) -> None:
        """Cancel a queued job, and ask whoever runs it to stop."""
        with open_jobs(self.path) as connection:
            connection.execute("UPDATE job SET cancel = 1 WHERE id = ?", [job])
            connection.execute(
                "UPDATE job SET state = 'cancelled' WHERE id = ? AND state = 'queued'", [job]
            )
            connection.execute(
                "UPDATE item SET state = 'cancelled' WHERE job = ? AND state = 'queued' AND "
                "(SELECT state FROM job WHERE id = ?) = 'cancelled'",
                [job, job],
            )

    def restart(self, job: str) -> None:
        """Queue a job again that was cancelled or failed: what is done of it is not done twice.

        Any other job is left as it is.
        """
        with open_jobs(self.path) as connection:
            queued = connection.execute(
                "UPDATE job SET state = 'queued', cancel = 0, attempts = 0, stage = '', "
                "number = 0, done = 0, total = 0, seconds_left = NULL, updated = ? WHERE id = ? "
                f"AND {_ENDED} AND EXISTS (SELECT 1 FROM item WHERE item.job = job.id AND "
                "item.state != 'done')",
                [time.time(), job],
            ).rowcount
            if queued:
                connection.execute("DELETE FROM attempt WHERE job = ?", [job])
                connection.execute("DELETE FROM entry WHERE job = ? AND type = 'message'", [job])
                connection.execute(
                    "UPDATE item SET state = 'queued', error = '' WHERE job = ? AND "
                    "state != 'done'",
                    [job],
                )

    def remove(self, job: str) -> None:
        """Forget a job that has ended; one that has not is left as it is."""
        with open_jobs(self.path) as connection:
            ended = f"(SELECT id FROM job WHERE id = ? AND {_ENDED})"
            for table in ("attempt", "entry", "growing", "item"):
                connection.execute(f"DELETE FROM {table} WHERE job IN {ended}", [job])
            connection.execute(f"DELETE FROM job WHERE id IN {ended}", [job])

    def finish(self, job: str, state: State) -> None:
        """Close a job; items that were not reached share its fate."""
        with open_jobs(self.path) as connection:
            connection.execute(
                "UPDATE item SET state = ? WHERE job = ? AND state IN ('queued', 'running')",
                ["failed" if state == "done" else state, job],
            )
            connection.execute(
                "UPDATE job SET state = ?, seconds_left = NULL, updated = ?, "
                "fraction = CASE ? WHEN 'done' THEN 1.0 ELSE fraction END WHERE id = ?",
                [state, time.time(), state, job],
            )

    def finish_item(self, job: str, position: int, state: State, error: str = "") -> None:
        with open_jobs(self.path) as connection:
            connection.execute(
                "UPDATE item SET state = ?, error = ? WHERE job = ? AND position = ?",
                [state, error, job, position],
            )
            connection.execute("UPDATE job SET attempts = 0 WHERE id = ?", [job])

    def attempts(self, job: str, work: str) -> int:
        """How often a piece of work was begun without having ended."""
        with open_jobs(self.path) as connection:
            row = connection.execute(
                "SELECT coalesce(CAST(count AS INTEGER), 0) FROM attempt "
                "WHERE job = ? AND work = ?",
                [job, work],
            ).fetchone()
        return int(row[0]) if row else 0

    def begin(self, job: str, work: str, item: int | None = None) -> None:
        """A piece of work begins, perhaps on an item."""
        with open_jobs(self.path) as connection:
            connection.execute(
                "INSERT INTO attempt (job, work, count, running) VALUES (?, ?, 1, 1) "
                "ON CONFLICT DO UPDATE SET count = count + 1, running = 1",
                [job, work],
            )
            _set(connection, job, item, "running")

    def end(self, job: str, work: str, item: int | None = None) -> None:
        """The piece is over, well or not; its item waits for the next one."""
        with open_jobs(self.path) as connection:
            connection.execute(
                "UPDATE attempt SET count = 0, running = 0 WHERE job = ? AND work = ?", [job, work]
            )
            _set(connection, job, item, "queued")

    def requeue(self, blame: bool = True) -> None:
        """Put running jobs back in the queue, where no worker runs any more.

        `blame` counts the work that was under way as having taken the worker down, or else the
        job; a worker that was asked to stop blames nothing.
        """
        forgiven = "1" if not blame else "id IN (SELECT job FROM attempt WHERE running)"
        with open_jobs(self.path) as connection:
            connection.execute(
                f"UPDATE job SET state = 'queued', stage = '', attempts = attempts - ({forgiven}) "
                "WHERE state = 'running'"
            )
            connection.execute(
                "UPDATE attempt SET count = count - ?, running = 0 WHERE running",
                [0 if blame else 1],
            )
            connection.execute("UPDATE item SET state = 'queued' WHERE state = 'running'")

    def _any(self, which: str) -> bool:
        with open_jobs(self.path) as connection:
            return connection.execute(f"SELECT 1 FROM job WHERE {which}").fetchone() is not None


def _begun(connection: sqlite3.Connection, number: int) -> int:
    """How often the job of that number was begun, this time included; whatever stood there."""
    row = connection.execute(
        "UPDATE job SET state = 'running', stage = '', updated = ?, "
        "attempts = coalesce(CAST(attempts AS INTEGER), 0) + 1 WHERE rowid = ? RETURNING attempts",
        [time.time(), number],
    ).fetchone()
    return int(row["attempts"])


def _set(connection: sqlite3.Connection, job: str, item: int | None, state: State) -> None:
    connection.execute(
        "UPDATE item SET state = ? WHERE job = ? AND position = ?", [state, job, item]
    )
