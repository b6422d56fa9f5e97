"""What a nested value says in the column that it stands in: title, date, number, picture."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from catalogue.formats.nested.words import (
    LABELS,
    CutOff,
    NoWordsError,
    is_language_map,
    key,
    keyed,
    readable,
    strings,
    texts,
)
from catalogue.normalise import normalise
from catalogue.picture_files import names_a_picture

_KINDS = ("type", "titletype", "kind", "typ", "tipo", "category", "qualifier", "classification")
_LESSER = (
    "alternat", "altern", "andere", "other", "former", "fruher", "previous", "translat", "ubersetz",
    "traduc", "altro", "autre", "subtitle", "short", "kurz", "ehemal", "muu", "annan", "series",
    "tidligere", "tidigare", "popular", "descript", "original",
)  # fmt: skip
_PREFERRED = ("prefer", "primary", "main", "haupt", "display", "current", "repository", "museum")
_INVENTORY = ("invent", "inwent", "access", "objectn", "object n", "objektn", "museumn", "leltari")
_NO_INVENTORY = ("former", "old", "previous", "fruher", "loan", "barcode", "uri", "url", "wikidata")
_DATES = (
    "displaydate", "datetext", "presentingdate", "display", "displaytext", "text", "label",
    "preflabel", "period", "name", "value", "content", "description", "date", "title",
)  # fmt: skip
_FIRST = (
    "start", "startdate", "begin", "begindate", "from", "earliest", "earliestdate", "yearearly",
    "datebegin", "first", "firstyear", "startyear", "yearfrom", "year", "von", "da", "debut",
    "earliestyear", "datestart", "fromyear", "beginyear", "notbefore", "time",
)  # fmt: skip
_LAST = (
    "end", "enddate", "to", "until", "latest", "latestdate", "yearlate", "dateend", "last",
    "lastyear", "endyear", "yearto", "bis", "a", "fin", "latestyear", "toyear", "notafter",
)  # fmt: skip
_ADDRESS = re.compile(r"[a-z]+://", re.IGNORECASE)
_DAY = re.compile(r"^\+?(-?\d{4,})-(?:01-01|12-31|00-00)(?:T.*)?$")
_TIME = re.compile(r"^\+?(-?\d{4,}-\d\d-\d\d)T\d.*$")


def titles(value: Any) -> list[str]:
    """The titles in a value, the preferred one first. Raises NoWordsError."""
    ranked = [(_rank(member, _PREFERRED, _LESSER), text) for member, text in _each(value)]
    ranked.sort(key=lambda pair: pair[0])
    return list(dict.fromkeys(text for _, text in ranked if text))


def number(value: Any) -> str:
    """The inventory number in a value. Raises NoWordsError."""
    ranked = [(_rank(member, _INVENTORY, _NO_INVENTORY), text) for member, text in _each(value)]
    ranked.sort(key=lambda pair: pair[0])
    return next((text for _, text in ranked if text), "")


def date(value: Any) -> str:
    """The date in a value as the museum writes it, else its first and last year.

    Raises NoWordsError.
    """
    if isinstance(value, list):
        return "; ".join(dict.fromkeys(filter(None, map(date, value))))
    if not isinstance(value, dict) or is_language_map(value):
        return "; ".join(map(_year, texts(value)))
    members = keyed(value)
    for name in _DATES:
        if name in members:
            return date(members[name])
    years = [
        next((date(members[name]) for name in names if name in members), "")
        for names in (_FIRST, _LAST)
    ]
    if not any(years) and (members or isinstance(value, CutOff)):
        raise NoWordsError(value)
    return "–".join(dict.fromkeys(filter(None, years)))


def picture(value: Any) -> str:
    """The first picture in a value, the primary one first: a file or an address.

    Raises NoWordsError.
    """
    members = list(value) if isinstance(value, list) else [value]
    members.sort(key=lambda member: not _is_primary(member))
    named = [text for member in members for text in strings(member)]
    pictures = [text for text in named if names_a_picture(text)]
    addresses = [text for text in named if _ADDRESS.match(text)]
    return next(iter([*pictures, *addresses]), "") or next(iter(texts(value)), "")


def _each(value: Any) -> Iterator[tuple[Any, str]]:
    """Each member of a list or language with its words."""
    if is_language_map(value):
        value = list(value.values())
    for member in value if isinstance(value, list) else [value]:
        if isinstance(member, list) or is_language_map(member):
            yield from _each(member)
        else:
            yield member, "; ".join(_words(member))


def _words(member: Any) -> list[str]:
    """The words of a title or number, of which some objects have nothing but an id."""
    if isinstance(member, dict):
        members = keyed(member)
        for name in ("title", "number", "identifier", *LABELS, "id"):
            if name in members and not (name == "id" and len(members) > 2):
                return texts(members[name])
    return texts(member)


def _rank(member: Any, better: tuple[str, ...], worse: tuple[str, ...]) -> tuple[bool, bool]:
    """Worse kinds last and better ones first; what says nothing stands between."""
    if not isinstance(member, dict):
        return False, True
    members = keyed(member)
    kinds = " ".join(readable(members[name]) for name in _KINDS if name in members)
    words = normalise(kinds)
    good = any(part in words for part in better) or _is_primary(member)
    return any(part in words for part in worse), not good


def _is_primary(member: Any) -> bool:
    return isinstance(member, dict) and any(
        value is True and any(part in key(str(name)) for part in ("primary", "prefer", "main"))
        for name, value in member.items()
    )


def _year(text: str) -> str:
    """A date without the time of day; of a first or last day of a year, the year."""
    return _TIME.sub(r"\1", _DAY.sub(r"\1", " ".join(text.split())))


REDUCED: Mapping[str, Callable[[Any], str]] = {
    "identifier": number,
    "date": date,
    "picture": picture,
}
"""Field → how a nested value in its column becomes text."""
