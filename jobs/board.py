"""What the worker writes about a job for people to see."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Literal

from jobs.errors import JobError
from jobs.rows import item_rows
from jobs.tables import open_jobs
from jobs.values import Item, Step
from storage import Read, Workspace

Entry = tuple[Literal["message", "frame", "answer", "found"], str]
FRAMES = 60
"""The newest that a page is given: an hour of video has thousands."""


@dataclass(frozen=True, slots=True)
class JobBoard:
    """What there is to see of the jobs of a workspace. Raises StorageError."""

    workspace: Workspace

    def items(self, job: str) -> tuple[Item, ...]:
        """The items of a job in their order. Raises JobError where one cannot be read."""
        with self._open() as connection:
            items = items_of(connection, self.workspace.jobs, job)
        if items.set_aside:
            raise JobError(str(items.set_aside[0]))
        return items.values

    def cancelled(self, job: str) -> bool:
        """Whether somebody asked for the job to be cancelled."""
        with self._open() as connection:
            row = connection.execute("SELECT cancel FROM job WHERE id = ?", [job]).fetchone()
        return row is not None and row["cancel"] == 1

    def show(
        self,
        job: str,
        step: Step,
        entries: Sequence[Entry] = (),
        growing: Sequence[tuple[str, str]] = (),
    ) -> None:
        """Write how far the job is, what came in since the last time, and what is growing now."""
        with self._open() as connection:
            connection.execute(
                "UPDATE job SET stage = ?, number = ?, done = ?, total = ?, fraction = ?, "
                "seconds_left = ?, updated = ? WHERE id = ?",
                [*astuple(step), time.time(), job],
            )
            _enter(connection, job, entries)
            connection.execute("DELETE FROM growing WHERE job = ?", [job])
            connection.executemany(
                "INSERT INTO growing (job, position, name, words) VALUES (?, ?, ?, ?)",
                [(job, position, *answer) for position, answer in enumerate(growing)],
            )

    def waits(self, words: str) -> None:
        """Write what the next job waits for."""
        with self._open() as connection:
            connection.execute(
                "UPDATE job SET stage = ? WHERE rowid = "
                "(SELECT min(rowid) FROM job WHERE state = 'queued')",
                [words],
            )

    def message(self, job: str, words: str) -> None:
        """Add a message for the person who waits for the job."""
        with self._open() as connection:
            _enter(connection, job, [("message", words)])

    def clear(self, job: str) -> None:
        """Delete frames and answers, which are of one item, and keep the rest: the next begins."""
        with self._open() as connection:
            connection.execute(
                "DELETE FROM entry WHERE job = ? AND type IN ('frame', 'answer')", [job]
            )
            connection.execute("DELETE FROM growing WHERE job = ?", [job])

    def tidy(self, job: str) -> None:
        """Delete what no page shows of a job that has ended."""
        with self._open() as connection:
            connection.execute(
                "DELETE FROM entry WHERE job = ? AND type = 'frame' AND id NOT IN (SELECT id "
                "FROM entry WHERE job = ? AND type = 'frame' ORDER BY id DESC LIMIT ?)",
                [job, job, FRAMES],
            )
            connection.execute("DELETE FROM growing WHERE job = ?", [job])

    def _open(self) -> AbstractContextManager[sqlite3.Connection]:
        return open_jobs(self.workspace.jobs)


def items_of(connection: sqlite3.Connection, file: Path, job: str) -> Read[Item]:
    table = item_rows(file)
    query = f"SELECT {table.columns} FROM item WHERE job = ? ORDER BY position"
    return table.read(connection.execute(query, [job]))


def _enter(connection: sqlite3.Connection, job: str, entries: Sequence[Entry]) -> None:
    connection.executemany(
        "INSERT INTO entry (job, type, body) VALUES (?, ?, ?)",
        [(job, *entry) for entry in entries],
    )
