"""Numbers with what they count, for people."""

from __future__ import annotations


def plural(count: int, one: str, many: str = "") -> str:
    """`3 works`, `1 work`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
