"""The signals of a clip on whose label a person has marked words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from backends import VisualFormat
from catalogue import Guess, Index, Record, Work
from pipeline import AbstentionConfig, Clip, Evidence, Signals, StageOutput, Video, decide, signals
from pipeline.decision import Ablations
from pipeline.decision.ensemble import joined
from pipeline.labels import SAID, Mark, MarkedLabel
from pipeline.stages.answers import LabelFields, LabelLine, LabelTranscription, VisualAnswer
from pipeline.types import LABEL

TEXT = "Winslow Homer\nThe Gulf Stream\nStudy of a Wreck\n1899\n201"
INDEX = Index([
    Work(n, (Record(n, title, "Winslow Homer", date=year),))
    for n, title, year in (("201", "The Gulf Stream", "1899"), ("202", "Breezing Up", "1876"))
])  # fmt: skip
CONFIG = AbstentionConfig()
FORMAT = VisualFormat("images", 8, 448, 151_200, "aspect", "even", "pil 1")


def clip(text: str = TEXT, tie: Any = "beside", fields: Any = None, worth: float = 0.8) -> Evidence:
    """What the embedded backend read; every line is worth as much."""
    lines = tuple(LabelLine(worth) for _ in text.split("\n"))
    outputs = (
        StageOutput("label", "?", "w", LabelTranscription(text, tie, lines=lines), (), 0.1),
        StageOutput("label_fields", "?", "w", fields or LabelFields(), (), 0.1),
        StageOutput("visual", "?", "w", VisualAnswer(), (), 0.1),
    )
    place = Clip(Video(Path("v.mp4"), "ab" * 32, 9.0), 0.0, 9.0)
    return Evidence(place, "embedded", "recipe", (), outputs)


def of_model(text: str = TEXT, fields: Any = None) -> Evidence:
    return replace(clip(text, "read", fields), backend="qwen2-vl", format=FORMAT)


def marked(text: str = TEXT, **said: str) -> tuple[MarkedLabel]:
    label = MarkedLabel(text)
    for what, words in said.items():
        kind = next(known for known in SAID if known == what)
        label = label.adding(Mark(text.index(words), text.index(words) + len(words), kind))
    return (label,)


def read(evidence: Evidence, on: Ablations = Ablations(), **said: str) -> Signals:  # noqa: B008
    text = evidence.answer(LabelTranscription)
    return signals(evidence, INDEX, CONFIG, on, marked(text.text if text else "", **said))


def test_the_decision_follows_what_a_person_says() -> None:
    unnumbered = clip(TEXT.removesuffix("\n201"))
    assert not decide(signals(unnumbered, INDEX, CONFIG), INDEX, CONFIG).accepted
    for said in (
        read(unnumbered, title="The Gulf Stream"),
        read(unnumbered, nothing="Study of a Wreck\n1899"),
    ):
        decision = decide(said, INDEX, CONFIG)
        assert decision.accepted
        assert decision.candidate is not None
        assert decision.candidate.work == "201"


def test_marked_words_count_1_and_what_is_left_as_much_as_its_reading() -> None:
    said = read(clip(), title="The Gulf Stream")
    assert said.title == (Guess("The Gulf Stream", 1.0, LABEL),)
    assert said.artist == (Guess("Winslow Homer", 0.8, LABEL),)


def test_the_guards_hold_for_what_a_person_says_too() -> None:
    stranger = decide(read(clip(), title="Study of a Wreck"), INDEX, CONFIG)
    assert not stranger.accepted
    assert "contradicted" in stranger.guards


def test_number_and_date_are_what_they_are_said_to_be() -> None:
    """The reading of a bare number is none, and a line of 0.8 is too unsure for a date."""
    plain = read(clip())
    assert (plain.number, plain.date) == ((), ())
    said = read(clip(), number="201", date="1899", title="The Gulf Stream")
    assert said.number == (Guess("201", 1.0, LABEL),)
    assert said.date == (Guess("1899", 1.0, LABEL),)
    surer = clip(worth=0.95)
    assert read(surer).date == (Guess("1899", 0.95, LABEL),)
    assert read(surer, date="1899").date == (Guess("1899", 1.0, LABEL),)
    another = read(clip(TEXT.replace("201", "Inv. no. 7")), number="Inv. no. 7")
    assert another.number == (Guess("7", 1.0, LABEL),)


def test_a_mark_makes_a_label_the_painting_s_own() -> None:
    """`elsewhere`: the label hangs beside another painting, as far as was measured."""
    aside = clip("Winslow Homer\nThe Gulf Stream", "elsewhere")
    assert read(aside) == Signals(aside.clip.key)
    assert read(aside, nothing="Winslow") == Signals(aside.clip.key)
    said = read(aside, title="The Gulf Stream")
    assert (said.guesses("title")[0].text, said.guesses("artist")[0].text) == (
        "The Gulf Stream", "Winslow Homer",
    )  # fmt: skip


def test_of_a_label_for_two_works_the_marked_title_is_meant() -> None:
    two = clip("Winslow Homer\nThe Gulf Stream\nBreezing Up")
    assert not read(two).title
    decision = decide(read(two, title="Breezing Up"), INDEX, CONFIG)
    assert decision.accepted
    assert decision.candidate is not None
    assert decision.candidate.work == "202"


@pytest.mark.parametrize("on", [Ablations(), Ablations(extraction=True)])
def test_of_what_a_model_drew_only_words_that_nobody_marked_are_left(on: Ablations) -> None:
    """The label fits no work, so its fields are the model's."""
    text = "Anna Merz\nA Stranger"
    model = of_model(text, LabelFields("A Stranger", "Anna Merz", inventory="7"))
    kept = read(model, on, date="Stranger")
    assert [guess.text for guess in kept.guesses("artist")] == ["Anna Merz"]
    assert kept.title == ()
    turned = read(model, on, title="Anna Merz", artist="A Stranger")
    assert turned.title == (Guess("Anna Merz", 1.0, LABEL),)
    assert turned.artist == (Guess("A Stranger", 1.0, LABEL),)


def test_under_an_ablation_a_marked_title_still_stands_alone() -> None:
    drawn = LabelFields("The Gulf Stream Study of a Wreck", "Winslow Homer")
    said = read(of_model(fields=drawn), Ablations(extraction=True), title="The Gulf Stream")
    assert said.title == (Guess("The Gulf Stream", 1.0, LABEL),)


def test_marks_on_another_text_mean_nothing() -> None:
    other = marked("Winslow Homer\nBreezing Up", title="Breezing Up")
    assert signals(clip(), INDEX, CONFIG, marks=other) == signals(clip(), INDEX, CONFIG)


def test_each_backend_has_the_marks_on_the_text_that_it_read() -> None:
    both = joined([clip(), of_model("Winslow Homer\nBreezing Up\nWreck")])
    said = signals(both, INDEX, CONFIG, marks=marked(title="The Gulf Stream"))
    first, second = said.members
    assert first.title == (Guess("The Gulf Stream", 1.0, LABEL),)
    assert second == signals(both, INDEX, CONFIG).members[1]


def test_an_uncertain_title_stays_one_under_strict_abstention() -> None:
    unknown = clip("Winslow Homer\nunknown")
    assert not read(unknown, title="unknown").title
    lax = AbstentionConfig(strict_abstention=False)
    said = marked("Winslow Homer\nunknown", title="unknown")
    assert signals(unknown, INDEX, lax, marks=said).title == (Guess("unknown", 1.0, LABEL),)
