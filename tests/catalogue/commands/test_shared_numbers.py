"""What commands say about numbers that records with different titles share, and their options."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from catalogue.__main__ import main
from catalogue.commands import loaded

ROWS = (
    "id,title,artist\n1910.1,Harbour,Lund\n1910.1,Hafen,Lund\n2,Night,Kell\n"
    "3,Dawn,Orr\n3,Alba,Orr\n"
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "catalogue.csv"
    path.write_text(ROWS)
    return path


def asked(
    capsys: pytest.CaptureFixture[str], command: str, file: Path, *options: str
) -> tuple[Any, str]:
    """What a command prints as JSON, and what it says on standard error."""
    folder = str(file.parent / "mappings")
    assert main([command, str(file), *options, "--json", "--mappings", folder]) == 0
    out, err = capsys.readouterr()
    return json.loads(out), err


def merged(report: Any) -> dict[str, bool]:
    return {shared["number"]: shared["merged"] for shared in report["shared_numbers"]}


def test_inspect_lists_the_numbers_and_shows_what_merging_would_make(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report, err = asked(capsys, "inspect", file)
    assert report["works"] == 5
    assert report["shared_numbers"][0] == {
        "number": "1910.1",
        "merged": False,
        "records": [
            {"line": 2, "title": "Harbour", "artist": "Lund", "work": "1910.1 (line 2)"},
            {"line": 3, "title": "Hafen", "artist": "Lund", "work": "1910.1 (line 3)"},
        ],
    }
    assert err.count("warning:") == 1
    assert "2 numbers are shared by records with different titles (1910.1, 3)" in err
    report, err = asked(capsys, "inspect", file, "--merge", "1910.1")
    assert (report["works"], merged(report)) == (4, {"1910.1": True, "3": False})
    assert "1 number is shared by records with different titles (3)" in err
    report, err = asked(capsys, "inspect", file, "--merge-all")
    assert (report["works"], err) == (3, "")
    assert main(["inspect", str(file)]) == 0
    out = capsys.readouterr().out
    assert "2 numbers shared by records with different titles: 2 kept apart, 0 merged" in out
    assert "apart   1910.1  line 2: Harbour; line 3: Hafen" in out


def test_map_keeps_the_choice_and_takes_it_back(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    steps: list[tuple[list[str], dict[str, bool]]] = [
        (["--merge", "1910.1"], {"1910.1": True, "3": False}),
        (["--merge-all"], {"1910.1": True, "3": True}),
        (["--keep-apart", "3"], {"1910.1": True, "3": False}),
        (["--keep-all-apart"], {"1910.1": False, "3": False}),
    ]
    for options, expected in steps:
        report, _ = asked(capsys, "map", file, *options, "--save")
        assert merged(report) == expected
        assert merged(asked(capsys, "inspect", file)[0]) == expected
    asked(capsys, "map", file, "--merge-all")
    assert merged(asked(capsys, "inspect", file)[0]) == steps[-1][1], "nothing was saved"


def test_a_number_that_is_not_shared_cannot_be_merged(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in ("inspect", "map"):
        assert main([command, str(file), "--merge", "2"]) == 2
        assert "No records with different titles share the number '2'" in capsys.readouterr().err


@pytest.mark.parametrize(
    "command", [["match", "--title", "night"], ["rejects"], ["quality"], ["compare"]]
)
def test_every_command_warns_once_a_file(
    command: list[str], file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [str(file)] * (2 if command == ["compare"] else 1)
    assert main([command[0], *files, *command[1:]]) == 0
    assert capsys.readouterr().err.count("warning: catalogue.csv: 2 numbers") == len(files)


def test_other_packages_load_with_the_same_warning(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert len(loaded(file)) == 5
    assert capsys.readouterr().err.count("warning: catalogue.csv: 2 numbers") == 1
    file.write_text("id,title\n1,Night\n1,NIGHT\n")
    assert len(loaded(file)) == 1
    assert capsys.readouterr().err == ""
