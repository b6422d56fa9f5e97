"""A camera's files joined by copying: all of it is seen, at the times of a player."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from pipeline.media.playback import playable
from pipeline.media.sampling import frame_at, probe, sample_dense, sample_even
from pipeline.media.stream import Stream
from tests.numbered_media import make_video, number_on, numbered, steady

H264 = {"preset": "ultrafast", "g": "10", "bf": "2"}


def clock(since: int) -> dict[str, str]:
    """The option of a file whose clock starts at a time in s."""
    return {"output_ts_offset": str(since)}


def joined(folder: Path, name: str, codec: str, *parts: tuple[int, int, int]) -> Path:
    """A file of several recordings: each from one number to another, on a clock from s on."""
    data = b""
    for place, (first, last, since) in enumerate(parts):
        part = folder / f"part{place}{Path(name).suffix}"
        pictures = [numbered(number) for number in range(first, last)]
        stamps = steady(last - first)
        options = H264 if codec == "libx264" else {"g": "10", "bf": "2"}
        make_video(
            part, stamps, codec=codec, options=options, pictures=pictures, muxing=clock(since)
        )
        data += part.read_bytes()
    path = folder / name
    path.write_bytes(data)
    return path


JOINED = [
    ("again.mts", "libx264", 0, 0),
    ("ahead.m2ts", "libx264", 0, 4000),
    ("behind.ts", "libx264", 4000, 2),
    ("disc.vob", "mpeg2video", 0, 0),
]


@pytest.mark.parametrize(("name", "codec", "one", "two"), JOINED)
def test_both_parts_are_seen_one_after_the_other(
    tmp_path: Path, name: str, codec: str, one: int, two: int
) -> None:
    path = joined(tmp_path, name, codec, (0, 60, one), (100, 160, two))
    video = probe(path)
    assert video.duration == pytest.approx(4.0, abs=0.15)
    assert "starts again at 0:02" in video.note
    numbers = [number_on(f.path) for f in sample_dense(video, tmp_path / "dense", every=0.5)]
    assert numbers == sorted(numbers)
    assert min(numbers) < 15
    assert max(numbers) > 145
    times = [float(f.pts * f.time_base) for f in sample_even(video, 0, 4, 8, tmp_path / "even")]
    assert all(0.4 < after - before < 0.6 for before, after in pairwise(times))


def test_a_time_in_the_second_part_is_that_of_a_player(tmp_path: Path) -> None:
    path = joined(tmp_path, "j.mts", "libx264", (0, 60, 0), (100, 160, 0), (0, 30, 0))
    video = probe(path)
    assert "0:02, 0:04" in video.note
    for second, number in ((1.0, 30), (3.0, 130), (2.5, 115), (4.5, 15)):
        shown = number_on(frame_at(video, second, tmp_path).path)
        assert abs(shown - number) <= 3


def test_what_a_browser_plays_is_on_the_same_clock(tmp_path: Path) -> None:
    video = probe(joined(tmp_path, "j.mts", "libx264", (0, 60, 0), (100, 160, 0)))
    copy = probe(playable(video, tmp_path))
    assert copy.duration == pytest.approx(video.duration, abs=0.1)
    assert abs(number_on(frame_at(copy, 3.0, tmp_path).path) - 130) <= 3


def test_one_recording_has_no_joins(tmp_path: Path) -> None:
    path = make_video(tmp_path / "v.ts", steady(90), codec="libx264", options=H264)
    assert probe(path).note == ""
    with Stream(path) as stream:
        assert stream.joins == ()
        assert stream.seeks
