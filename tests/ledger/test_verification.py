"""Whatever is done to the file behind the ledger's back is found out."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from ledger import Ledger, UnusableLedger, Verification
from ledger.chain import COLUMNS, event_hash
from ledger.migrations import TRIGGERS
from tests.ledger_samples import verdict


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("original") / "ledger.db"
    ledger = Ledger(path)
    for n in range(5):
        ledger.record(verdict(clip=n))
    ledger.record(verdict("correct", clip=1))
    ledger.undo(verdict(clip=2).evidence.clip.key, "Bo")
    ledger.record_many([verdict("defer", clip=n) for n in range(2)])
    return path


@pytest.fixture
def copy(original: Path, path: Path) -> Path:
    shutil.copy(original, path)
    return path


def tamper(path: Path, *statements: str, values: tuple[Any, ...] = ()) -> Verification:
    """Run statements with all safeguards out of the way, put them back, and verify."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA ignore_check_constraints = on")
        for name in TRIGGERS:
            db.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            db.execute(statement, values)
        for trigger in TRIGGERS.values():
            db.execute(trigger)
    return Ledger(path).verify()


def test_an_untouched_ledger_is_intact(copy: Path) -> None:
    proof = Ledger(copy).verify()
    assert (proof.ok, proof.events, proof.first, proof.added) == (True, 9, None, None)
    assert proof.head == Ledger(copy).events(limit=1)[0].hash
    assert tamper(copy).ok


CHANGES = [
    (column, value)
    for column in COLUMNS
    for value in ("x", 7, 0.125, b"\xff", None)
    if column != "number" and (value is not None or column in ("work", "proposed", "score"))
]


@pytest.mark.parametrize(("column", "value"), CHANGES)
def test_a_change_of_any_column_is_found(copy: Path, column: str, value: Any) -> None:
    change = f'UPDATE ledger_event SET "{column}" = ? WHERE number = 4'
    proof = tamper(copy, change, values=(value,))
    assert proof.first
    assert proof.first.number == 4
    assert "Event 4" in proof.first.message


@pytest.mark.parametrize(
    ("statement", "number"),
    [
        ("DELETE FROM ledger_event WHERE number = 1", 2),
        ("DELETE FROM ledger_event WHERE number = 4", 5),
        ("UPDATE ledger_event SET number = 40 WHERE number = 4", 5),
        ("UPDATE ledger_event SET comment = 'x' || comment WHERE number >= 3", 3),
        ("UPDATE ledger_event SET comment = CAST(x'ff' AS TEXT) WHERE number = 3", 3),
        ("UPDATE ledger_event SET margin = 9e999 WHERE number = 3", 3),
    ],
)
def test_the_first_bad_event_is_named(copy: Path, statement: str, number: int) -> None:
    proof = tamper(copy, statement)
    assert proof.first
    assert proof.first.number == number


def test_two_events_that_changed_places_are_found(copy: Path) -> None:
    proof = tamper(
        copy,
        "UPDATE ledger_event SET number = -4 WHERE number = 4",
        "UPDATE ledger_event SET number = 4 WHERE number = 5",
        "UPDATE ledger_event SET number = 5 WHERE number = -4",
    )
    assert proof.first
    assert proof.first.number == 4


def test_a_change_with_a_fitting_hash_breaks_the_chain_after_it(copy: Path) -> None:
    event = Ledger(copy).history(verdict(clip=3).evidence.clip.key)[0]
    row = {name: getattr(event, name) for name in COLUMNS} | {"reviewer": "Mallory"}
    proof = tamper(
        copy,
        "UPDATE ledger_event SET reviewer = 'Mallory', hash = ? WHERE number = 4",
        values=(event_hash(row),),
    )
    assert proof.first
    assert (proof.first.number, "does not follow" in proof.first.message) == (5, True)


def rehash(path: Path) -> None:
    """What a careful forger does: make every hash fit again."""
    previous = ""
    columns = ", ".join(f'"{name}"' for name in COLUMNS)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("DROP TRIGGER ledger_event_no_update")
        for values in db.execute(f"SELECT {columns} FROM ledger_event ORDER BY number").fetchall():
            row = dict(zip(COLUMNS, values, strict=True)) | {"previous": previous}
            previous = event_hash(row)
            change = "UPDATE ledger_event SET previous = ?, hash = ? WHERE number = ?"
            db.execute(change, (row["previous"], previous, row["number"]))
        db.execute(TRIGGERS["ledger_event_no_update"])


@pytest.mark.parametrize(
    ("statement", "number", "message"),
    [
        ("UPDATE ledger_event SET number = number + 90 WHERE number > 8", 99, "are missing"),
        ("UPDATE ledger_event SET undoes = 2 WHERE number = 7", 7, "does not stand"),
        ("UPDATE ledger_event SET undoes = 99 WHERE number = 7", 7, "does not stand"),
    ],
)
def test_a_forged_chain_still_has_to_make_sense(
    copy: Path, statement: str, number: int, message: str
) -> None:
    head = Ledger(copy).verify().head
    tamper(copy, statement)
    rehash(copy)
    [problem] = Ledger(copy).verify().problems
    assert (problem.number, message in problem.message) == (number, True)
    assert len(Ledger(copy).verify(expect_head=head).problems) == 2


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("UPDATE ledger_frozen SET document = document || ' '", "changed after"),
        ("UPDATE ledger_frozen SET document = x'00'", "changed after"),
        ("UPDATE ledger_frozen SET document = CAST(x'ff' AS TEXT)", "changed after"),
        ("UPDATE ledger_frozen SET sha256 = CAST(x'ff' AS TEXT) WHERE rowid = 1", "missing"),
        ("DELETE FROM ledger_frozen WHERE rowid = 1", "refers to evidence that is missing"),
        ("INSERT INTO ledger_frozen VALUES ('a', 'b')", "belongs to no event"),
        ("DROP TABLE ledger_migration", "ledger_migration is missing"),
    ],
)
def test_changed_evidence_is_found(copy: Path, statement: str, message: str) -> None:
    proof = tamper(copy, statement)
    assert any(message in problem.message for problem in proof.problems), proof.problems


@pytest.mark.parametrize("table", ["ledger_event", "ledger_frozen"])
def test_a_dropped_table_is_found(copy: Path, table: str) -> None:
    with closing(sqlite3.connect(copy)) as db:
        db.execute(f"DROP TABLE {table}")
    assert any(f"{table} is missing" in p.message for p in Ledger(copy).verify().problems)


@pytest.mark.parametrize("name", TRIGGERS)
def test_a_dropped_or_weakened_trigger_is_found(copy: Path, name: str) -> None:
    weak = TRIGGERS[name].replace("SELECT RAISE", "SELECT 1 OR RAISE")
    for statement in (f"DROP TRIGGER {name}", weak):
        with closing(sqlite3.connect(copy)) as db:
            db.execute(statement)
        proof = Ledger(copy).verify()
        assert proof.first
        assert f"trigger {name} is missing or changed" in proof.first.message


def test_a_trigger_that_was_added_is_found(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as db:
        db.execute(
            "CREATE TRIGGER spy AFTER INSERT ON ledger_event BEGIN SELECT RAISE(IGNORE); END"
        )
    proof = Ledger(copy).verify()
    assert proof.first
    assert "trigger spy was added" in proof.first.message


def test_a_cut_off_end_shows_against_a_noted_head(copy: Path) -> None:
    head = Ledger(copy).verify().head
    # The last two share their documents with earlier events, so only the head can tell.
    cut = tamper(copy, "DELETE FROM ledger_event WHERE number >= 8")
    assert cut.ok
    assert cut.events == 7
    proof = Ledger(copy).verify(expect_head=head)
    assert not proof.ok
    assert proof.first
    assert head in proof.first.message


def test_a_cut_off_end_leaves_evidence_behind(copy: Path) -> None:
    Ledger(copy).record(verdict(clip=99))
    proof = tamper(copy, "DELETE FROM ledger_event WHERE number = 10")
    assert proof.first
    assert "events were removed" in proof.first.message


def test_a_noted_head_stays_good_as_the_ledger_grows(copy: Path) -> None:
    ledger = Ledger(copy)
    head = ledger.verify().head
    assert ledger.verify(head).added == 0
    ledger.record(verdict(clip=50))
    ledger.record(verdict(clip=51))
    proof = ledger.verify(expect_head=head)
    assert (proof.ok, proof.added) == (True, 2)


def test_a_noted_head_is_missed_where_there_is_no_ledger(ledger: Ledger) -> None:
    assert not ledger.verify(expect_head="sha256/1:00").ok


def overwrite_page(path: Path, number: int) -> None:
    with path.open("r+b") as file:
        file.seek((number - 1) * 4096)
        file.write(b"\xaa" * 4096)


def test_damage_among_the_events_is_reported(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as db:
        page = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'ledger_event'")
        [number] = page.fetchone()
    overwrite_page(copy, number)
    assert "cannot be read to its end" in Ledger(copy).verify().problems[0].message


def test_a_file_that_cannot_even_be_opened_is_a_clear_error(copy: Path) -> None:
    for number in range(2, 5):
        overwrite_page(copy, number)
    with pytest.raises(UnusableLedger, match=r"damaged .* restore the last backup"):
        Ledger(copy).verify()
