"""The file that a picture column means, and none outside the folders of the catalogue."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest

from catalogue import load
from catalogue.__main__ import main
from catalogue.loading.find_pictures import PictureFinder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A catalogue's folder with some pictures; beside it lies a private one."""
    place = tmp_path / "museum"
    for name in ("images/Müller 01.JPG", "views/left.tif", "plain.png"):
        path = place / unicodedata.normalize("NFD", name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    (tmp_path / "private").mkdir()
    (tmp_path / "private" / "id.jpg").touch()
    return place


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("plain.png", "plain.png"),
        ("PLAIN.PNG", "plain.png"),
        ("plain", "plain.png"),
        ("Müller 01.JPG", "Müller 01.JPG"),
        (unicodedata.normalize("NFD", "Müller 01.jpg"), "Müller 01.JPG"),
        ("images\\müller 01.jpg", "Müller 01.JPG"),
        ("M%C3%BCller%2001.jpg", "Müller 01.JPG"),
        ("Views/LEFT.tif", "left.tif"),
        ("gone.jpg; plain.png", "plain.png"),
        ("gone.jpg|views/left.tif", "left.tif"),
        ("gone.jpg, plain.png", "plain.png"),
        ("gone.jpg\nplain.png", "plain.png"),
        ("https://museum.example/media/plain.png?size=9", "plain.png"),
        ("./plain.png", "plain.png"),
    ],
)
def test_a_name_is_found_however_it_is_written(folder: Path, cell: str, name: str) -> None:
    picture, problem = PictureFinder(folder).find(cell, 1)
    assert problem is None
    assert picture is not None
    assert unicodedata.normalize("NFC", picture.name) == name


def test_of_names_that_differ_by_case_the_exact_one_is_taken(folder: Path) -> None:
    (folder / "a.jpg").touch()
    (folder / "A.JPG").touch()
    if len(list(folder.glob("[aA].*"))) < 2:
        pytest.skip("this file system does not tell them apart")
    assert PictureFinder(folder).find("A.JPG", 1)[0] == folder / "A.JPG"
    picture, problem = PictureFinder(folder).find("a.JPG", 1)
    assert picture is None
    assert problem is not None
    assert "A.JPG, a.jpg" in problem.message


@pytest.mark.parametrize(
    "cell", ["../private/id.jpg", "{root}/private/id.jpg", "file://{root}/private/id.jpg",
             "images/../../private/id.jpg", "link.jpg", "linked/id.jpg", "LINKED/ID.jpg"],
)  # fmt: skip
def test_nothing_outside_the_folder_is_opened_unless_it_was_named(folder: Path, cell: str) -> None:
    private = folder.parent / "private"
    try:
        os.symlink(private / "id.jpg", folder / "link.jpg")
        os.symlink(private, folder / "linked")
    except OSError:
        pytest.skip("links cannot be made here")
    cell = cell.format(root=folder.parent)
    picture, problem = PictureFinder(folder).find(cell, 7)
    assert picture is None
    assert problem is not None
    assert (problem.kind, problem.line) == ("outside-picture", 7)
    picture, problem = PictureFinder(folder, [str(private)]).find(cell, 7)
    assert problem is None
    assert picture is not None
    assert picture.resolve() == (private / "id.jpg").resolve()


def test_folders_are_named_once_for_a_catalogue(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, mappings = folder / "c.csv", tmp_path / "mappings"
    path.write_text("Inv,Title,Artist,Image\n1,Dawn,Ada,../private/id.jpg\n2,Dusk,Ada,id\n")
    assert [w.picture for w in load(path)] == [None, None]
    command = ["map", str(path), "--pictures", str(tmp_path / "private"), "--save"]
    assert main([*command, "--mappings", str(mappings)]) == 0
    assert f"pictures also in: {tmp_path / 'private'}" in capsys.readouterr().out
    pictures = [w.picture for w in load(path, saved_mappings=mappings)]
    assert [p and p.name for p in pictures] == ["id.jpg", "id.jpg"]
    assert main(["map", str(path), "--pictures", "--save", "--mappings", str(mappings)]) == 0
    assert [w.picture for w in load(path, saved_mappings=mappings)] == [None, None]


@pytest.mark.parametrize("cell", ["\0", "x" * 5000, "..", "/", "images", "a/" * 900, "C:\\x.jpg"])
def test_what_no_file_system_takes_is_missing(folder: Path, cell: str) -> None:
    picture, problem = PictureFinder(folder).find(cell, 1)
    assert picture is None
    assert problem is None or problem.kind in ("missing-picture", "outside-picture")
