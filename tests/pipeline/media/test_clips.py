"""Clips of a long video, with times worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.media.clips import Settling, clips
from pipeline.media.sampling import EVERY
from pipeline.media.shots import LONGEST
from pipeline.types import Clip, Sighting, Video

WHOLE = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
CORNER = ((0.0, 0.0), (0.2, 0.0), (0.2, 0.2), (0.0, 0.2))


def video(duration: float, kind: str = "video") -> Video:
    return Video(Path("walk.mp4"), "ab" * 32, duration, kind)  # type: ignore[arg-type]


def seen(work: str, *times: float, quad: tuple = WHOLE) -> list[Sighting]:  # type: ignore[type-arg]
    return [Sighting(work, f"{work}{t}", t, quad, 20) for t in times]


def test_a_short_video_is_one_clip_about_the_most_prominent_work() -> None:
    sightings = seen("A", 1.0, 2.0, quad=CORNER) + seen("B", 1.0)
    (clip,) = clips(video(6.0), [1.0, 2.0], sightings)
    assert (clip.start, clip.end, clip.focus) == (0.0, 6.0, "B")


def test_an_image_is_one_clip_at_time_zero() -> None:
    (clip,) = clips(video(0.0, "image"), [0.0], [])
    assert (clip.start, clip.end, clip.focus) == (0.0, 0.0, None)


def test_works_overlap_and_gaps_become_clips_of_their_own() -> None:
    times = [float(t) for t in range(31)]
    sightings = seen("A", 0.0, 1.0, 2.0) + seen("B", 2.0, 3.0) + seen("C", 29.0, 30.0)
    found = clips(video(30.0), times, sightings)
    assert [(c.start, c.end, c.focus) for c in found] == [
        (0.0, 2.5, "A"),
        (1.5, 3.5, "B"),
        (3.5, 16.0, None),
        (16.0, 28.5, None),
        (28.5, 30.0, "C"),
    ]


def test_a_video_without_a_known_work_is_still_cut_into_clips() -> None:
    found = clips(video(45.0), [float(t) for t in range(45)], [])
    assert [(c.start, c.end) for c in found] == [(0.0, 15.0), (15.0, 30.0), (30.0, 45.0)]


def test_a_gap_is_cut_by_the_labels_that_are_read_in_it() -> None:
    times = [float(t) for t in range(31)]

    def labelled(gap: tuple[float, float]) -> list[tuple[float, float]]:
        assert gap == (2.5, 30.0)
        return [(4.0, 8.0), (7.0, 9.0), (26.0, 29.0)]

    found = clips(video(30.0), times, seen("A", 0.0, 1.0, 2.0), labelled=labelled)
    assert [(c.start, c.end, c.focus) for c in found] == [
        (0.0, 2.5, "A"),
        (3.5, 8.5, None),
        (6.5, 9.5, None),
        (9.5, 25.5, None),
        (25.5, 29.5, None),
    ]


def test_a_label_that_is_read_throughout_leaves_no_other_clip() -> None:
    times = [float(t) for t in range(21)]
    found = clips(video(20.0), times, [], labelled=lambda gap: [(1.0, 19.0)])
    assert [(c.start, c.end) for c in found] == [(0.5, 19.5)]


def test_the_key_of_a_clip_tells_works_and_intervals_apart() -> None:
    times = [float(t) for t in range(21)]
    found = clips(video(20.0), times, seen("A", 3.0, 4.0) + seen("B", 3.0, 4.0))
    assert len({clip.key for clip in found}) == len(found)


def test_frames_that_stay_for_minutes_share_clips() -> None:
    """Time stamps may be stretched over ten hours; the cost follows the frames that there are."""
    times = [n * 160.0 for n in range(225)]
    assert len(clips(video(36_000.0), times, [])) == 23


@pytest.mark.parametrize("duration", [10.5, 19.9, 20.1, 21.0, 39.0, 41.0, 60.5, 120.0, 3599.0])
def test_frames_at_the_usual_distance_make_no_clips_longer(duration: float) -> None:
    usual = [n * EVERY for n in range(int(duration / EVERY))]
    found = clips(video(duration), usual, [])
    assert max(clip.end - clip.start for clip in found) <= LONGEST + 0.001


def settled(
    duration: float, times: list[float], sightings: list[Sighting], beside: float = 2.0
) -> list[tuple[float, Clip]]:
    """The clips that are settled during a scan, each with the time of the frame that settles it."""
    settling = Settling(video(duration), beside)
    return [
        (time, clip)
        for time in times
        for clip in settling.after(time, [s for s in sightings if s.time == time])
    ]


def test_a_work_that_has_left_the_view_is_settled_before_the_scan_is_over() -> None:
    times = [float(t) for t in range(31)]
    sightings = seen("A", 0.0, 1.0, 2.0) + seen("B", 2.0, 3.0) + seen("C", 29.0, 30.0)
    found = [(at, c.start, c.end, c.focus) for at, c in settled(30.0, times, sightings)]
    assert found == [(6.0, 0.0, 2.5, "A"), (7.0, 1.5, 3.5, "B")]


def test_a_clip_waits_for_the_frames_in_which_its_label_may_be() -> None:
    times = [float(t) for t in range(31)]
    [(at, clip)] = settled(30.0, times, seen("A", 1.0), beside=8.0)
    assert (at, clip.end) == (10.0, 1.5)


def test_nothing_of_a_picture_or_a_short_video_is_settled_early() -> None:
    assert settled(9.0, [0.0, 8.0], seen("A", 0.0)) == []
    assert not Settling(video(0.0, "image"), 2.0).after(0.0, seen("A", 0.0))


@given(
    st.dictionaries(st.sampled_from("ABC"), st.sets(st.integers(0, 60), min_size=1), min_size=1),
    st.sampled_from([0.5, 1.0, 1.7]),
)
def test_what_is_settled_early_is_what_the_whole_video_says(
    frames: dict[str, set[int]], every: float
) -> None:
    times = [n * every for n in range(61)]
    sightings = [s for w, numbers in frames.items() for s in seen(w, *(times[n] for n in numbers))]
    sightings.sort(key=lambda s: s.time)
    duration = times[-1] + 1
    whole = clips(video(duration), times, sightings)
    early = [clip for _, clip in settled(duration, times, sightings)]
    assert set(early) <= set(whole)
