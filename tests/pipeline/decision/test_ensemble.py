"""Several backends about one clip: what is combined by hand, and the laws over random members."""

from __future__ import annotations

import json
from dataclasses import replace
from math import prod
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from pipeline import AbstentionConfig, Guards, Signals, codec, decide
from pipeline.decision.record import decision_record
from pipeline.types import Decision
from tests.whole_catalogue import GivenIndex

COUNT = 4


class Spoken(GivenIndex):
    """An index whose similarities stand in the guess: "10 0 3 0" is 0.5 to the first work, and
    so on in twentieths."""

    def similar(self, field: Any, guesses: Any) -> Any:
        rows = [np.array(guess.text.split(), float) / 20 for guess in guesses]
        return np.max(rows, axis=0) if rows else np.zeros(len(self))


INDEX = Spoken(*[(0, 0, 0)] * COUNT)
SETTINGS = AbstentionConfig()


def member(
    title: Any = (), artist: Any = (), subject: Any = (), faults: Any = (), in_view: Any = ()
) -> Any:
    """Similarities of the works, in twentieths, and the works that were located."""

    def guess(row: Any) -> Any:
        return (" ".join(str(n) for n in [*row, *[0] * (COUNT - len(row))]),) if row else ()

    said = guess(title), guess(artist), guess(subject)
    return Signals("m", *said, faults=faults, in_view=in_view)


def ensemble(*members: Any) -> Any:
    return Signals("clip", members=tuple(members))


def of(*members: Any, guards: Any = None, **config: Any) -> Any:
    config = AbstentionConfig(**config)  # type: ignore[assignment]
    return decide(ensemble(*members), INDEX, config, guards or Guards())  # type: ignore[arg-type]


def alone(one: Any, config: Any = SETTINGS, guards: Any = None) -> Any:
    return decide(one, INDEX, config, guards or Guards())


SURE_0, SURE_1 = member([20]), member([0, 20])
SILENT = member()
WEAK_1 = member([0, 10])  # S = 0.5 is not over 0.52, and C = 0.39 not over 0.44


# By hand


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


# Laws

twentieth = st.integers(0, 20)
row = st.one_of(st.just(()), st.lists(twentieth, min_size=COUNT, max_size=COUNT).map(tuple))
faulty = st.sampled_from([(), (), (), ("degenerate",), ("format",)])
located = st.sampled_from([(), (), ("w0",), ("w0", "w1"), ("w0", "w1", "w2", "w3")])
one_member = st.builds(member, row, row, row, faulty, located)
members = st.lists(one_member, min_size=2, max_size=4)
THRESHOLDS = [
    "artist_accept", "title_accept", "title_margin", "combined_accept", "combined_margin",
    "fallback_accept", "fallback_margin",
]  # fmt: skip
threshold = twentieth.map(lambda n: n / 40)
"""A margin is 0.5 at most."""
any_config = st.builds(
    AbstentionConfig,
    artist_activate=twentieth.map(lambda n: n / 20),
    **{name: st.one_of(st.just(getattr(SETTINGS, name)), threshold) for name in THRESHOLDS},
)
any_guards = st.builds(Guards, **dict.fromkeys(Guards.__dataclass_fields__, st.booleans()))
thorough = settings(max_examples=400, deadline=None)


def named(decision: Decision) -> str | None:
    return decision.candidate.work if decision.accepted and decision.candidate else None


@pytest.mark.slow
@thorough
@given(members, any_config, any_guards)
def test_what_an_ensemble_names_some_member_names_alone(
    voices: Any, config: Any, guards: Any
) -> None:
    decision = decide(ensemble(*voices), INDEX, config, guards)
    if decision.accepted:
        assert named(decision) in {named(alone(one, config, guards)) for one in voices}


def _as_published(config: AbstentionConfig) -> AbstentionConfig:
    """The same settings, with no threshold below the published ones."""
    return config.replace(
        **{name: max(getattr(config, name), getattr(SETTINGS, name)) for name in THRESHOLDS}
    )


@pytest.mark.slow
@thorough
@given(members, any_config, any_guards)
def test_members_that_name_different_works_abstain(voices: Any, config: Any, guards: Any) -> None:
    guards, config = replace(guards, tie=True), _as_published(config)
    voices = [replace(one, in_view=()) for one in voices]
    works = {named(alone(one, config, guards)) for one in voices} - {None}
    if len(works) > 1:
        decision = decide(ensemble(*voices), INDEX, config, guards)
        assert (decision.outcome, decision.guards[-1]) == ("abstain", "disagreement")
        assert works.issuperset({c.work for c in decision.candidates[:2]})


@pytest.mark.slow
@thorough
@given(members, any_config, any_guards, st.sampled_from(THRESHOLDS), threshold)
@example([SURE_0, WEAK_1], SETTINGS.replace(combined_accept=0.2), Guards(), "combined_accept", 0.5)
@example([member([0, 11]), SURE_0], SETTINGS, Guards(), "title_accept", 0.9)
def test_raising_a_strictness_never_turns_an_abstention_into_an_acceptance(
    voices: Any, config: Any, guards: Any, name: Any, raised: Any
) -> None:
    assume(raised > getattr(config, name))
    before = decide(ensemble(*voices), INDEX, config, guards)
    after = decide(ensemble(*voices), INDEX, config.replace(**{name: raised}), guards)
    if not before.accepted:
        assert not after.accepted
    elif after.accepted:
        assert named(after) == named(before)


@pytest.mark.slow
@thorough
@given(members, st.data(), any_config, any_guards)
def test_the_order_of_the_members_does_not_matter(
    voices: Any, data: Any, config: Any, guards: Any
) -> None:
    shuffled = data.draw(st.permutations(voices))
    one = decide(ensemble(*voices), INDEX, config, guards)
    other = decide(ensemble(*shuffled), INDEX, config, guards)
    assert (one.outcome, named(one), one.margin) == (other.outcome, named(other), other.margin)
    if one.candidate and one.accepted:
        assert one.candidate.score == pytest.approx(other.candidate.score, abs=1e-11)  # type: ignore[union-attr]


@thorough
@given(one_member, any_config, any_guards)
def test_one_member_is_no_ensemble(one: Any, config: Any, guards: Any) -> None:
    decision = decide(ensemble(one), INDEX, config, guards)
    assert decision == replace(alone(one, config, guards), id="clip")


@pytest.mark.slow
@thorough
@given(members, any_config, any_guards)
def test_the_score_of_an_agreement(voices: Any, config: Any, guards: Any) -> None:
    decision = decide(ensemble(*voices), INDEX, config, guards)
    if decision.accepted:
        agreeing = [d for d in decision.members if named(d) == named(decision)]
        scores = [d.candidate.score for d in agreeing]  # type: ignore[union-attr]
        assert max(scores) <= decision.candidate.score <= 1  # type: ignore[union-attr]
        assert decision.candidate.score == pytest.approx(1 - prod(1 - s for s in scores))  # type: ignore[union-attr]
        assert 0 <= min(d.margin for d in agreeing) <= decision.margin + 1e-12
        assert decision.reasons[-1].observed == len(agreeing)
        assert [c.score for c in decision.candidates] == sorted(
            (c.score for c in decision.candidates), reverse=True
        )


@pytest.mark.slow
@thorough
@given(members, one_member, any_config, any_guards)
def test_nobody_is_outvoted(voices: Any, more: Any, config: Any, guards: Any) -> None:
    guards, config = replace(guards, tie=True), _as_published(config)
    voices, more = [replace(one, in_view=()) for one in voices], replace(more, in_view=())
    before = decide(ensemble(*voices), INDEX, config, guards)
    if "disagreement" in before.guards:
        after = decide(ensemble(*voices, more), INDEX, config, guards)
        assert "disagreement" in after.guards


@pytest.mark.slow
@thorough
@given(members, any_config, any_guards)
def test_a_decision_is_written_and_read_alike(voices: Any, config: Any, guards: Any) -> None:
    decision = decide(ensemble(*voices), INDEX, config, guards)
    assert codec.loads(codec.dumps(decision), Decision) == decision
    reasons = decision.reasons
    assert not decision.accepted or (not decision.guards and all(r.passed for r in reasons))
    assert len(decision.candidates) <= 3
    assert len({c.work for c in decision.candidates}) == len(decision.candidates)
