"""The handles of a slider that sets a tuple of weights."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.decision import cuts_of, shares_of


@given(st.lists(st.integers(0, 100), min_size=2, max_size=2))
def test_handles_cut_the_unit_interval(cuts: list[int]) -> None:
    shares = shares_of(tuple(cut / 100 for cut in cuts))
    assert sum(shares) == pytest.approx(1, abs=1e-9)
    assert all(share >= 0 for share in shares)
    assert cuts_of(shares) == pytest.approx(tuple(sorted(cut / 100 for cut in cuts)))
