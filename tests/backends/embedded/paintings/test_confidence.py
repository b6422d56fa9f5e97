"""What a proof is worth: more of anything that proves a match never makes it worth less."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backends.embedded.paintings.confidence import Proof, over_frames
from pipeline import AbstentionConfig

share = st.floats(0, 1)
proofs = st.builds(
    Proof,
    inliers=st.integers(8, 900),
    covered=share,
    agreement=share,
    detail=st.floats(1, 400),
    correlation=st.floats(-1, 1),
    rival=st.integers(0, 900),
)
DOORWAY = Proof(20, 0.3, 0.85, 38.0, 0.8)
WHOLE = Proof(400, 0.8, 0.95, 220.0, 0.9)
DEFAULTS = AbstentionConfig()


@given(proofs, proofs)
def test_more_proof_is_never_worth_less(one: Proof, other: Proof) -> None:
    more = Proof(
        max(one.inliers, other.inliers),
        max(one.covered, other.covered),
        max(one.agreement, other.agreement),
        max(one.detail, other.detail),
        one.correlation,
        min(one.rival, other.rival),
    )
    assert 0 < one.confidence <= more.confidence <= 1


@pytest.mark.parametrize(
    "better",
    [
        {"inliers": 40},
        {"covered": 0.5},
        {"agreement": 0.95},
        {"detail": 120.0},
    ],
)
def test_each_measure_counts(better: dict[str, float]) -> None:
    assert replace(DOORWAY, **better).confidence > DOORWAY.confidence + 0.005  # type: ignore[arg-type]


def test_a_doorway_stands_visibly_below_a_full_frame() -> None:
    assert WHOLE.confidence > 0.95
    assert DOORWAY.confidence < 0.85


@given(proofs)
def test_a_sure_match_without_a_rival_settles_and_a_possible_one_is_never_accepted(
    proof: Proof,
) -> None:
    alone = replace(proof, rival=0)
    if proof.inliers >= 12:
        assert alone.confidence > DEFAULTS.title_accept
    else:
        assert alone.confidence <= DEFAULTS.fallback_accept


def test_not_even_the_best_of_few_points_is_accepted() -> None:
    few = Proof(11, 1.0, 1.0, 400.0, 1.0)
    assert 0.3 < few.confidence < DEFAULTS.fallback_accept


@given(proofs)
def test_a_match_that_is_not_clearly_ahead_is_never_accepted(proof: Proof) -> None:
    close = replace(proof, rival=int(proof.inliers / 1.6) + 1)
    assert close.confidence < DEFAULTS.fallback_accept


def test_a_rival_far_behind_hardly_counts() -> None:
    assert replace(WHOLE, rival=20).confidence > 0.9
    assert replace(WHOLE, rival=200).confidence < 0.6


def test_colours_alone_are_worth_less_than_points() -> None:
    least, most = Proof(0, 1, 1, 1, 0.9).confidence, Proof(0, 1, 1, 1, 1.0).confidence
    assert DEFAULTS.title_accept < least < most < WHOLE.confidence


@given(st.lists(st.floats(0.01, 0.99), min_size=1, max_size=9), st.floats(0.01, 0.99))
def test_another_frame_never_takes_away(confidences: list[float], more: float) -> None:
    assert over_frames([*confidences, more]) >= over_frames(confidences) >= max(confidences) - 1e-4


def test_many_doubtful_frames_do_not_replace_a_good_one() -> None:
    assert over_frames([0.6]) == pytest.approx(0.6)
    assert 0.65 < over_frames([0.6, 0.6]) < over_frames([0.6] * 50) < 0.8
