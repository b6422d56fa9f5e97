"""What every backend shares."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from backends.base import middles


@given(st.integers(1, 60), st.integers(1, 60))
def test_frames_are_spread_evenly(total: int, count: int) -> None:
    order = middles(total, count)
    times = [order.count(number) for number in range(total)]
    assert len(order) == count
    assert list(order) == sorted(order)
    assert max(times) - min(times) <= 1


def test_too_many_frames_are_thinned_from_the_middle_of_each_part() -> None:
    assert middles(12, 4) == (1, 4, 7, 10)
    assert middles(3, 6) == (0, 0, 1, 1, 2, 2)
