"""What a label may be: the clauses of title and artist, for each work that it could be about."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from catalogue import TOKEN_WEIGHT, Field, Index
from pipeline.labels.clauses import Clause
from pipeline.labels.fits import Near, Run, fitting, near_words, words_of
from pipeline.labels.kinds import Kind
from pipeline.labels.marked_numbers import printed_number
from pipeline.labels.particulars import Particulars

SHORTLIST = 96
"""Works that are compared with a text clause by clause."""
_NAMES: tuple[Field, ...] = ("title", "artist")
_RUNS = 3
"""Best runs of a field that are combined with those of the other."""
_ENOUGH = 8
"""Interpretations after which one that leaves nothing over needs no more to be compared with."""
_NO_TITLES: frozenset[Kind | None] = frozenset({"date", "number", "measures", "life", "noise"})
_NAME = 0.99
"""S with an artist, or share of a text's words that the name has, from which it is a name."""
_INITIALS = re.compile(r"(?:[^\W\d_]\.\s*)+[^\W\d_]{2,}(?:[-'’ ][^\W\d_]{2,})?")
"""A name: "J. M. W. Turner"."""
FULLY = 0.9
"""Fit of a title that is read as a whole. A second one makes a label one about two works."""


@dataclass(frozen=True, slots=True)
class Interpretation:
    """A label as one of a work: the clauses for title and artist."""

    work: int
    title: Run
    artist: Run | None
    words_in_title: int

    @property
    def claimed(self) -> frozenset[int]:
        return frozenset((*self.title.clauses, *(self.artist.clauses if self.artist else ())))

    @property
    def fit(self) -> float:
        return self.title.fit + (self.artist.fit if self.artist else 0.0)

    def order(self, words_left: int) -> tuple[float, int, int]:
        """Sorts the best first: it leaves least over, fits best, and has the longest title."""
        return (round(words_left - 2 * self.fit, 6), -self.words_in_title, self.work)

    def same_words(self, other: Interpretation) -> bool:
        """Whether it takes the same clauses for title and artist."""
        return _clauses(self.title) == _clauses(other.title) and (
            _clauses(self.artist) == _clauses(other.artist)
        )


def interpretations(
    parts: Sequence[Clause],
    kinds: Sequence[Kind | None],
    text: str,
    particulars: Particulars,
    index: Index,
) -> list[Interpretation]:
    """What the label may be, by the works of the shortlist."""
    possible: list[Interpretation] = []
    complete = False
    shortlist = list(_shortlist(parts, kinds, text, index))
    names = (index.aliases(work, field) for work in shortlist for field in _NAMES)
    near = near_words(parts, frozenset().union(*map(words_of, names)))
    for work in shortlist:
        for interpretation in _interpretations(work, parts, kinds, text, index, near):
            possible.append(interpretation)
            if not complete and interpretation.fit > 2 * FULLY:
                complete = not particulars.left(
                    work, interpretation.title.clauses, interpretation.claimed
                )
        if complete and len(possible) >= _ENOUGH:
            break
    return _without_names(possible, index)


def _shortlist(
    parts: Sequence[Clause], kinds: Sequence[Kind | None], text: str, index: Index
) -> Iterable[int]:
    """The works whose number is printed, then those whose names occur in the text."""
    printed_numbers = (
        text[part.start : part.end].strip(" .,")
        for part, kind in zip(parts, kinds, strict=True)
        if kind == "number"
    )
    numbered = (index.numbers.of(printed_number(n, index)) for n in printed_numbers)
    bearers = [work for works in numbered for work in works]
    return dict.fromkeys((*bearers, *index.mentioned(text, SHORTLIST).tolist()))


def _interpretations(
    work: int,
    parts: Sequence[Clause],
    kinds: Sequence[Kind | None],
    text: str,
    index: Index,
    near: Near,
) -> Iterable[Interpretation]:
    titles = fitting("title", work, parts, kinds, text, index, near)[:_RUNS]
    artists = fitting("artist", work, parts, kinds, text, index, near)[:_RUNS] if titles else []
    for title in titles:
        artist = next((artist for artist in artists if not artist.overlaps(title)), None)
        # A work may be called "1984", but then its label says whose it is.
        if artist is None and {kinds[n] for n in title.clauses} <= _NO_TITLES:
            continue
        yield Interpretation(work, title, artist, words_in(title.clauses, parts))


def best_of(
    possible: Sequence[Interpretation], particulars: Particulars, parts: Sequence[Clause]
) -> tuple[Interpretation | None, tuple[int, ...]]:
    """The interpretation that leaves least over, and the clauses that it leaves.

    What one leaves is looked up in the record, which takes time: it is left out where it could not
    be better if it left nothing.
    """
    best: Interpretation | None = None
    least: tuple[float, int, int] = (math.inf, 0, 0)
    left_by_best: tuple[int, ...] = ()
    for interpretation in sorted(possible, key=lambda i: i.order(0)):
        if interpretation.order(0) > least:
            break
        title, claimed = interpretation.title.clauses, interpretation.claimed
        left = particulars.left(interpretation.work, title, claimed)
        if (order := interpretation.order(words_in(left, parts))) < least:
            best, least, left_by_best = interpretation, order, left
    return best, left_by_best


def _without_names(possible: Sequence[Interpretation], index: Index) -> list[Interpretation]:
    """The interpretations but those that take the name of an artist for a title, with no artist
    beside it: a work may be called "Joseph Beuys", and then its label says whose it is."""
    return [i for i in possible if i.artist or not _is_name(i.title.text, i.work, index)]


def _is_name(text: str, work: int, index: Index) -> bool:
    """Whether a text is the name of an artist, or a form of that of the work's own."""
    if _INITIALS.fullmatch(text):
        return True
    own = index.counterparts.of("artist", text, work)
    if any(shared.text >= _NAME and not shared.other_word for shared in own):
        return True
    return index.query({"artist": [text]}, TOKEN_WEIGHT).highest("artist") >= _NAME


def words_in(clauses: Iterable[int], parts: Sequence[Clause]) -> int:
    return sum(len(parts[n].words) for n in clauses)


def _clauses(run: Run | None) -> range | None:
    return run.clauses if run else None
