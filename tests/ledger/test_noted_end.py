"""Events that are missing at the end are missed, although the chain without them is whole."""

from __future__ import annotations

import json
import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from ledger import InvalidVerdict, Ledger, accept, end, note_of
from ledger.__main__ import main
from ledger.migrations import TRIGGERS
from tests.ledger_samples import verdict

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def five(ledger: Ledger) -> Ledger:
    """A ledger of five events, each with evidence of its own."""
    for n in range(5):
        ledger.record(verdict(clip=n))
    return ledger


def cut(path: Path, after: int) -> None:
    """Remove the events after a number with all that belongs to them, and leave no trace."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for name in TRIGGERS:
            db.execute(f"DROP TRIGGER {name}")
        db.execute("DELETE FROM ledger_event WHERE number > ?", (after,))
        db.execute(
            "DELETE FROM ledger_frozen WHERE sha256 NOT IN (SELECT evidence_sha256 FROM "
            "ledger_event UNION SELECT decision_sha256 FROM ledger_event UNION "
            "SELECT settings_sha256 FROM ledger_event)"
        )
        for trigger in TRIGGERS.values():
            db.execute(trigger)


def message(ledger: Ledger) -> str:
    """The only problem of a ledger, which its end alone shows as well."""
    [problem] = ledger.verify().problems
    assert end(ledger.path).problems == (problem,)
    return problem.message


def test_after_a_verdict_its_number_and_hash_are_noted(five: Ledger) -> None:
    noted = five.verify().noted
    assert noted is not None
    assert (noted.events, noted.head) == (5, five.events(limit=1)[0].hash)
    assert end(five.path).ok


@pytest.mark.parametrize(
    ("left", "words"),
    [(4, "1 event at the end is missing"), (1, "4 events at the end are missing")],
)
def test_events_cut_off_with_care_are_counted(five: Ledger, left: int, words: str) -> None:
    cut(five.path, left)
    assert message(five).startswith(f"{words}: the ledger ends with event {left}, and event 5 was")


def test_a_ledger_emptied_or_removed_is_missed(five: Ledger) -> None:
    cut(five.path, 0)
    assert "5 events at the end are missing: the ledger holds no event" in message(five)
    five.path.unlink()
    assert "5 events at the end are missing: the ledger holds no event" in message(five)
    assert main(["verify", "--db", str(five.path)]) == 2


def test_verdicts_in_a_write_ahead_file_that_is_gone_are_missed(
    five: Ledger, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(five.path)) as other:  # keeps SQLite from tidying up
        other.execute("SELECT count(*) FROM ledger_event").fetchall()
        five.record(verdict(clip=5))
        (tmp_path / "killed").mkdir()
        for file in (five.path, note_of(five.path)):
            shutil.copy(file, tmp_path / "killed")
    killed = Ledger(tmp_path / "killed" / five.path.name)
    assert message(killed).startswith("1 event at the end is missing")


def test_later_verdicts_do_not_hide_that_events_are_missing(five: Ledger) -> None:
    cut(five.path, 3)
    for n in range(7, 11):
        five.record(verdict(clip=n))
    assert message(five).startswith("Event 5 is not the one that was noted")


def test_a_note_that_lags_behind_is_no_fault_and_catches_up(five: Ledger) -> None:
    lagging = note_of(five.path).read_bytes()
    five.record(verdict(clip=5))
    note_of(five.path).write_bytes(lagging)  # as after a kill between the verdict and its note
    assert five.verify().ok
    five.record(verdict(clip=6))
    assert end(five.path).noted == five.verify().noted
    cut(five.path, 6)
    assert message(five).startswith("1 event at the end is missing")


def test_several_writers_leave_the_last_end(ledger: Ledger) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: Ledger(ledger.path).record(verdict(clip=n)), range(16)))
    proof = ledger.verify()
    assert proof.ok
    assert proof.noted is not None
    assert (proof.noted.events, proof.noted.head) == (16, proof.head)


def test_a_verdict_is_recorded_where_its_end_cannot_be_noted(five: Ledger) -> None:
    note_of(five.path).unlink()
    note_of(five.path).mkdir()
    assert five.record(verdict(clip=5)).number == 6
    assert "cannot be read" in message(five)


@pytest.mark.parametrize(
    "damage", ["", "[" * 200_000, "{}", '{"events": "5", "head": 1, "time": "", "accepted": []}']
)
def test_a_damaged_note_is_told_and_stays(five: Ledger, damage: str) -> None:
    note_of(five.path).write_text(damage)
    five.record(verdict(clip=5))
    assert "cannot be read" in message(five)
    accept(five.path, "Ada", "The note was damaged by a stick.")
    assert five.verify().ok


def test_a_link_to_the_ledger_leads_to_the_same_note(five: Ledger, tmp_path: Path) -> None:
    link = tmp_path / "elsewhere" / "link.db"
    link.parent.mkdir()
    link.symlink_to(five.path)
    Ledger(link).record(verdict(clip=5))
    cut(five.path, 5)
    assert "1 event at the end is missing" in message(Ledger(link))


def test_a_copy_without_the_note_says_what_is_not_proved(
    five: Ledger, tmp_path: Path, capsys: Capture
) -> None:
    copy = tmp_path / "copy.db"
    shutil.copy(five.path, copy)
    assert main(["verify", "--db", str(copy)]) == 0
    assert "No end is noted beside it" in capsys.readouterr().out


def test_an_older_copy_is_accepted_by_name_and_with_a_reason(
    five: Ledger, tmp_path: Path, capsys: Capture
) -> None:
    shutil.copy(five.path, tmp_path / "older")
    five.record(verdict(clip=5))
    (tmp_path / "older").replace(five.path)
    command = ["accept-end", "--db", str(five.path), "--by", "Ada"]
    assert main(["verify", "--db", str(five.path)]) == 2
    assert "python -m ledger accept-end" in capsys.readouterr().err
    with pytest.raises(InvalidVerdict):
        accept(five.path, "Ada", " ")
    assert main([*command, "--why", "the disk died"]) == 0
    capsys.readouterr()
    assert main(["verify", "--db", str(five.path)]) == 0
    out = capsys.readouterr().out
    assert "Ada accepted an end after 5 events on 20" in out
    assert "(6 events were noted before): the disk died" in out
    five.record(verdict(clip=6))
    accepted = json.loads(note_of(five.path).read_text())["accepted"]
    assert [entry["by"] for entry in accepted] == ["Ada"]
    cut(five.path, 5)
    assert "1 event at the end is missing" in message(five)


@pytest.mark.parametrize("form", ["csv", "json", "jsonl"])
def test_what_does_not_verify_is_exported_on_request_alone(
    five: Ledger, tmp_path: Path, form: str, capsys: Capture
) -> None:
    cut(five.path, 3)
    out = tmp_path / "export"
    command = ["export", "--db", str(five.path), "--format", form, "--out", str(out)]
    assert main(command) == 2
    assert not out.exists()
    assert "--despite-problems" in capsys.readouterr().err
    assert main([*command, "--despite-problems"]) == 2
    assert "2 events at the end are missing" in capsys.readouterr().err
    assert out.read_text().count("Paolo Veronese") >= 3
