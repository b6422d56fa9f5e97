"""What a slider cuts, as bars."""

from __future__ import annotations

import re

from pages._ui.html import histogram


def bars(markup: str) -> list[tuple[str, str, str]]:
    """Whether each bar is cut, and where it begins and how high it is, in percent."""
    return re.findall(r'<b( class="ct-cut")? style="left:([\d.]+)%;height:(\d+)%">', markup)


def test_bars_stand_where_values_are_and_those_below_the_threshold_are_cut() -> None:
    drawn = histogram.markup([0.1, 0.11, 0.9], 0.5, 0.0, 1.0)
    assert bars(drawn) == [(' class="ct-cut"', "10.00", "100"), ("", "90.00", "50")]
    assert '<i style="left:50.00%">' in drawn
    assert "1 of 3 compared clips are over it" in drawn


def test_values_outside_are_in_the_outermost_bars() -> None:
    drawn = histogram.markup([-0.2, 0.0, 1.0, 1.4], 0.0, 0.0, 1.0)
    assert [left for _, left, _ in bars(drawn)] == ["0.00", "97.50"]


def test_without_values_there_is_none() -> None:
    assert histogram.markup([], 0.5, 0.0, 1.0) == ""
