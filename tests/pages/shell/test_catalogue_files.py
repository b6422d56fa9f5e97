"""A catalogue with its pictures, out of a zip or a folder."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

import catalogue
from catalogue import CatalogueError
from pages._ui.shell import catalogue_files
from tests import builders


def packed(files: dict[str, bytes]) -> io.BytesIO:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    content.seek(0)
    return content


def museum(folder: Path) -> dict[str, bytes]:
    """The files of a catalogue of four works with their pictures, below a folder `museum`."""
    builders.catalogue_file(folder / "museum")
    files = [path for path in (folder / "museum").rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_a_zip_brings_its_pictures_along_and_is_unpacked_once(tmp_path: Path) -> None:
    (store := tmp_path / "uploads").mkdir()
    content = packed(museum(tmp_path))
    path = catalogue_files.unpacked("museum.zip", content, store)
    assert [work.picture is not None for work in catalogue.load(path)] == [True] * 4
    content.seek(0)
    assert catalogue_files.unpacked("museum.zip", content, store) == path
    assert len(list(store.iterdir())) == 1


def test_a_folder_brings_its_pictures_along(tmp_path: Path) -> None:
    (store := tmp_path / "uploads").mkdir()
    files = [(name, io.BytesIO(data)) for name, data in museum(tmp_path).items()]
    path = catalogue_files.kept(files, store)
    assert path.parent.parent.name.startswith("museum-")
    assert [work.picture is not None for work in catalogue.load(path)] == [True] * 4


@pytest.mark.parametrize(
    "name",
    ["../evil.csv", "/tmp/evil.csv", "a/../../evil.csv", "C:\\evil.csv", "run.exe", ".x.csv"],
)
def test_nothing_is_written_beside_the_folder_nor_what_is_no_catalogue(
    tmp_path: Path, name: str
) -> None:
    (store := tmp_path / "uploads").mkdir()
    content = packed({"catalogue.csv": b"Title\nMill\n", name: b"Title\nEvil\n"})
    path = catalogue_files.unpacked("a.zip", content, store)
    assert [file.name for file in store.rglob("*") if file.is_file()] == ["catalogue.csv"]
    assert path.read_bytes() == b"Title\nMill\n"
    assert not (tmp_path / "evil.csv").exists()


def test_what_cannot_be_unpacked_says_what_to_do_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(CatalogueError, match=r"damaged, or locked with a password"):
        catalogue_files.unpacked("a.zip", io.BytesIO(b"no zip"), tmp_path)
    with pytest.raises(CatalogueError, match="There is no catalogue in"):
        catalogue_files.unpacked("a.zip", packed({"picture.jpg": b"x"}), tmp_path)
    monkeypatch.setattr(catalogue_files, "free_space", lambda folder: 3)
    with pytest.raises(CatalogueError, match="1 files of 12 bytes in all, and 3 bytes are free"):
        catalogue_files.unpacked("b.zip", packed({"catalogue.csv": b"Title\nMill\n\n"}), tmp_path)
    assert not list(tmp_path.parent.glob(".unpacking*"))


def test_of_several_tables_the_one_called_catalogue_is_taken(tmp_path: Path) -> None:
    for name in ("a.csv", "b.xlsx"):
        (tmp_path / name).touch()
    with pytest.raises(CatalogueError, match=r"several tables in .*: a\.csv, b\.xlsx\. Name"):
        catalogue_files.inside(tmp_path)
    (tmp_path / "Catalogue.json").touch()
    assert catalogue_files.inside(tmp_path) == tmp_path / "Catalogue.json"
