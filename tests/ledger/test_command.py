"""python -m ledger export | verify."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from ledger import Ledger
from ledger.__main__ import main
from tests.ledger_samples import verdict
from tests.places import ROOT

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def head(ledger: Ledger) -> str:
    ledger.record(verdict(title="Mosè", comment="=1"))
    return ledger.record(verdict("correct")).hash


def run(*arguments: object) -> int:
    return main([str(argument) for argument in arguments])


def test_verify_prints_the_head(path: Path, head: str, capsys: Capture) -> None:
    assert run("verify", "--db", path) == 0
    assert capsys.readouterr() == (f"intact: 2 events, head {head}\n", "")


def test_verify_against_a_noted_head(path: Path, head: str, capsys: Capture) -> None:
    Ledger(path).record(verdict("defer"))
    assert run("verify", "--db", path, "--expect-head", head) == 0
    assert "1 events since" in capsys.readouterr().out
    assert run("verify", "--db", path, "--expect-head", "sha256/1:beef") == 2
    assert "expected head sha256/1:beef is not in the chain" in capsys.readouterr().err


def test_verify_names_the_first_bad_event(path: Path, head: str, capsys: Capture) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("DROP TRIGGER ledger_event_no_update")
        db.execute("UPDATE ledger_event SET work = 'W-9'")
    assert run("verify", "--db", path) == 2
    out, err = capsys.readouterr()
    assert out.startswith(f"NOT intact: 2 events, head {head}\n")
    assert err.startswith("error: Event 1 was changed after it was written")
    assert "3 problems in all" in err

    assert run("verify", "--db", path, "--json") == 2
    proof = json.loads(capsys.readouterr().out)
    assert (proof["ok"], proof["events"], proof["head"]) == (False, 2, head)
    assert [problem["number"] for problem in proof["problems"]] == [None, 1, 2]


@pytest.mark.usefixtures("head")
def test_export_to_a_file_and_to_stdout_agree(path: Path, tmp_path: Path, capsys: Capture) -> None:
    for form in ("csv", "json", "jsonl"):
        out = tmp_path / f"export.{form}"
        assert run("export", "--db", path, "--format", form, "--out", out) == 0
        assert run("export", "--db", path, "--format", form) == 0
        printed, errors = capsys.readouterr()
        assert out.read_bytes().decode() == printed
        assert errors == ""
    assert sorted(p.name for p in tmp_path.iterdir() if "export" in p.name) == [
        "export.csv",
        "export.json",
        "export.jsonl",
    ]


@pytest.mark.usefixtures("head")
def test_an_export_does_not_overwrite_the_ledger(path: Path, capsys: Capture) -> None:
    assert run("export", "--db", path, "--format", "csv", "--out", path) == 2
    assert "is the ledger itself" in capsys.readouterr().err
    assert Ledger(path).verify().ok


@pytest.mark.usefixtures("head")
def test_an_export_without_its_evidence_has_the_lines_and_says_so(
    path: Path, tmp_path: Path, capsys: Capture
) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("DROP TRIGGER ledger_frozen_no_delete")
        db.execute("DELETE FROM ledger_frozen")
    out = tmp_path / "export.json"
    command = ("export", "--db", path, "--format", "json", "--out", out)
    assert run(*command) == 2
    assert "--despite-problems" in capsys.readouterr().err
    assert not out.exists()
    assert run(*command, "--despite-problems") == 2
    assert "the evidence of event 1 is missing" in capsys.readouterr().err
    first, *_ = json.loads(out.read_text())
    assert (first["number"], first["evidence"], first["settings"]) == (1, None, None)
    assert list(tmp_path.glob(".*.draft")) == []


@pytest.mark.parametrize("command", [["verify"], ["export", "--format", "json"]])
def test_a_wrong_file_is_an_error_and_is_left_alone(
    command: list[str], path: Path, capsys: Capture
) -> None:
    assert run(*command, "--db", path) == 2
    assert "There is no file" in capsys.readouterr().err
    assert not path.exists()

    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE evidence (key TEXT)")
    before = path.read_bytes()
    assert run(*command, "--db", path) == 2
    assert "holds no ledger" in capsys.readouterr().err
    assert path.read_bytes() == before

    path.write_text("not a database at all " * 100)
    assert run(*command, "--db", path) == 2
    assert "is not a ledger" in capsys.readouterr().err
    assert run(*command, "--db", path.parent) == 2
    assert "is a folder" in capsys.readouterr().err


@pytest.mark.usefixtures("head")
def test_an_export_to_nowhere_is_an_error(path: Path, tmp_path: Path, capsys: Capture) -> None:
    out = tmp_path / "nowhere" / "export.csv"
    assert run("export", "--db", path, "--format", "csv", "--out", out) == 2
    assert "nowhere" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["export"], ["verify"], ["export", "--format", "xml"]])
def test_wrong_arguments_exit_with_2(arguments: list[str], capsys: Capture) -> None:
    with pytest.raises(SystemExit) as exit_:
        run(*arguments)
    assert exit_.value.code == 2
    assert "usage: python -m ledger" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["--help"], ["export", "--help"], ["verify", "--help"]])
def test_every_command_has_help(arguments: list[str], capsys: Capture) -> None:
    with pytest.raises(SystemExit) as exit_:
        run(*arguments)
    assert exit_.value.code == 0
    assert "usage: python -m ledger" in capsys.readouterr().out


@pytest.mark.usefixtures("head")
def test_it_runs_as_a_module_whatever_the_terminal_speaks(path: Path) -> None:
    command = [sys.executable, "-m", "ledger", "export", "--db", str(path), "--format", "csv"]
    done = subprocess.run(
        command,
        cwd=ROOT,
        capture_output=True,
        env=os.environ | {"PYTHONIOENCODING": "ascii"},
        timeout=120,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert "Mosè" in done.stdout.decode("utf-8")
    assert done.stdout.count(b"\r\n") == 3
