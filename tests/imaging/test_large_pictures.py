"""Large pictures are reduced in their own form, and refused with the figure beyond a limit."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from imaging import PictureTooLarge, large_pictures
from imaging.large_pictures import longest_of_a_frame, reduced, require_memory
from pipeline.errors import MediaError
from pipeline.media import images, stream
from pipeline.media.sampling import find_media, probe, sample_dense
from tests.numbered_media import make_video, number_on, numbered, steady

MODES = ["RGB", "L", "1", "P", "CMYK", "RGBA", "LA", "I;16", "F"]


@pytest.mark.parametrize("mode", MODES)
def test_a_reduced_picture_has_the_colours_of_the_whole(tmp_path: Path, mode: str) -> None:
    picture = Image.fromarray(numbered(300, 640, 384))
    if mode in ("I;16", "F"):
        values = np.asarray(picture.convert("L"), np.float32) * (257 if mode == "I;16" else 1)
        picture = Image.fromarray(values.astype(np.uint16 if mode == "I;16" else np.float32))
    else:
        picture = picture.convert(mode)
    path = tmp_path / "p.tif"
    picture.save(path)
    whole, small = images.read(path), images.read(path, 160)
    assert small.shape == (96, 160, 3)
    expected = images.fit(whole, 160).astype(int)
    assert np.abs(small.astype(int) - expected).max() <= 3


def test_strips_meet(monkeypatch: pytest.MonkeyPatch) -> None:
    picture = Image.effect_mandelbrot((700, 1301), (-2, -1, 1, 1), 50).convert("RGB")
    whole = reduced(picture, 400)
    monkeypatch.setattr(large_pictures, "_STRIP", 10_000)
    assert np.array_equal(np.asarray(reduced(picture, 400)), np.asarray(whole))
    assert whole.size == (234, 434)


def test_more_pixels_than_a_frame_may_have_are_halved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(large_pictures, "LARGEST_FRAME", 160 * 96)
    assert longest_of_a_frame(320, 192) == 160
    path = tmp_path / "p.png"
    Image.fromarray(numbered(77, 200, 120)).save(path)
    (frame,) = sample_dense(probe(path), tmp_path)
    assert (frame.width, frame.height) == (100, 60)
    assert number_on(frame.path) == 77


@pytest.mark.parametrize(
    ("mode", "size", "form", "refused"),
    [("RGB", (13_000, 13_000), None, ""), ("RGB", (14_000, 14_000), None, "196 megapixels"),
     ("RGBA", (13_000, 13_000), None, ""), ("RGB", (13_000, 13_000), "WEBP", "2.7 GB"),
     ("RGB", (8_000, 8_000), "WEBP", ""), ("RGB", (13_000, 13_000), "JPEG", "")],
)  # fmt: skip
def test_what_decoding_needs_is_known_before(
    mode: str, size: tuple[int, int], form: str | None, refused: str
) -> None:
    picture = Image.new(mode, (1, 1))
    picture._size = size
    picture.format = form
    if not refused:
        require_memory(Path("p"), picture)
        return
    with pytest.raises(PictureTooLarge, match=f"too large.*{refused}.*save it smaller"):
        require_memory(Path("p"), picture)


def test_a_film_with_too_large_frames_is_refused_with_the_figure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_video(tmp_path / "v.mp4", steady(5))
    monkeypatch.setattr(stream, "LARGEST_FRAME", 10_000)
    with pytest.raises(MediaError, match=r"too large: its frames have .* \(160 x 96\).*Export it"):
        probe(path)


@pytest.mark.parametrize("name", ["a.JFIF", "b.m2t", "c.MOD", "d.f4v", "e.tod"])
def test_folders_do_not_pass_over_the_endings_of_cameras(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    assert find_media([tmp_path]) == (tmp_path / name,)
