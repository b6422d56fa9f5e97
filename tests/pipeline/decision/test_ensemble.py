"""Several backends about one clip: what is combined, worked out by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from pipeline import AbstentionConfig, Guards
from pipeline.decision.record import decision_record
from tests.pipeline.decision.spoken import (
    SILENT,
    SURE_0,
    SURE_1,
    WEAK_1,
    alone,
    member,
    named,
    of,
)


def test_agreement_strengthens() -> None:
    decision = of(member([14]), member([16]))
    # C = .78 * .7 = .546 and .78 * .8 = .624; 1 - .454 * .376 = .829296
    assert (decision.outcome, decision.candidate.work) == ("accept", "w0")
    assert decision.candidate.score == pytest.approx(0.829296)
    assert decision.margin == decision.candidate.score
    last = decision.reasons[-1]
    assert (last.parameter, last.observed, last.required, last.passed) == ("agreement", 2, 0, True)
    assert [r.observed for r in decision.reasons][:2] == pytest.approx([0.8, 0.624])
    assert [one.candidate.score for one in decision.members] == pytest.approx([0.546, 0.624])


def test_a_runner_up_keeps_the_highest_of_its_scores() -> None:
    decision = of(member([14, 2, 0, 10]), member([16, 8]))
    assert [c.work for c in decision.candidates] == ["w0", "w3", "w1"]
    assert [c.score for c in decision.candidates][1:] == pytest.approx([0.39, 0.312])
    assert decision.margin == pytest.approx(0.829296 - 0.39)


def test_one_is_enough_where_the_others_say_nothing() -> None:
    decision = of(SILENT, member([14]), SILENT)
    assert (decision.outcome, decision.candidate.score) == ("accept", pytest.approx(0.546))
    assert decision.reasons[-1].observed == 1


def test_two_that_name_different_works_abstain() -> None:
    decision = of(member([14]), SURE_1)
    assert (decision.outcome, decision.guards) == ("abstain", ("disagreement",))
    assert [c.work for c in decision.candidates] == ["w1", "w0"]
    assert (decision.margin, decision.regime) == (0, "title")
    last = decision.reasons[-1]
    assert (last.parameter, last.observed, last.required) == ("disagreement", 2, 1)
    assert not last.passed


def test_two_against_one_abstain_too() -> None:
    assert of(SURE_0, SURE_0, SURE_1).guards == ("disagreement",)


def test_a_weak_candidate_for_another_work_is_no_disagreement() -> None:
    decision = of(SURE_0, WEAK_1)
    assert (decision.outcome, decision.candidate.work) == ("accept", "w0")
    assert decision.candidate.score == pytest.approx(0.78)


OPPOSED_BY = {
    "its margin": member([0, 20, 19.5]),
    "a tie": member([0, 20, 20]),
    "a conflict": member([0, 20], [0, 0, 20]),
}


@pytest.mark.parametrize("why", OPPOSED_BY)
def test_one_that_abstains_but_strongly_means_other_works_opposes(why: Any) -> None:
    other = OPPOSED_BY[why]
    assert not alone(other).accepted
    decision = of(SURE_0, other)
    assert (decision.outcome, decision.guards) == ("abstain", ("disagreement",))
    assert decision.candidates[0].work == "w0"  # the one that is identified stands first
    assert len(decision.candidates) == 2


@pytest.mark.parametrize("torn", [member([19.5, 20]), member([20, 20]), member([20, 19.5])])
def test_one_that_cannot_tell_the_work_from_another_does_not_oppose_it(torn: Any) -> None:
    assert not alone(torn).accepted
    decision = of(SURE_0, torn)
    assert (decision.outcome, decision.candidate.work) == ("accept", "w0")
    assert decision.candidate.score == pytest.approx(0.78)  # nor does it strengthen


@pytest.mark.parametrize("fault", ["degenerate", "format"])
def test_a_member_with_a_fault_neither_helps_nor_opposes(fault: str) -> None:
    assert of(SURE_0, replace(SURE_1, faults=(fault,))).accepted
    strengthened = of(member([14]), member([14], faults=(fault,)))
    assert strengthened.candidate.score == pytest.approx(0.546)
    assert not of(SILENT, replace(SURE_0, faults=(fault,))).accepted
    off = Guards(**{fault: False})
    assert of(SURE_0, replace(SURE_1, faults=(fault,)), guards=off).guards == ("disagreement",)


def test_where_all_are_faulty_the_reason_is_the_fault() -> None:
    decision = of(member(faults=("degenerate",)), replace(SURE_0, faults=("format",)))
    assert decision.guards == ("format",)


def test_none_that_identifies_shows_the_nearest() -> None:
    decision = of(member([0, 0, 4]), WEAK_1, SILENT)
    assert (decision.outcome, decision.guards, decision.candidate.work) == ("abstain", (), "w1")
    assert decision.reasons == alone(WEAK_1).reasons
    assert decision.id == "clip"


def test_a_faulty_member_is_not_the_nearest() -> None:
    decision = of(replace(SURE_0, faults=("format",)), WEAK_1)
    assert (decision.guards, decision.candidate.work) == ((), "w1")


def test_weak_voices_for_one_work_stay_an_abstention_and_say_so() -> None:
    decision = of(WEAK_1, member([0, 8]), member([0, 0, 2]))
    assert decision.outcome == "abstain"
    last = decision.reasons[-1]
    assert (last.parameter, last.observed) == ("agreement", 2)


def test_nothing_said_by_anybody() -> None:
    decision = of(SILENT, SILENT)
    assert (decision.outcome, decision.candidates) == ("abstain", ())
    assert [r.parameter for r in decision.reasons] == ["no_signal"]


def test_below_the_published_thresholds_a_work_is_named_only_unopposed() -> None:
    lenient = {"title_accept": 0.1, "combined_accept": 0.1}
    assert of(WEAK_1, SILENT, **lenient).accepted
    assert of(WEAK_1, member([0, 8]), **lenient).accepted
    assert of(WEAK_1, member([8]), **lenient).guards == ("disagreement",)
    assert of(WEAK_1, member([1]), **lenient).guards == ("disagreement",)


def test_one_that_is_barely_ahead_is_named_only_unopposed() -> None:
    close = member([20, 19.5])
    assert of(close, SILENT, title_margin=0.01).accepted
    assert of(close, member([0, 8]), title_margin=0.01).guards == ("disagreement",)


def test_an_opposed_voice_for_the_same_work_still_strengthens_it() -> None:
    decision = of(member([20, 19.5]), member([14]), member([0, 4]), title_margin=0.01)
    assert decision.candidate.score == pytest.approx(1 - 0.22 * 0.454)


def test_one_that_is_ahead_by_just_enough_stands_for_its_work() -> None:
    # .78 * (1 - .94) = .0468 is over μ_c = .04, though not over μ_t = .05.
    ahead = member([20, 18.8])
    assert alone(ahead).accepted
    assert of(ahead, SURE_1).guards == ("disagreement",)


def test_a_margin_that_is_just_not_exceeded_is_none() -> None:
    # .78 * .5 + .22 * .6 = .522 is strong, and .04 ahead of .482; in floats a little more.
    torn = member([10, 10], (), [12, 20 * 0.092 / 0.22])
    assert alone(torn).margin == 0.04
    assert of(torn, SURE_1).accepted


def test_silencing_a_dissenter_by_a_slider_changes_nothing() -> None:
    strict = {"title_accept": 0.6, "combined_accept": 0.6}
    dissenter = member([0, 11])
    assert not alone(dissenter, AbstentionConfig(**strict)).accepted  # type: ignore[arg-type]
    assert of(SURE_0, dissenter).guards == ("disagreement",)
    assert of(SURE_0, dissenter, **strict).guards == ("disagreement",)


def test_the_record_holds_what_each_member_decided() -> None:
    names = [replace(SURE_0, id="embedded"), replace(SURE_1, id="qwen2-vl")]
    record = decision_record(of(*names))
    assert record["guards"] == ["disagreement"]
    assert [(m["id"], m["work"], m["outcome"]) for m in record["members"]] == [
        ("embedded", "w0", "accept"), ("qwen2-vl", "w1", "accept"),
    ]  # fmt: skip
    assert "members" not in decision_record(alone(SURE_0))
    json.dumps(record)


def test_naming_a_neighbour_that_the_other_located_is_no_contradiction() -> None:
    pointing = replace(SURE_0, in_view=("w0", "w1"))
    decision = of(pointing, SURE_1)
    assert (decision.outcome, named(decision)) == ("accept", "w0")
    assert decision.candidate.score == alone(pointing).candidate.score  # it does not help either
    assert of(pointing, member([0, 0, 20])).guards == ("disagreement",)  # not in view
    assert of(replace(SURE_0, in_view=("w1",)), SURE_1).guards == ("disagreement",)  # w0 is not


def test_who_can_point_speaks_of_what_it_points_at() -> None:
    pointing = replace(SURE_0, in_view=("w0", "w1"))
    assert of(pointing, replace(SURE_1, in_view=("w1",))).guards == ("disagreement",)


def test_an_unclear_voice_is_opposed_by_a_neighbour_too() -> None:
    close = member([20, 19], in_view=("w0", "w1"))
    assert of(close, member([19, 20]), title_margin=0.01).guards == ("disagreement",)
