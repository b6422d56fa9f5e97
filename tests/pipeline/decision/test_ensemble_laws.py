"""Laws of ensembles over random members."""

from __future__ import annotations

from dataclasses import replace
from math import prod
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from pipeline import AbstentionConfig, Guards, codec, decide
from pipeline.types import Decision
from tests.pipeline.decision.spoken import (
    COUNT,
    INDEX,
    SETTINGS,
    SURE_0,
    WEAK_1,
    alone,
    ensemble,
    member,
    named,
)

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
