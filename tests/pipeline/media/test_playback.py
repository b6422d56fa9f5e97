"""A preview shows the same frame at the same time as the video that it stands for."""

from __future__ import annotations

import errno
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from PIL import Image

from console.errors import Cancelled
from pipeline.errors import MediaError
from pipeline.media.sampling import frame_at, playable, probe
from storage.errors import StorageError
from tests.numbered_media import make_video, number_on, numbered, steady, uneven

B_FRAMES = {"bf": "2", "g": "30", "preset": "ultrafast"}


def _codec(path: Path) -> tuple[str, str]:
    with av.open(str(path)) as container:
        context = container.streams.video[0].codec_context
        return context.name, context.pix_fmt  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("name", "codec", "sound"),
    [("v.mp4", "libx264", True), ("v.mp4", "libx264", False), ("v.webm", "libvpx-vp9", False)],
)
def test_what_a_browser_plays_is_left_alone(
    tmp_path: Path, name: str, codec: str, sound: bool
) -> None:
    path = make_video(tmp_path / name, steady(20), codec=codec, sound=sound)
    assert playable(probe(path), tmp_path / "previews") == path
    assert not (tmp_path / "previews").exists()


def test_a_picture_is_left_alone(tmp_path: Path) -> None:
    Image.fromarray(numbered(1)).save(tmp_path / "p.tif")
    assert playable(probe(tmp_path / "p.tif"), tmp_path) == tmp_path / "p.tif"


MADE = {
    "mpeg4.mp4": {"codec": "mpeg4", "options": {"q": "2"}},
    "hevc.mp4": {"codec": "libx265", "options": {"x265-params": "log-level=none"}},
    "ten_bits.mp4": {"codec": "libx264", "pix_fmt": "yuv420p10le"},
    "variable.mkv": {"codec": "libx265", "options": {"x265-params": "log-level=none"}},
    "phone.mov": {"options": B_FRAMES},
    "film.mkv": {"options": B_FRAMES, "sound": True},
    "broadcast.ts": {"options": B_FRAMES},
    "late_old.mkv": {"codec": "mpeg4", "options": {"q": "2"}, "sound": True},
    "late.mp4": {"options": B_FRAMES, "sound": True},
}


@pytest.mark.parametrize("name", MADE)
def test_a_preview_has_the_same_clock(tmp_path: Path, name: str) -> None:
    stamps = uneven(40) if name.startswith("variable") else steady(60)
    start = 1500 if name.startswith("late") else 0
    path = make_video(tmp_path / name, [start + stamp for stamp in stamps], **MADE[name])  # type: ignore[arg-type]
    video = probe(path)
    copy = playable(video, tmp_path / "previews")
    assert copy == tmp_path / "previews" / f"{video.sha256}.mp4"
    assert _codec(copy) == ("h264", "yuv420p")
    shown = probe(copy)
    assert shown.duration == pytest.approx(video.duration, abs=0.1)
    for number in range(0, len(stamps), 7):
        time = stamps[number] / 1000 + 0.003
        assert number_on(frame_at(shown, time, tmp_path).path) == number
    with av.open(str(copy)) as container:
        assert not container.streams.audio
        assert container.streams.video[0].start_time == 0
    assert playable(shown, tmp_path / "previews") == copy


@pytest.mark.parametrize("before_the_end", range(1, 6))
def test_a_pause_before_the_end_is_counted_once(tmp_path: Path, before_the_end: int) -> None:
    stamps = steady(20)
    stamps[-before_the_end:] = [stamp + 3000 for stamp in stamps[-before_the_end:]]
    video = probe(make_video(tmp_path / "v.mp4", stamps, pix_fmt="yuv420p10le"))
    for medium in (video, probe(playable(video, tmp_path / "previews"))):
        assert medium.duration == pytest.approx(stamps[-1] / 1000 + 0.034, abs=0.02)
        assert medium.note == ""


@pytest.mark.parametrize("codec", ["mpeg4", "libx264"])
def test_a_preview_is_upright(tmp_path: Path, codec: str) -> None:
    path = make_video(tmp_path / "v.mov", steady(20), codec=codec, rotation=90)
    shown = probe(playable(probe(path), tmp_path / "previews"))
    assert (shown.width, shown.height) == (96, 160)
    image = cv2.imread(str(frame_at(shown, 0.34, tmp_path).path)).astype(int)  # type: ignore[union-attr]
    assert np.abs(image - np.rot90(numbered(10))).mean() < 8


@pytest.mark.parametrize(("name", "codec"), [("v.mov", "libx264"), ("v.mp4", "mpeg4")])
def test_a_recording_that_breaks_off_is_shown_as_far_as_it_goes(
    tmp_path: Path, name: str, codec: str
) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (90, 96, 160, 3), np.uint8)
    muxing = {"movflags": "faststart"}
    path = make_video(tmp_path / name, steady(90), codec=codec, pictures=noise, muxing=muxing)  # type: ignore[arg-type]
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    video = probe(path)
    shown = probe(playable(video, tmp_path / "previews"))
    assert 1 < shown.duration == pytest.approx(video.duration, abs=0.2)


def test_a_gif_gets_a_preview(tmp_path: Path) -> None:
    turns = [Image.fromarray(numbered(number, 101, 67)) for number in range(10)]
    turns[0].save(tmp_path / "p.gif", save_all=True, append_images=turns[1:], duration=100)
    shown = probe(playable(probe(tmp_path / "p.gif"), tmp_path / "previews"))
    assert number_on(frame_at(shown, 0.45, tmp_path).path) == 4


def test_a_preview_of_a_large_video_is_small(tmp_path: Path) -> None:
    path = make_video(tmp_path / "v.mp4", steady(3), codec="mpeg4", size=(1920, 1080))
    shown = probe(playable(probe(path), tmp_path / "previews"))
    assert (shown.width, shown.height) == (1280, 720)


def test_a_preview_is_made_once(tmp_path: Path) -> None:
    video = probe(make_video(tmp_path / "v.mov", steady(20)))
    copy = playable(video, tmp_path / "previews")
    video.path.unlink()
    assert playable(video, tmp_path / "previews") == copy


def test_a_preview_can_be_cancelled_and_leaves_nothing(tmp_path: Path) -> None:
    reported: list[float] = []

    def stop(done: float, total: float) -> None:
        reported.append(done / total)
        if len(reported) == 10:
            raise Cancelled("called off")

    video = probe(make_video(tmp_path / "v.mp4", steady(30), codec="mpeg4"))
    with pytest.raises(Cancelled):
        playable(video, tmp_path / "previews", stop)
    assert reported == sorted(reported)
    assert list((tmp_path / "previews").iterdir()) == []


def test_a_full_disk_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    video = probe(make_video(tmp_path / "v.mp4", steady(30), codec="mpeg4"))
    monkeypatch.setattr("pipeline.media.playback._encode", full)
    with pytest.raises(StorageError, match="is full"):
        playable(video, tmp_path / "previews")


def test_a_video_that_is_gone(tmp_path: Path) -> None:
    video = probe(make_video(tmp_path / "v.mov", steady(5)))
    video.path.unlink()
    with pytest.raises(MediaError, match="Add it again"):
        playable(video, tmp_path / "previews")
