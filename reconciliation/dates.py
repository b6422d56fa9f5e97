"""Whether two dates, as museums write them, can be of the same work."""

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
    """The years that a date names; None if it names none ("undated", "fifteenth century")."""
    spans = [_first_and_last(*match.groups()) for match in _YEARS.finditer(text)]
    if not spans:
        centuries = [int(match[1]) for match in _CENTURY.finditer(text)]
        spans = [(100 * (century - 1), 100 * century) for century in centuries]
    if not spans:
        return None
    leeway = _LEEWAY if _ROUGHLY.search(text) else 0
    years = [year for pair in spans for year in pair]
    return Span(min(years) - leeway, max(years) + leeway)


def _first_and_last(first: str, last: str | None) -> tuple[int, int]:
    """The first and the last year of "1976", "1976-77" or "1851–2"."""
    end = int(first[: 4 - len(last)] + last) if last else 0
    return int(first), max(int(first), end)  # 1838-04 is a month


def agree(wanted: Iterable[str], recorded: Iterable[str]) -> bool | None:
    """Whether a wanted date overlaps a recorded one; None if either side names no year."""
    wanted_spans = list(filter(None, map(span, wanted)))
    recorded_spans = list(filter(None, map(span, recorded)))
    if not wanted_spans or not recorded_spans:
        return None
    return any(
        a.first <= b.last and b.first <= a.last for a in wanted_spans for b in recorded_spans
    )
