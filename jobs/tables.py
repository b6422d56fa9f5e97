"""The tables of the jobs, in one SQLite file of the workspace: the queue, and all about it."""

from __future__ import annotations

import json
from contextlib import AbstractContextManager
from pathlib import Path
from sqlite3 import Connection
from typing import Any

from sqlite_utils import Database

from storage import Schema, opened

SCHEMA = Schema("jobs")

_FIRST = """
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
CREATE TABLE IF NOT EXISTS pace (model TEXT PRIMARY KEY, body TEXT NOT NULL);
"""

_KINDS = """
CREATE TABLE analysis AS SELECT * FROM job ORDER BY rowid;
DROP TABLE job;
CREATE TABLE job (
  id TEXT PRIMARY KEY, created REAL NOT NULL, state TEXT NOT NULL,
  kind TEXT NOT NULL, schema INTEGER NOT NULL, payload TEXT NOT NULL,
  cancel INTEGER NOT NULL DEFAULT 0, attempts INTEGER NOT NULL DEFAULT 0,
  stage TEXT NOT NULL DEFAULT '', number INTEGER NOT NULL DEFAULT 0,
  done INTEGER NOT NULL DEFAULT 0, total INTEGER NOT NULL DEFAULT 0,
  fraction REAL NOT NULL DEFAULT 0, seconds_left REAL, updated REAL NOT NULL
);
CREATE TABLE item (
  job TEXT NOT NULL REFERENCES job (id), position INTEGER NOT NULL, name TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'queued', error TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (job, position)
);
CREATE TABLE attempt (
  job TEXT NOT NULL REFERENCES job (id), work TEXT NOT NULL,
  count INTEGER NOT NULL, running INTEGER NOT NULL,
  PRIMARY KEY (job, work)
);
CREATE TABLE entry (
  id INTEGER PRIMARY KEY, job TEXT NOT NULL REFERENCES job (id), type TEXT NOT NULL,
  body TEXT NOT NULL
);
CREATE INDEX entry_by_job ON entry (job, type, id);
CREATE TABLE growing (
  job TEXT NOT NULL REFERENCES job (id), position INTEGER NOT NULL, name TEXT NOT NULL,
  words TEXT NOT NULL, PRIMARY KEY (job, position)
);
INSERT INTO attempt SELECT job, member || ' ' || medium, attempts, running FROM turn;
INSERT INTO entry SELECT id, job, kind, body FROM said WHERE kind IN ('message', 'frame');
INSERT INTO entry SELECT id, job, 'answer', '{"' || kind || '": ' || body || '}' FROM said
  WHERE kind IN ('clip', 'output');
ALTER TABLE pace RENAME TO rate;
ALTER TABLE rate RENAME COLUMN model TO work;
"""

_TAKEN_OVER = """
DROP TABLE analysis;
DROP TABLE medium;
DROP TABLE choice;
DROP TABLE turn;
DROP TABLE said;
DROP TABLE IF EXISTS speaking;
"""


@SCHEMA()
def analyses(db: Database) -> None:
    """The tables as version 0.1 had them, when every job was an analysis."""
    _execute(db, _FIRST)


@SCHEMA()
def kinds(db: Database) -> None:
    """A job has a kind and a payload, and is about items."""
    _execute(db, _KINDS)
    for row in db.query("SELECT * FROM analysis"):
        names = ("id", "created", "state", "cancel", "attempts", "stage", "number", "done")
        shared = {name: row[name] for name in names}
        step = {name: row[name] for name in ("total", "fraction", "seconds_left", "updated")}
        media = [*db.query("SELECT * FROM medium WHERE job = ? ORDER BY position", [row["id"]])]
        payload = {
            "media": [medium["path"] for medium in media],
            "catalogue": row["catalogue"],
            "choices": _choices(db, row),
        }
        written = {"kind": "analysis", "schema": 1, "payload": json.dumps(payload)}
        db.table("job").insert({**shared, **step, **written})
        for medium in media:
            name = Path(medium["path"]).name
            values = [row["id"], medium["position"], name, medium["state"]]
            db.execute("INSERT INTO item (job, position, name, state) VALUES (?, ?, ?, ?)", values)
    _execute(db, _TAKEN_OVER)


def _choices(db: Database, row: dict[str, Any]) -> list[Any]:
    """The backends of a job. Before there were ensembles, its row named the only one."""
    bodies = db.query("SELECT body FROM choice WHERE job = ? ORDER BY position", [row["id"]])
    choices = [json.loads(body["body"]) for body in bodies]
    return choices or [{"backend": row["backend"], "model": row["model"]}]


def _execute(db: Database, statements: str) -> None:
    """One by one: SQLite's own script would end the transaction of the migration."""
    for statement in statements.split(";"):
        db.execute(statement)


def open_jobs(path: Path) -> AbstractContextManager[Connection]:
    """A connection to the tables, in a transaction. Raises StorageError."""
    return opened(path, SCHEMA)
