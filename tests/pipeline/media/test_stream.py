"""Which files are media, and what a person hears about one that is not."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from pipeline.errors import MediaError
from pipeline.media import sampling
from pipeline.media.sampling import find_media, frame_at, probe, sample_dense, sample_even
from pipeline.media.stream import Stream
from tests.numbered_media import make_sound, make_video, number_on, numbered, steady

FAST = {"preset": "ultrafast", "g": "10", "bf": "2"}
STREAMED = {"movflags": "faststart"}


def test_kind_goes_by_content_and_not_by_name(tmp_path: Path) -> None:
    video = make_video(tmp_path / "v.mp4", steady(30), options=FAST).rename(tmp_path / "v.jpg")
    picture = tmp_path / "p.mp4"
    Image.fromarray(numbered(5)).save(picture, format="PNG")
    assert probe(video).kind == "video"
    assert number_on(frame_at(probe(video), 0.51, tmp_path).path) == 15
    assert (probe(picture).kind, probe(picture).duration) == ("image", 0.0)
    assert number_on(frame_at(probe(picture), 9.0, tmp_path).path) == 5


def test_the_hash_is_that_of_the_file(tmp_path: Path) -> None:
    path = make_video(tmp_path / "v.mp4", steady(5))
    copy = shutil.copy(path, tmp_path / "other name.mp4")
    assert probe(path).sha256 == probe(Path(copy)).sha256
    assert probe(path).note == ""


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match=r"no file .*gone\.mp4.*Check"):
        probe(tmp_path / "gone.mp4")


def test_a_folder(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match=r"is a folder. Name"):
        probe(tmp_path)


def test_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "v.mp4").touch()
    with pytest.raises(MediaError, match=r"v\.mp4 is empty.*Copy it"):
        probe(tmp_path / "v.mp4")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="everything may be read")
def test_a_file_without_rights(tmp_path: Path) -> None:
    path = make_video(tmp_path / "v.mp4", steady(5))
    path.chmod(0)
    with pytest.raises(MediaError, match=r"may not be read.*right"):
        probe(path)


def test_a_file_that_the_system_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    path = make_video(tmp_path / "v.mp4", steady(5))
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(MediaError, match=r"may not be read.*right"):
        probe(path)


def test_a_disk_that_fails_half_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(5, "Input/output error")

    path = make_video(tmp_path / "v.mp4", steady(5))
    monkeypatch.setattr("hashlib.file_digest", fail)
    with pytest.raises(MediaError, match="cannot be read to its end"):
        probe(path)


@pytest.mark.parametrize(
    "content",
    [
        b"Dear colleague, the video is on the shared drive.\n" * 50,
        b"#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nfile:///etc/hosts\n#EXT-X-ENDLIST\n",
        b"ffconcat version 1.0\nfile 'real.mp4'\n",
        b"BM is how this sentence starts.",
        b"\xff\xd8\xff\xe0 a JPEG in its first bytes only",
        b"\x89PNG\r\n\x1a\n" + b"\0" * 40,
        b"\0" * 5000,
        os.urandom(20_000),
    ],
    ids=["text", "playlist", "list", "bmp", "jpeg", "png", "zeros", "noise"],
)
@pytest.mark.parametrize("name", ["v.mp4", "v.jpg", "v.txt"])
def test_something_else(tmp_path: Path, name: str, content: bytes) -> None:
    make_video(tmp_path / "real.mp4", steady(5))
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(MediaError, match=r"v\.(mp4|jpg|txt) .*(Copy|Export) it"):
        probe(path)


def test_a_recording_of_sound(tmp_path: Path) -> None:
    for name in ("talk.m4a", "talk.mp4", "talk.mkv"):
        with pytest.raises(MediaError, match="recording of sound"):
            probe(make_sound(tmp_path / name))


def test_a_recording_that_was_never_finished(tmp_path: Path) -> None:
    path = make_video(tmp_path / "v.mp4", steady(60), options=FAST)
    content = path.read_bytes()
    path.write_bytes(content[: content.index(b"moov") - 4])
    with pytest.raises(MediaError, match=r"cut off before the camera finished.*Copy it"):
        probe(path)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["v.mp4", "v.mkv", "v.ts", "v.webm"])
def test_a_recording_that_breaks_off(tmp_path: Path, name: str) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (150, 96, 160, 3), np.uint8)
    codec = "libvpx-vp9" if name.endswith("webm") else "libx264"
    quick = {"cpu-used": "8"} if codec == "libvpx-vp9" else {"bf": "2", "preset": "ultrafast"}
    options = {"g": "10", **quick}
    muxing = STREAMED if name.endswith("mp4") else None
    path = tmp_path / name
    make_video(path, steady(150), codec=codec, options=options, pictures=noise, muxing=muxing)  # type: ignore[arg-type]
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    video = probe(path)
    assert 1.5 < video.duration < 3.5
    assert ("breaks off" in video.note) == (name != "v.ts")  # a broadcast declares no length
    dense = list(sample_dense(video, tmp_path))
    assert len(dense) == 4
    assert dense[-1].time > video.duration - 1
    assert len(sample_even(video, 0, 5.0, 8, tmp_path)) >= 4


def test_damage_in_the_middle_costs_its_own_frames(tmp_path: Path) -> None:
    path = make_video(tmp_path / "v.mp4", steady(300), options=FAST, muxing=STREAMED)
    content = bytearray(path.read_bytes())
    start = content.index(b"mdat") + (len(content) - content.index(b"mdat")) // 2
    content[start : start + 400] = os.urandom(400)
    path.write_bytes(bytes(content))
    video = probe(path)
    assert video.duration == pytest.approx(10, abs=0.1)
    assert number_on(frame_at(video, 1.001, tmp_path).path) == 30
    assert number_on(frame_at(video, 9.001, tmp_path).path) == 270
    assert len(list(sample_dense(video, tmp_path))) >= 7


def test_torn_frames_are_not_taken_for_sharp_ones(tmp_path: Path) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (96, 160, 3), np.uint8)
    soft = [cv2.GaussianBlur(np.roll(noise, 23 * n, 1), (0, 0), 3.0) for n in range(60)]
    options = {"g": "10", "bf": "2", "qp": "12"}
    path = tmp_path / "v.mp4"
    make_video(path, steady(60), options=options, pictures=soft, muxing=STREAMED)
    content = bytearray(path.read_bytes())
    for start in range(len(content) // 3, len(content), len(content) // 9):
        content[start : start + 100] = bytes(range(100))
    path.write_bytes(content)
    with Stream(path) as stream:
        scores = {stamp: (f.is_corrupt, sampling._sharpness(f)) for stamp, f in stream.frames()}
    torn = {stamp for stamp, (corrupt, _) in scores.items() if corrupt}
    assert 3 <= len(torn) <= 30
    assert {stamp for stamp, (_, score) in scores.items() if score == 0} == torn
    assert not torn & {frame.pts for frame in sample_dense(probe(path), tmp_path)}


def test_a_file_that_changed_since_it_was_added(tmp_path: Path) -> None:
    video = probe(make_video(tmp_path / "v.mp4", steady(30)))
    video.path.write_bytes(b"something else")
    for take in (lambda: frame_at(video, 0, tmp_path), lambda: list(sample_dense(video, tmp_path))):
        with pytest.raises(MediaError, match=r"any more.*Add it again"):
            take()
    video.path.unlink()
    with pytest.raises(MediaError, match="any more"):
        frame_at(video, 0, tmp_path)


def test_names_that_mean_something_to_the_reader_are_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    make_video(tmp_path / "v.mp4", steady(5))
    for name in ("concat:v.mp4", "Saal 3 – „Mädchen“ %03d.mp4", "-"):
        shutil.copy("v.mp4", name)
        assert probe(Path(name)).kind == "video"


def test_find_media_searches_folders_in_order(tmp_path: Path) -> None:
    names = ["b/2.MP4", "b/1.mov", "a.jpg", "b/c/deep.webm", ".hidden.mp4", ".trash/x.mp4"]
    names += ["notes.txt", "b/._1.mov", "b/Thumbs.db", "b/10.png"]
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).touch()
    found = find_media([tmp_path])
    relative = [path.relative_to(tmp_path).as_posix() for path in found]
    assert relative == ["a.jpg", "b/1.mov", "b/10.png", "b/2.MP4", "b/c/deep.webm"]


def test_find_media_keeps_the_order_given_and_each_file_once(tmp_path: Path) -> None:
    for name in ("1.mp4", "2.mp4", "unusual.dat"):
        (tmp_path / name).touch()
    one, two, other = (tmp_path / name for name in ("1.mp4", "2.mp4", "unusual.dat"))
    assert find_media([other, two, tmp_path, two]) == (other, two, one)


def test_find_media_says_when_there_is_nothing(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").touch()
    with pytest.raises(MediaError, match=r"No video or picture in .*\.mp4"):
        find_media([tmp_path])
    with pytest.raises(MediaError, match="No video or picture"):
        find_media([])
    with pytest.raises(MediaError, match=r"no file .*gone\.mp4"):
        find_media([tmp_path / "gone.mp4"])
