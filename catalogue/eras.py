"""Years before and after Christ, as museums of many countries write them.

A year before Christ is a negative number: 323 BC is -323, and a year that is written -0323 is the
same. Counting by astronomers, who have a year 0, is not taken into account: of a museum's export
nobody can tell, and it makes a single year.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

CENTURY_WORD = (
    r"(?:century|centuries|cent\.|jahrhunderts?|jhs?\.?|jhdt?s?\.?|si[eè]cles?|s\.(?!\w)|secol[oi]"
    r"|sec\.|siglos?|s[eé]culos?|eeuw|århundrede|århundradet|talet|stolet[ií]|wieku?|век|в\.)"
)
_MILLENNIUM_WORD = (
    r"(?:millenni(?:um|a)|jahrtausends?|jt\.?|mill[eé]naires?|millennio|milenio|mil[eê]nio|årtusinde?"
    r"|årtusendet|tis[ií]cilet[ií]|tysiąclecia?|тысячелетия?|vuosituhat|évezred|mileniul)"
)
_BEFORE = re.compile(
    r"""(?<!\w)(?:
    bce? | b\.\s?c\.(?:\s?e\.)?
    | v(?:\.|or|oor)?\s?chr(?:\.|istus|isti)? | v\.\s?u\.\s?z\.? | v\.\s?o\.\s?z\.?
    | av(?:\.|ant)?\s?j\.?[-\s]?-?c\.? | avant\s(?:jésus[-\s]christ|notre\sère)
    | a\.\s?c\.(?:\s?n\.)?(?!\s?[^\W\d]{2}) | (?-i:aC) | avanti\scristo | ante\scristo
    | antes\sde\s(?:c\.|cristo) | abans\sde\scrist | a\.\s?e\.\s?c\.
    | p\.?\s?n\.?\s?e\.? | przed\snaszą\serą | przed\s(?:chr\.?|chrystusem)
    | p[rř]\.?\s?(?:n\.?\s?l|kr|n\.?\s?št|n\.?\s?e|m\.?\s?e|hr)\.?
    | před\s(?:kristem|naším\sletopočtem)
    | pred\s(?:kr\.?|kristom|n\.\s?l\.?) | prije\skrista
    | f\.?\s?(?:kr|v\.?\s?t)\.? | för[eu]?\skrist(?:us|i) | før\s(?:kristus|vor\stidsregning)
    | ekr\.? | eaa\.? | ennen\s(?:kristusta|ajanlaskun\salkua) | e\.\s?m\.\s?a\.?
    | [iî]\.?\s?(?:hr|chr)\.? | [iî]\.\s?e\.\s?n\.? | înainte\sde\shristos
    | до\s?(?:н\.?\s?[эе]\.?|р\.?\s?х\.?|нашей\sэры|нашої\sери) | пр\.?\s?(?:н\.?\s?е|хр)\.?
    | π\.?\s?[χx]\.? | π\.\s?κ\.\s?ε\.? | p\.\s?m\.\s?ē\.? | pirms\smūsu\sēras
    )(?!\w)""",
    re.IGNORECASE | re.VERBOSE,
)
_BEFORE_AHEAD = re.compile(r"(?<!\w)(?:kr\.\s?e\.?|m\.?\s?ö\.?)(?!\w)", re.IGNORECASE)
"""Eras that stand before the year."""
_AFTER = re.compile(
    r"""(?<!\w)(?:
    (?-i:AD|CE) | a\.\s?d\. | c\.\s?e\.
    | n(?:\.|ach|a)?\s?chr(?:\.|istus|isti)? | ap(?:\.|rès)?\s?j\.?[-\s]?-?c\.?
    | d\.\s?c\.(?!\s?[^\W\d]{2}) | (?-i:dC) | dopo\scristo | después\sde\s(?:c\.|cristo)
    | depois\sde\scristo | n\.\s?e\.? | po\s(?:kr\.?|chr\.?|kristu) | n\.\s?l\.?
    | e\.\s?(?:kr|v\.?\s?t)\.? | efter\skrist(?:us|i) | jkr\.? | jaa\.? | kr\.\s?u\.? | i\.\s?sz\.?
    | d\.\s?hr\.? | e\.\s?n\.? | н\.?\s?[эе]\.? | μ\.?\s?[χx]\.?
    )(?!\w)""",
    re.IGNORECASE | re.VERBOSE,
)
_B, _A, _AHEAD = "\ue000", "\ue001", "\ue002"
"""Stand for the eras in a text."""
_SIGNED = re.compile(r"(?:^\s*|(?<=/)\s*)[-−](\d{4,6})(?!\d)")
_THOUSANDS = re.compile(rf"(?<![\d.,])(\d{{1,2}})[,.\s](\d{{3}})(?=[^\d,;]{{0,12}}{_B})")
_SIGNS = re.compile(f"[{_A}{_B}{_AHEAD}]")
_PART = re.compile(r"[,;()\[\]]")
_SHORT_CENTURY = (
    r"(?:w\.|c\.|st\.|stol\.|årh\.|vuosisa\w+|sz\.|század|gs\.|sajand\w*|stoljeć\w+|stoletj\w+|αι\.|ст\."
    r"|вв\.|века|століття)"
)
_ORDINAL = r"(?:th|st|nd|rd|[eè](?:me)?|º|°|\.|de|ste)?"
_ITEM = re.compile(
    rf"(?P<lead>[{_A}{_AHEAD}]\s*)?(?P<first>\b(?:secolo|sec\.|siglo|s[eé]culo|saec\.|s\.)\s*)?"
    rf"(?:(?<![\d.])(?P<year>\d{{1,6}})(?!\d)|\b(?P<roman>[ivx]+)(?={_ORDINAL}(?!\w)))\s*{_ORDINAL}"
    rf"[-\s]*(?:(?P<century>{CENTURY_WORD}|{_SHORT_CENTURY})|(?P<millennium>{_MILLENNIUM_WORD}))?"
    rf"\s*(?:гг?\.|года|р\.|r\.)?\s*(?P<trail>[{_A}{_B}{_AHEAD}])?",
    re.IGNORECASE,
)
_ROMAN = {"i": 1, "v": 5, "x": 10}
_LONGEST = 300
"""Characters of a date that are looked at."""
_CACHED = 100_000


@lru_cache(_CACHED)
def marked(text: str) -> str:
    """The text with a sign in place of each era; the same text without any."""
    composed = unicodedata.normalize("NFC", text[:_LONGEST])
    signed = _SIGNED.sub(rf" \1 {_B}", composed)
    return _AFTER.sub(_A, _BEFORE.sub(_B, _BEFORE_AHEAD.sub(_AHEAD, signed)))


def is_before_christ(text: str) -> bool:
    """Whether a text names the era before Christ, legibly or not."""
    return _B in marked(text) or _AHEAD in marked(text)


def without_eras(text: str) -> str:
    """The text without its eras, whose letters would be taken for other words."""
    return _SIGNS.sub(" ", marked(text))


@lru_cache(_CACHED)
def years_of_eras(text: str) -> tuple[tuple[int, int, str], ...]:
    """First and last year of each date in a text that has an era, with the words before it.

    Empty if there is no date with an era. A part without an era is left out.
    """
    signed = marked(text)
    if not _SIGNS.search(signed):
        return ()
    joined = _THOUSANDS.sub(r"\1\2", signed)
    return tuple(found for part in _PART.split(joined) for found in _of_part(part))


def _of_part(part: str) -> Iterator[tuple[int, int, str]]:
    """The dates of a part: of "4th–3rd century BC", the era and the unit are those of the last."""
    dates: list[tuple[int, int, str]] = []
    era, unit = "", ""
    for match in reversed(list(_ITEM.finditer(part))):
        own = (match["trail"] or match["lead"] or "").strip()
        unit = _unit(match) if own or _unit(match) or not era else unit
        era = own or era
        number = int(match["year"]) if match["year"] else _number(match["roman"])
        if era and (match["year"] or unit):
            dates.append((*_years(number, unit, era != _A), part[: match.start()]))
    yield from reversed(dates)


def _unit(match: re.Match[str]) -> str:
    if match["century"] or match["first"]:
        return "century"
    return "millennium" if match["millennium"] else ""


def _years(number: int, unit: str, before: bool) -> tuple[int, int]:
    length = {"century": 100, "millennium": 1000}.get(unit, 0)
    first, last = (length * (number - 1), length * number) if length else (number, number)
    return (-last, -first) if before else (first, last)


def _number(numeral: str) -> int:
    values = [_ROMAN[letter] for letter in numeral.lower()]
    following = [*values[1:], 0]
    return sum(-v if v < after else v for v, after in zip(values, following, strict=True))
