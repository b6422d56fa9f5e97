"""Uploads, and paths as people type them."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from pages._ui.shell import uploads


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
    path = uploads.keep_upload(name, io.BytesIO(b"x"), folder)
    assert path.resolve().parent == folder.resolve()
    assert not path.name.startswith(".")
    assert "etc" not in path.name


def test_paths_are_taken_as_people_paste_them() -> None:
    assert uploads.typed_path(' "/videos/a b.mp4" ') == Path("/videos/a b.mp4")
    assert uploads.typed_path("file:///videos/a.mp4") == Path("/videos/a.mp4")
    assert uploads.typed_path("~/a") == Path.home() / "a"
