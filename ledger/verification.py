"""The proof that a ledger is as it was written, or where it is not."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlite_utils import Database

from ledger import chain, migrations
from ledger.events import Problem, Verification


def nothing(expect_head: str | None) -> Verification:
    """The verification of a ledger that nobody has written to."""
    return Verification(0, "", tuple(_head_problem(expect_head)), None)


def verify(db: Database, expect_head: str | None = None) -> Verification:
    """Check everything that can be checked; never raises for what it finds in the rows."""
    if not any(name in db.table_names() for name in migrations.TABLES):
        return nothing(expect_head)
    migrations.version(db)
    # Bytes that somebody put in by force have to come out, to be found out.
    db.conn.text_factory = lambda data: data.decode("utf-8", "surrogateescape")
    walk = _Walk(expect_head)
    problems: list[Problem] = []
    try:
        problems += _schema(db)
        frozen = frozenset(_strings(db.execute("SELECT sha256 FROM ledger_frozen")))
        for row in _rows(db):
            problems += walk.step(row, frozen)
        problems += _documents(db, walk.documents)
    except sqlite3.DatabaseError as error:
        problems.append(Problem(None, f"The file cannot be read to its end: {error}."))
    if walk.added is None:
        problems += _head_problem(expect_head)
    return Verification(walk.count, walk.head, tuple(problems), walk.added)


@dataclass
class _Walk:
    """What is known of the chain up to the event that was looked at last."""

    expect_head: str | None
    count: int = 0
    head: str = ""
    added: int | None = None
    clips: dict[int, str] = field(default_factory=dict)
    """Clip of each verdict that is in force, by number of the event."""
    documents: set[str] = field(default_factory=set)

    def step(self, row: Mapping[str, Any], frozen: frozenset[str]) -> Iterator[Problem]:
        """Check one event against all that came before it."""
        number = row["number"]
        self.count += 1
        for message in (*self._place(row), *self._content(row), *self._meaning(row, frozen)):
            yield Problem(number, f"Event {number} {message}")
        self.head = _shown(row["hash"])
        if self.head == self.expect_head:
            self.added = 0
        elif self.added is not None:
            self.added += 1

    def _place(self, row: Mapping[str, Any]) -> Iterator[str]:
        if row["number"] != self.count:
            yield f"stands at place {self.count}: events before it are missing."
        if _shown(row["previous"]) != self.head:
            yield "does not follow from the event before it: one of them was changed or removed."

    def _content(self, row: Mapping[str, Any]) -> Iterator[str]:
        if not str(row["hash"]).startswith(f"{chain.ALGORITHM}:"):
            yield f"is not hashed with {chain.ALGORITHM}, the only form that this version knows."
        elif row["hash"] != _hash(row):
            yield "was changed after it was written: its fields do not match its hash."

    def _meaning(self, row: Mapping[str, Any], frozen: frozenset[str]) -> Iterator[str]:
        needed = {row[f"{name}_sha256"] for name in ("evidence", "decision", "settings")}
        self.documents |= needed
        if needed - frozen:
            yield "refers to evidence that is missing from the ledger."
        if row["kind"] != "undo":
            self.clips[row["number"]] = row["clip"]
        elif self.clips.pop(row["undoes"], None) != row["clip"]:
            yield "undoes an event that is not there to undo."


def _schema(db: Database) -> Iterator[Problem]:
    found = dict(
        db.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN (?, ?)",
            migrations.TABLES[:2],
        )
    )
    for name in sorted(migrations.TRIGGERS.keys() | found.keys()):
        if found.get(name) != migrations.TRIGGERS.get(name):
            what = "was added" if name not in migrations.TRIGGERS else "is missing or changed"
            yield Problem(None, f"The trigger {name} {what}: the ledger was open to changes.")
    for table in migrations.TABLES:
        if table not in db.table_names():
            yield Problem(None, f"The table {table} is missing.")


def _documents(db: Database, needed: set[str]) -> Iterator[Problem]:
    for key, document in db.execute("SELECT sha256, document FROM ledger_frozen"):
        sha256 = _shown(key)
        if not isinstance(document, str) or chain.digest(document) != key:
            yield Problem(None, f"The frozen document {sha256} was changed after it was written.")
        if key not in needed:
            yield Problem(
                None, f"The frozen document {sha256} belongs to no event: events were removed."
            )


def _rows(db: Database) -> Iterator[Mapping[str, Any]]:
    columns = ", ".join(f'"{name}"' for name in chain.COLUMNS)
    for row in db.execute(f"SELECT {columns} FROM ledger_event ORDER BY number"):
        yield dict(zip(chain.COLUMNS, row, strict=True))


def _hash(row: Mapping[str, Any]) -> str | None:
    try:
        return chain.event_hash(row)
    except (TypeError, ValueError):  # a blob or an infinity, which no event of ours holds
        return None


def _shown(value: object) -> str:
    """The value so that every terminal can print it."""
    return str(value).encode("ascii", "backslashreplace").decode()


def _strings(rows: Iterable[tuple[Any, ...]]) -> Iterator[str]:
    return (row[0] for row in rows)


def _head_problem(expect_head: str | None) -> Iterator[Problem]:
    if expect_head is not None:
        yield Problem(
            None,
            f"The expected head {expect_head} is not in the chain: events were cut off or "
            "rewritten since it was noted, or it belongs to another ledger.",
        )
