"""Killed, crowded, full, locked, foreign: nothing is half written, and the message helps."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlite_utils import Database

import ledger.connection
from ledger import Ledger, LedgerError, LedgerUnavailable, UnusableLedger
from ledger.connection import writing
from ledger.migrations import MIGRATIONS, TABLES
from tests.ledger_samples import evidence, verdict
from tests.places import ROOT

pytestmark = pytest.mark.slow

HEADER = "import os, sys, time\nfrom ledger import Ledger\nfrom ledger_samples import verdict\n"


def start(code: str, *arguments: object) -> subprocess.Popen[str]:
    environment = os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"}
    return subprocess.Popen(
        [sys.executable, "-c", HEADER + code, *map(str, arguments)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, env=environment, cwd=ROOT,
    )  # fmt: skip


def line(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


CROWD = """
who = sys.argv[2]
print("ready", flush=True)
sys.stdin.readline()
ledger = Ledger(sys.argv[1])
for n in range(6):
    ledger.record(verdict(clip=n, reviewer=who, comment=f"{who} {n}"))
ledger.record_many([verdict("defer", clip=n, reviewer=who) for n in range(3)])
ledger.undo(verdict(clip=0).evidence.clip.key, who)
"""


def test_eight_people_write_at_once_into_one_chain(path: Path) -> None:
    people = [start(CROWD, path, f"person {n}") for n in range(8)]
    assert [line(person) for person in people] == ["ready"] * 8
    for person in people:
        assert person.stdin
        person.stdin.write("go\n")
        person.stdin.flush()
    outcomes = [person.communicate(timeout=120) for person in people]

    assert [error for _, error in outcomes if error] == []
    proof = Ledger(path).verify()
    assert (proof.ok, proof.events) == (True, 8 * 10)
    comments = [event.comment for event in Ledger(path).events() if event.kind == "accept"]
    assert sorted(comments) == sorted(f"person {p} {n}" for p in range(8) for n in range(6))


KILLED = """
import ledger.store as store
original = store.append
written = []
def slow(db, draft):
    event = original(db, draft)
    written.append(event)
    if len(written) == int(sys.argv[2]):
        print("inside", flush=True)
        time.sleep(60)
    return event
store.append = slow
Ledger(sys.argv[1]).record_many([verdict("reject", clip=n) for n in range(40, 44)])
"""


@pytest.mark.parametrize("written", [1, 3])
@pytest.mark.parametrize("fresh", [True, False])
def test_killed_in_the_middle_of_a_verdict_nothing_is_half_there(
    ledger: Ledger, written: int, fresh: bool
) -> None:
    before = () if fresh else (ledger.record(verdict()),)
    with start(KILLED, ledger.path, written) as process:
        assert line(process) == "inside"
        process.kill()

    assert ledger.events() == before
    proof = ledger.verify()
    assert (proof.ok, proof.events) == (True, len(before))
    assert ledger.record(verdict("defer")).number == len(before) + 1
    assert ledger.verify().ok


BUSY = """
ledger = Ledger(sys.argv[1])
for n in range(100_000):
    print(ledger.record(verdict(clip=n)).number, flush=True)
"""


def test_killed_at_any_moment_what_was_confirmed_is_kept(ledger: Ledger) -> None:
    for attempt in range(3):
        with start(BUSY, ledger.path) as process:
            first = line(process)
            time.sleep(0.05 + 0.037 * attempt)
            process.kill()
            assert process.stdout
            confirmed = int([first, *process.stdout.read().split()][-1])
        proof = ledger.verify()
        assert proof.ok
        assert proof.events in (confirmed, confirmed + 1)


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite may not enlarge the file any more, as on a full disk."""
    connect = ledger.connection._connect

    def full(path: Path, options: str) -> Database:
        db = connect(path, options)
        pages = db.execute("PRAGMA page_count").fetchone()[0] or 1
        db.execute(f"PRAGMA max_page_count = {pages}")
        return db

    monkeypatch.setattr(ledger.connection, "_connect", full)


def test_a_full_disk_loses_nothing_and_says_what_to_do(
    path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = Ledger(path)
    event = book.record(verdict())
    big = verdict("reject", evidence=evidence(words="x" * 100_000))
    request.getfixturevalue("full_disk")
    with pytest.raises(LedgerUnavailable, match=r"is full.*not recorded.*Free some space"):
        book.record(big)
    with pytest.raises(LedgerUnavailable, match="is full"):
        book.record_many([verdict("defer"), big])
    assert book.events() == (event,)
    assert book.verify().ok

    monkeypatch.undo()
    assert book.record(big).number == 2
    assert book.verify().ok


@pytest.mark.usefixtures("full_disk")
def test_a_ledger_that_never_fitted_on_the_disk_is_a_clear_error(path: Path) -> None:
    with pytest.raises(LedgerUnavailable, match="is full"):
        Ledger(path).record(verdict())
    assert Ledger(path).events() == ()


@contextmanager
def locked(path: Path) -> Iterator[None]:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield


def test_a_locked_ledger_can_be_read_and_says_who_is_to_close(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger.connection, "BUSY_SECONDS", 0.2)
    book = Ledger(path)
    event = book.record(verdict())
    with locked(path):
        with pytest.raises(LedgerUnavailable, match=r"locked.*Close it.*try again"):
            book.record(verdict("defer"))
        assert book.events() == (event,)
    assert book.record(verdict("defer")).number == 2


def test_a_file_locked_before_it_became_a_ledger_is_a_clear_error(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger.connection, "BUSY_SECONDS", 0.2)
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE evidence (key TEXT)")
    with locked(path):
        for use in (lambda: Ledger(path).record(verdict()), Ledger(path).events):
            with pytest.raises(LedgerUnavailable, match="locked"):
                use()


WRONG = {
    "text": b"accession number,title\n1,Moses\n" * 100,
    "short text": b"hello",
    "picture": b"\xff\xd8\xff\xe0" + bytes(range(256)) * 20,
}


@pytest.mark.parametrize("name", WRONG)
def test_a_file_that_is_no_database_is_left_alone(path: Path, name: str) -> None:
    path.write_bytes(WRONG[name])
    book = Ledger(path)
    for use in (lambda: book.record(verdict()), book.standing, book.verify, book.events):
        with pytest.raises(UnusableLedger, match=r"is not a ledger.*SQLite"):
            use()
    assert path.read_bytes() == WRONG[name]


def test_an_empty_file_becomes_a_ledger(path: Path) -> None:
    path.touch()
    assert Ledger(path).events() == ()
    assert Ledger(path).record(verdict()).number == 1


def test_a_folder_and_a_missing_folder_are_clear_errors(tmp_path: Path) -> None:
    with pytest.raises(UnusableLedger, match="is a folder"):
        Ledger(tmp_path).standing()
    with pytest.raises(LedgerUnavailable, match="its folder exists"):
        Ledger(tmp_path / "nowhere" / "ledger.db").record(verdict())
    assert not (tmp_path / "nowhere").exists()


def test_a_ledger_from_a_newer_version_is_left_alone(path: Path) -> None:
    book = Ledger(path)
    book.record(verdict())
    with writing(path) as db:
        newer = (len(MIGRATIONS) + 1, "something new", "2030-01-01T00:00:00Z")
        db.execute("INSERT INTO ledger_migration VALUES (?, ?, ?)", newer)
    for use in (lambda: book.record(verdict()), book.standing, book.verify):
        with pytest.raises(UnusableLedger, match=r"newer version.*Update Cartellino"):
            use()


def test_a_migration_that_fails_leaves_the_file_as_it_was(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    statements = (*MIGRATIONS[0][1][:3], "CREATE NONSENSE")
    monkeypatch.setattr("ledger.migrations.MIGRATIONS", (("half", statements),))
    with pytest.raises(LedgerError, match="NONSENSE"):
        Ledger(path).record(verdict())
    monkeypatch.undo()
    with writing(path) as db:
        assert set(db.table_names()).isdisjoint(TABLES)
    assert Ledger(path).record(verdict()).number == 1


ARCHIVE = """
if os.geteuid() == 0:
    os.setuid(65534)  # root may write everywhere
ledger = Ledger(sys.argv[1])
print(len(ledger.events()), ledger.verify().ok, flush=True)
try:
    ledger.record(verdict())
except Exception as error:
    print(type(error).__name__, error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="rights are another matter on Windows")
def test_a_read_only_archive_can_be_read_but_not_written(path: Path) -> None:
    Ledger(path).record(verdict())
    with tempfile.TemporaryDirectory() as folder:
        copy = shutil.copy(path, folder)
        os.chmod(copy, 0o444)
        os.chmod(folder, 0o555)
        output, errors = start(ARCHIVE, copy).communicate(timeout=120)
        os.chmod(folder, 0o755)
    assert errors == ""
    assert output.startswith("1 True\nLedgerUnavailable The ledger")
    assert "read-only" in output
