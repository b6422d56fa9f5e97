"""What a slider cuts: how often each value was observed, and where the threshold stands. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

_BINS = 40


def markup(values: Sequence[float], threshold: float, low: float, high: float) -> str:
    """Bars of equal width from `low` to `high`; those that the threshold cuts are pale.

    Values outside are counted in the outermost bars. Empty without values.
    """
    if not values:
        return ""
    counts = Counter(_bin(value, low, high) for value in values)
    highest = max(counts.values())
    cut = (threshold - low) / (high - low) * _BINS
    bars = "".join(
        f'<b{_pale(n, cut)} style="left:{100 * n / _BINS:.2f}%;'
        f'height:{max(6.0, 100 * count / highest):.0f}%"></b>'
        for n, count in sorted(counts.items())
    )
    passed = sum(value > threshold for value in values)
    words = f"{passed} of {len(values)} compared clips are over it"
    line = f'<i style="left:{100 * cut / _BINS:.2f}%"></i>'
    named = f'role="img" aria-label="{words}" title="{words}"'
    return f'<div class="ct-histogram" {named}>{bars}{line}</div>'


def _bin(value: float, low: float, high: float) -> int:
    return min(max(int((value - low) / (high - low) * _BINS), 0), _BINS - 1)


def _pale(number: int, cut: float) -> str:
    return ' class="ct-cut"' if number + 0.5 < cut else ""
