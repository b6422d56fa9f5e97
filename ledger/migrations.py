"""The tables of the ledger, and the migrations of an older file.

Other tables share the file, so everything here is named `ledger_…`, and the version has a table of
its own instead of `user_version`.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlite_utils import Database

from ledger.chain import COLUMNS, LATER
from ledger.connection import transaction
from ledger.errors import UnusableLedger
from ledger.events import utc

TABLES = ("ledger_event", "ledger_frozen", "ledger_migration")

_FROZEN = """CREATE TABLE ledger_frozen (
  sha256 TEXT PRIMARY KEY NOT NULL,
  document TEXT NOT NULL
)"""

_EVENT = """CREATE TABLE ledger_event (
  number INTEGER PRIMARY KEY NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('accept', 'correct', 'reject', 'defer', 'undo')),
  clip TEXT NOT NULL,
  work TEXT,
  title TEXT NOT NULL,
  artist TEXT NOT NULL,
  proposed TEXT,
  reviewer TEXT NOT NULL,
  time TEXT NOT NULL,
  comment TEXT NOT NULL,
  batch TEXT,
  undoes INTEGER REFERENCES ledger_event (number),
  medium TEXT NOT NULL,
  video_sha256 TEXT NOT NULL,
  start REAL NOT NULL,
  "end" REAL NOT NULL,
  outcome TEXT NOT NULL,
  regime TEXT,
  score REAL,
  margin REAL NOT NULL,
  config TEXT NOT NULL,
  catalogue_sha256 TEXT NOT NULL,
  backend TEXT NOT NULL,
  backend_version TEXT NOT NULL,
  recipe TEXT NOT NULL,
  evidence_sha256 TEXT NOT NULL REFERENCES ledger_frozen (sha256),
  decision_sha256 TEXT NOT NULL REFERENCES ledger_frozen (sha256),
  settings_sha256 TEXT NOT NULL REFERENCES ledger_frozen (sha256),
  previous TEXT NOT NULL,
  hash TEXT NOT NULL,
  CHECK ((kind = 'undo') = (undoes IS NOT NULL))
)"""


_EVENT_WITH_REGIONS = """CREATE TABLE ledger_event_new (
  number INTEGER PRIMARY KEY NOT NULL,
  kind TEXT NOT NULL,
  clip TEXT NOT NULL,
  work TEXT,
  title TEXT NOT NULL,
  artist TEXT NOT NULL,
  proposed TEXT,
  reviewer TEXT NOT NULL,
  time TEXT NOT NULL,
  comment TEXT NOT NULL,
  batch TEXT,
  undoes INTEGER REFERENCES ledger_event_new (number),
  medium TEXT NOT NULL,
  video_sha256 TEXT NOT NULL,
  start REAL NOT NULL,
  "end" REAL NOT NULL,
  outcome TEXT NOT NULL,
  regime TEXT,
  score REAL,
  margin REAL NOT NULL,
  config TEXT NOT NULL,
  catalogue_sha256 TEXT NOT NULL,
  backend TEXT NOT NULL,
  backend_version TEXT NOT NULL,
  recipe TEXT NOT NULL,
  evidence_sha256 TEXT NOT NULL REFERENCES ledger_frozen (sha256),
  decision_sha256 TEXT NOT NULL REFERENCES ledger_frozen (sha256),
  settings_sha256 TEXT NOT NULL REFERENCES ledger_frozen (sha256),
  previous TEXT NOT NULL,
  hash TEXT NOT NULL,
  region TEXT NOT NULL DEFAULT '',
  reason TEXT,
  CHECK ((kind = 'undo') = (undoes IS NOT NULL))
)"""


def _refusal(table: str, action: str) -> str:
    return (
        f"CREATE TRIGGER {table}_no_{action.lower()} BEFORE {action} ON {table}\n"
        f"BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: {table} refuses {action}'); END"
    )


# REPLACE deletes silently on connections without recursive_triggers, so an INSERT that would
# replace a row is refused before it starts.
_APPEND = """CREATE TRIGGER ledger_event_append BEFORE INSERT ON ledger_event
WHEN NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM ledger_event)
  OR NEW.previous <> coalesce(
    (SELECT hash FROM ledger_event ORDER BY number DESC LIMIT 1), '')
  OR EXISTS (SELECT 1 FROM ledger_event WHERE undoes = NEW.undoes)
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: events go at the end of the chain'); END"""

_ONCE = """CREATE TRIGGER ledger_frozen_once BEFORE INSERT ON ledger_frozen
WHEN EXISTS (SELECT 1 FROM ledger_frozen WHERE sha256 = NEW.sha256)
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: this document is kept already'); END"""

TRIGGERS: dict[str, str] = {
    "ledger_event_append": _APPEND,
    "ledger_event_no_update": _refusal("ledger_event", "UPDATE"),
    "ledger_event_no_delete": _refusal("ledger_event", "DELETE"),
    "ledger_frozen_once": _ONCE,
    "ledger_frozen_no_update": _refusal("ledger_frozen", "UPDATE"),
    "ledger_frozen_no_delete": _refusal("ledger_frozen", "DELETE"),
}

_INDEXES = (
    "CREATE INDEX ledger_event_clip ON ledger_event (clip, number)",
    "CREATE INDEX ledger_event_undoes ON ledger_event (undoes) WHERE undoes IS NOT NULL",
    "CREATE INDEX ledger_event_batch ON ledger_event (batch) WHERE batch IS NOT NULL",
)

_REFERENCES = """CREATE VIEW reference_picture AS
SELECT taught.number, substr(taught.region, 9) AS sha256, taught.work, taught.catalogue_sha256,
  taught.video_sha256
FROM ledger_event AS taught
WHERE taught.kind = 'reference'
  AND NOT EXISTS (SELECT 1 FROM ledger_event AS later WHERE later.undoes = taught.number)
  AND EXISTS (
    SELECT 1 FROM ledger_event AS verdict
    WHERE verdict.clip = taught.clip AND verdict.work = taught.work
      AND verdict.kind IN ('accept', 'correct')
      AND verdict.number = (
        SELECT max(number) FROM ledger_event AS same
        WHERE same.clip = verdict.clip AND same.region = verdict.region AND same.kind <> 'undo'
          AND NOT EXISTS (SELECT 1 FROM ledger_event AS later WHERE later.undoes = same.number)))"""
"""What `pipeline.analysis.taught` reads: the pictures that verdicts make references now."""

_OLD = ", ".join(f'"{name}"' for name in COLUMNS if name not in LATER)

MIGRATIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("events and what they froze", (_FROZEN, _EVENT, *TRIGGERS.values(), *_INDEXES)),
    # The tables stay; what was frozen before stays, too, for it is hashed. An older version is
    # to refuse the file rather than stumble over a document.
    ("frozen documents with a schema number and paths relative to the workspace", ()),
    # A CHECK cannot be altered, so the table is written again: the rows are the same, and so are
    # their hashes. The kinds are left to `freeze` and to the reader, which set others aside.
    (
        "rightly nothing, the reason of a rejection, and verdicts on a region",
        (
            _EVENT_WITH_REGIONS,
            f"INSERT INTO ledger_event_new ({_OLD}) SELECT {_OLD} FROM ledger_event",
            "DROP TABLE ledger_event",
            "ALTER TABLE ledger_event_new RENAME TO ledger_event",
            *(sql for name, sql in TRIGGERS.items() if name.startswith("ledger_event")),
            *_INDEXES,
            "CREATE INDEX ledger_event_region ON ledger_event (clip, region, number)",
        ),
    ),
    ("reference pictures out of videos", (_REFERENCES,)),
)
"""Name and statements of each, in order from number 1. Never edit a migration: add another."""


def version(db: Database) -> int:
    """How many migrations the file has seen; 0 for a file without a ledger. They are counted,
    because a number in the table may be damaged.

    Raises UnusableLedger for a file that a newer version wrote.
    """
    if "ledger_migration" not in db.table_names():
        return 0
    number = int(db.execute("SELECT count(*) FROM ledger_migration").fetchone()[0])
    if number > len(MIGRATIONS):
        raise UnusableLedger(
            f"A newer version of Cartellino wrote this ledger (its form is {number}, this version "
            f"knows {len(MIGRATIONS)}). Update Cartellino to open it; nothing was changed."
        )
    return number


def selected(db: Database) -> str:
    """All columns of an event, to be selected from a file of any version: one that is only read
    is not brought up to date."""
    present = _present(db)
    return ", ".join(
        f'"{name}"' if name in present or name not in LATER else f'{_sql(LATER[name])} AS "{name}"'
        for name in COLUMNS
    )


def region(db: Database) -> str:
    """The column with the region of an event, or what it was before there were any."""
    return "region" if "region" in _present(db) else "''"


def _present(db: Database) -> set[str]:
    return {row[1] for row in db.execute("PRAGMA table_info(ledger_event)")}


def _sql(value: str | None) -> str:
    return "NULL" if value is None else f"'{value}'"


def migrate(db: Database) -> None:
    """Bring the file up to date, each migration and its record in one transaction."""
    while version(db) < len(MIGRATIONS):
        with transaction(db):
            _apply_next(db)


def _apply_next(db: Database) -> None:
    done = version(db)  # again, under the lock: another process may have migrated meanwhile
    if done == len(MIGRATIONS):
        return
    if done == 0:
        db.execute(
            "CREATE TABLE IF NOT EXISTS ledger_migration "
            "(number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied TEXT NOT NULL)"
        )
    name, statements = MIGRATIONS[done]
    for statement in statements:
        db.execute(statement)
    db.execute(
        "INSERT INTO ledger_migration (number, name, applied) VALUES (?, ?, ?)",
        (done + 1, name, utc(datetime.now(UTC))),
    )
