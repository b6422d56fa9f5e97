"""Which work of the old version of a catalogue is which work of the new one.

An unchanged work is the same work. A changed one is recognised by its inventory number, where that
is not the identifier; then by title, artist and date, where they are unique on both sides; and by
its identifier last. Identifiers are reused: a row number moves on when a row is inserted, and a
verdict on one painting must not become a verdict on its neighbour.
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
"""From a work's identifier to its whole description in one version, by field or column."""
_NUMBERS = frozenset(map(squashed, COLUMNS["identifier"])) - {"id", "objectid", "objektid"}
"""Columns of inventory numbers, as opposed to a database's own numbers."""


class WorkKey(NamedTuple):
    """What a work is recognised by: texts in normal form, empty where it has none."""

    identifier: str
    number: str
    title: str
    artist: str
    date: str
    shared: str = ""
    """The number, as it is written, that works of other titles in this version have too."""


@lru_cache(maxsize=4096)
def _is_number(column: str) -> bool:
    return squashed(column) in _NUMBERS


def work_key(work: Work) -> WorkKey:
    """What a work is recognised by in another version."""
    numbers = (text for r in work.records for name, text in r.extra if _is_number(name))
    dates = " ".join(sorted({record.date for record in work.records}))
    shared = work.number if work.shares_number else ""
    texts = (next(numbers, ""), work.title, work.artist, dates)
    number, title, artist, date = map(normalise, texts)
    return WorkKey(work.identifier, number, title, artist, date, shared)


def same_works(
    old: Mapping[str, WorkKey],
    new: Mapping[str, WorkKey],
    describe_old: Describe,
    describe_new: Describe,
) -> dict[str, str]:
    """Identifier in the old version → in the new one, each at most once on either side."""
    pairs = _Pairs(old, new)
    pairs.match_identifier(lambda a, b: describe_old(a.identifier) == describe_new(b.identifier))
    pairs.match(lambda key: key.number and (key.number, key.title or key.artist))
    pairs.match(lambda key: key.number)
    pairs.match(lambda key: key.title and _caption(key))
    pairs.match(lambda key: key.title and (key.title, key.artist), _dates_agree)
    pairs.match_in_order(describe_old, describe_new)
    moved = any(a != b for a, b in pairs.matched.items())
    pairs.match_identifier(_same_title)
    # The less an identifier means, the more must agree beside it.
    consecutive = _are_consecutive(old) and _are_consecutive(new)
    if not (moved and consecutive):
        pairs.match_identifier(lambda a, b: not a.shared and _same_artist(a, b))
    if not moved and not consecutive:
        pairs.match_identifier(lambda a, b: not a.shared)  # "12 (line 5)" is like a row number
    return pairs.matched


def _caption(key: WorkKey) -> tuple[str, str, str]:
    return key.title, key.artist, key.date


def _same_title(a: WorkKey, b: WorkKey) -> bool:
    return bool(a.title) and a.title == b.title


def _same_artist(a: WorkKey, b: WorkKey) -> bool:
    return bool(a.artist) and a.artist == b.artist


def _are_consecutive(identifiers: Iterable[str]) -> bool:
    """Whether works are numbered consecutively, as a database or a spreadsheet does."""
    texts = list(identifiers)
    numbers = [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 10]
    if len(numbers) < 0.9 * len(texts) or not numbers:
        return False
    return max(numbers) - min(numbers) < 3 * len(numbers)


def _dates_agree(a: WorkKey, b: WorkKey) -> bool:
    return not a.date or not b.date or a.date == b.date


class _Pairs:
    """The works matched so far, and those of both sides that are still unmatched."""

    def __init__(self, old: Mapping[str, WorkKey], new: Mapping[str, WorkKey]) -> None:
        self._all_old, self._all_new = old, new
        self.old, self.new = dict(old), dict(new)
        self.matched: dict[str, str] = {}

    def match_identifier(self, agree: Callable[[WorkKey, WorkKey], bool]) -> None:
        """Pair works that have the same identifier on both sides, and agree."""
        for identifier in [*self.old]:
            if identifier in self.new and agree(self.old[identifier], self.new[identifier]):
                self._pair(identifier, identifier)

    def match(
        self,
        value_of: Callable[[WorkKey], Hashable],
        agree: Callable[[WorkKey, WorkKey], bool] = lambda a, b: True,
    ) -> None:
        """Pair works by a value that only one work of each side has, matched works included."""
        old = _unique(self._all_old.values(), value_of)
        new = _unique(self._all_new.values(), value_of)
        for value, a in old.items():
            b = new.get(value)
            if b and a in self.old and b in self.new and agree(self.old[a], self.new[b]):
                self._pair(a, b)

    def match_in_order(self, describe_old: Describe, describe_new: Describe) -> None:
        """Pair works with the same description in order, if both sides have equally many."""
        captions = {_caption(key) for key in self.new.values()}  # describing all would take long
        candidates = [a for a, key in self.old.items() if _caption(key) in captions]
        old = _by_description(candidates, describe_old)
        new = _by_description(self.new if old else (), describe_new)
        for description, group in old.items():
            others = new.get(description, [])
            if len(group) == len(others):
                for a, b in zip(group, others, strict=True):
                    self._pair(a, b)

    def _pair(self, a: str, b: str) -> None:
        self.matched[a] = b
        del self.old[a], self.new[b]


def _by_description(works: Iterable[str], describe: Describe) -> dict[int, list[str]]:
    groups: dict[int, list[str]] = defaultdict(list)
    for identifier in works:
        groups[hash(frozenset(describe(identifier).items()))].append(identifier)
    return groups


def _unique(
    works: Iterable[WorkKey], value_of: Callable[[WorkKey], Hashable]
) -> dict[Hashable, str]:
    """Value → identifier of the only work that has it; works with an empty value are left out."""
    owners: dict[Hashable, str | None] = {}
    for key in works:
        if value := value_of(key):
            owners[value] = None if value in owners else key.identifier
    return {value: identifier for value, identifier in owners.items() if identifier is not None}
