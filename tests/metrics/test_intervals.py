"""Exact intervals, against published values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics import exact_interval


@pytest.mark.parametrize(
    ("hits", "trials", "low", "high"),
    [
        (0, 10, 0.0, 0.30850),  # 1 - 0.025 ** (1 / 10)
        (10, 10, 0.69150, 1.0),
        (1, 10, 0.00253, 0.44502),
        (5, 10, 0.18709, 0.81291),
        (0, 2, 0.0, 0.84189),
        (2, 1000, 0.00024, 0.00721),
        (0, 0, 0.0, 1.0),
    ],
)
def test_published_values(hits: int, trials: int, low: float, high: float) -> None:
    assert exact_interval(hits, trials) == pytest.approx((low, high), abs=5e-5)


def test_a_higher_level_is_wider() -> None:
    assert exact_interval(3, 20, 0.99).high > exact_interval(3, 20, 0.95).high


@pytest.mark.parametrize(("hits", "trials"), [(3, 2), (-1, 4)])
def test_what_is_no_count_is_refused(hits: int, trials: int) -> None:
    with pytest.raises(ValueError, match="is no count"):
        exact_interval(hits, trials)


@given(st.integers(0, 60), st.integers(0, 60))
def test_the_rate_that_was_seen_lies_within_and_hits_mirror_misses(hits: int, misses: int) -> None:
    interval = exact_interval(hits, hits + misses)
    rate = hits / (hits + misses) if hits + misses else 0.5
    assert interval.low <= rate <= interval.high
    mirrored = exact_interval(misses, hits + misses)
    assert interval.low == pytest.approx(1 - mirrored.high, abs=1e-9)
