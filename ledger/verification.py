"""The proof that a ledger is as it was written, or a list of its problems."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlite_utils import Database

from console import plural
from ledger import chain, migrations
from ledger.events import NotedEnd, Problem, Verification

CURE = (
    "Put back what belongs to the file (its -wal, or a newer copy). If it is meant to end here, "
    "say so with: python -m ledger accept-end"
)
"""What to do where events are missing at the end."""


def nothing(expect_head: str | None, noted: NotedEnd | None = None) -> Verification:
    """The verification of a ledger that nobody has written to."""
    problems = (*end_problem(noted, 0, ""), *_head_problem(expect_head))
    return Verification(0, "", problems, None, noted)


def verify(
    db: Database, expect_head: str | None = None, noted: NotedEnd | None = None
) -> Verification:
    """Check everything that can be checked; nothing in the rows makes it raise.

    `noted` is an end that was on the disk before `db` was opened.
    """
    if not any(name in db.table_names() for name in migrations.TABLES):
        return nothing(expect_head, noted)
    migrations.version(db)
    # Bytes that somebody forced in must be readable to be discovered.
    db.conn.text_factory = lambda data: data.decode("utf-8", "surrogateescape")
    walk = _Walk(expect_head, noted.events if noted else 0)
    problems: list[Problem] = []
    try:
        problems += _schema(db)
        frozen = frozenset(row[0] for row in db.execute("SELECT sha256 FROM ledger_frozen"))
        for row in _rows(db):
            problems += walk.step(row, frozen)
        problems += _documents(db, walk.documents)
    except sqlite3.DatabaseError as error:
        problems.append(Problem(None, f"The file cannot be read to its end: {error}."))
    problems += end_problem(noted, walk.count, walk.head_noted)
    if walk.added is None:
        problems += _head_problem(expect_head)
    return Verification(walk.count, walk.head, tuple(problems), walk.added, noted)


@dataclass
class _Walk:
    """The state of the chain up to the last checked event."""

    expect_head: str | None
    noted_events: int
    count: int = 0
    head: str = ""
    head_noted: str = ""
    """Hash of the event at the place of the noted end."""
    added: int | None = None
    clips: dict[int, str] = field(default_factory=dict)
    """Clip of each verdict in force, by the number of its event."""
    documents: set[str] = field(default_factory=set)

    def step(self, row: Mapping[str, Any], frozen: frozenset[str]) -> Iterator[Problem]:
        """Check an event against all events before it."""
        number = row["number"]
        self.count += 1
        for message in (*self._place(row), *self._content(row), *self._meaning(row, frozen)):
            yield Problem(number, f"Event {number} {message}")
        self.head = _printable(row["hash"])
        if self.count == self.noted_events:
            self.head_noted = self.head
        if self.head == self.expect_head:
            self.added = 0
        elif self.added is not None:
            self.added += 1

    def _place(self, row: Mapping[str, Any]) -> Iterator[str]:
        if row["number"] != self.count:
            yield f"stands at place {self.count}: events before it are missing."
        if _printable(row["previous"]) != self.head:
            yield "does not follow from the event before it: one of them was changed or removed."

    def _content(self, row: Mapping[str, Any]) -> Iterator[str]:
        form = chain.form_of(row)
        if form is None:
            yield f"is not hashed with {chain.ALGORITHM}, nor with an older form."
        elif row["hash"] != _hash(row, form):
            yield "was changed after it was written: its fields do not match its hash."

    def _meaning(self, row: Mapping[str, Any], frozen: frozenset[str]) -> Iterator[str]:
        needed = {row[f"{name}_sha256"] for name in ("evidence", "decision", "settings")}
        self.documents |= needed
        if needed - frozen:
            yield "refers to evidence that is missing from the ledger."
        if row["kind"] != "undo":
            self.clips[row["number"]] = row["clip"]
        elif self.clips.pop(row["undoes"], None) != row["clip"]:
            yield "undoes an event that does not stand."


def _schema(db: Database) -> Iterator[Problem]:
    triggers = dict(
        db.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN (?, ?)",
            migrations.TABLES[:2],
        )
    )
    for name in sorted(migrations.TRIGGERS.keys() | triggers.keys()):
        if triggers.get(name) != migrations.TRIGGERS.get(name):
            what = "was added" if name not in migrations.TRIGGERS else "is missing or changed"
            yield Problem(None, f"The trigger {name} {what}: the ledger was open to changes.")
    for table in migrations.TABLES:
        if table not in db.table_names():
            yield Problem(None, f"The table {table} is missing.")


def _documents(db: Database, needed: set[str]) -> Iterator[Problem]:
    for key, document in db.execute("SELECT sha256, document FROM ledger_frozen"):
        sha256 = _printable(key)
        if not isinstance(document, str) or chain.digest(document) != key:
            yield Problem(None, f"The frozen document {sha256} was changed after it was written.")
        if key not in needed:
            yield Problem(
                None, f"The frozen document {sha256} belongs to no event: events were removed."
            )


def _rows(db: Database) -> Iterator[Mapping[str, Any]]:
    columns = migrations.selected(db)
    for row in db.execute(f"SELECT {columns} FROM ledger_event ORDER BY number"):
        yield dict(zip(chain.COLUMNS, row, strict=True))


def _hash(row: Mapping[str, Any], form: str) -> str | None:
    """The hash that the fields of a row make; None where form 1 leaves a field out that it has."""
    if form != chain.ALGORITHM and any(row[name] != old for name, old in chain.LATER.items()):
        return None
    try:
        return chain.event_hash(row, form)
    except (TypeError, ValueError):  # a blob or an infinity, which no real event holds
        return None


def _printable(value: object) -> str:
    """The value as text that every terminal can print."""
    return str(value).encode("ascii", "backslashreplace").decode()


def end_problem(noted: NotedEnd | None, events: int, head: str) -> Iterator[Problem]:
    """What is wrong where a ledger of some events, `head` at the noted place, ends too early."""
    if noted is None or head == noted.head:
        return
    if missing := max(0, noted.events - events):
        last = f"ends with event {events}" if events else "holds no event"
        be = "is" if missing == 1 else "are"
        what = (
            f"{plural(missing, 'event')} at the end {be} missing: the ledger {last}, and event "
            f"{noted.events} was on the disk when its end was last noted, {day(noted.time)}."
        )
    else:
        what = (
            f"Event {noted.events} is not the one that was noted {day(noted.time)}: the end was "
            "cut off and written again, or this is another ledger."
        )
    yield Problem(None, f"{what} {CURE}")


def day(time: str) -> str:
    """A moment in UTC, for people."""
    return f"on {time[:10]} at {time[11:19]} UTC"


def _head_problem(expect_head: str | None) -> Iterator[Problem]:
    if expect_head is not None:
        yield Problem(
            None,
            f"The expected head {expect_head} is not in the chain: events were cut off or "
            "rewritten since it was noted, or it belongs to another ledger.",
        )
