"""Which work of the next version of a catalogue is which of the old one.

A work of which nothing has changed is the same. Else it is the one with its inventory number,
where the identifier is another; else the one with its title, artist and date, where no second work
on either side has the same; else the one with its identifier. That comes last because identifiers
are given again: a row number moves on when a row is inserted, and a verdict on one painting must
not become one on its neighbour.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from catalogue.columns.names import COLUMNS, squashed
from catalogue.normalise import normalise
from catalogue.records import Work

Describe = Callable[[str], Mapping[str, str]]
"""Everything that one version says about the work of an identifier, by field or column."""
_NUMBERS = frozenset(map(squashed, COLUMNS["identifier"])) - {"id", "objectid", "objektid"}
"""Columns in which inventory numbers stand, rather than those that a database counts by."""


class Identity(NamedTuple):
    """What a work is found again by: texts in normal form, empty where there is none."""

    identifier: str
    number: str
    title: str
    artist: str
    date: str


@lru_cache(maxsize=4096)
def _is_number(column: str) -> bool:
    return squashed(column) in _NUMBERS


def identity(work: Work) -> Identity:
    """What a work is found again by."""
    numbers = (text for r in work.records for name, text in r.extra if _is_number(name))
    dates = " ".join(sorted({record.date for record in work.records}))
    texts = map(normalise, (next(numbers, ""), work.title, work.artist, dates))
    return Identity(work.identifier, *texts)


def identities(
    old: Mapping[str, Identity],
    new: Mapping[str, Identity],
    describe_old: Describe,
    describe_new: Describe,
) -> dict[str, str]:
    """Identifier in the old version → in the new one, each at most once on either side."""
    pairs = _Pairs(old, new)
    pairs.add(lambda one, other: describe_old(one.identifier) == describe_new(one.identifier))
    pairs.match(lambda one: one.number and (one.number, one.title or one.artist))
    pairs.match(lambda one: one.number)
    pairs.match(lambda one: one.title and _called(one))
    pairs.match(lambda one: one.title and (one.title, one.artist), _no_two_dates)
    pairs.match_in_order(describe_old, describe_new)
    moved = any(a != b for a, b in pairs.found.items())
    pairs.add(_same_title)
    # The less a number means, the more has to speak for it beside the number.
    counted = _counted(old) and _counted(new)
    if not (moved and counted):
        pairs.add(_same_artist)
    if not moved and not counted:
        pairs.add(lambda one, other: True)
    return pairs.found


def _called(one: Identity) -> tuple[str, str, str]:
    return one.title, one.artist, one.date


def _same_title(one: Identity, other: Identity) -> bool:
    return bool(one.title) and one.title == other.title


def _same_artist(one: Identity, other: Identity) -> bool:
    return bool(one.artist) and one.artist == other.artist


def _counted(identifiers: Iterable[str]) -> bool:
    """Whether works are numbered one after the other, as a database or a spreadsheet does."""
    found = list(identifiers)
    numbers = [int(one) for one in found if one.isascii() and one.isdigit() and len(one) < 10]
    if len(numbers) < 0.9 * len(found) or not numbers:
        return False
    return max(numbers) - min(numbers) < 3 * len(numbers)


def _no_two_dates(one: Identity, other: Identity) -> bool:
    return not one.date or not other.date or one.date == other.date


class _Pairs:
    """Works that were found again, and those of both sides that were not."""

    def __init__(self, old: Mapping[str, Identity], new: Mapping[str, Identity]) -> None:
        self._all_old, self._all_new = old, new
        self.old, self.new = dict(old), dict(new)
        self.found: dict[str, str] = {}

    def add(self, agree: Callable[[Identity, Identity], bool]) -> None:
        """Works that have the same identifier on both sides, and agree."""
        for identifier in [one for one in self.old if one in self.new]:
            if agree(self.old[identifier], self.new[identifier]):
                self._pair(identifier, identifier)

    def match(
        self,
        key: Callable[[Identity], Hashable],
        agree: Callable[[Identity, Identity], bool] = lambda one, other: True,
    ) -> None:
        """Works whose key no second work of either side has, found or not."""
        ours, theirs = _unique(self._all_old.values(), key), _unique(self._all_new.values(), key)
        for value, a in ours.items():
            b = theirs.get(value)
            if b and a in self.old and b in self.new and agree(self.old[a], self.new[b]):
                self._pair(a, b)

    def match_in_order(self, describe_old: Describe, describe_new: Describe) -> None:
        """Works of which all is the same, where there are as many of them on both sides."""
        called = {_called(one) for one in self.new.values()}
        left = [a for a, one in self.old.items() if _called(one) in called]
        ours = _by_description(left, describe_old)
        theirs = _by_description(self.new if ours else (), describe_new)
        for description, group in ours.items():
            others = theirs.get(description, [])
            if len(group) == len(others):
                for a, b in zip(group, others, strict=True):
                    self._pair(a, b)

    def _pair(self, a: str, b: str) -> None:
        self.found[a] = b
        del self.old[a], self.new[b]


def _by_description(works: Iterable[str], describe: Describe) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for identifier in works:
        found[hash(frozenset(describe(identifier).items()))].append(identifier)
    return found


def _unique(works: Iterable[Identity], key: Callable[[Identity], Hashable]) -> dict[Hashable, str]:
    found: dict[Hashable, str | None] = {}
    for one in works:
        if value := key(one):
            found[value] = None if value in found else one.identifier
    return {value: identifier for value, identifier in found.items() if identifier is not None}
