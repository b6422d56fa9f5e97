"""Dates as labels print them in several languages."""

from __future__ import annotations

import random
import re

from demo.labels.words import Words

_YEARS = r"\d{4}(?:\s?[-–/]\s?\d{1,4})?"
_ABOUT = r"(?:c\.?|ca\.?|circa|about|around|vers|um|hacia|h\.|ok\.|n\.)"
_PLAIN = re.compile(rf"({_YEARS})")
_CIRCA = re.compile(rf"\??\s*{_ABOUT}\s*({_YEARS})|({_YEARS})\s*(?:circa|ca\.?)", re.IGNORECASE)
_BEFORE = re.compile(r"(?:before|ante|avant|vor)\s+(\d{4})", re.IGNORECASE)
_AFTER = re.compile(r"(?:after|post|après|nach)\s+(\d{4})", re.IGNORECASE)
_CENTURY = re.compile(r"(\d\d)(?:st|nd|rd|th) century", re.IGNORECASE)
_UNKNOWN = re.compile(
    r"(?:-|n\.?d\.?|unknown|undated|(?:date )?not (?:known|dated)|no date)?", re.IGNORECASE
)
_ROMAN = {12: "XII", 13: "XIII", 14: "XIV", 15: "XV", 16: "XVI", 17: "XVII", 18: "XVIII",
          19: "XIX", 20: "XX"}  # fmt: skip


def date_of(text: str, words: Words, own: bool, rng: random.Random) -> str | None:
    """A record's date in the words of a language; None where the record has none.

    What is no plain date ("1965, printed 1990") is printed as it stands where the label is in the
    record's `own` language; elsewhere its first year.
    """
    bare = text.strip().removeprefix("(").removesuffix(")").strip()
    if _UNKNOWN.fullmatch(bare):
        return None
    if _PLAIN.fullmatch(bare):
        return bare
    if found := _CIRCA.fullmatch(bare):
        return rng.choice(words.circa).format(found[1] or found[2])
    for pattern, phrase in ((_BEFORE, words.before), (_AFTER, words.after)):
        if found := pattern.fullmatch(bare):
            return phrase.format(found[1])
    if (found := _CENTURY.fullmatch(bare)) and int(found[1]) in _ROMAN:
        return _century(int(found[1]), words)
    if own:
        return text.strip()
    return found[1] if (found := _PLAIN.search(bare)) else None


def century_of(text: str, words: Words) -> str | None:
    """The century of a date, "17th century"; None for one that labels give no name."""
    number = ((year_of(text) or 0) + 99) // 100
    return _century(number, words) if number in _ROMAN else None


def between_of(text: str, words: Words) -> str | None:
    """A span of years as "between 1830 and 1841"; None for what is none."""
    if not (found := re.fullmatch(r"(?:c\.?\s?)?(\d{4})\s?[-–]\s?(\d{1,4})", text.strip())):
        return None
    return words.between.format(found[1], found[1][: -len(found[2])] + found[2])


def year_of(text: str) -> int | None:
    """The first year in a date."""
    return int(found[0]) if (found := re.search(r"\b1\d{3}\b|\b20\d\d\b", text)) else None


def _century(number: int, words: Words) -> str:
    if words.hundreds:
        return words.century.format(100 * (number - 1))
    return words.century.format(_ROMAN[number] if words.roman else number)
