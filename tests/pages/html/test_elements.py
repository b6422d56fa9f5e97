"""Every text of a catalogue or a model stays text."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from catalogue import Field
from catalogue.records import Record, Work
from ledger import Verification
from ledger.events import Problem
from pages._ui.html import elements, ledger, scores, timeline
from pages._ui.html.scores import Bar
from pages._ui.html.timeline import Stretch
from pipeline.decision.config import AbstentionConfig
from pipeline.types import Candidate, Decision, FieldEvidence, Reason, Regime
from tests.markup import HOSTILE, read


def everything(words: str) -> list[str]:
    """Each piece of markup with hostile words in every place that takes words."""
    work = Work(words, (Record(words, words, words),))
    field = FieldEvidence(0.7, words, words)
    candidate = Candidate(words, field, field, field, 0.6)
    reason = Reason(words, 0.1, 0.2, False)  # type: ignore[arg-type]
    decision = Decision("x", "abstain", "title", (candidate,), 0.1, (reason,), (words,), "h")  # type: ignore[arg-type]
    return [
        elements.heading(words, words),
        elements.caption(words),
        elements.quiet(words),
        elements.wall_label(work),
        elements.wall_label(work, small=True),
        elements.no_picture(words),
        elements.empty(words, words),
        elements.fault(words),
        elements.badge(words),
        elements.verdict_line(decision, words),
        scores.bars([Bar(words, 0.4, 0.5, words)]),
        scores.bars([Bar("Subject", 0.0, missing=words)]),
        scores.bars(scores.bars_of(candidate, decision, AbstentionConfig(), {})),
        scores.reasons(decision),
        elements.pairs([(words, words)]),
        elements.table((words,), [(words,)]),
        elements.keys([(words, words)]),
        elements.beside(words),
        elements.last_action(words, words),
        scores.sentence(words),
        timeline.markup([Stretch(0, 4, words, False, True)], 8.0, [1.0]),
        timeline.markup([Stretch(0, 4, "Title", True, True, words, words)], 8.0),
        elements.judged(words, "", ""),
        elements.judged("", words, ""),
        elements.judged("", "", f"now {words}"),
        elements.caution(words),
        elements.counts([(words, 3)]),
        elements.flips(words, True),
        ledger.proof(Verification(3, words, ())),
        ledger.proof(Verification(3, "head", (Problem(2, words),))),
    ]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_words(words: str) -> None:
    for markup in everything(words):
        assert words in read(markup)


def test_thresholds_are_marked_where_they_apply() -> None:
    field = FieldEvidence(0.6, "guess", "alias")
    candidate = Candidate("T", field, field, field, 0.5)
    config = AbstentionConfig(title_accept=0.61, combined_accept=0.33)

    def marks(regime: Regime) -> list[float | None]:
        decision = Decision("x", "accept", regime, (candidate,), 0.1, (), (), "h")
        return [bar.threshold for bar in scores.bars_of(candidate, decision, config, {})]

    assert marks("title") == [0.61, 0.45, None, 0.33]
    assert marks("artist") == [None, 0.45, None, 0.38]
    assert marks("fallback") == [None, 0.45, None, 0.42]


def test_bar_and_mark_stand_where_the_numbers_say() -> None:
    markup = scores.bars([Bar("Title", 0.71, 0.52)])
    assert "width:71.0%" in markup
    assert "left:52.0%" in markup
    assert read(markup) == "Title0.71 / 0.52"


def test_a_field_without_a_comparison_says_why_and_has_no_score() -> None:
    met, unmet = FieldEvidence(0.6, "guess", "alias"), FieldEvidence(0.0)
    candidate = Candidate("T", met, unmet, unmet, 0.5)
    decision = Decision("x", "abstain", "title", (candidate,), 0.1, (), (), "h")
    missing: Mapping[Field, str] = {"title": "nothing was read", "subject": "not in the catalogue"}
    bars = scores.bars_of(candidate, decision, AbstentionConfig(), missing)
    title, artist, subject, _ = (read(scores.bars([bar])) for bar in bars)
    assert title == "Title0.60 / 0.52“guess” with “alias”"
    assert artist == "Artist0.00 / 0.45nothing in common with what was read"
    assert subject == "Subjectnot in the catalogue"


def test_a_long_title_is_set_smaller() -> None:
    def label(length: int) -> str:
        return elements.wall_label(Work("T", (Record("T", "x" * length, ""),)))

    assert "ct-long" in label(81)
    assert "ct-long" not in label(80)


def test_times_under_a_short_video_are_told_apart() -> None:
    assert "<span>0:00</span><span>0:02</span>" in timeline.markup([], 8.0)
    assert "<span>0.0 s</span><span>0.2 s</span>" in timeline.markup([], 1.0)


def test_timeline_places_stretches_in_the_video() -> None:
    markup = timeline.markup([Stretch(15, 30, "Harbour", True)], 60.0)
    assert "left:25.00%;width:25.00%" in markup
    assert read(markup).endswith("0:000:150:300:451:00")


def test_an_intact_ledger_shows_its_head() -> None:
    intact = read(ledger.proof(Verification(3, "sha256/1:abc", ())))
    assert "Intact: 3 lines" in intact
    assert "sha256/1:abc" in intact


def test_a_broken_ledger_names_the_first_problem() -> None:
    problems = (Problem(2, "Line 2 was changed."), Problem(3, "Line 3 does not follow."))
    broken = read(ledger.proof(Verification(3, "sha256/1:abc", problems)))
    assert broken.startswith("Line 2 was changed. (1 further problem)")
    assert "Intact" not in broken
    assert "sha256/1:abc" not in broken
