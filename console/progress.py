"""How far something is that takes a person's time."""

from __future__ import annotations

from collections.abc import Callable

Report = Callable[[float, str], None]
"""Called with the share done (0..1) and what is being done."""


def unheard(share: float, what: str) -> None:
    """The report of what nobody waits for."""


def part(report: Report, first: float, last: float) -> Report:
    """The report of a part of the whole, which it takes from the share `first` to `last`."""
    return lambda share, what: report(first + (last - first) * share, what)


def counted(report: Report, what: str) -> Callable[[int, int], None]:
    """The report of things that are counted: called with how many are done, of how many."""
    return lambda done, total: report(done / total, f"{what}, {done:,} of {total:,}")
