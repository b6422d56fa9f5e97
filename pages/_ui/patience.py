"""A progress bar with the time left, for what takes a person's time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st

from pages._ui import views

_PATIENCE = 1.0
"""s after which the bar appears: most things are done by then."""


@contextmanager
def bar() -> Iterator[Callable[[float, str], None]]:
    """What is called with the share done (0..1) and what is being done; gone when it is over."""
    place, began = st.empty(), time.monotonic()

    def report(share: float, what: str) -> None:
        taken = time.monotonic() - began
        if taken > _PATIENCE:
            left = views.duration(taken * (1 - share) / share if share > 0 else None)
            place.progress(min(share, 1.0), f"{what}, {left}")

    yield report
    place.empty()
