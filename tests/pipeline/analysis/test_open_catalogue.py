"""The catalogue as a workspace opens it: under the saved mapping, and kept as a version."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from catalogue import ColumnMapping, Filling, SavedMappings, Versions
from catalogue.loading import cache
from pipeline.__main__ import main
from pipeline.analysis.job import AnalysisKind
from pipeline.analysis.open_catalogue import indexed, opened
from storage.workspace import Workspace

COLUMNS = ("nr", "Titel", "Vorname", "Nachname")
CHOSEN = ColumnMapping(
    (
        ("identifier", Filling(("nr",))),
        ("title", Filling(("Titel",))),
        ("artist", Filling(("Vorname", "Nachname"), " ")),
    )
)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    found = Workspace(tmp_path / "workspace")
    SavedMappings(found.mappings).save(COLUMNS, CHOSEN)
    return found


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "catalogue.csv"
    path.write_text(",".join(COLUMNS) + "\nA 1,Flora,Carlo,Cignani\nA 2,Venus,Guido,Reni\n")
    return path


def test_what_is_opened_is_mapped_and_kept(workspace: Workspace, file: Path) -> None:
    for catalogue in (opened(file, workspace), AnalysisKind().open_catalogue(file, workspace)):
        assert catalogue["A 1"].artist == "Carlo Cignani"
        kept = Versions(workspace.catalogues).records(catalogue.sha256, ["A 2"])
        assert kept["A 2"] == {"title": "Venus", "artist": "Guido Reni"}


def test_progress_is_reported_while_a_large_one_is_opened(workspace: Workspace) -> None:
    path = workspace.root / "large.csv"
    path.write_text("inv,title,artist\n" + "".join(f"{n},Work {n},A{n}\n" for n in range(2500)))
    reported: list[tuple[float, str]] = []
    indexed(path, workspace, lambda share, what: reported.append((share, what)))
    shares = [share for share, _ in reported]
    assert shares == sorted(shares)
    assert 0 <= shares[0] < 0.2 < 0.8 <= shares[-1] < 1
    assert list(dict.fromkeys(what for _, what in reported)) == [
        "Reading the file", "Making records", "Indexing", "Saving the index",
        "Comparing with the version before",
    ]  # fmt: skip


def test_a_cached_catalogue_is_read_again_when_it_is_mapped_otherwise(
    workspace: Workspace, file: Path
) -> None:
    first = indexed(file, workspace)
    assert len(list(workspace.prepared.iterdir())) == 1
    assert indexed(file, workspace).catalogue == first.catalogue
    other = CHOSEN.using("artist", Filling(("Nachname",)))
    SavedMappings(workspace.mappings).save(COLUMNS, other)
    again = indexed(file, workspace).catalogue
    assert again["A 1"].artist == "Cignani"
    assert again.mapping == other
    assert Versions(workspace.catalogues).family(again.sha256)[1:] == (first.catalogue.sha256,)


def test_decisions_on_the_command_line_use_the_saved_mapping(
    workspace: Workspace,
    file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("CARTELLINO_WORKSPACE", str(workspace.root))
    signals = tmp_path / "signals.json"
    signals.write_text(json.dumps([{"id": "1", "title": "Flora", "artist": "Carlo Cignani"}]))
    asked = ["decide", "--catalogue", str(file), "--signals", str(signals), "--json"]
    assert main(asked) == 0
    first = capsys.readouterr().out
    monkeypatch.setattr(cache, "load", lambda *_, **__: pytest.fail("It was read again."))
    assert main(asked) == 0
    (decision,) = json.loads(first)
    assert capsys.readouterr().out == first
    assert (decision["work"], decision["fields"]["artist"]) == ("A 1", 1.0)


def test_pictures_are_learnt_under_the_saved_mapping(
    tmp_path: Path, workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = np.random.default_rng(0).integers(0, 255, (200, 300, 3), np.uint8)
    (tmp_path / "flora.png").write_bytes(cv2.imencode(".png", picture)[1].tobytes())
    file = tmp_path / "works.csv"
    file.write_text("nr,Titel,Notiz\n1,Flora,flora.png\n2,Venus,\n")
    fillings = (("title", Filling(("Titel",))), ("picture", Filling(("Notiz",))))
    SavedMappings(workspace.mappings).save(("nr", "Titel", "Notiz"), ColumnMapping(fillings))
    asked = ["learn", "--catalogue", str(file), "--db", str(workspace.database)]
    assert main(asked) == 0
    assert capsys.readouterr().out.startswith("1 reference picture read")


def test_commands_warn_of_numbers_that_name_no_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = Workspace(tmp_path / "workspace")
    monkeypatch.setenv("CARTELLINO_WORKSPACE", str(workspace.root))
    file, signals, picture = (tmp_path / n for n in ("works.csv", "signals.json", "wall.png"))
    file.write_text("id,title\n1,Flora\n1,Blumen\n")
    signals.write_text('[{"id": "1", "number": "1"}]')
    picture.write_bytes(cv2.imencode(".png", np.zeros((120, 160, 3), np.uint8))[1].tobytes())
    opened = ["--catalogue", str(file)]
    to = ["--json", str(tmp_path / "out.json"), "--db", str(workspace.database)]
    for words in (
        ["decide", *opened, "--signals", str(signals)],
        ["learn", *opened, "--db", str(workspace.database)],
        ["analyse", str(picture), *opened, "--backend", "scripted", *to],
    ):
        main(words)
        assert capsys.readouterr().err.count("warning: works.csv: 1 number is shared") == 1, words
