"""Decisions and evidence in a curator's words."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from pages._ui.words import decisions
from pipeline.decision.config import PARAMETERS
from pipeline.stages.answers import LabelTranscription, SummaryWork
from pipeline.stages.label import TIES
from pipeline.types import Candidate, Decision, FieldEvidence, Guard, Outcome, Reason, Threshold
from tests import builders


def decision(outcome: Outcome, *reasons: Reason, guards: tuple[Guard, ...] = ()) -> Decision:
    """A title-driven decision."""
    none = FieldEvidence(0.0)
    best = Candidate("T-01", FieldEvidence(0.71, "a", "b"), none, none, 0.6)
    return Decision("x", outcome, "title", (best,), 0.3, reasons, guards, "hash")


def test_identified_by_its_title_says_both_numbers() -> None:
    decided = decision(
        "accept",
        Reason("title_accept", 0.71, 0.52, True),
        Reason("title_margin", 0.30, 0.05, True),
    )
    assert decisions.headline(decided) == (
        "Identified by its title: 0.71 over 0.52, margin 0.30 over 0.05"
    )


def test_the_pair_that_failed_is_not_quoted() -> None:
    decided = decision(
        "accept",
        Reason("title_accept", 0.50, 0.52, False),
        Reason("title_margin", 0.30, 0.05, True),
        Reason("combined_accept", 0.47, 0.44, True),
        Reason("combined_margin", 0.21, 0.04, True),
    )
    assert decisions.headline(decided).endswith("0.47 over 0.44, margin 0.21 over 0.04")


def test_not_visible_names_the_closest_failure() -> None:
    decided = decision(
        "abstain",
        Reason("title_accept", 0.30, 0.52, False),
        Reason("combined_accept", 0.43, 0.44, False),
    )
    assert (
        decisions.headline(decided)
        == "Not visible: combined score of title and subject 0.43 is not over 0.44"
    )


def test_a_guard_comes_before_a_threshold() -> None:
    decided = decision("abstain", Reason("title_accept", 0.9, 0.5, True), guards=("tie",))
    words = "Not visible: two works fit equally well, so neither is named"
    assert decisions.headline(decided) == words


def test_every_threshold_has_a_sentence() -> None:
    thresholds = get_args(Threshold)
    parameters = [p.name for p in PARAMETERS if p.kind == "float" and p.name != "token_weight"]
    assert sorted(thresholds) == sorted(parameters)
    for name in thresholds:
        words = decisions.sentence(Reason(name, 0.51, 0.25, True))
        assert "0.51" in words
        assert "0.25" in words


def test_a_label_says_how_it_was_used_or_why_not() -> None:
    assert decisions.tie(LabelTranscription("Dusk", "beside")) == "hangs beside this painting"
    unused = decisions.tie(LabelTranscription("Dusk", "none", "two labels hang here"))
    assert unused == "was not used: two labels hang here"
    assert "another work" in decisions.tie(LabelTranscription("Dusk", "none"))


def test_walk_names() -> None:
    assert decisions.walk_name("walk_1_green_room", 1) == "Walk 1, green room"
    assert decisions.walk_name("walk_2", 2) == "Walk 2"


def test_what_there_is_to_see_needs_no_name(tmp_path: Path) -> None:
    clip = builders.evidence(tmp_path, title=None, artist=None)
    assert decisions.described(clip) == [
        ("Description", "A painting in blue."),
        ("Genre", "landscape"),
        ("Scene", "A white wall."),
    ]


def test_every_tie_of_a_label_has_its_words() -> None:
    assert set(decisions.TIES) == set(TIES) - {"none", "elsewhere", "inscription"}
    verbs = {words.split()[0] for words in decisions.TIES.values()}
    assert verbs == {"hangs", "agrees", "is", "was"}, "the page writes “The label …” before them"


def test_a_label_that_was_not_used_has_its_reason_and_no_more() -> None:
    why = "it does not name the work that is recognised here"
    assert decisions.tie(LabelTranscription("x", "elsewhere", why)) == f"was not used: {why}"
    assert decisions.tie(LabelTranscription("x")) == "was not used: it may be about another work"


def test_words_on_a_painting_are_called_no_label() -> None:
    assert "no label" in decisions.words_read(LabelTranscription("x", "inscription"))
    assert decisions.words_read(LabelTranscription("x", "alone")).startswith("The label is the")


def test_a_described_work_and_its_place_are_one_phrase() -> None:
    work = SummaryWork(description="A painting, dark.", location="centre")
    assert decisions.appearance(work) == "A painting, dark (centre)"
