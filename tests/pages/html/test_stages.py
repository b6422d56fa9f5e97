"""Answers of the stages: while they come in, afterwards, and never as markup."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pages._ui.html import elements, stages
from pages._ui.html.stages import Row
from pipeline.analysis.transcript import ClipAnswers
from pipeline.stages import MODEL_STAGES
from pipeline.stages.answers import (
    Description,
    Genre,
    LabelFields,
    LabelTranscription,
    Scene,
    Summary,
    SummaryWork,
    VisualAnswer,
)
from pipeline.types import StageOutput
from tests import builders
from tests.markup import HOSTILE, read

NAMES = [stage.name for stage in MODEL_STAGES]


@pytest.mark.parametrize(
    ("clip", "of_many", "words"),
    [
        (ClipAnswers("qwen2-vl", "walk.mp4", 8.0, 14.5), False, "Qwen2-VL · 0:08 to 0:14"),
        (
            ClipAnswers("embedded", "walk.mp4", 0.0, 61.0),
            True,
            "Embedded · walk.mp4 · 0:00 to 1:01",
        ),
        (ClipAnswers("qwen2-vl", "room.jpg"), False, "Qwen2-VL"),
        (ClipAnswers("gone", "<b>.jpg"), True, "gone · <b>.jpg"),
        (ClipAnswers(), False, ""),
    ],
)
def test_a_heading_names_the_backend_and_its_clip(
    clip: ClipAnswers, of_many: bool, words: str
) -> None:
    assert read(stages.heading(clip, of_many)) == words


def test_finished_answers_stand_in_the_order_of_the_stages() -> None:
    asked = [builders.output(name, {}) for name in ("visual", "label", "mood", "label_fields")]
    drawn = read(stages.finished(asked))
    order = ["Reading the wall label", "Title and artist on the label", "Looking at", "mood"]
    assert sorted(order, key=drawn.index) == order
    assert "Genre" not in drawn


def test_no_time_is_shown_where_an_answer_took_none() -> None:
    asked = builders.output("genre", {})
    assert "0.2 s" in read(stages.finished([asked]))
    assert "0.0 s" not in read(stages.finished([replace(asked, seconds=0.04)]))


@pytest.mark.parametrize(
    ("stage", "parsed", "lines"),
    [
        ("label", {"text": "Dusk\nOne", "tie": "beside"},
         [("", "Dusk\nOne"), ("Label", "hangs beside this painting")]),
        ("label", {"text": "", "tie": "none"}, [("", "No wall label was read.")]),
        ("label_fields", {"title": "Dusk", "artist": None, "inventory": "T-01"},
         [("Title", "Dusk"), ("Number", "T-01")]),
        ("visual", {"title": None}, [("", "The painting was not recognised.")]),
        ("summary", {"works": [{"title": "Dusk", "location": "left"}, {}]},
         [("1", "Dusk (left)"), ("2", "a painting")]),
        ("summary", {"works": []}, [("", "No work was made out.")]),
        ("scene", {"scene": "A wall."}, [("", "A wall.")]),
        ("genre", {"genre": ""}, [("", "No genre was named.")]),
        ("mood", {"calm": True}, [("", "raw words")]),
        ("label", None, [("", "raw words")]),
    ],
)  # fmt: skip
def test_what_was_understood_comes_first(
    stage: str, parsed: object, lines: list[tuple[str, str]]
) -> None:
    output = builders.output(stage, parsed, raw="raw words")
    assert stages.understood(output) == lines
    drawn = read(stages.row(Row(stage, output)))
    assert drawn.index(lines[0][1]) < drawn.index("Word for word") < drawn.rindex("raw words")


def test_an_answer_without_end_stays_in_bounds() -> None:
    words = "word " * 10_000
    output = builders.output("scene", {"scene": words}, raw=words)
    output = replace(output, tokens=256, cut=True)
    growing = stages.row(Row("scene", words=words + "newest"))
    assert len(growing) < 2 * elements.ANSWER_LENGTH
    assert "newest" in growing
    unfolded = read(stages.row(Row("scene", output)))
    assert len(unfolded) < stages.UNFOLDED_LENGTH + 2 * elements.ANSWER_LENGTH
    assert "cut off after 256 tokens" in unfolded
    assert "cut off" not in read(stages.row(Row("scene", replace(output, cut=False))))


def test_the_probability_of_an_answer_is_shown_where_a_model_gives_one() -> None:
    output = builders.output("label_fields", {"title": "Dusk"})
    assert "probability" not in read(stages.row(Row("label_fields", output)))
    likely = replace(output, probability=0.876)
    assert "0.2 s, probability 0.88" in read(stages.row(Row("label_fields", likely)))


def test_what_a_reading_is_worth_is_no_line_of_the_answer() -> None:
    answer = LabelFields("Dusk", confidences=(("title", 0.9),))
    output = StageOutput("label_fields", "", "raw", answer, (), 0.1)
    assert stages.understood(output) == [("Title", "Dusk")]


@pytest.mark.parametrize("words", HOSTILE)
def test_words_of_a_model_stay_words(words: str) -> None:
    answers = (
        LabelTranscription(words, "none", words), LabelFields(title=words), VisualAnswer(words),
        Summary((SummaryWork(words),)), Description(words), Genre(words), Scene(words), None,
    )  # fmt: skip
    for answer, stage in zip(answers, (*NAMES, words), strict=True):
        output = StageOutput(stage, "", words, answer, (), 0.1)
        failed = replace(output, error=words)
        assert words in read(stages.row(Row(stage, words=words)))
        for form in (output, failed, replace(output, parsed=None, prompt=words)):
            assert words in read(stages.row(Row(stage, form)))
            assert words in read(stages.finished([form]))
    assert words in read(elements.messages([words], True))


def test_many_messages_take_the_room_of_a_few() -> None:
    drawn = read(elements.messages([f"message {n}" for n in range(400)], False))
    assert drawn.startswith("message 399message 398")
    assert "message 100" not in drawn
    assert drawn.endswith("and 350 earlier ones")
