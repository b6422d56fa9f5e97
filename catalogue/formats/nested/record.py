"""A JSON object as the cells of a record, its nested values reduced to words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from catalogue.authorities import Authority, AuthorityField, field_of, recognised
from catalogue.columns.names import COLUMNS, likeness
from catalogue.formats.described import FORMER, OTHER_TITLES, OTHERS, UNCLEAR, Described
from catalogue.formats.nested.people import has_roles, people
from catalogue.formats.nested.text import parsed
from catalogue.formats.nested.values import REDUCED, titles
from catalogue.formats.nested.words import CutOff, NoWordsError, keyed, readable, strings, texts

_ANYBODY_NAMES = """
    people participants contributors constituents persons personen persone personnes personas
    beteiligte production actors agents
"""
_ANYBODY = frozenset(_ANYBODY_NAMES.split())
"""Columns of people that are not for makers alone."""
_FIRST_AND_LAST = (
    "yearfrom", "yearto", "yearearly", "yearlate", "beginyear", "endyear", "startyear",
    "earliestyear", "latestyear", "datebegin", "dateend", "begindate", "enddate", "earliestdate",
    "latestdate",
)  # fmt: skip
_WORDED = frozenset({"subject", "genre", "description", "videos"})


def describe(value: Mapping[str, Any]) -> Described:
    """The cells and identifiers of a record: nested values become the words of their column."""
    reading = Reading()
    record = _lifted(_unwrapped(value))
    for name, member in record.items():
        reading.read(name, member)
    if years := _years(record):
        reading.cells["date"] = years
    return reading.described()


@dataclass
class Reading:
    """A record while it is read."""

    cells: dict[str, str] = field(default_factory=dict)
    authorities: list[Authority] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    lists: dict[str, list[str]] = field(default_factory=dict)
    """Further columns → their texts."""

    def read(self, name: str, value: Any) -> None:
        """Read a column."""
        nested = parsed(value) if isinstance(value, str) else value
        is_nested = isinstance(nested, dict | list)
        self.cells[name] = self.words(name, nested) if is_nested else _scalar(nested)

    def words(self, name: str, value: Any) -> str:
        """The words of a nested value in a column; empty if there are none, which is noted."""
        try:
            return self._nested(name, value)
        except NoWordsError as error:
            self.refused.append((name, str(error)))
        except RecursionError:
            self.refused.append((name, "values that are nested too deeply"))
        return ""

    def _nested(self, name: str, value: Any) -> str:
        meaning = _meaning(name)
        if isinstance(value, CutOff):
            raise NoWordsError(value)
        if meaning == "artist" or (not meaning and has_roles(value)):
            return self._people(name, value)
        self.authorities += _identifiers(value, field_of(name))
        if meaning == "title":
            first, *others = titles(value) or [""]
            self.lists.setdefault(OTHER_TITLES, []).extend(others)
            return first
        if meaning in REDUCED:
            return REDUCED[meaning](value)
        return "; ".join(texts(value)) if meaning in _WORDED else readable(value)

    def _people(self, name: str, value: Any) -> str:
        found = people(value, of_makers=_of_makers(name))
        groups = ((FORMER, found.former), (UNCLEAR, found.unclear), (OTHERS, found.others))
        for column, group in groups:
            self.lists.setdefault(column, []).extend(person.shown for person in group)
        self.unknown += [p.part.words for p in found.unclear]
        for person in found.artists:
            self.authorities += _identifiers(person.source, "artist")
        return "; ".join(dict.fromkeys(person.shown for person in found.artists))

    def described(self) -> Described:
        """Everything that was read."""
        known = {self.cells[name] for name in self.cells if _meaning(name) == "title"}
        others = self.lists.get(OTHER_TITLES, [])
        self.lists[OTHER_TITLES] = [title for title in others if title not in known]
        for column, further in self.lists.items():
            joint = "\n" if column == OTHER_TITLES else "; "
            given = [*filter(None, [self.cells.get(column, "")]), *further]
            if further:
                self.cells[column] = joint.join(dict.fromkeys(given))
        return Described(
            self.cells, tuple(dict.fromkeys(self.authorities)),
            tuple(dict.fromkeys(self.unknown)), tuple(self.refused),
        )  # fmt: skip


@lru_cache(4096)
def _meaning(name: str) -> str:
    """The field that a column fills by its name; empty if none."""
    fits = {field: likeness(field, name) for field in COLUMNS}
    best = max(fits, key=lambda field: fits[field])
    return best if fits[best] else ""


def _of_makers(name: str) -> bool:
    return not _ANYBODY & set(keyed({name: True}))


def _scalar(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).lower()
    return str(value)


def _unwrapped(value: Mapping[str, Any]) -> Mapping[str, Any]:
    """The record without an envelope: {"id": 5, "record": {"title": …}}."""
    if any(_meaning(str(name)) == "title" for name in value):
        return value
    inner = {
        name: member for name, member in value.items()
        if isinstance(member, dict) and any(_meaning(str(n)) == "title" for n in member)
    }  # fmt: skip
    if len(inner) != 1:
        return value
    [(envelope, record)] = inner.items()
    return {**{name: member for name, member in value.items() if name != envelope}, **record}


def _years(value: Mapping[str, Any]) -> str:
    """First and last year of a record that has no date but these: {"yearFrom": 1903}."""
    if any(_meaning(name) == "date" for name in value):
        return ""
    members = keyed(value)
    years = {name: members[name] for name in _FIRST_AND_LAST if name in members}
    return REDUCED["date"](years) if years else ""


def _lifted(value: Mapping[str, Any]) -> dict[str, Any]:
    """The record with makers and dates that stand within its production as its own members."""
    lifted: dict[str, Any] = {}
    for name, member in value.items():
        inner = {} if _meaning(str(name)) else _inner(member)
        makers = [n for n in inner if _meaning(n) == "artist" and n not in value]
        dates = [n for n in inner if _meaning(n) == "date" and n not in value]
        if not makers:
            lifted[str(name)] = member
            continue
        whole = all(isinstance(v, str) for v in inner[makers[0]])
        lifted[makers[0]] = member if whole else inner[makers[0]]
        lifted |= {n: inner[n] for n in dates[:1]}
    return lifted


def _inner(value: Any) -> dict[str, list[Any]]:
    """The members of an object, or of all objects of a list, by name."""
    members: dict[str, list[Any]] = {}
    for entry in value if isinstance(value, list) else [value]:
        for name, member in entry.items() if isinstance(entry, dict) else ():
            found = member if isinstance(member, list) else [member]
            members.setdefault(str(name), []).extend(found)
    return members


def _identifiers(value: Any, about: AuthorityField) -> Iterator[Authority]:
    for text in strings(value):
        yield from recognised(text, about)
