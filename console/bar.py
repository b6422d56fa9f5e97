"""A progress bar with the time left on a terminal, for commands that take a person's time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tqdm import tqdm

from console.progress import Report

_PATIENCE = 1.0
"""s after which the bar appears: most things are done by then."""
_FORM = "{desc} {bar:20} {percentage:3.0f} %, {remaining} left"


@contextmanager
def bar() -> Iterator[Report]:
    """What tells a terminal on standard error how far a command is; gone when it is over."""
    with tqdm(
        total=1.0, bar_format=_FORM, delay=_PATIENCE, leave=False, disable=None
    ) as shown:  # fmt: skip

        def report(share: float, what: str) -> None:
            shown.set_description_str(what, refresh=False)
            shown.update(max(0.0, share - shown.n))

        yield report
