"""Counts, durations, sizes and long texts in words for people."""

from __future__ import annotations

from collections.abc import Callable, Iterable


def plural(count: int, singular: str, many: str = "") -> str:
    """`3 works`, `1 work`."""
    return f"{count:,} {singular if count == 1 else many or singular + 's'}"


def clock(seconds: float) -> str:
    """Seconds as a player shows them: 0:07, 12:31, 1:02:03."""
    whole = max(0, int(seconds))
    hours, minutes = whole // 3600, whole % 3600 // 60
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"


def clocks(moments: Iterable[float]) -> Callable[[float], str]:
    """How these moments (s) are named: by `clock`, with tenths where two would have one name."""
    different = set(moments)
    if len({clock(moment) for moment in different}) == len(different):
        return clock
    return lambda moment: f"{clock(moment)}.{int(moment * 10) % 10}"


def time_left(seconds: float | None) -> str:
    """`14 s left`, `7 min left`, `7 h 26 min left`; None while nothing is known yet."""
    if seconds is None:
        return "estimating the time left"
    if seconds < 90:
        return f"{max(1, round(seconds))} s left"
    minutes = round(seconds / 60)
    if minutes < 90:
        return f"{minutes} min left"
    return f"{minutes // 60} h {minutes % 60} min left"


def brief(text: str, limit: int = 300) -> str:
    """The text, cut at `limit` characters: a cell of a catalogue may hold megabytes."""
    return text if len(text) <= limit else text[:limit].rstrip() + " …"


def size(count: int) -> str:
    """Bytes as `15.4 GiB`."""
    for limit, unit in ((2**30, "GiB"), (2**20, "MiB"), (2**10, "KiB")):
        if count >= limit:
            return f"{count / limit:,.1f} {unit}"
    return plural(count, "byte")
