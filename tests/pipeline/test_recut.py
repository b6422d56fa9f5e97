"""What clips that were cut anew rest on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline import (
    PipelineError,
    Recut,
    about_longer,
    after_cuts,
    begun_at,
    ended_at,
    following,
    is_recut,
    span,
    split_at,
)
from pipeline.sightings import Interval
from pipeline.stages import StageAnswer
from pipeline.stages.answers import LabelBox, LabelTranscription, VisualAnswer
from pipeline.types import Evidence
from tests import builders


def split(clip: Evidence, at: float) -> tuple[Evidence, ...]:
    return cut(clip, split_at(clip, at))


def cut(clip: Evidence, after: tuple[Interval, ...]) -> tuple[Evidence, ...]:
    return after_cuts((clip,), [Recut((clip.clip.key,), after)])


def join(*clips: Evidence) -> tuple[Evidence, ...]:
    return after_cuts(clips, [Recut(tuple(clip.clip.key for clip in clips), span(clips))])


def test_each_part_keeps_its_frames_and_what_is_seen_in_them(tmp_path: Path) -> None:
    whole = builders.evidence(tmp_path)  # frames at 0, 4 and 7 s, T-01 is seen at 4 s
    first, second = split(whole, 4.0)
    assert [f.time for f in first.frames] == [0.0]
    assert [f.time for f in second.frames] == [4.0, 7.0]
    assert (first.sightings, second.sightings) == ((), whole.sightings)
    assert (first.clip.start, first.clip.end, second.clip.start) == (0.0, 4.0, 4.0)


def test_a_label_and_a_painting_stay_with_the_part_that_shows_them(tmp_path: Path) -> None:
    whole = builders.evidence(tmp_path)
    hangs = LabelTranscription("Dusk", "beside", boxes=(
        LabelBox(whole.frames[0].sha256, builders.QUAD),
    ))  # fmt: skip
    answers: dict[str, StageAnswer] = {
        "label": hangs, "visual": VisualAnswer("Dusk", work="T-01"),
    }  # fmt: skip
    outputs = tuple(replace(o, parsed=answers.get(o.stage, o.parsed)) for o in whole.outputs)
    first, second = split(replace(whole, outputs=outputs), 4.0)
    said = ("label", "label_fields", "visual")
    assert [stage for stage in said if first.output(stage)] == ["label", "label_fields"]
    assert [stage for stage in said if second.output(stage)] == ["visual"]


def test_an_answer_that_cannot_be_divided_is_known_as_of_the_longer_clip(tmp_path: Path) -> None:
    whole = builders.evidence(tmp_path)
    every = tuple(frame.sha256 for frame in whole.frames)
    whole = replace(whole, outputs=tuple(replace(o, frames=every) for o in whole.outputs))
    assert about_longer(whole) == ()
    assert "scene" in about_longer(split(whole, 4.0)[1])


def test_a_part_is_split_again_unless_the_first_split_was_undone(tmp_path: Path) -> None:
    whole = builders.evidence(tmp_path)
    once = Recut((whole.clip.key,), split_at(whole, 4.0))
    second = split(whole, 4.0)[1]
    again = Recut((second.clip.key,), split_at(second, 7.0))
    assert [p.clip.start for p in after_cuts((whole,), [once, again])] == [0.0, 4.0, 7.0]
    assert after_cuts((whole,), [again]) == (whole,)


@pytest.mark.parametrize(("at", "why"), [(0.0, "within"), (8.0, "within"), (7.5, "No frame")])
def test_a_split_that_makes_no_two_clips_is_refused(tmp_path: Path, at: float, why: str) -> None:
    with pytest.raises(PipelineError, match=why):
        split_at(builders.evidence(tmp_path), at)


def test_a_picture_cannot_be_cut(tmp_path: Path) -> None:
    clip = builders.evidence(tmp_path)
    picture = replace(clip, clip=replace(clip.clip, video=replace(clip.clip.video, kind="image")))
    for refused in (
        lambda: split_at(picture, 4.0),
        lambda: begun_at(picture, picture.frames[1]),
        lambda: ended_at(picture, picture.frames[1]),
        lambda: span((picture, picture)),
    ):
        with pytest.raises(PipelineError, match="picture"):
            refused()
    assert following(picture, [picture, clip]) is None


def test_a_clip_begins_with_a_frame_and_ends_half_way_to_the_next(tmp_path: Path) -> None:
    whole = builders.evidence(tmp_path)  # frames at 0, 4 and 7 s
    first, middle, last = whole.frames
    [later] = cut(whole, begun_at(whole, middle))
    assert (later.clip.start, later.clip.end, later.frames) == (4.0, 8.0, (middle, last))
    [shorter] = cut(whole, ended_at(whole, middle))
    assert (shorter.clip.start, shorter.clip.end, shorter.frames) == (0.0, 5.5, (first, middle))
    with pytest.raises(PipelineError, match="begins with this frame already"):
        begun_at(whole, first)
    with pytest.raises(PipelineError, match="ends with this frame already"):
        ended_at(whole, last)
    short = replace(whole, clip=replace(whole.clip, end=5.5))  # its last frame lies behind its end
    with pytest.raises(PipelineError, match="ends with this frame already"):
        ended_at(short, middle)
    with pytest.raises(PipelineError, match="ends before this frame"):
        begun_at(short, last)


def test_the_parts_of_a_split_are_joined_again(tmp_path: Path) -> None:
    whole = builders.evidence(tmp_path)
    assert join(*split(whole, 4.0)) == (whole,)


def test_joined_clips_keep_every_frame_and_sighting(tmp_path: Path) -> None:
    first, second = (builders.evidence(tmp_path, n, start=10.0 * n) for n in (0, 1))
    [both] = join(first, second)
    assert (both.clip.start, both.clip.end) == (0.0, 18.0)
    assert both.frames == first.frames + second.frames
    assert both.sightings == first.sightings + second.sightings
    assert len({output.stage for output in both.outputs}) == len(both.outputs)


def test_of_joined_clips_the_label_that_may_name_the_painting_stands(tmp_path: Path) -> None:
    read = builders.evidence(tmp_path, 1, "Dusk", "Painter One", start=10.0)
    unread = builders.evidence(tmp_path, 0, None, None)
    elsewhere = replace(unread, outputs=tuple(
        replace(o, parsed=LabelTranscription("Exit this way", "elsewhere"))
        if o.stage == "label" else o for o in unread.outputs
    ))  # fmt: skip
    for other in (unread, elsewhere):
        [both] = join(other, read)
        assert both.output("label") == read.output("label")
        assert both.output("label_fields") == read.output("label_fields")


def test_of_joined_clips_the_surest_recognition_stands(tmp_path: Path) -> None:
    def recognised(number: int, worth: float) -> Evidence:
        clip = builders.evidence(tmp_path, number, start=10.0 * number, focus=f"T-0{number + 1}")
        answer = VisualAnswer("Dusk", work=f"T-0{number + 1}", confidences=(("work", worth),))
        return replace(clip, outputs=tuple(
            replace(o, parsed=answer) if o.stage == "visual" else o for o in clip.outputs
        ))  # fmt: skip

    [both] = join(recognised(0, 0.6), recognised(1, 0.9))
    visual = both.answer(VisualAnswer)
    assert visual
    assert visual.work == "T-02"
    assert both.clip.focus is None, "it shows two works"
    [same] = join(recognised(0, 0.6), replace(recognised(1, 0.9), clip=replace(
        recognised(1, 0.9).clip, focus=None)))  # fmt: skip
    assert same.clip.focus == "T-01"


def test_the_members_of_an_ensemble_are_joined_by_their_names(tmp_path: Path) -> None:
    def several(number: int) -> Evidence:
        clip = builders.evidence(tmp_path, number, start=10.0 * number)
        return replace(clip, members=(clip, replace(clip, backend="other")))

    [both] = join(several(0), several(1))
    assert [(m.backend, len(m.frames), m.clip.end) for m in both.members] == [
        ("embedded", 6, 18.0), ("other", 6, 18.0)
    ]  # fmt: skip


def test_only_clips_of_one_video_and_one_analysis_are_joined(tmp_path: Path) -> None:
    clip = builders.evidence(tmp_path)
    elsewhere = builders.evidence(tmp_path, 1, medium="other.mp4", start=10.0)
    with pytest.raises(PipelineError, match="one video"):
        span((clip, elsewhere))
    with pytest.raises(PipelineError, match="different ways"):
        span((clip, replace(clip, recipe="recipe-2")))
    assert following(clip, [clip, elsewhere]) is None


def test_a_clip_is_joined_with_the_next_of_its_work_else_with_the_next(tmp_path: Path) -> None:
    def at(start: float, focus: str) -> Evidence:
        return builders.evidence(tmp_path, int(start), start=start, focus=focus)

    first, second, third, far = at(0, "T-01"), at(10, "T-02"), at(20, "T-01"), at(59, "T-02")
    clips = [far, third, second, first]
    assert following(first, clips) == third
    assert following(second, clips) == third, "the next of its work is too far away"
    assert following(far, clips) is None


def test_a_cut_that_would_make_a_clip_that_is_there_does_nothing(tmp_path: Path) -> None:
    whole = builders.evidence(tmp_path)
    first, _second = split(whole, 4.0)
    half = replace(whole, clip=first.clip)
    assert after_cuts((whole, half), [Recut((whole.clip.key,), split_at(whole, 4.0))]) == (
        whole, half,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("clips", "after", "possible"),
    [
        ([(0, 8)], [(0, 4), (4, 8)], True),
        ([(0, 8)], [(0, 4), (5, 8)], False),
        ([(0, 8)], [(0, 4), (4, 9)], False),
        ([(0, 8)], [(2, 8)], True),
        ([(0, 8)], [(0, 5)], True),
        ([(0, 8)], [(0, 8)], False),
        ([(0, 8)], [(0, 9)], False),
        ([(0, 8)], [(5, 5)], False),
        ([(0, 8)], [], False),
        ([(0, 8), (10, 18)], [(0, 18)], True),
        ([(0, 8), (10, 18)], [(0, 17)], False),
        ([(0, 8), (10, 18)], [(0, 8), (8, 18)], False),
        ([], [(0, 8)], False),
    ],
)
def test_what_clips_can_become(
    clips: list[Interval], after: list[Interval], possible: bool
) -> None:
    assert is_recut(clips, after) is possible


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.floats(0.001, 7.0))
def test_the_parts_are_the_whole(tmp_path: Path, at: float) -> None:
    whole = builders.evidence(tmp_path)
    assert is_recut([(0.0, 8.0)], split_at(whole, at))
    parts = split(whole, at)
    assert sum((p.frames for p in parts), ()) == whole.frames
    assert sum((p.sightings for p in parts), ()) == whole.sightings
