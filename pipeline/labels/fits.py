"""Which clauses of a label fit the names of a work."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from catalogue import STOP_WORDS, Field, Index, alike_words, normalise, run_together
from pipeline.labels.clauses import Clause, printed
from pipeline.labels.kinds import Kind
from pipeline.labels.lexicon import is_in, qualifier, unqualified

Near = Mapping[str, frozenset[str]]
"""Word of a text → the words of names that it may be."""
_CLAUSES = 24
"""Clauses of the longest run: a title of several parts over several lines."""
_NEAR = 0.6
"""As much as `Counterparts` asks of a misread word."""
_LEAST = {"title": (0.75, 0.6), "artist": (0.6, 0.1), "subject": (1.0, 1.0)}
"""The share of a run's words that a name has, and the share of the name's that the run has. A label
may leave out a painter's second forename, but hardly half of a title."""
_WHOLE = 0.99
_IN_PART = 0.7
"""What a title counts that is not read as a whole."""


@dataclass(frozen=True, slots=True)
class Run:
    """Clauses `first` to `last` (inclusive, from 0), and how well they fit a name, 0 to 1."""

    first: int
    last: int
    text: str
    fit: float

    @property
    def clauses(self) -> range:
        return range(self.first, self.last + 1)

    def overlaps(self, other: Run) -> bool:
        return self.first <= other.last and other.first <= self.last


def fitting(
    field: Field,
    work: int,
    clauses: Sequence[Clause],
    kinds: Sequence[Kind | None],
    text: str,
    index: Index,
    near: Near,
) -> list[Run]:
    """The runs of clauses that fit a name of a work, the best and longest first.

    `near` are the words of names that each word of the text may be (`near_words`).
    """
    words = words_of(index.aliases(work, field))
    touching = [n for n, clause in enumerate(clauses) if _touches(clause, words, near)]
    runs = []
    for first, last in _runs(touching, clauses, kinds):
        run_text = printed(text[clauses[first].start : clauses[last].end])
        if (fit := _fit(field, run_text, work, index)) > 0:
            runs.append(Run(first, last, run_text, fit))
    return sorted(runs, key=lambda run: (-round(run.fit, 2), run.first - run.last, run.first))


def _runs(
    touching: Sequence[int], clauses: Sequence[Clause], kinds: Sequence[Kind | None]
) -> Iterator[tuple[int, int]]:
    """First and last clause of each run that begins and ends with a clause that touches the name.

    Of running text a run has all or nothing: a long title may look like it, but a painter whom a
    wall text mentions is no attribution.
    """
    running = [
        n for n, clause in enumerate(clauses)
        if clause.paragraph is not None and kinds[n] in (None, "prose")
    ]  # fmt: skip
    for first in touching:
        for last in (n for n in touching if first <= n < first + _CLAUSES):
            within = {clauses[n].paragraph for n in range(first, last + 1)}
            if all(first <= n <= last for n in running if clauses[n].paragraph in within):
                yield first, last


def _fit(field: Field, run: str, work: int, index: Index) -> float:
    """The product of both shares, for the name of a work that fits best; 0 where none does."""
    least_text, least_name = _LEAST[field]
    if field == "artist":
        if qualifier(run) != qualifier(index.works[work].artist):
            return 0.0
        run = unqualified(run)
    shares = index.counterparts.of(field, run, work)
    fits = [
        shared.text * shared.name
        if shared.text >= least_text
        and shared.name >= least_name
        and not (field == "artist" and shared.other_word and shared.name < _WHOLE)
        else 0.0
        for shared in shares
    ]
    if field == "title" and any(fits):
        wholes = index.counterparts.whole(field, run, work)
        fits = [f if whole else _IN_PART * f for f, whole in zip(fits, wholes, strict=True)]
    return max(fits, default=0.0)


def near_words(clauses: Sequence[Clause], names: Collection[str]) -> Near:
    """The words of `names` that each telling word of a text may be, misread: all at once, for a
    label is compared with a hundred works."""
    read = sorted({w for clause in clauses for w in clause.words if w not in STOP_WORDS})
    others = sorted(set(names) - STOP_WORDS)
    return {
        word: frozenset(others[n] for n in np.flatnonzero(row).tolist())
        for word, row in zip(read, alike_words(read, others) >= _NEAR, strict=True)
    }


def _touches(clause: Clause, words: frozenset[str], near: Near) -> bool:
    read = [word for word in clause.words if word not in STOP_WORDS]
    if not read:  # an article on a line of its own
        return words.issuperset(clause.words)
    if any(not words.isdisjoint(near[word]) for word in read):
        return True
    return bool(qualifier(" ".join(clause.words))) and all(is_in("qualifier", w) for w in read)


@lru_cache(maxsize=4096)
def words_of(names: tuple[str, ...]) -> frozenset[str]:
    """The words of names, and those that they make where the space between them is not read."""
    normal = [normalise(name) for name in names]
    words = frozenset(word for name in normal for word in name.split())
    return words.union(*map(run_together, normal))
