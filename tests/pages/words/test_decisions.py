"""Decisions and evidence in a curator's words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pages._ui.words import decisions
from pipeline.decision.config import PARAMETERS
from pipeline.stages.label import TIES
from pipeline.types import Candidate, Decision, FieldEvidence, Reason
from tests import builders


def decision(
    outcome: str, regime: str | None, *reasons: Reason, guards: tuple[str, ...] = ()
) -> Any:
    none = FieldEvidence(0.0)
    best = Candidate("T-01", FieldEvidence(0.71, "a", "b"), none, none, 0.6)
    return Decision("x", outcome, regime, (best,), 0.3, reasons, guards, "hash")  # type: ignore[arg-type]


def test_identified_by_its_title_says_both_numbers() -> None:
    made = decision(
        "accept",
        "title",
        Reason("title_accept", 0.71, 0.52, True),
        Reason("title_margin", 0.30, 0.05, True),
    )
    assert decisions.headline(made) == (
        "Identified by its title: 0.71 over 0.52, margin 0.30 over 0.05"
    )


def test_the_pair_that_failed_is_not_quoted() -> None:
    made = decision(
        "accept",
        "title",
        Reason("title_accept", 0.50, 0.52, False),
        Reason("title_margin", 0.30, 0.05, True),
        Reason("combined_accept", 0.47, 0.44, True),
        Reason("combined_margin", 0.21, 0.04, True),
    )
    assert decisions.headline(made).endswith("0.47 over 0.44, margin 0.21 over 0.04")


def test_not_visible_names_the_closest_failure() -> None:
    made = decision(
        "abstain",
        "title",
        Reason("title_accept", 0.30, 0.52, False),
        Reason("combined_accept", 0.43, 0.44, False),
    )
    assert (
        decisions.headline(made) == "Not visible: title and subject together 0.43 is not over 0.44"
    )


def test_a_guard_comes_before_a_threshold() -> None:
    made = decision("abstain", "title", Reason("title_accept", 0.9, 0.5, True), guards=("tie",))
    assert (
        decisions.headline(made) == "Not visible: two works fit equally well, so neither is named"
    )


def test_every_threshold_has_a_sentence() -> None:
    thresholds = [p.name for p in PARAMETERS if p.kind == "float" and p.name != "token_weight"]
    assert len(thresholds) == 8
    for name in thresholds:
        words = decisions.sentence(Reason(name, 0.51, 0.25, True))
        assert "0.51" in words
        assert "0.25" in words


@pytest.mark.parametrize(
    ("seconds", "said"), [(0, "0:00"), (7.9, "0:07"), (751, "12:31"), (3723, "1:02:03")]
)
def test_clock(seconds: float, said: str) -> None:
    assert decisions.clock(seconds) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (None, "estimating the time left"),
        (0.2, "1 s left"),
        (14, "14 s left"),
        (150, "2 min left"),
        (26755, "7 h 26 min left"),
    ],
)
def test_duration(seconds: float | None, said: str) -> None:
    assert decisions.duration(seconds) == said


def test_label_line_says_what_became_of_the_label(tmp_path: Path) -> None:
    clip = builders.evidence(tmp_path)
    assert decisions.label_line(clip) == (
        "The Harbour at Dusk\nPainter One",
        "hangs beside this painting",
    )
    assert decisions.label_line(builders.evidence(tmp_path, title=None, artist=None)) == ("", "")


def test_walk_names() -> None:
    assert decisions.walk_name("walk_1_green_room", 1) == "Walk 1, green room"
    assert decisions.walk_name("walk_2", 2) == "Walk 2"


def test_what_was_understood_is_said_in_lines() -> None:
    assert decisions.understood('{"text": "a\\nb", "legible": true, "why": ""}') == (
        "text: a\nb\nlegible: yes\nwhy: –"
    )
    assert decisions.understood('{"works": [{"title": "Dusk"}]}') == "works 1\ntitle: Dusk"
    assert decisions.understood('{"boxes": [{}, {}]}') == "boxes: 2 places, drawn on the frames"
    assert decisions.understood("not json") == "not json"
    assert decisions.understood("") == "nothing"


def test_what_there_is_to_see_needs_no_name(tmp_path: Path) -> None:
    clip = builders.evidence(tmp_path, title=None, artist=None)
    assert decisions.described(clip) == [
        ("Description", "A painting in blue."),
        ("Genre", "landscape"),
        ("Scene", "A white wall."),
    ]


def test_long_words_are_cut() -> None:
    assert decisions.brief("x" * 5_000_000, 10) == "x" * 10 + " …"
    assert decisions.brief("short", 10) == "short"


def test_every_way_in_which_a_label_is_tied_has_its_words() -> None:
    assert set(decisions.TIES) == set(TIES) - {"none", "elsewhere"}


def test_of_a_label_that_was_not_used_it_is_said_why_and_no_more_than_that() -> None:
    why = "it does not name the work that is recognised here"
    assert decisions.tie({"tie": "elsewhere", "why": why}) == f"was not used: {why}"
    assert decisions.tie({"tie": "none"}) == "was not used: it may be about another work"
