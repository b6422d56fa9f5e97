"""A tuple of weights as one slider, whose handles cut the unit interval into shares."""

from __future__ import annotations

from itertools import pairwise


def cuts_of(shares: tuple[float, ...]) -> tuple[float, ...]:
    """The handles that cut the unit interval into these shares."""
    cuts, total = [], 0.0
    for share in shares[:-1]:
        total = round(total + share, 6)
        cuts.append(total)
    return tuple(cuts)


def shares_of(cuts: tuple[float, ...]) -> tuple[float, ...]:
    """The shares between handles; they sum to 1 whatever the order of the handles."""
    edges = (0.0, *sorted(cuts), 1.0)
    return tuple(round(b - a, 6) for a, b in pairwise(edges))
