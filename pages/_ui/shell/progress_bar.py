"""A progress bar with the time left, for work that a person waits for."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st

from console import time_left

_DELAY = 1.0
"""s after which the bar appears: most things are done by then."""
_INTERVAL = 0.1
"""s between two drawings: each is sent to the browser."""


@contextmanager
def bar() -> Iterator[Callable[[float, str], None]]:
    """A function that draws the bar, called with the share done (0..1) and what is being done.

    The bar is removed at the end, also where the work failed.
    """
    place, began = st.empty(), time.monotonic()
    first = drawn = began + _DELAY - _INTERVAL

    def report(share: float, what: str) -> None:
        nonlocal drawn
        now = time.monotonic()
        if now - drawn > _INTERVAL:
            drawn, taken = now, now - began
            left = time_left(taken * (1 - share) / share if share > 0 else None)
            place.progress(min(share, 1.0), f"{what}, {left}")

    try:
        yield report
    finally:
        if drawn > first:
            place.empty()
