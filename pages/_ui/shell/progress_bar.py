"""A progress bar with the time left, for what takes a person's time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st

from pages._ui.words import decisions

_PATIENCE = 1.0
"""s after which the bar appears: most things are done by then."""
_AGAIN = 0.1
"""s between two drawings: each is sent to the browser."""


@contextmanager
def bar() -> Iterator[Callable[[float, str], None]]:
    """What is called with the share done (0..1) and what is being done; gone when it is over."""
    place, began = st.empty(), time.monotonic()
    drawn = began + _PATIENCE - _AGAIN

    def report(share: float, what: str) -> None:
        nonlocal drawn
        now = time.monotonic()
        if now - drawn > _AGAIN:
            drawn, taken = now, now - began
            left = decisions.duration(taken * (1 - share) / share if share > 0 else None)
            place.progress(min(share, 1.0), f"{what}, {left}")

    yield report
    place.empty()
