"""What a page is shown of every job, and what the worker writes there."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

from backends.base import Choice
from pipeline import codec
from pipeline.jobtables import choices_of, open_jobs
from pipeline.types import Frame, StageOutput


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

    `speaking` are the answers that are being generated now: stage and words so far.
    """

    row: sqlite3.Row
    media: list[sqlite3.Row]
    choices: tuple[Choice, ...]
    said: dict[str, list[str]]
    speaking: tuple[tuple[str, str], ...]


_SHOWN = {"frame": 60, "output": 60, "message": 1000}
"""The newest of each kind that a page is given: an hour of video has thousands of frames."""


@dataclass(frozen=True, slots=True)
class JobBoard:
    """The tables in the SQLite file at `path`, as a person sees them. Raises StorageError."""

    path: Path

    def entries(self, jobs: Sequence[str] | None = None, limit: int = 1) -> list[Entry]:
        """What is written about the named jobs, or about the newest, the newest first."""
        with open_jobs(self.path) as connection:
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
            return [_entry(connection, row) for row in rows]

    def cancelled(self, job: str) -> bool:
        """Whether somebody asked for the job to be called off."""
        with open_jobs(self.path) as connection:
            row = connection.execute("SELECT cancel FROM job WHERE id = ?", [job]).fetchone()
        return row is not None and bool(row["cancel"])

    def show(
        self,
        job: str,
        step: Step,
        frames: Sequence[Frame] = (),
        outputs: Sequence[StageOutput] = (),
        speaking: Sequence[tuple[str, str]] = (),
    ) -> None:
        """How far the job is, what has come in since the last time, and what is being said."""
        with open_jobs(self.path) as connection:
            connection.execute(
                "UPDATE job SET stage = ?, number = ?, done = ?, total = ?, fraction = ?, "
                "seconds_left = ?, updated = ? WHERE id = ?",
                [*astuple(step), time.time(), job],
            )
            new = [("frame", str(frame.path)) for frame in frames]
            new += [("output", codec.dumps(output)) for output in outputs]
            _say(connection, job, new)
            connection.execute("DELETE FROM speaking WHERE job = ?", [job])
            connection.executemany(
                "INSERT INTO speaking (job, position, stage, words) VALUES (?, ?, ?, ?)",
                [(job, position, *one) for position, one in enumerate(speaking)],
            )

    def say(self, job: str, message: str) -> None:
        """Add a message for the person who waits for the job."""
        with open_jobs(self.path) as connection:
            _say(connection, job, [("message", message)])

    def clear(self, job: str) -> None:
        """Take down frames and answers: what comes next makes room for itself."""
        with open_jobs(self.path) as connection:
            connection.execute("DELETE FROM said WHERE job = ? AND kind != 'message'", [job])
            connection.execute("DELETE FROM speaking WHERE job = ?", [job])

    def tidy(self, job: str) -> None:
        """Keep of a job that has ended only what is shown."""
        with open_jobs(self.path) as connection:
            connection.execute(
                "DELETE FROM said WHERE job = ? AND kind = 'frame' AND id NOT IN (SELECT id "
                "FROM said WHERE job = ? AND kind = 'frame' ORDER BY id DESC LIMIT ?)",
                [job, job, _SHOWN["frame"]],
            )
            connection.execute("DELETE FROM speaking WHERE job = ?", [job])


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
    )
    now = tuple((one["stage"], one["words"]) for one in speaking)
    return Entry(row, media, choices_of(connection, row), said, now)


def _say(connection: sqlite3.Connection, job: str, what: list[tuple[str, str]]) -> None:
    connection.executemany(
        "INSERT INTO said (job, kind, body) VALUES (?, ?, ?)",
        [(job, kind, body) for kind, body in what],
    )
