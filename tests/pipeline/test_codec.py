"""Evidence survives the database exactly."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from cattrs.errors import ClassValidationError
from hypothesis import given
from hypothesis import strategies as st

from pipeline import codec
from pipeline.stages.answers import ANSWERS, Description, LabelBox, LabelTranscription
from pipeline.types import Clip, Evidence, Frame, Sighting, StageOutput, Video

words = st.text(max_size=20)
seconds = st.floats(0, 1e6)
frames = st.builds(
    Frame,
    st.integers(0, 10**9),
    st.builds(Fraction, st.integers(1, 99), st.integers(1, 90_000)),
    words,
    st.just(Path("f.jpg")),
    st.integers(1, 9999),
    st.integers(1, 9999),
)
videos = st.builds(Video, st.just(Path("v.mp4")), words, seconds)
points = st.tuples(seconds, seconds)
quads = st.tuples(points, points, points, points)
ANSWER_KINDS = st.sampled_from(sorted(ANSWERS.items()))


@st.composite
def outputs(draw: st.DrawFn) -> StageOutput:
    """The output of a stage, answered or failed."""
    stage, kind = draw(ANSWER_KINDS)
    answer = draw(st.none() | st.from_type(kind))
    return StageOutput(stage, draw(words), draw(words), answer, (draw(words),), draw(seconds))


st.register_type_strategy(float, seconds)  # no NaN, which equals nothing
st.register_type_strategy(LabelBox, st.builds(LabelBox, words, quads))
shares = st.floats(0, 1)
sightings = st.builds(
    Sighting, words, words, seconds, quads, st.integers(0, 10**6), shares, st.none() | shares
)
evidence = st.builds(
    Evidence,
    st.builds(Clip, videos, seconds, seconds, st.none() | words),
    words,
    words,
    st.tuples(frames),
    st.tuples(outputs()),
    st.tuples(sightings),
)


@given(evidence)
def test_evidence_round_trips(value: Evidence) -> None:
    assert codec.loads(codec.dumps(value), Evidence) == value


def test_a_sighting_without_coverage_is_stored_as_it_was_before_there_was_any() -> None:
    quad = ((0.1, 0.2), (0.3, 0.2), (0.3, 0.4), (0.1, 0.4))
    sighting = Sighting("T-01", "ab", 2.5, quad, 40, 0.9)
    old = {"work", "frame", "time", "quad", "inliers", "confidence"}
    assert codec.plain(sighting).keys() == old
    covering = replace(sighting, coverage=0.83)
    assert codec.plain(covering) == codec.plain(sighting) | {"coverage": 0.83}


def test_unknown_keys_are_refused() -> None:
    text = codec.dumps(Video(Path("v"), "x", 1.0)).replace('"sha256"', '"sha512"')
    with pytest.raises(ValueError, match="sha256"):
        codec.loads(text, Video)


STORED = {
    "label": '{"text": "Guido Reni\\nFlorà", "legible": true, "tie": "beside", "why": "near", '
    '"boxes": [{"frame": "ab", "quad": [[0.1, 0.2], [0.3, 0.2], [0.3, 0.4], [0.1, 0.4]]}]}',
    "label_fields": '{"title": "Flora", "artist": null, "subject": null, "inventory": "46"}',
    "visual": '{"title": null, "artist": "Guido Reni", "subject": "a woman"}',
    "summary": '{"works": [{"title": "Flora", "artist": null, "location": "left", '
    '"description": null}]}',
    "description": '{"description": "A painting."}',
    "genre": '{"genre": "portrait"}',
    "scene": '{"scene": ""}',
}
"""By stage, an answer as it was stored when answers had no types."""


def test_an_answer_is_stored_as_it_was_before_it_had_a_type() -> None:
    assert STORED.keys() == ANSWERS.keys()
    for stage, text in STORED.items():
        answer = codec.answer_of(stage, text)
        assert type(answer) is ANSWERS[stage]
        assert codec.answer_text(answer) == text
        output = StageOutput(stage, "Asked", "raw", answer, (), 0.5)
        assert json.loads(codec.dumps(output))["parsed"] == text
        assert codec.loads(codec.dumps(output), StageOutput) == output


def test_answers_to_the_first_questions_are_read() -> None:
    label = codec.answer_of(
        "label", '{"text": "Flora", "legible": true, "tie": "beside", "why": ""}'
    )
    assert label == LabelTranscription("Flora", "beside")
    both = '{"description": "A painting.", "genre": "portrait"}'
    assert codec.answer_of("description", both) == Description("A painting.", "portrait")
    assert codec.answer_text(codec.answer_of("description", both)) == both


@pytest.mark.parametrize("text", ["null", ""])
def test_a_stage_that_failed_has_no_answer(text: str) -> None:
    assert codec.answer_of("visual", text) is None


def test_of_a_stage_that_is_not_asked_any_more_the_raw_words_are_left() -> None:
    text = codec.dumps(StageOutput("mood", "How calm?", "Very.", None, (), 0.5))
    old = text.replace('"null"', '"{\\"calm\\": true}"')
    assert old != text
    output = codec.loads(old, StageOutput)
    assert (output.parsed, output.raw) == (None, "Very.")


@pytest.mark.parametrize(
    "text", ['{"titel": "Flora"}', '["Flora"]', '"Flora"', "Flora", '{"title": "Flora"']
)
def test_an_answer_that_no_stage_gave_is_refused(text: str) -> None:
    with pytest.raises((ValueError, ClassValidationError)):
        codec.answer_of("visual", text)
    with pytest.raises(ClassValidationError):
        codec.answer_of("label", '{"text": "Flora", "tie": "surely"}')
