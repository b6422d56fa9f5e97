"""Numbers and times, for people."""

from __future__ import annotations


def plural(count: int, one: str, many: str = "") -> str:
    """`3 works`, `1 work`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def time_left(seconds: float) -> str:
    """`14 s left`, `7 min left`, `7 h 26 min left`: rounded as people say it."""
    if seconds < 90:
        return f"{max(1, round(seconds))} s left"
    minutes = round(seconds / 60)
    if minutes < 90:
        return f"{minutes} min left"
    return f"{minutes // 60} h {minutes % 60} min left"
