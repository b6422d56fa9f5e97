"""Whether two dates, as museums write them, can be of the same work.

A date is read or left out, never guessed: from a text that does not name the years in which a work
was made, nothing is concluded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from catalogue.eras import CENTURY_WORD, is_before_christ, without_eras, years_of_eras
from catalogue.lengths import LONGEST_DATE

_YEARS = re.compile(
    r"(?<!\d)(?P<first>\d{4})(?:(?P<decade>['’]?s|er(?:\s+jahren?)?)\b"
    r"|\s*[-–—/]\s*(?P<last>\d{4}|\d{1,2})(?!\d|-\d))?(?!\d)",
    re.IGNORECASE,
)
_PART = re.compile(r"[,;]")
_CENTURY = re.compile(
    rf"(?<![\d.])(\d{{1,2}})\s*(?:th|st|nd|rd|[eè](?:me)?|º|°|\.|de|ste)?[-\s]*{CENTURY_WORD}"
    rf"|\b([IVX]+)\s*(?:[eè](?:me)?)?\s*{CENTURY_WORD}"
    rf"|(?:secolo|sec\.|siglo|s[eé]culo|saec\.|s\.)\s*([IVX]+)\b",
    re.IGNORECASE,
)
_ROUGHLY = re.compile(
    r"\b(?:c|ca|circa|cirka|about|around|um|gegen|vers|verso|hacia|cerca|omstreeks|rond|ok|omkring|omkr"
    r"|około|okolo|noin|kring|env|environ|por volta|körül|около|ок|περίπου)\b|\?"
    r"|\b(?:v|kr)\.(?!\s*(?:chr|kr))|\b[hn]\.(?=\s*\d{4})",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\b(?:after|not before|from|since|nach|ab|après|depuis|dopo|dal|después de|desde|na|vanaf"
    r"|efter)\s*$",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"\b(?:before|not after|until|by|vor|bis|avant|jusqu['’]en|prima del?|entro il|ante|antes de"
    r"|hasta|voor|vóór|före|før)\s*$",
    re.IGNORECASE,
)
_NOT_OF_THE_WORK = re.compile(
    r"\b(?:born|died|b\.|d\.|active|fl\.|acquired|purchased|bought|bequeathed|bequest|presented|gift"
    r"|given|lent|loan|donated|geb(?:oren)?|gest(?:orben)?|tätig|erworben|schenkung|geschenk|"
    r"vermächtnis|n[eé]e?|mort|actif|acquis|don|legs|achat|nato|nata|morto|morta|attivo|acquisto|"
    r"dono|legato|nacido|muerto|adquirido|donación|legado|geboren|overleden|aankoop|schenking)\b"
    r"|[*†‡]",
    re.IGNORECASE,
)
"""Years of a life or of an acquisition."""
_LEEWAY = 10
"""Years that "about 1650" may be off."""
_LONG = 50
"""Years of a span that names no single ones."""
_CACHED = 100_000
_EARLIEST, _LATEST = -9999, 9999
_NUMERALS = {"I": 1, "V": 5, "X": 10}


class Span(NamedTuple):
    """From the first to the last year in which a work may have been made."""

    first: int
    last: int


def span(text: str) -> Span | None:
    """The years that a date names; None if it names none ("undated", "born 1850").

    "About 1650" may be ten years off.
    """
    named = _years(text)
    leeway = _leeway(text)
    return Span(named.first - leeway, named.last + leeway) if named else None


def _years(text: str) -> Span | None:
    """The same without what a rough date may be off."""
    return _years_in(text[:LONGEST_DATE])


def _leeway(text: str) -> int:
    return _leeway_of(text[:LONGEST_DATE])


@lru_cache(maxsize=_CACHED)
def _years_in(text: str) -> Span | None:
    if _NOT_OF_THE_WORK.search(without_eras(text)):
        return None
    spans = [_since(words, Span(first, last)) for first, last, words in years_of_eras(text)]
    if not spans and is_before_christ(text):
        return None
    if not spans:
        spans = [_named(text, match) for match in _YEARS.finditer(text)]
    if not spans:
        spans = [found for match in _CENTURY.finditer(text) if (found := _century(match))]
    if not spans:
        return None
    return Span(min(s.first for s in spans), max(s.last for s in spans))


@lru_cache(maxsize=_CACHED)
def _leeway_of(text: str) -> int:
    return _LEEWAY if _ROUGHLY.search(without_eras(text)) else 0


def _named(text: str, match: re.Match[str]) -> Span:
    """The years of "1976", "1976-77", "1851–2", "1960s", "after 1888" or "before c. 1500"."""
    year, last = int(match["first"]), match["last"]
    end = int(match["first"][: 4 - len(last)] + last) if last else 0
    end = year + 9 if match["decade"] else max(year, end)  # 1838-04 is a month
    return _since(text[: match.start()], Span(year, end))


def _since(words: str, years: Span) -> Span:
    """The years of a date after these words: "after", "before c."."""
    before = _ROUGHLY.sub("", words).rstrip(" .")
    if _AFTER.search(before):
        return Span(years.first, _LATEST)
    return Span(_EARLIEST, years.last) if _BEFORE.search(before) else years


def _century(match: re.Match[str]) -> Span | None:
    number = int(match[1]) if match[1] else _roman(match[2] or match[3])
    return Span(100 * (number - 1), 100 * number) if 1 <= number <= 21 else None


def _roman(numeral: str) -> int:
    values = [_NUMERALS[letter] for letter in numeral.upper()]
    following = [*values[1:], 0]
    return sum(-v if v < after else v for v, after in zip(values, following, strict=True))


def agree(wanted: Iterable[str], recorded: Iterable[str]) -> bool | None:
    """Whether a wanted date overlaps a recorded one; None if either side names no year.

    A rough date may be ten years off, and two rough ones no more than that together.
    """
    sides = [
        [(named, _leeway(text)) for text in texts if (named := _years(text))]
        for texts in (wanted, recorded)
    ]
    if not all(sides):
        return None
    return any(
        _meet(first, second, max(leeway, other))
        for first, leeway in sides[0]
        for second, other in sides[1]
    )


def same(wanted: str, recorded: Iterable[str]) -> bool:
    """Whether a date names the years of a recorded one, or of a part of it ("1830, cast 1855"), and
    is as rough; labels leave out doubts ("?1833")."""
    years, leeway = _years(wanted), _leeway(wanted.replace("?", ""))
    parts = (p for text in recorded for p in (text, *_PART.split(text[:LONGEST_DATE])))
    return years is not None and any(
        years == _years(part) and leeway == _leeway(part.replace("?", "")) for part in parts
    )


def _meet(first: Span, second: Span, leeway: int) -> bool:
    """Whether two spans share a year; 1700 alone does not make two centuries one."""
    shared = min(first.last, second.last) - max(first.first, second.first) + leeway
    long = min(first.last - first.first, second.last - second.first) >= _LONG
    return shared > 0 if long else shared >= 0
