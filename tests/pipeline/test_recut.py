"""What the parts of a split clip rest on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline import PipelineError, about_longer, after_cuts, are_parts, halves
from pipeline.stages import StageAnswer
from pipeline.stages.answers import LabelBox, LabelTranscription, VisualAnswer
from pipeline.types import Evidence
from tests import builders


def split(clip: Evidence, at: float) -> tuple[Evidence, ...]:
    return after_cuts((clip,), [(clip.clip.key, halves(clip, at))])


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
    cut = whole.clip.key, halves(whole, 4.0)
    second = split(whole, 4.0)[1]
    again = second.clip.key, halves(second, 7.0)
    assert [p.clip.start for p in after_cuts((whole,), [cut, again])] == [0.0, 4.0, 7.0]
    assert after_cuts((whole,), [again]) == (whole,)


@pytest.mark.parametrize(("at", "why"), [(0.0, "within"), (8.0, "within"), (7.5, "No frame")])
def test_a_split_that_makes_no_two_clips_is_refused(tmp_path: Path, at: float, why: str) -> None:
    with pytest.raises(PipelineError, match=why):
        halves(builders.evidence(tmp_path), at)


def test_a_picture_cannot_be_split(tmp_path: Path) -> None:
    clip = builders.evidence(tmp_path)
    picture = replace(clip, clip=replace(clip.clip, video=replace(clip.clip.video, kind="image")))
    with pytest.raises(PipelineError, match="picture"):
        halves(picture, 4.0)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.floats(0.001, 7.0))
def test_the_parts_are_the_whole(tmp_path: Path, at: float) -> None:
    whole = builders.evidence(tmp_path)
    intervals = halves(whole, at)
    assert are_parts(0.0, 8.0, intervals)
    parts = after_cuts((whole,), [(whole.clip.key, intervals)])
    assert sum((p.frames for p in parts), ()) == whole.frames
    assert sum((p.sightings for p in parts), ()) == whole.sightings
