"""What is remembered, and files that are brought in."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from pages._ui.shell import uploads
from pages._ui.shell.preferences import Preferences


def test_preferences_are_remembered_and_forgotten(tmp_path: Path) -> None:
    preferences = Preferences(tmp_path / "new" / "desk.json")
    assert preferences.get("reviewer", "nobody") == "nobody"
    preferences.put(reviewer="Zoë", blind=True)
    preferences.put_place("sha", "clip-7")
    again = Preferences(tmp_path / "new" / "desk.json")
    assert (again.get("reviewer"), again.get("blind"), again.place("sha")) == (
        "Zoë",
        True,
        "clip-7",
    )
    assert again.place("other") is None
    again.put(reviewer=None)
    assert again.get("reviewer") is None


def test_damaged_preferences_count_as_empty(tmp_path: Path) -> None:
    path = tmp_path / "desk.json"
    path.write_text('{"reviewer": ')
    assert Preferences(path).get("reviewer") is None
    path.write_text("[1, 2]")
    preferences = Preferences(path)
    preferences.put(reviewer="Ada")
    assert preferences.get("reviewer") == "Ada"


def test_preferences_that_cannot_be_written_stop_nobody(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    Preferences(tmp_path / "file" / "desk.json").put(reviewer="Ada")
    assert (tmp_path / "file").read_text() == ""


def test_an_upload_is_kept_once_and_never_overwrites(tmp_path: Path) -> None:
    first = uploads.keep_upload("walk.mp4", io.BytesIO(b"one"), tmp_path)
    again = uploads.keep_upload("walk.mp4", io.BytesIO(b"one"), tmp_path)
    other = uploads.keep_upload("walk.mp4", io.BytesIO(b"two"), tmp_path)
    assert first == again == tmp_path / "walk.mp4"
    assert other != first
    assert (first.read_bytes(), other.read_bytes()) == (b"one", b"two")
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "..\\..\\x.mp4", ".hidden", "a/b.mp4", "", "x" * 400 + ".mp4"]
)
def test_an_upload_stays_in_its_folder(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "uploads"
    folder.mkdir()
    kept = uploads.keep_upload(name, io.BytesIO(b"x"), folder)
    assert kept.resolve().parent == folder.resolve()
    assert not kept.name.startswith(".")
    assert "etc" not in kept.name


def test_paths_are_taken_as_people_paste_them() -> None:
    assert uploads.typed_path(' "/videos/a b.mp4" ') == Path("/videos/a b.mp4")
    assert uploads.typed_path("file:///videos/a.mp4") == Path("/videos/a.mp4")
    assert uploads.typed_path("~/a") == Path.home() / "a"
