"""The parts of a Linked Art entity: names, labels, classifications, timespans."""

from __future__ import annotations

import re
from typing import Any

from catalogue.formats.json_text import as_list

PRIMARY_NAMES = {"300404670", "300417200", "300417193"}
LESSER_NAMES = {"300404672", "300417194", "300417226", "300417227", "300435719"}
"""Names for sorting, and translated, alternative, brief and former ones."""
_TIME = re.compile(r"^(?P<year>[+-]?\d{1,6})(?:-(?P<day>\d\d-\d\d))?(?:T(?P<time>[\d:]+))?")
_FIRST = ("begin_of_the_begin", "end_of_the_begin")
_LAST = ("end_of_the_end", "begin_of_the_end")


def names_of(value: dict[str, Any]) -> list[str]:
    """The names, the primary one first; of several in several languages, the first of the file."""
    names = [n for n in dicts(value, "identified_by") if n.get("type") in ("Name", "Title")]
    names.sort(key=lambda name: _rank(set(classes(name))))
    return [text for name in names if (text := content(name))]


def _rank(kinds: set[str]) -> tuple[bool, bool]:
    return bool(LESSER_NAMES & kinds), not PRIMARY_NAMES & kinds


def name_of(value: dict[str, Any]) -> str:
    """The name of an entity, else its label or notation."""
    notations = (words(n.get("@value")) for n in dicts(value, "notation"))
    return next(filter(None, (*names_of(value), label_of(value), *notations)), "")


def date(production: dict[str, Any]) -> str:
    """The date of a production as the museum writes it, else its first and last year."""
    for span in dicts(production, "timespan"):
        named = next(filter(None, map(content, dicts(span, "identified_by"))), "")
        first, last = _day(span, _FIRST), _day(span, _LAST)
        if text := named or label_of(span) or _range(first, last):
            return text
    return ""


def _day(span: dict[str, Any], names: tuple[str, ...]) -> str:
    return next((str(span[name]) for name in names if span.get(name)), "")


def _range(first: str, last: str) -> str:
    """The years of a timespan: "1889", "323–317 BC", "10 BC–AD 14".

    A year is that which is written, so -0323 is 323 BC. A span that ends with the first moment of a
    year ends with the year before.
    """
    start, end = _year(first), _year(last)
    if start and end and start < end and re.search(r"-01-01T00:00:00", last):
        end = end - 1 or -1
    years = list(dict.fromkeys(year for year in (start, end) if year is not None))
    if len(years) == 2 and years[1] < 0:
        return f"{-years[0]}–{-years[1]} BC"
    return "–".join(map(_written, years))


def _year(day: str) -> int | None:
    match = _TIME.match(day)
    year = int(match["year"]) if match else None
    return -1 if year == 0 else year


def _written(year: int) -> str:
    if year < 0:
        return f"{-year} BC"
    return str(year) if year >= 1000 else f"AD {year}"


def classes(value: dict[str, Any]) -> list[str]:
    """The AAT numbers of an entity's classification."""
    kinds = dicts(value, "classified_as")
    return [id_of(entry).rstrip("/").rpartition("/")[2].rpartition(":")[2] for entry in kinds]


def label_of(value: dict[str, Any]) -> str:
    return words(value.get("_label") or value.get("label"))


def content(value: dict[str, Any]) -> str:
    return words(value.get("content") or value.get("value"))


def words(value: Any) -> str:
    """A text with single spaces; empty for anything else."""
    return " ".join(value.split()) if isinstance(value, str) else ""


def id_of(value: dict[str, Any]) -> str:
    address = value.get("id") or value.get("@id")
    return address if isinstance(address, str) else ""


def dicts(value: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """The objects under a name, one or several; an address alone stands for an object."""
    members = as_list(value.get(name))
    return [{"id": member} if isinstance(member, str) else member
            for member in members if isinstance(member, dict | str)]  # fmt: skip
