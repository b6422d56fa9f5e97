"""Decisions, with expected values derived by hand from the thresholds of the seed paper."""

from dataclasses import replace
from typing import Any

import pytest

from catalogue import Index, Record, Work
from pipeline import PARAMETERS, AbstentionConfig, Guards, Signals, decide
from tests.whole_catalogue import GivenIndex

ALL = Signals("s", title=("t",), artist=("a",), subject=("s",))
SOURCE = Guards(contradicted=False, ambiguous=False)
"""Without the guards that the source knows nothing of: they have tests of their own."""
UNTITLED = Signals("s", artist=("a",), subject=("s",))


def outcome(*rows: Any, signals: Any = ALL, guards: Any = None, **config: Any) -> Any:
    config = AbstentionConfig(**config)  # type: ignore[assignment]
    decision = decide(signals, GivenIndex(*rows), config, guards or SOURCE)  # type: ignore[arg-type]
    return decision.outcome, decision.regime


def index_of(*records: Any) -> Any:
    return Index([Work(str(n), (Record(str(n), *one),)) for n, one in enumerate(records)])


# Combined score, margin, reasons


def test_the_artist_driven_regime_by_hand() -> None:
    decision = decide(ALL, GivenIndex((0.2, 0.5, 0.1), (0.4, 0.4, 0)), guards=SOURCE)
    # C = .46 * .5 + .36 * .2 + .18 * .1 = .32 against .46 * .4 + .36 * .4 = .328
    assert decision.regime == "artist"
    assert [c.work for c in decision.candidates] == ["w1", "w0"]
    assert [c.score for c in decision.candidates] == pytest.approx([0.328, 0.32])
    assert decision.margin == pytest.approx(0.008)
    assert decision.outcome == "abstain"
    last = decision.reasons[-1]
    assert (last.parameter, last.observed, last.required) == ("artist_accept", 0.328, 0.38)
    assert not last.passed


def test_the_title_driven_regime_by_hand() -> None:
    decision = decide(ALL, GivenIndex((0.6, 0.45, 0.5), (0.5, 0.1, 0.5)))
    # C = .78 * .6 + .22 * .5 = .578 against .5; an artist of .45 does not exceed .45.
    assert (decision.outcome, decision.regime) == ("accept", "title")
    assert decision.candidate.score == pytest.approx(0.578)  # type: ignore[union-attr]
    assert decision.margin == pytest.approx(0.078)
    assert [r.parameter for r in decision.reasons] == ["title_accept", "title_margin"]
    assert all(r.passed for r in decision.reasons)


def test_a_title_that_is_not_similar_enough_can_be_carried_by_the_subject() -> None:
    decision = decide(ALL, GivenIndex((0.5, 0, 1.0), (0.5, 0, 0.79)))
    # C = .39 + .22 = .61 against .5638; Δ = .0462 exceeds μ_c = .04 but would not μ_t = .05.
    assert decision.outcome == "accept"
    assert [r.parameter for r in decision.reasons] == ["combined_accept", "combined_margin"]


def test_an_abstention_shows_all_four_comparisons_of_the_title_regime() -> None:
    decision = decide(ALL, GivenIndex((0.5, 0, 0.1), (0.5, 0, 0)))
    assert [(r.parameter, r.passed) for r in decision.reasons] == [
        ("title_accept", False), ("title_margin", False),
        ("combined_accept", False), ("combined_margin", False),
    ]  # fmt: skip


def test_with_no_second_candidate_the_margin_is_the_score() -> None:
    decision = decide(ALL, GivenIndex((0.6, 0, 0), (0, 0, 0)))
    assert decision.margin == decision.candidate.score == pytest.approx(0.468)  # type: ignore[union-attr]
    assert decision.runner_up is None


def test_three_candidates_at_most_and_ties_in_the_order_of_the_catalogue() -> None:
    decision = decide(ALL, GivenIndex(*[(0.6, 0, 0)] * 5))
    assert [c.work for c in decision.candidates] == ["w0", "w1", "w2"]


def test_a_guess_like_nothing_has_no_candidate() -> None:
    decision = decide(ALL, GivenIndex((0, 0, 0)))
    assert (decision.outcome, decision.regime, decision.candidate) == ("abstain", "title", None)
    assert decision.guards == ()


def test_an_empty_catalogue_abstains() -> None:
    assert decide(ALL, GivenIndex()).outcome == "abstain"


@pytest.mark.parametrize(
    "signals",
    [Signals("s"), Signals("s", title=("",)), Signals("s", title=("?",)),
     Signals("s", title=("not sure",), artist=("unknown",))],
)  # fmt: skip
def test_without_a_signal_it_abstains_and_says_so(signals: Any) -> None:
    decision = decide(signals, GivenIndex((1, 1, 1)))
    assert (decision.outcome, decision.regime, decision.candidates) == ("abstain", None, ())
    assert [r.parameter for r in decision.reasons] == ["no_signal"]


def test_the_decision_names_its_configuration() -> None:
    config = AbstentionConfig(title_accept=0.6)
    assert decide(ALL, GivenIndex((1, 0, 0)), config).config == config.hash


# Every comparison is strict: a score that equals the threshold is not enough.


@pytest.mark.parametrize(
    ("row", "signals", "config", "accepted"),
    [
        ((0, 0.38 / 0.46, 0), ALL, {}, False),
        ((0, 0.38001 / 0.46, 0), ALL, {}, True),
        ((0.52, 0, 0), ALL, {"combined_accept": 1.0}, False),
        ((0.52001, 0, 0), ALL, {"combined_accept": 1.0}, True),
        ((0.5, 0, 0.05 / 0.22), ALL, {}, False),
        ((0.5, 0, 0.05001 / 0.22), ALL, {}, True),
        ((0, 0.45, 0.35), UNTITLED, {}, False),
        ((0, 0.45, 0.35001), UNTITLED, {}, True),
    ],
)
def test_equality_is_not_enough(row: Any, signals: Any, config: Any, accepted: bool) -> None:
    assert (outcome(row, signals=signals, **config)[0] == "accept") == accepted


# The seed paper's own figures


def test_the_entombment_is_accepted_at_0_460() -> None:
    index = index_of(("The Entombment", "Michelangelo"), ("The Hay Wain", "John Constable"))
    decision = decide(Signals("s", artist=("Michelangelo",)), index)
    assert decision.candidate.score == pytest.approx(0.460)  # type: ignore[union-attr]
    assert (decision.outcome, decision.regime, decision.candidate.work) == ("accept", "artist", "0")  # type: ignore[union-attr]


def test_the_red_boy_at_0_417_abstains() -> None:
    # .7 * .4 + .3 * x = .417, which is not above .42, whatever the paper says.
    decision = decide(UNTITLED, GivenIndex((0, 0.4, 0.137 / 0.3)))
    assert decision.candidate.score == pytest.approx(0.417)  # type: ignore[union-attr]
    assert (decision.outcome, decision.regime) == ("abstain", "fallback")
    assert (decision.reasons[0].parameter, decision.reasons[0].passed) == ("fallback_accept", False)


# Guards


def test_an_artist_alone_with_two_works_is_a_tie() -> None:
    index = index_of(("Minerva", "Venturini Gaspare"), ("Giovane imperatore", "Venturini Gaspare"))
    signals = Signals("s", artist=("Gaspare Venturini",))
    decision = decide(signals, index)
    guards = ("tie", "ambiguous")
    assert (decision.outcome, decision.guards, decision.margin) == ("abstain", guards, 0)
    off = Guards(tie=False, ambiguous=False)
    assert decide(signals, index, guards=off).outcome == "accept"


def test_a_tie_is_one_whatever_the_order_of_the_sums() -> None:
    assert outcome((0.1, 0.9, 0.3), (0.1 + 1e-15, 0.9, 0.3))[0] == "abstain"


def test_a_strong_title_and_a_strong_artist_of_different_works_are_a_conflict() -> None:
    rows = (0.53, 0.1, 0), (0, 1, 0)
    decision = decide(ALL, GivenIndex(*rows), guards=SOURCE)
    assert (decision.outcome, decision.guards) == ("abstain", ("conflict",))
    assert outcome(*rows, guards=replace(SOURCE, conflict=False)) == ("accept", "artist")


@pytest.mark.parametrize(
    "rows",
    [
        [(0.52, 0.1, 0), (0, 1, 0)],  # the title is not strong
        [(1, 1, 0), (1, 0.2, 0), (0, 1, 0)],  # one work has both
    ],
)
def test_no_conflict(rows: Any) -> None:
    assert outcome(*rows) == ("accept", "artist")


def test_raising_a_threshold_does_not_disarm_the_guard_against_conflicts() -> None:
    assert outcome((0.53, 0.1, 0), (0, 1, 0), title_accept=0.9) == ("abstain", "artist")


@pytest.mark.parametrize("activate", [0.0, 0.45, 0.59, 0.6, 0.61, 1.0])
def test_no_artist_slider_disarms_the_guard_against_conflicts(activate: Any) -> None:
    decision = decide(
        ALL, GivenIndex((0.8, 0.1, 0), (0, 0.6, 0)), AbstentionConfig(artist_activate=activate)
    )
    assert decision.regime == ("artist" if activate < 0.6 else "title")
    assert decision.outcome == "abstain"
    assert "conflict" in decision.guards


@pytest.mark.parametrize(("artist", "fires"), [(0.45, False), (0.45001, True)])
@pytest.mark.parametrize("activate", [0.0, 0.45, 1.0])
def test_an_artist_is_strong_by_the_published_value(activate: Any, artist: Any, fires: Any) -> None:
    config = AbstentionConfig(artist_activate=activate)
    decision = decide(ALL, GivenIndex((0.8, 0.1, 0), (0, artist, 0)), config)
    assert ("conflict" in decision.guards) == fires


@pytest.mark.parametrize("fault", ["degenerate", "format"])
def test_faults_of_the_evidence_never_accept(fault: str) -> None:
    signals = Signals("s", title=("t",), faults=(fault,))
    decision = decide(signals, GivenIndex((1, 0, 0)))
    assert (decision.outcome, decision.guards) == ("abstain", (fault,))
    assert outcome((1, 0, 0), signals=signals, guards=Guards(**{fault: False}))[0] == "accept"
    nothing = decide(Signals("s", faults=(fault,)), GivenIndex((1, 0, 0)))
    assert nothing.guards == (fault,)


# No dead parameter. `label_first` and `force_visual` act before, in test_signals.

FLIPS = {
    "artist_activate": (0.6, ALL, [(0.4, 0.5, 0.4)], {}),
    "artist_accept": (0.47, ALL, [(0, 1, 0)], {}),
    "title_accept": (0.6, ALL, [(0.55, 0, 0)], {}),
    "title_margin": (0.1, ALL, [(0.6, 0, 0), (0.5, 0, 0)], {"combined_accept": 1.0}),
    "combined_accept": (0.7, ALL, [(0.5, 0, 1)], {}),
    "combined_margin": (0.05, ALL, [(0.5, 0, 1.0), (0.5, 0, 0.79)], {}),
    "fallback_accept": (0.5, UNTITLED, [(0, 0.45, 0.4)], {}),
    "fallback_margin": (0.1, UNTITLED, [(0, 0.45, 0.5), (0, 0.45, 0.3)], {}),
    "artist_weights": ((0.3, 0.4, 0.3), ALL, [(0, 1, 0)], {}),
    "title_weights": ((0.3, 0.7), ALL, [(0.5, 0, 1), (0.5, 0, 0.9)], {"title_accept": 0.4}),
    "fallback_weights": ((1.0, 0.0), UNTITLED, [(0, 0.2, 1)], {}),
}


@pytest.mark.parametrize("name", FLIPS)
def test_every_parameter_flips_some_decision(name: Any) -> None:
    value, signals, rows, config = FLIPS[name]
    before = outcome(*rows, signals=signals, **config)[0]  # type: ignore[misc]
    after = outcome(*rows, signals=signals, **{**config, name: value})[0]  # type: ignore[misc]
    assert {before, after} == {"accept", "abstain"}


def test_token_weight_flips_a_decision() -> None:
    # A misreading shares letters, not words.
    index = index_of(("Rembrandt", ""), ("Flora", ""))
    signals = Signals("s", title=("Rembrant",))
    assert decide(signals, index, AbstentionConfig(token_weight=0.65)).outcome == "abstain"
    assert decide(signals, index, AbstentionConfig(token_weight=0.0)).outcome == "accept"


def test_strict_abstention_flips_a_decision() -> None:
    index = index_of(("The Red Boy", ""), ("Flora", ""))
    signals = Signals("s", title=("possibly The Red Boy",))
    assert decide(signals, index).outcome == "abstain"
    relaxed = AbstentionConfig(strict_abstention=False)
    assert decide(signals, index, relaxed).outcome == "accept"


def test_nothing_is_left_out_of_the_list_of_parameters_that_flip() -> None:
    elsewhere = {"token_weight", "strict_abstention", "label_first", "force_visual"}
    assert set(FLIPS) | elsewhere == {one.name for one in PARAMETERS}
