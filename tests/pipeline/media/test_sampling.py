"""Frames are the ones on screen at their time, whatever the video is made like."""

from __future__ import annotations

import gc
from bisect import bisect_right
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import psutil
import pytest

from pipeline.media.sampling import dense_count, frame_at, probe, sample_dense, sample_even
from pipeline.media.stream import Stream
from tests.numbered_media import HEIGHT, WIDTH, make_video, number_on, numbered, steady, uneven

pytestmark = pytest.mark.slow

FAST = {"preset": "ultrafast"}
B_FRAMES = {"bf": "2", "g": "40", "preset": "veryfast"}
OPEN_GOP = {"bf": "3", "g": "25", "preset": "veryfast", "x264-params": "open-gop=1:b-pyramid=2"}
LONG_GOP = {"bf": "2", "g": "1000", "preset": "veryfast", "sc_threshold": "0"}
MPEG2 = {"g": "30", "bf": "2", "q": "2", "sc_threshold": "1000000000"}
KINDS = {
    "constant.mp4": (steady(120), {"options": {"bf": "0", "g": "12"}}),
    "b_frames.mp4": (steady(120), {"options": B_FRAMES}),
    "variable.mp4": (uneven(120), {"options": B_FRAMES}),
    "variable.mkv": (uneven(120), {"options": B_FRAMES}),
    "open_gop.mp4": (steady(120), {"options": OPEN_GOP}),
    "open_gop.ts": (steady(120), {"options": OPEN_GOP}),
    "long_gop.mp4": (uneven(120), {"options": LONG_GOP}),
    "late.mp4": (steady(120, start=1500), {"options": B_FRAMES, "sound": True}),
    "late.ts": (steady(120, start=7000), {"options": B_FRAMES}),
    "vp9.webm": (uneven(60), {"codec": "libvpx-vp9", "options": {"cpu-used": "8", "g": "20"}}),
    "mpeg4.avi": (steady(90), {"codec": "mpeg4", "options": {"g": "15", "q": "2"}}),
    "mpeg2.ts": (steady(120), {"codec": "mpeg2video", "options": MPEG2}),
    "mpeg2.mpg": (steady(120), {"codec": "mpeg2video", "options": MPEG2}),
    "mpeg4.ts": (steady(120), {"codec": "mpeg4", "options": {"g": "30", "q": "2"}}),
    "hevc.mov": (steady(60), {"codec": "libx265", "options": {"x265-params": "log-level=none"}}),
}


@pytest.fixture(params=KINDS, scope="module")
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    stamps, how = KINDS[request.param]
    path = tmp_path_factory.mktemp("videos") / request.param
    make_video(path, stamps, **how)  # type: ignore[arg-type]
    return path, [stamp - stamps[0] for stamp in stamps]


def test_a_frame_is_the_one_on_screen(made: Any, tmp_path: Path) -> None:
    path, stamps = made
    video = probe(path)
    middles = [(a + b) / 2 for a, b in pairwise(stamps)]
    for time in [*stamps[3::17], *middles[::13], stamps[-1], stamps[-1] + 20]:
        frame = frame_at(video, time / 1000, tmp_path)
        # Containers keep 30 frames a second to the nearest of their own ticks: ask 1 ms later.
        shown = frame_at(video, time / 1000 + 0.001, tmp_path)
        assert number_on(shown.path) == bisect_right(stamps, time + 0.001) - 1
        assert frame.time == pytest.approx(stamps[number_on(frame.path)] / 1000, abs=0.0011)


def test_the_time_of_a_frame_finds_the_same_frame(made: Any, tmp_path: Path) -> None:
    video = probe(made[0])
    for frame in sample_even(video, 0, video.duration, 12, tmp_path, None):
        again = frame_at(video, frame.time, tmp_path)
        assert (again.pts, again.sha256) == (frame.pts, frame.sha256)


def test_the_duration_ends_with_the_last_frame(made: Any) -> None:
    path, stamps = made
    assert probe(path).duration == pytest.approx((stamps[-1] + 33) / 1000, abs=0.09)


def test_even_frames_are_in_the_middle_of_equal_parts(made: Any, tmp_path: Path) -> None:
    path, stamps = made
    video = probe(path)
    frames = sample_even(video, 0.5, 1.7, 6, tmp_path, None)
    wanted = [600, 800, 1000, 1200, 1400, 1600]
    expected = dict.fromkeys(bisect_right(stamps, time + 0.5) - 1 for time in wanted)
    assert [number_on(frame.path) for frame in frames] == pytest.approx(list(expected), abs=0)


def test_every_dense_frame_is_what_its_time_says(made: Any, tmp_path: Path) -> None:
    path, stamps = made
    frames = list(sample_dense(probe(path), tmp_path, every=0.4))
    assert 4 <= len(frames) <= dense_count(probe(path), every=0.4)
    for frame in frames:
        assert frame.time == pytest.approx(stamps[number_on(frame.path)] / 1000, abs=0.0011)
    assert [frame.pts for frame in frames] == sorted({frame.pts for frame in frames})


def test_a_variable_rate_is_not_taken_for_a_constant_one(tmp_path: Path) -> None:
    stamps = [0, 100, 200, 3000, 3040, 3080, 9000]
    video = probe(make_video(tmp_path / "v.mp4", stamps, options=B_FRAMES))
    at = {0.15: 1, 2.9: 2, 3.02: 3, 5.0: 5, 8.99: 5, 9.0: 6, 60.0: 6, -1.0: 0}
    assert {t: number_on(frame_at(video, t, tmp_path).path) for t in at} == at


@pytest.mark.parametrize("degrees", [90, 180, -90])
def test_a_turned_video_is_shown_upright(tmp_path: Path, degrees: int) -> None:
    path = make_video(tmp_path / "v.mp4", steady(30), rotation=degrees, options=B_FRAMES)
    video = probe(path)
    sideways = degrees != 180
    assert (video.width, video.height) == ((HEIGHT, WIDTH) if sideways else (WIDTH, HEIGHT))
    frame = frame_at(video, 0.5, tmp_path)
    assert (frame.width, frame.height) == (video.width, video.height)
    expected = np.rot90(numbered(15), degrees // 90)  # counter-clockwise, as the matrix says
    assert np.abs(cv2.imread(str(frame.path)).astype(int) - expected).mean() < 6  # type: ignore[union-attr]


def test_a_mirrored_video_is_shown_as_a_player_does(tmp_path: Path) -> None:
    one = 65536
    mirror = (-one, 0, 0, 0, one, 0, WIDTH * one, 0, 1 << 30)
    path = make_video(tmp_path / "v.mp4", steady(30), matrix=mirror)
    shown = cv2.imread(str(frame_at(probe(path), 0.5, tmp_path).path)).astype(int)  # type: ignore[union-attr]
    assert np.abs(shown - numbered(15)[:, ::-1]).mean() < 6


def test_narrow_pixels_are_made_square(tmp_path: Path) -> None:
    options = {"x264-params": "sar=16/11"}
    video = probe(make_video(tmp_path / "v.mp4", steady(10), options=options))
    assert (video.width, video.height) == (round(WIDTH * 16 / 11), HEIGHT)
    assert frame_at(video, 0, tmp_path).width == video.width


@pytest.mark.parametrize(
    ("codec", "pix_fmt"),
    [
        ("libx264", "yuv420p10le"),
        ("libx264", "yuv444p"),
        ("libx264", "gray"),
        ("ffv1", "bgra"),
        ("libvpx-vp9", "yuva420p"),
    ],
)
def test_any_pixel_format_is_read(tmp_path: Path, codec: str, pix_fmt: str) -> None:
    path = make_video(tmp_path / "v.mkv", steady(40), codec=codec, pix_fmt=pix_fmt)
    video = probe(path)
    assert number_on(frame_at(video, 1.001, tmp_path).path) == 30
    assert len(list(sample_dense(video, tmp_path))) == 4


def test_colours_survive(tmp_path: Path) -> None:
    red = np.full((HEIGHT, WIDTH, 3), (30, 40, 200), np.uint8)
    video = probe(make_video(tmp_path / "v.mp4", [0, 33], pictures=[red, red]))
    shown = cv2.imread(str(frame_at(video, 0, tmp_path).path))
    assert np.abs(shown.astype(int) - red).max() <= 8  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("size", "red"), [((1280, 720), (63, 102, 240)), ((320, 240), (81, 90, 240))]
)
def test_untagged_colours_are_taken_as_players_do(
    tmp_path: Path, size: tuple[int, int], red: tuple[int, int, int]
) -> None:
    """Full red, as ITU-R BT.709 writes it for HD and BT.601 below."""
    planes = [np.full((size[1] * size[0]) // (4 if place else 1), red[place]) for place in range(3)]
    pixels = np.concatenate(planes).astype(np.uint8).reshape(-1, size[0])
    how = {"options": {"qp": "0", **FAST}, "layout": "yuv420p", "size": size}
    video = probe(make_video(tmp_path / "v.mp4", [0, 33], pictures=[pixels] * 2, **how))  # type: ignore[arg-type]
    shown = cv2.imread(str(frame_at(video, 0, tmp_path).path))
    assert shown[20, 20].tolist() == pytest.approx([0, 0, 255], abs=6)  # type: ignore[index]


def test_even_frames_are_small_for_models(tmp_path: Path) -> None:
    video = probe(make_video(tmp_path / "v.mp4", steady(30), size=(1280, 720), options=FAST))
    frames = sample_even(video, 0, 1, 8, tmp_path)
    assert [(f.width, f.height) for f in frames] == [(448, 252)] * 8


def test_dense_frames_are_the_sharpest_of_their_neighbours(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    texture = rng.integers(0, 255, (HEIGHT, WIDTH, 3), np.uint8)
    texture = cv2.GaussianBlur(texture, (0, 0), 1.0)
    soft = cv2.GaussianBlur(texture, (0, 0), 2.5)
    sharp = {14, 52, 90, 128}  # within 0.25 s of 0.625, 1.875, 3.125 and 4.375 s
    pictures = [texture if number in sharp else soft for number in range(150)]
    path = make_video(tmp_path / "v.mp4", steady(150), pictures=pictures, options=B_FRAMES)
    frames = list(sample_dense(probe(path), tmp_path))
    assert {round(frame.time * 30) for frame in frames} == sharp


def test_dense_frames_are_full_size_and_high_quality(tmp_path: Path) -> None:
    path = make_video(tmp_path / "v.mp4", steady(4), size=(1920, 1080), options=FAST)
    video = probe(path)
    frame = next(iter(sample_dense(video, tmp_path)))
    assert (frame.width, frame.height) == (1920, 1080)
    assert frame.path == tmp_path / f"{frame.sha256}.jpg"


@pytest.mark.parametrize("count", [1, 2, 4, 5, 30])
def test_a_short_clip_gives_what_it_has(tmp_path: Path, count: int) -> None:
    video = probe(make_video(tmp_path / "v.mp4", steady(count)))
    frames = list(sample_dense(video, tmp_path))
    assert min(count, 3) <= len(frames) <= 4
    assert len(frames) == 4 or count < 30
    assert sample_even(video, 0, video.duration, 16, tmp_path)


@pytest.mark.parametrize("interval", [(2.0, 2.0), (1.0, 1.02), (3.9, 4.0), (50.0, 60.0)])
def test_any_interval_gives_a_frame(tmp_path: Path, interval: tuple[float, float]) -> None:
    video = probe(make_video(tmp_path / "v.mp4", steady(120), options=B_FRAMES))
    assert 1 <= len(list(sample_dense(video, tmp_path, 1.25, *interval))) <= 4
    assert 1 <= len(sample_even(video, *interval, 8, tmp_path)) <= 8


def test_dense_frames_stay_within_their_interval(tmp_path: Path) -> None:
    video = probe(make_video(tmp_path / "v.mp4", steady(300), options=B_FRAMES))
    times = [frame.time for frame in sample_dense(video, tmp_path, 0.5, 4.0, 7.0)]
    assert len(times) == dense_count(video, 0.5, 4.0, 7.0) == 6
    assert min(times) >= 4.0 - 0.034
    assert max(times) <= 7.0


def test_a_still_picture_is_given_once(tmp_path: Path) -> None:
    video = probe(make_video(tmp_path / "v.mp4", [0, 4000, 8000], options=B_FRAMES))
    assert [number_on(f.path) for f in sample_dense(video, tmp_path)] == [0, 1]


@pytest.mark.slow
def test_an_hour_is_walked_through_holding_a_few_frames(tmp_path: Path) -> None:
    stamps = [number * 500 for number in range(7200)]
    options = {"preset": "ultrafast", "g": "250"}
    video = probe(make_video(tmp_path / "v.mp4", stamps, options=options, size=(64, 36)))
    assert video.duration == pytest.approx(3600, abs=1)
    gc.collect()
    before = _living_frames()
    gc.disable()  # so that a frame kept alive by a cycle shows
    try:
        most, given = 0, 0
        for given, _ in enumerate(sample_dense(video, tmp_path / "frames", every=2.5), 1):
            if given % 100 == 0:
                most = max(most, _living_frames() - before)
    finally:
        gc.enable()
    assert given == dense_count(video, every=2.5) == 1440
    assert most <= 6


def _living_frames(at_least: int = 0) -> int:
    # By type: asking some objects of torch what they are an instance of raises a warning.
    frames = [thing for thing in gc.get_objects() if type(thing) is av.VideoFrame]
    return sum(frame.width >= at_least for frame in frames)


@pytest.mark.slow
def test_opening_videos_leaves_no_frames_behind(tmp_path: Path) -> None:
    path = make_video(tmp_path / "v.mp4", steady(30), rotation=90)
    gc.collect()
    before = _living_frames(at_least=WIDTH)
    gc.disable()
    try:
        for _ in range(20):
            frame_at(probe(path), 0.5, tmp_path)
        assert _living_frames(at_least=WIDTH) - before <= 1
    finally:
        gc.enable()


def test_stopping_early_lets_go_of_the_file(tmp_path: Path) -> None:
    path = make_video(tmp_path / "v.mp4", steady(300))
    frames = iter(sample_dense(probe(path), tmp_path))
    next(frames)
    open_files = {Path(file.path) for file in psutil.Process().open_files()}
    assert path in open_files
    frames.close()  # type: ignore[attr-defined]
    assert path not in {Path(file.path) for file in psutil.Process().open_files()}


def test_times_are_exact_fractions(tmp_path: Path) -> None:
    video = probe(make_video(tmp_path / "v.mkv", uneven(20), options=B_FRAMES))
    frame = frame_at(video, 0.5, tmp_path)
    assert frame.time_base == Fraction(1, 1000)
    assert frame.pts == uneven(20)[number_on(frame.path)]


@pytest.mark.parametrize("since", [0, 1, 33, 34, 500, 900, 966, 5000])
def test_a_stream_starts_with_the_frame_on_screen(tmp_path: Path, since: int) -> None:
    stamps = steady(30)
    path = make_video(tmp_path / "v.mkv", stamps, options=B_FRAMES)
    with Stream(path) as stream:
        given = [stamp for stamp, _ in stream.frames(since)]
    assert given == stamps[bisect_right(stamps, since) - 1 :]


def test_time_stamps_grow_even_where_the_file_is_wrong(tmp_path: Path) -> None:
    """AVI has no place for the time stamps of B-frames, and what is made up goes backwards."""
    path = make_video(tmp_path / "v.avi", steady(60), options={"g": "15", "bf": "2"})
    with Stream(path) as stream:
        stamps = [stamp for stamp, _ in stream.frames()]
    assert len(stamps) > 30
    assert stamps == sorted(set(stamps))
