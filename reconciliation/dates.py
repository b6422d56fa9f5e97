"""Whether two dates, as museums write them, can be of one work."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

_YEARS = re.compile(r"(?<!\d)(\d{4})(?:\s*[-–—/]\s*(\d{4}|\d{1,2})(?!\d|-\d))?(?!\d)")
_CENTURY = re.compile(r"(?<!\d)(\d{1,2})(?:th|st|nd|rd|e|\.)?\s*(?:century|jh|jahrhundert)", re.I)
_ROUGHLY = re.compile(
    r"\b(?:c|ca|circa|about|around|um|vers|verso|hacia|omstreeks|rond)\b|\?", re.I
)
_LEEWAY = 10
"""Years that "about 1650" may be off."""


class Span(NamedTuple):
    """From the first to the last year in which a work may have been made."""

    first: int
    last: int


def span(text: str) -> Span | None:
    """The years that a date names; None of a date without one ("undated", "fifteenth century")."""
    found = [_both(*match.groups()) for match in _YEARS.finditer(text)]
    if not found:
        found = [
            (100 * (int(match[1]) - 1), 100 * int(match[1])) for match in _CENTURY.finditer(text)
        ]
    if not found:
        return None
    leeway = _LEEWAY if _ROUGHLY.search(text) else 0
    years = [year for pair in found for year in pair]
    return Span(min(years) - leeway, max(years) + leeway)


def _both(first: str, last: str | None) -> tuple[int, int]:
    """The years of "1976", of "1976-77" and of "1851–2"."""
    end = int(first[: 4 - len(last)] + last) if last else 0
    return int(first), max(int(first), end)  # 1838-04 is a month


def agree(asked: Iterable[str], known: Iterable[str]) -> bool | None:
    """Whether some date that was asked for overlaps one that is known; None where either side
    names no year."""
    wanted = [found for text in asked if (found := span(text))]
    given = [found for text in known if (found := span(text))]
    if not wanted or not given:
        return None
    return any(a.first <= b.last and b.first <= a.last for a in wanted for b in given)
