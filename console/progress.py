"""The progress of work that a person waits for."""

from __future__ import annotations

from collections.abc import Callable

Report = Callable[[float, str], None]
"""Called with the share that is done (0..1), and a description of the present step."""


def no_report(share: float, what: str) -> None:
    """A report that goes nowhere, for work that nobody waits for."""


def part(report: Report, first: float, last: float) -> Report:
    """The report of a part of the work, which takes the whole from share `first` to `last`."""
    return lambda share, what: report(first + (last - first) * share, what)


def counted(report: Report, what: str) -> Callable[[int, int], None]:
    """The report of things that are counted: called with how many are done, of how many."""
    return lambda done, total: report(done / total, f"{what}, {done:,} of {total:,}")
