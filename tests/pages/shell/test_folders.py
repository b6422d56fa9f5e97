"""Looking through the folders of the machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from pages._ui.shell import folders


def test_folders_come_first_and_only_what_is_looked_for_is_listed(tmp_path: Path) -> None:
    for name in ("b", "A", ".hidden"):
        (tmp_path / name).mkdir()
    for name in ("walk.MP4", "notes.txt", ".walk.mp4"):
        (tmp_path / name).touch()
    here = folders.look(tmp_path, {".mp4"})
    assert [path.name for path in here.folders] == ["A", "b"]
    assert [path.name for path in here.files] == ["walk.MP4"]
    assert (here.more, here.problem) == (0, "")


def test_a_long_folder_says_how_much_is_not_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "LISTED", 2)
    for number in range(3):
        (tmp_path / f"{number}.mp4").touch()
    (tmp_path / "room").mkdir()
    here = folders.look(tmp_path, {".mp4"})
    assert (len(here.folders), len(here.files), here.more) == (1, 1, 2)


def test_a_folder_that_cannot_be_looked_into_says_why(tmp_path: Path) -> None:
    here = folders.look(tmp_path / "gone", {".mp4"})
    assert here.problem == f"{tmp_path / 'gone'} cannot be looked into: No such file or directory."


def test_the_browser_begins_where_the_typed_path_leads(tmp_path: Path) -> None:
    (tmp_path / "room").mkdir()
    assert folders.beginning(tmp_path / "room" / "no.mp4", Path("/")) == tmp_path / "room"
    assert folders.beginning(Path("walk.mp4"), tmp_path) == tmp_path
    assert folders.beginning(None, tmp_path / "gone") == Path.home()
