"""Pictures are read as a person sees them, and frames are kept whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import os
import struct
import zlib
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageCms

from pipeline.errors import MediaError
from pipeline.media import images
from pipeline.media.sampling import dense_count, frame_at, probe, sample_dense, sample_even
from storage.errors import StorageError
from tests.numbered_media import HEIGHT, WIDTH, make_video, number_on, numbered, steady


def _save(path: Path, image: Image.Image, **how: object) -> Path:
    image.save(path, **how)  # type: ignore[arg-type]
    return path


def _colour(path: Path) -> list[int]:
    """RGB in the middle of the single frame of a picture."""
    (frame,) = sample_dense(probe(path), path.parent / "frames")
    shown = cv2.imread(str(frame.path))
    return [int(value) for value in shown[shown.shape[0] // 2, shown.shape[1] // 2, ::-1]]  # type: ignore[index, union-attr]


@pytest.mark.parametrize("name", ["p.jpg", "p.png", "p.webp", "p.tif", "p.bmp", "p.gif", "p.avif"])
def test_pictures_are_media_with_one_frame(tmp_path: Path, name: str) -> None:
    video = probe(_save(tmp_path / name, Image.fromarray(numbered(77))))
    assert (video.kind, video.duration, video.width, video.height) == ("image", 0, WIDTH, HEIGHT)
    frames = list(sample_dense(video, tmp_path))
    assert dense_count(video) == len(frames) == 1
    assert (frames[0].pts, frames[0].time_base) == (0, Fraction(1, 1000))
    assert number_on(frames[0].path) == 77
    assert sample_even(video, 0, 0, 8, tmp_path) == (frame_at(video, 0, tmp_path),)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("name", ["p.jpg", "p.png", "p.tif"])
def test_exif_orientation_is_honoured(tmp_path: Path, name: str, orientation: int) -> None:
    undo = {
        1: lambda a: a, 2: np.fliplr, 3: lambda a: np.rot90(a, 2), 4: np.flipud,
        5: lambda a: a.transpose(1, 0, 2), 6: lambda a: np.rot90(a, -1),
        7: lambda a: np.rot90(a, 2).transpose(1, 0, 2), 8: lambda a: np.rot90(a),
    }  # fmt: skip
    exif = Image.Exif()
    exif[0x0112] = orientation
    video = probe(_save(tmp_path / name, Image.fromarray(numbered(9)), exif=exif))
    expected = undo[orientation](numbered(9))
    assert (video.height, video.width) == expected.shape[:2]
    shown = cv2.imread(str(frame_at(video, 0, tmp_path).path)).astype(int)  # type: ignore[union-attr]
    assert np.abs(shown - expected).mean() < 6


def test_transparent_parts_are_white(tmp_path: Path) -> None:
    assert (
        _colour(_save(tmp_path / "p.png", Image.new("RGBA", (50, 50), (9, 9, 9, 0)))) == [255] * 3
    )
    palette = Image.new("P", (50, 50), 3)
    assert _colour(_save(tmp_path / "q.gif", palette, transparency=3)) == [255] * 3


def test_sixteen_bit_scans_keep_their_tones(tmp_path: Path) -> None:
    ramp = np.full((50, 50), 32768, np.uint16)
    for name in ("p.png", "p.tif"):
        assert _colour(_save(tmp_path / name, Image.fromarray(ramp))) == pytest.approx(
            [128] * 3, abs=2
        )


@pytest.mark.parametrize("mode", ["L", "1", "LA", "CMYK", "P", "LAB"])
def test_any_pixel_format_is_read(tmp_path: Path, mode: str) -> None:
    white = Image.new("RGB", (50, 50), "white")
    image = ImageCms.profileToProfile(
        white, ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), outputMode="LAB"
    ) if mode == "LAB" else white.convert(mode)  # fmt: skip
    assert min(_colour(_save(tmp_path / "p.tif", image))) > 245  # type: ignore[arg-type]


def test_colours_are_brought_to_srgb(tmp_path: Path) -> None:
    swapped = _red_green_swapped()
    path = _save(tmp_path / "p.png", Image.new("RGB", (50, 50), (200, 30, 30)), icc_profile=swapped)
    red, green, _ = _colour(path)
    assert green > 150 > 100 > red


def test_a_broken_colour_profile_does_not_stop_a_picture(tmp_path: Path) -> None:
    image = Image.new("RGB", (50, 50), (200, 30, 30))
    path = _save(tmp_path / "p.png", image, icc_profile=b"nonsense")
    assert _colour(path) == pytest.approx([200, 30, 30], abs=3)


def test_a_gif_that_moves_is_a_video(tmp_path: Path) -> None:
    turns = [Image.fromarray(numbered(number)) for number in range(10)]
    turns[0].save(tmp_path / "p.gif", save_all=True, append_images=turns[1:], duration=100)
    video = probe(tmp_path / "p.gif")
    assert (video.kind, video.duration) == ("video", pytest.approx(1.0))
    assert number_on(frame_at(video, 0.45, tmp_path).path) == 4


@pytest.mark.parametrize("name", ["p.jpg", "p.png", "p.webp", "p.tif"])
def test_a_picture_that_breaks_off(tmp_path: Path, name: str) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (200, 200, 3), np.uint8)
    path = _save(tmp_path / name, Image.fromarray(noise))
    path.write_bytes(path.read_bytes()[:20_000])
    with pytest.raises(MediaError, match=r"p\.\w+ is damaged or incomplete.*Copy it again"):
        probe(path)


def test_a_decompression_bomb_is_refused_unread(tmp_path: Path) -> None:
    for width, height in ((60_000, 60_000), (1, 70_000)):
        path = tmp_path / "p.png"
        path.write_bytes(_empty_png(width, height))
        with pytest.raises(MediaError, match=r"too large.*megapixels"):
            probe(path)


def test_a_large_reproduction_is_not_a_bomb(tmp_path: Path) -> None:
    path = _save(tmp_path / "p.jpg", Image.new("L", (12_000, 8_000), 128), quality=20)
    video = probe(path)
    assert (video.width, video.height) == (12_000, 8_000)
    assert sample_even(video, 0, 0, 1, tmp_path)[0].width == 448


def test_heic_is_named_with_its_cure(tmp_path: Path) -> None:
    path = tmp_path / "IMG_1.HEIC"
    path.write_bytes(struct.pack(">I", 24) + b"ftypheic\0\0\0\0mif1heic" + b"\0" * 200)
    with pytest.raises(MediaError, match=r"HEIC picture.*JPEG"):
        probe(path)


def test_a_frame_is_named_by_the_hash_of_its_file(tmp_path: Path) -> None:
    frame = images.save_frame(numbered(3), tmp_path / "new" / "folder", 40, Fraction(1, 1000))
    assert hashlib.sha256(frame.path.read_bytes()).hexdigest() == frame.sha256 == frame.path.stem
    assert (frame.time, frame.width, frame.height) == (0.04, WIDTH, HEIGHT)


def test_a_frame_that_is_there_is_not_written_again(tmp_path: Path) -> None:
    first = images.save_frame(numbered(3), tmp_path, 0, Fraction(1))
    os.utime(first.path, (1, 1))
    images.save_frame(numbered(3), tmp_path, 0, Fraction(1))
    assert first.path.stat().st_mtime == 1
    first.path.write_bytes(b"half")  # what a crash of the machine may leave
    images.save_frame(numbered(3), tmp_path, 0, Fraction(1))
    assert number_on(first.path) == 3


@pytest.mark.parametrize("step", ["write_bytes", "replace"])
def test_a_full_disk_says_what_to_do_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    video = probe(make_video(tmp_path / "v.mp4", steady(30)))
    monkeypatch.setattr(Path if step == "write_bytes" else os, step, full)
    with pytest.raises(StorageError, match=r"is full. Free some space"):
        list(sample_dense(video, tmp_path / "frames"))
    assert list((tmp_path / "frames").iterdir()) == []


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "frames").write_text("a file where the folder should be")
    with pytest.raises(StorageError, match=r"Cannot write to .*frames"):
        images.save_frame(numbered(3), tmp_path / "frames", 0, Fraction(1))


def _empty_png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


def _red_green_swapped() -> bytes:
    """sRGB with its red and green primaries exchanged, so that a conversion cannot be missed."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, green = profile.index(b"rXYZ"), profile.index(b"gXYZ")
    profile[red : red + 4], profile[green : green + 4] = b"gXYZ", b"rXYZ"
    return bytes(profile)
