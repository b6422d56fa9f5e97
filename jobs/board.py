"""What a page is shown of every job, and what the worker writes there."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

from backends.base import Choice
from jobs.tables import choices_of, open_jobs
from jobs.transcript import Heard, grouped
from pipeline import codec
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

    `heard` are the answers clip by clip, the newest last. `speaking` are those that are being
    generated now: stage and words so far; they are about the last clip in `heard`.
    """

    row: sqlite3.Row
    media: list[sqlite3.Row]
    choices: tuple[Choice, ...]
    frames: tuple[Path, ...]
    messages: tuple[str, ...]
    heard: tuple[Heard, ...]
    speaking: tuple[tuple[str, str], ...]


_FRAMES, _MESSAGES = 60, 1000
_ANSWERS = 80
"""The newest that a page is given: an hour of video has thousands of frames. These are the answers
about ten clips: seven each, and the clip itself."""


_KINDS: dict[type[Heard | StageOutput], str] = {Heard: "clip", StageOutput: "output"}
_TYPES = {name: kind for kind, name in _KINDS.items()}


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
        said: Sequence[Heard | StageOutput] = (),
        speaking: Sequence[tuple[str, str]] = (),
    ) -> None:
        """How far the job is, what has come in since the last time, and what is being said.

        In `said`, a clip stands before the answers about it.
        """
        with open_jobs(self.path) as connection:
            connection.execute(
                "UPDATE job SET stage = ?, number = ?, done = ?, total = ?, fraction = ?, "
                "seconds_left = ?, updated = ? WHERE id = ?",
                [*astuple(step), time.time(), job],
            )
            new = [("frame", str(frame.path)) for frame in frames]
            new += [(_KINDS[type(one)], codec.dumps(one)) for one in said]
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
                [job, job, _FRAMES],
            )
            connection.execute("DELETE FROM speaking WHERE job = ?", [job])


def _entry(connection: sqlite3.Connection, row: sqlite3.Row) -> Entry:
    media = connection.execute(
        "SELECT * FROM medium WHERE job = ? ORDER BY position", [row["id"]]
    ).fetchall()
    frames = (Path(body) for _, body in _said(connection, row, ["frame"], _FRAMES))
    messages = (body for _, body in _said(connection, row, ["message"], _MESSAGES))
    answers = _said(connection, row, list(_TYPES), _ANSWERS)
    heard = grouped(codec.loads(body, _TYPES[kind]) for kind, body in answers)
    speaking = connection.execute(
        "SELECT stage, words FROM speaking WHERE job = ? ORDER BY position", [row["id"]]
    )
    now = tuple((one["stage"], one["words"]) for one in speaking)
    choices = choices_of(connection, row)
    return Entry(row, media, choices, tuple(frames), tuple(messages), heard, now)


def _said(
    connection: sqlite3.Connection, row: sqlite3.Row, kinds: Sequence[str], most: int
) -> list[tuple[str, str]]:
    """Kind and body of the newest that was said of these kinds, the oldest first."""
    bodies = connection.execute(
        f"SELECT kind, body FROM said WHERE job = ? AND kind IN ({', '.join('?' * len(kinds))}) "
        "ORDER BY id DESC LIMIT ?",
        [row["id"], *kinds, most],
    )
    return [(body["kind"], body["body"]) for body in bodies][::-1]


def _say(connection: sqlite3.Connection, job: str, what: list[tuple[str, str]]) -> None:
    connection.executemany(
        "INSERT INTO said (job, kind, body) VALUES (?, ?, ?)",
        [(job, kind, body) for kind, body in what],
    )
