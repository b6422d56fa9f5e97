"""Reference pictures of any size are read within a bounded memory, or refused with the figure."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from backends.embedded.paintings import features
from backends.embedded.paintings.features import UnreadablePicture, decode, digest, extract
from imaging import large_pictures


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "mandelbrot.png"
    Image.effect_mandelbrot((2800, 2000), (-2, -1, 1, 1), 50).convert("RGB").save(path)
    return path


def test_a_large_picture_is_reduced_and_has_the_features_of_the_whole(
    picture: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = extract(decode(picture))
    monkeypatch.setattr(features, "LARGEST_FRAME", 1_000_000)
    small = decode(picture)
    assert small.shape == (1000, 1400, 3)
    reduced = extract(small)
    assert reduced.size == whole.size
    nearest = np.abs(whole.points[:, None, :2] - reduced.points[None, :, :2]).max(2).min(1)
    assert np.mean(nearest < 2) > 0.8


def test_a_large_file_is_never_read_as_a_whole(
    picture: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(features, "MOST_BYTES", 1000)
    monkeypatch.setattr(Path, "read_bytes", None)
    assert decode(picture).shape == (1000, 1400, 3)
    assert len(digest(picture)) == 64


def test_a_picture_beyond_the_limit_is_refused_with_the_figure(
    picture: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(large_pictures, "MOST_PIXELS", 5_000_000)
    with pytest.raises(UnreadablePicture, match=r"mandelbrot\.png.* 6 megapixels"):
        decode(picture)


def test_what_is_no_picture_is_named(tmp_path: Path) -> None:
    (tmp_path / "empty.jpg").write_bytes(b"")
    with pytest.raises(UnreadablePicture, match=r"empty\.jpg: the file is empty"):
        digest(tmp_path / "empty.jpg")
    (tmp_path / "text.jpg").write_bytes(b"text")
    with pytest.raises(UnreadablePicture, match=r"text\.jpg: not a picture"):
        decode(tmp_path / "text.jpg")
    with pytest.raises(UnreadablePicture, match=r"none\.jpg: the file is missing"):
        digest(tmp_path / "none.jpg")
