"""The ablation in which a model's words are worth what their tokens were."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from backends.visual_format import VisualFormat
from catalogue import Guess, Index
from pipeline import AbstentionConfig, Evidence, codec, signals
from pipeline.decision import Ablations
from pipeline.decision.ensemble import joined
from pipeline.stages.answers import LabelFields, LabelTranscription, VisualAnswer
from pipeline.types import LABEL, VISUAL, Clip, StageOutput, Video

CONFIG, ON = AbstentionConfig(), Ablations(probabilities=True)
NO_WORKS = Index(())
FORM = VisualFormat("images", 8, 448, 200_704, "aspect", "even", "qwen2-vl 1")
CLIP = Clip(Video(Path("walk.mp4"), "0" * 64, 8.0), 0.0, 8.0)
CARD = LabelTranscription("Anna Merz\nDusk, 1890\nInv. no. 12", "read")


def output(stage: str, answer: Any, probability: float | None) -> StageOutput:
    return StageOutput(stage, "?", "words", answer, (), 0.1, probability=probability)


def evidence(label: float | None = 0.75, visual: float | None = 0.5) -> Evidence:
    claimed = (("title", 0.01), ("inventory", 0.01))
    fields = LabelFields("Dusk", inventory="12", date="1890", confidences=claimed)
    outputs = (
        output("label", CARD, 0.9),
        output("label_fields", fields, label),
        output("visual", VisualAnswer(artist="Anna Merz"), visual),
    )
    return Evidence(CLIP, "qwen2-vl", "recipe", (), outputs, format=FORM)


def test_a_models_words_count_1_whatever_it_says_of_them() -> None:
    read = signals(evidence(), NO_WORKS, CONFIG)
    assert read.title == (Guess("Dusk", 1.0, LABEL),)
    assert read.artist == (Guess("Anna Merz", 1.0, VISUAL),)
    assert (read.number, read.date) == ((Guess("12", 1.0, LABEL),), (Guess("1890", 1.0, LABEL),))


def test_the_ablation_takes_the_probability_of_the_answer_that_names_it() -> None:
    read = signals(evidence(), NO_WORKS, CONFIG, ON)
    assert read.title == (Guess("Dusk", 0.75, LABEL),)
    assert read.artist == (Guess("Anna Merz", 0.5, VISUAL),)
    assert (read.number, read.date) == ((Guess("12", 0.75, LABEL),), (Guess("1890", 0.75, LABEL),))


@pytest.mark.parametrize("probability", [None, 0.0, -1.0, 1.5, math.nan, math.inf])
def test_without_a_usable_probability_the_words_count_1(probability: float | None) -> None:
    read = signals(evidence(probability, probability), NO_WORKS, CONFIG, ON)
    assert [g.confidence for g in (*read.guesses("title"), *read.guesses("artist"))] == [1.0, 1.0]


def test_what_was_measured_stays_as_it_was_measured() -> None:
    measured = replace(evidence(), format=None)
    label = replace(CARD, tie="beside")
    outputs = (output("label", label, None), *measured.outputs[1:])
    measured = replace(measured, outputs=outputs)
    for ablations in (Ablations(), ON):
        assert signals(measured, NO_WORKS, CONFIG, ablations).title == (Guess("Dusk", 0.01, LABEL),)


@pytest.mark.parametrize(
    ("line", "date", "counts"),
    [
        ("Dusk, 1890", "1890", True),
        ("c. 1510-20", "c. 1510-20", True),
        ("16th century", "16th century", True),
        ("after 1888", "after 1888", True),
        ("Bequeathed by the artist, 1890", "1890", False),
        ("born 1850", "1850", False),
        ("undated", "1890", False),  # not on the label
        ("Dusk, ca. 1840", "ca. 1890", False),  # another year
        ("Dusk, 1888", "1889", False),
        ("Dusk, about 1890", "ca. 1890", True),
    ],
)
def test_a_date_that_a_model_gives_is_on_the_label_and_of_the_work(
    line: str, date: str, counts: bool
) -> None:
    card = replace(CARD, text=f"Anna Merz\n{line}")
    outputs = output("label", card, None), output("label_fields", LabelFields(date=date), None)
    read = signals(replace(evidence(), outputs=outputs), NO_WORKS, CONFIG)
    assert [guess.text for guess in read.guesses("date")] == ([date] if counts else [])


def test_each_member_of_an_ensemble_is_worth_its_own() -> None:
    other = replace(evidence(0.25), backend="other")
    members = signals(joined([evidence(), other]), NO_WORKS, CONFIG, ON).members
    assert [m.guesses("title")[0].confidence for m in members] == [0.75, 0.25]


def test_the_probability_is_stored() -> None:
    assert codec.loads(codec.dumps(evidence()), Evidence) == evidence()
