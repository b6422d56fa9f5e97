"""`python -m catalogue`, and what the package exports."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

import catalogue
from catalogue.__main__ import main
from catalogue.loading import cache


@pytest.fixture
def file(tmp_path: Path) -> Any:
    path = tmp_path / "catalogue.csv"
    path.write_text(
        "id,title,artist,room\n1,Flora,Cignani Carlo,22\n2,Flora,Carracci Annibale,20\n"
    )
    return str(path)


def test_the_public_names() -> None:
    assert set(catalogue.__all__) >= {
        "FIELDS", "Authority", "Catalogue", "CatalogueError", "Explanation", "Field", "Filling",
        "ColumnMapping", "Index", "Problem", "Record", "Reject", "SavedMappings",
        "UnreadableCatalogue", "UnusableCatalogue", "Versions", "Work", "load", "normalise",
    }  # fmt: skip
    assert all(hasattr(catalogue, name) for name in catalogue.__all__)


def test_inspect(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inspect", file, "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["works"], report["filled"]["artist"], report["other_columns"]) == (
        2,
        2,
        ["room"],
    )
    assert main(["inspect", file]) == 0
    assert "2 works" in capsys.readouterr().out


def test_inspect_says_how_the_file_was_read_and_lists_every_problem_if_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "catalogue.csv"
    rows = "".join(f"{n};;Réni\n" for n in range(60))
    path.write_bytes(f"id;title;artist\n{rows}1;2;3;4\n".encode("latin-1"))
    assert main(["inspect", str(path), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["read"] == {
        "format": "CSV",
        "encoding": "Windows-1252 (guessed: it is not UTF-8)",
        "delimiter": "semicolon (found by the column names)",
        "header": "first row",
        "rows": "61",
    }
    assert (report["records"], report["rejects"]) == (60, 1)
    assert len(report["problems"]) == 28
    assert main(["inspect", str(path), "--all"]) == 0
    out = capsys.readouterr().out
    assert out.count("no-title: line") == 60
    assert "Windows-1252 (guessed" in out
    assert "1 row\n" in out


def test_rejects_are_written_as_csv(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, out = tmp_path / "catalogue.csv", tmp_path / "rejects.csv"
    path.write_text("id,title,artist\n1,Flora,x\n=2,a,b,c\n3,,\n")
    assert main(["rejects", str(path)]) == 0
    written = capsys.readouterr().out
    assert main(["rejects", str(path), "--out", str(out)]) == 0
    assert out.read_text().splitlines() == written.splitlines()
    header, first, second = csv.reader(written.splitlines())
    assert header == ["line", "reason", "id", "title", "artist"]
    assert (first[0], first[2:]) == ("3", ["'=2", "a", "b", "c"])
    assert (second[0], second[2:]) == ("4", ["3", "", ""])
    assert "2 rows left out" in capsys.readouterr().err
    assert main(["rejects", str(path), "--out", str(tmp_path / "no" / "x.csv")]) == 2
    assert "Cannot write" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "text", "lines"),
    [
        ("c.csv", "id,title\n1,Flora,x\n2,Dea,y\n", ["2", "3"]),
        ("c.csv", "id,title\n7,\n\n8,???\n", ["2", "4"]),
        ("c.jsonl", '"Flora"\n{"title": \n', ["1", "2"]),
        ("c.json", '["Flora",\n{"title": ""}]', ["1", "2"]),
        ("c.xml", "<w>\n<lido><lidoRecID>1</lidoRecID></lido>\n<lido/></w>", ["2", "3"]),
    ],
)
def test_rejects_are_written_where_no_row_is_usable(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, text: str, lines: list[str]
) -> None:
    path = tmp_path / name
    path.write_text(text)
    assert main(["inspect", str(path)]) == 2
    assert "catalogue rejects" in capsys.readouterr().err
    assert main(["rejects", str(path)]) == 0
    out, err = capsys.readouterr()
    _, *rows = csv.reader(out.splitlines())
    assert [row[0] for row in rows] == lines
    assert all(row[1] for row in rows)
    assert "2 rows left out, and none is usable" in err


def test_match_explains_itself(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["match", file, "--title", "flora", "--artist", "Annibale Carracci", "--json"]) == 0
    first, second = json.loads(capsys.readouterr().out)["matches"]
    assert (first["work"], second["work"]) == ("2", "1")
    assert first["fields"]["artist"]["alias"] == "Carracci Annibale"
    assert first["fields"]["artist"]["token"] == 1
    assert first["score"] == pytest.approx((1 + first["fields"]["artist"]["score"]) / 2)
    assert "subject" not in first["fields"]


def test_match_reads_a_catalogue_once(
    file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CARTELLINO_WORKSPACE", str(tmp_path / "workspace"))
    asked = ["match", file, "--title", "flora", "--json"]
    assert main(asked) == 0
    monkeypatch.setattr(cache, "load", lambda *_, **__: pytest.fail("It was read again."))
    assert main(asked) == 0
    output = capsys.readouterr().out
    assert output[: len(output) // 2] == output[len(output) // 2 :]


def test_match_says_when_nothing_is_similar(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["match", file, "--title", "zzz"]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert "Nothing" in err


def test_trouble_goes_to_stderr_with_status_2(
    file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["inspect", str(tmp_path / "no.csv")]) == 2
    assert main(["match", file]) == 2
    with pytest.raises(SystemExit, match="2"):
        main(["match", file, "--tilte", "x"])
    out, err = capsys.readouterr()
    assert out == ""
    assert "no.csv: there is no such file. Check the name" in err
