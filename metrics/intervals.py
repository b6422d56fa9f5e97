"""Exact confidence intervals of a rate."""

from __future__ import annotations

from collections.abc import Callable
from math import exp, lgamma, log
from typing import NamedTuple

_STEPS = 60
"""Halvings of the unit interval: beyond what a float tells apart."""


class Interval(NamedTuple):
    """From the lowest to the highest rate that the counts allow, each from 0 to 1."""

    low: float
    high: float


def exact_interval(hits: int, trials: int, level: float = 0.95) -> Interval:
    """The Clopper–Pearson interval of `hits` in `trials` (Biometrika 26, 1934).

    Of a rate below `low`, so many hits or more would be seen in (1 - level) / 2 of all cases; of
    one above `high`, so many or fewer. Without trials nothing is known: 0 to 1. Raises ValueError
    if there are more hits than trials, or fewer than none.
    """
    if not 0 <= hits <= trials:
        raise ValueError(f"{hits} of {trials} is no count.")
    tail = (1 - level) / 2
    low = 0.0 if hits == 0 else _rate(lambda p: 1 - _at_most(hits - 1, trials, p) < tail)
    high = 1.0 if hits == trials else _rate(lambda p: _at_most(hits, trials, p) > tail)
    return Interval(low, high)


def _rate(below: Callable[[float], bool]) -> float:
    """The rate up to which `below` holds."""
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if below(middle) else (low, middle)
    return low


def _at_most(hits: int, trials: int, rate: float) -> float:
    """The probability of so many hits or fewer."""
    if rate <= 0 or rate >= 1:
        return float(rate <= 0 or hits >= trials)
    return min(1.0, sum(exp(_log_probability(n, trials, rate)) for n in range(hits + 1)))


def _log_probability(hits: int, trials: int, rate: float) -> float:
    ways = lgamma(trials + 1) - lgamma(hits + 1) - lgamma(trials - hits + 1)
    return ways + hits * log(rate) + (trials - hits) * log(1 - rate)
