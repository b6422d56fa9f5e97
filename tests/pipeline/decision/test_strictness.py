"""Laws of thresholds over random scores."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import AbstentionConfig, Guards, Signals, decide
from tests.whole_catalogue import GivenIndex

ALL = Signals("s", title=("t",), artist=("a",), subject=("s",))
UNTITLED = Signals("s", artist=("a",), subject=("s",))
NO_GUARDS = Guards(**dict.fromkeys(Guards.__dataclass_fields__, False))
THRESHOLDS = [
    "artist_accept", "title_accept", "title_margin", "combined_accept", "combined_margin",
    "fallback_accept", "fallback_margin",
]  # fmt: skip
score = st.integers(0, 20).map(lambda n: n / 20)


@pytest.mark.slow
@settings(max_examples=400, deadline=None)
@given(
    st.lists(st.tuples(score, score, score), min_size=1, max_size=4),
    st.sampled_from([ALL, UNTITLED, Signals("s", title=("t",)), Signals("s", artist=("a",))]),
    st.dictionaries(st.sampled_from(THRESHOLDS), score.map(lambda n: n / 2)),
    st.sampled_from(THRESHOLDS),
    score,
)
def test_raising_a_strictness_never_turns_an_abstention_into_an_acceptance(
    rows: Any, signals: Any, config: Any, name: Any, raised: Any
) -> None:
    lenient = AbstentionConfig(**config)
    raised = min(0.5, max(raised / 2, getattr(lenient, name)))
    if raised < getattr(lenient, name):
        return
    strict = lenient.replace(**{name: raised})
    index = GivenIndex(*rows)
    if decide(signals, index, lenient).outcome == "abstain":
        assert decide(signals, index, strict).outcome == "abstain"
    accepted = decide(signals, index, strict, Guards())
    assert accepted.outcome == "abstain" or decide(signals, index, strict, NO_GUARDS).accepted


@pytest.mark.slow
@settings(max_examples=400, deadline=None)
@given(
    st.lists(st.tuples(score, score, score), min_size=1, max_size=4),
    st.sampled_from([replace(one, faults=f) for one in (ALL, UNTITLED) for f in ((), ("format",))]),
    score,
    score,
)
def test_artist_activate_chooses_the_rules_and_disarms_no_guard(
    rows: Any, signals: Any, first: Any, second: Any
) -> None:
    """It may move a decision both ways; guards see the margin of the rules that it chooses."""
    decisions = [decide(signals, GivenIndex(*rows), AbstentionConfig(artist_activate=value))
                 for value in (first, second)]  # fmt: skip
    of_regime = {"tie", "ambiguous", "contradicted"}
    fixed = [set(decision.guards) - of_regime for decision in decisions]
    assert fixed[0] == fixed[1]
    for decision in decisions:
        assert ("tie" in decision.guards) == bool(decision.candidates and decision.margin <= 0)
        assert not (decision.guards and decision.accepted)
    if decisions[0].regime == decisions[1].regime:
        outcomes = [(decision.outcome, decision.candidates) for decision in decisions]
        assert outcomes[0] == outcomes[1]


@given(st.lists(st.tuples(score, score, score), min_size=1, max_size=4))
def test_a_decision_can_be_checked_from_its_own_record(rows: Any) -> None:
    decision = decide(ALL, GivenIndex(*rows))
    if decision.candidate and decision.regime == "title":
        best = decision.candidate
        expected = 0.78 * best.title.score + 0.22 * best.subject.score
        assert best.score == pytest.approx(expected, abs=1e-11)
    assert decision.accepted == (not decision.guards and all(r.passed for r in decision.reasons))
