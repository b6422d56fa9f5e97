"""Names of artists that look like the same person, written in several ways."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz.distance import OSA

from catalogue.lengths import LONGEST_NAME
from catalogue.normalise import STOP_WORDS, normalise, without_brackets

_SHORTEST_NAME = 9
"""Fewest letters of a name in which one different letter counts as a slip."""
_SHORTEST_WORD = 5
"""Fewest letters of the word with the slip: Joan and Jean are two people."""
_LONGEST_PERSON = 200
"""Letters of the name of one person at most: a longer text is a list of them, or none."""
_YEAR = re.compile(r"\d{3}")
_BRACKETS = re.compile(r"[()]")
Group = tuple[tuple[str, str], ...]
"""Names as they are written, each with the reason why it may belong to the same person."""


@dataclass(frozen=True)
class _Name:
    """A name with its words in normal form, without dates and brackets."""

    written: str

    @cached_property
    def words(self) -> tuple[str, ...]:
        outside = without_brackets(self.written[:LONGEST_NAME])
        words = normalise(outside).split()
        return tuple(word for word in words if not _YEAR.search(word))

    @cached_property
    def key(self) -> str:
        """The words in an order that is the same for a name turned round."""
        return " ".join(sorted(self.words))

    @cached_property
    def surname(self) -> str:
        before, comma, _ = self.written[:LONGEST_NAME].partition(",")
        words = [w for w in normalise(before).split() if w in self.words] if comma else self.words
        return words[-1] if words else ""

    @cached_property
    def forenames(self) -> tuple[str, ...]:
        """The words without surname and particles, in their order."""
        rest = list(self.words)
        if self.surname:
            rest.reverse()
            rest.remove(self.surname)
            rest.reverse()
        return tuple(word for word in rest if len(word) == 1 or word not in STOP_WORDS)


def people(artist: str) -> list[str]:
    """The names in an artist field, separated by `;`, `|` or, between full names, a comma."""
    names: list[str] = []
    for part in _split(artist[:LONGEST_NAME], ";|"):
        pieces = [" ".join(piece.split()) for piece in _split(part, ",")]
        are_full_names = all(len(piece.split()) > 1 for piece in pieces)
        names += pieces if are_full_names else [" ".join(part.split())]
    return [name for name in names if name]


def _split(text: str, separators: str) -> Iterator[str]:
    """The parts of a text between separators outside of brackets.

    A separator is within brackets if the next bracket behind it closes one.
    """
    start = 0
    closing = _BRACKETS.search(text)
    for at, character in enumerate(text):
        if closing and closing.start() < at:
            closing = _BRACKETS.search(text, at)
        if character in separators and not (closing and closing.group() == ")"):
            yield text[start:at]
            start = at + 1
    yield text[start:]


def same_person(names: Iterable[str]) -> list[Group]:
    """Groups of names that look like the same person, in the order of their first names.

    Names are joined if they have the same words in another order, case or accents; if they differ
    in a single letter; and if the initials of one fit the forenames of only one other.
    """
    parsed = [name for name in map(_Name, dict.fromkeys(names)) if name.words]
    groups = _Groups(parsed)
    for why, pairs in (
        ("the same words", _same_words(parsed)),
        ("one letter differs", _slips(parsed)),
        ("initials that fit", _initials(parsed)),
    ):
        for a, b in pairs:
            groups.join(a, b, why)
    return groups.several()


class _Groups:
    """Names in groups, each with the reason why it was joined."""

    def __init__(self, names: Sequence[_Name]) -> None:
        self._names = names
        self._head = list(range(len(names)))
        self._why: dict[int, str] = {}

    def head(self, n: int) -> int:
        while self._head[n] != n:
            self._head[n] = n = self._head[self._head[n]]
        return n

    def join(self, a: int, b: int, why: str) -> None:
        first, second = sorted((self.head(a), self.head(b)))
        if first != second:
            self._head[second] = first
            for n in (a, b):
                self._why.setdefault(n, why)

    def several(self) -> list[Group]:
        groups: dict[int, list[int]] = defaultdict(list)
        for n in self._why:
            groups[self.head(n)].append(n)
        return [
            tuple((self._names[n].written, self._why[n]) for n in sorted(group))
            for _, group in sorted(groups.items())
        ]


def _same_words(names: Sequence[_Name]) -> Iterator[tuple[int, int]]:
    first: dict[str, int] = {}
    for n, name in enumerate(names):
        if (other := first.setdefault(name.key, n)) != n:
            yield other, n


def _slips(names: Sequence[_Name]) -> Iterator[tuple[int, int]]:
    """Pairs that differ in one letter: without some letter they have the same rest."""
    first = {name.key: n for n, name in reversed(list(enumerate(names)))}
    by_rest: dict[str, list[str]] = defaultdict(list)
    for key in first:
        if _SHORTEST_NAME <= len(key) <= _LONGEST_PERSON:
            for rest in {key, *(key[:i] + key[i + 1 :] for i in range(len(key)))}:
                by_rest[rest].append(key)
    seen: set[tuple[str, str]] = set()
    for keys in by_rest.values():
        for i, a in enumerate(keys):
            for b in keys[i + 1 :]:
                if (a, b) not in seen and _slip(a, b):
                    yield first[a], first[b]
                seen.add((a, b))


def _slip(a: str, b: str) -> bool:
    ours, theirs = set(a.split()), set(b.split())
    mine, other = " ".join(sorted(ours - theirs)), " ".join(sorted(theirs - ours))
    if min(len(mine), len(other)) < _SHORTEST_WORD or OSA.distance(a, b, score_cutoff=1) > 1:
        return False
    endings = {mine[-1], other[-1]}
    return not (mine[:-1] == other[:-1] and endings <= set("aeio"))  # Francesco and Francesca


def _initials(names: Sequence[_Name]) -> Iterator[tuple[int, int]]:
    """Names with initials, each with the only full name that they fit."""
    families: dict[str, list[int]] = defaultdict(list)
    for n, name in enumerate(names):
        if len(name.surname) > 2:
            families[name.surname].append(n)
    for family in families.values():
        short = [n for n in family if any(len(w) == 1 for w in names[n].forenames)]
        full = [n for n in family if n not in set(short) and names[n].forenames]
        for n in short:
            fitting = {names[m].key: m for m in full if _fits(names[n], names[m])}
            if len(fitting) == 1:
                yield n, next(iter(fitting.values()))


def _fits(short: _Name, full: _Name) -> bool:
    ours, theirs = short.forenames, full.forenames
    if len(ours) != len(theirs):
        return False
    pairs = zip(ours, theirs, strict=True)
    return all(a == b or (len(a) == 1 and b.startswith(a)) for a, b in pairs)
