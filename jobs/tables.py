"""The tables of the jobs, in one SQLite file of the workspace.

A file of an earlier version keeps what it has: tables are added beside its own, and a job without
rows in `choice` names its one backend and model in its own row.
"""

from __future__ import annotations

import sqlite3
from contextlib import AbstractContextManager
from pathlib import Path

from backends.base import Choice
from pipeline import codec
from storage.database import opened

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
  state TEXT NOT NULL DEFAULT 'queued',
  PRIMARY KEY (job, position)
);
CREATE TABLE IF NOT EXISTS choice (
  job TEXT NOT NULL REFERENCES job (id), position INTEGER NOT NULL, body TEXT NOT NULL,
  PRIMARY KEY (job, position)
);
CREATE TABLE IF NOT EXISTS turn (
  job TEXT NOT NULL REFERENCES job (id), member INTEGER NOT NULL, medium INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0, running INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (job, member, medium)
);
CREATE TABLE IF NOT EXISTS said (
  id INTEGER PRIMARY KEY, job TEXT NOT NULL REFERENCES job (id), kind TEXT NOT NULL,
  body TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS said_by_job ON said (job, kind, id);
CREATE TABLE IF NOT EXISTS speaking (
  job TEXT NOT NULL REFERENCES job (id), position INTEGER NOT NULL, stage TEXT NOT NULL,
  words TEXT NOT NULL, PRIMARY KEY (job, position)
);
"""


def open_jobs(path: Path) -> AbstractContextManager[sqlite3.Connection]:
    """A connection to the tables, in a transaction. Raises StorageError."""
    return opened(path, _SCHEMA)


def choices_of(connection: sqlite3.Connection, row: sqlite3.Row) -> tuple[Choice, ...]:
    """The backends of a job, each with its weights and settings, in the order given."""
    bodies = connection.execute(
        "SELECT body FROM choice WHERE job = ? ORDER BY position", [row["id"]]
    )
    kept = tuple(codec.loads(body["body"], Choice) for body in bodies)
    return kept or (Choice(row["backend"], Path(row["model"]) if row["model"] else None),)
