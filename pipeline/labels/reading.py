"""A label's text read against the catalogue: what it is about, and what is left over.

Museums print number, artist, title, date, material and credit line in any order, over any line
breaks, in several languages. So the fields are not told by their place: title and artist are the
clauses that fit one work of the catalogue best. What is left has to be explained (material, size,
credit line, another particular of the record) or belongs to the title as it was read, and speaks
against the work. What was *read* is passed on, never the catalogue's words.
"""

from __future__ import annotations

import math
import re
import weakref
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np

from catalogue import TOKEN_WEIGHT, Field, Index, normalise, parted
from pipeline.labels.clauses import Clause, clauses, printed
from pipeline.labels.fits import Run, fitting
from pipeline.labels.kinds import Kind, kinds_of, marked_number
from pipeline.labels.particulars import Particulars
from pipeline.stages.prompt_injection import orders_blanked

What = Kind | Literal["title", "artist", "explained", "unexplained"]
_CACHED = 10_000
"""Labels that are remembered for each index: those of a large museum's films."""
_REMEMBERED: weakref.WeakKeyDictionary[Index, Callable[[str], LabelReading]]
_REMEMBERED = weakref.WeakKeyDictionary()
SHORTLIST = 96
"""Works that are compared with a text clause by clause."""
_RUNS = 3
"""Best runs of a field that are combined with those of the other."""
_ENOUGH = 8
"""Interpretations after which one that leaves nothing over needs no more to be compared with."""
_SIGN = 2
"""Words of a sign at most."""
_OF_WORKS: frozenset[Kind | None]
_OF_WORKS = frozenset({"material", "date", "measures", "number", "life", "credit", "inscription"})
"""What only the label of a work says."""
_NO_TITLES: frozenset[Kind | None] = frozenset({"date", "number", "measures", "life", "noise"})
_NAME = 0.99
"""S with an artist, or share of a text's words that the name has, from which it is a name."""
_INITIALS = re.compile(r"(?:[^\W\d_]\.\s*)+[^\W\d_]{2,}(?:[-'’ ][^\W\d_]{2,})?")
"""A name: "J. M. W. Turner"."""
_MISREAD_YEAR = re.compile(r"(?<!\w)(?=\w*\d\w*\d)[12lI][\doOlI]{3}(?!\w)")
_DIGITS = str.maketrans("oOlI", "0011")
"""Letters that are read for the digits of a year."""
_FULLY = 0.9
"""Fit of a title that is read as a whole. A second one makes a label one about two works."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters `start` to `end` of a label's text, and what they say."""

    start: int
    end: int
    what: What
    text: str


@dataclass(frozen=True, slots=True)
class LabelReading:
    """What a label is about. `works` are the records that it fits, none where no work fits.

    `several` where it is about several works, each by clauses of its own: then it names none.
    `sign` where it says nothing but a word or two that are a title: so does an exit sign.
    `settled` is the one record that it can be about, by title, artist and other particulars.
    """

    stretches: tuple[Stretch, ...]
    works: tuple[str, ...] = ()
    settled: str | None = None
    several: bool = False
    sign: bool = False

    def of(self, what: What) -> tuple[Stretch, ...]:
        """The stretches of a kind, in the order of the label."""
        return tuple(stretch for stretch in self.stretches if stretch.what == what)


@dataclass(frozen=True, slots=True)
class _Interpretation:
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

    def same_words(self, other: _Interpretation) -> bool:
        """Whether it takes the same clauses for title and artist."""
        return _clauses(self.title) == _clauses(other.title) and (
            _clauses(self.artist) == _clauses(other.artist)
        )


def read_label(text: str, index: Index) -> LabelReading:
    """What a label's text says of which work; lines that address a model say nothing. Pure.

    Some 20 ms on 70,000 works, and remembered as long as the index is.
    """
    if index not in _REMEMBERED:
        held = weakref.ref(index)

        def remembered(text: str) -> LabelReading:
            works = held()
            assert works is not None  # it is the one that was asked with
            return _read(text, works)

        _REMEMBERED[index] = lru_cache(_CACHED)(remembered)
    return _REMEMBERED[index](text)


def _read(transcription: str, index: Index) -> LabelReading:
    text = _MISREAD_YEAR.sub(_with_digits, orders_blanked(transcription))
    parts = clauses(text)
    kinds = kinds_of(parts, text)
    particulars = Particulars(parts, kinds, text, index)
    possible = _possible(parts, kinds, text, particulars, index)
    best, left = _best(possible, particulars, parts)
    if best is None:
        return LabelReading(_stretches(parts, kinds, text, None, ()))
    works = _nearest([i.work for i in possible if i.same_words(best)], best, index)
    settled = _settled(works, best, particulars, index)
    against = _against(best, left, works, particulars)
    return LabelReading(
        _stretches(parts, kinds, text, best, against),
        tuple(index.works[work].identifier for work in works),
        None if settled is None else index.works[settled].identifier,
        several=any(_second(other, left) for other in possible),
        sign=_is_sign(best, kinds, parts),
    )


def _against(
    best: _Interpretation,
    left: tuple[int, ...],
    works: Sequence[int],
    particulars: Particulars,
) -> tuple[int, ...]:
    """The clauses left over that speak against the works.

    None does where its number is printed beside its title and artist. Beside a whole title, its
    artist and a date that agrees, what stands apart from the title says something else of the work,
    or of the room, in words that nobody listed.
    """
    if best.artist is None or best.title.fit < _FULLY:
        return left
    if any(map(particulars.numbered, works)):
        return ()
    if not any(map(particulars.dated, works)):
        return left
    beyond = particulars.beyond(left, best.title.clauses, best.artist.clauses)
    return tuple(n for n in left if n not in beyond)


def _with_digits(year: re.Match[str]) -> str:
    return year.group().translate(_DIGITS)


def _is_sign(best: _Interpretation, kinds: Sequence[Kind | None], parts: Sequence[Clause]) -> bool:
    short = sum(len(parts[n].words) for n in best.title.clauses) <= _SIGN
    return short and best.artist is None and not _OF_WORKS.intersection(kinds)


def _possible(
    parts: Sequence[Clause],
    kinds: Sequence[Kind | None],
    text: str,
    particulars: Particulars,
    index: Index,
) -> list[_Interpretation]:
    """What the label may be, by the works of the shortlist."""
    possible: list[_Interpretation] = []
    complete = False
    for work in _shortlist(parts, kinds, text, index):
        for interpretation in _interpretations(work, parts, kinds, text, index):
            possible.append(interpretation)
            if not complete and interpretation.fit > 2 * _FULLY:
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
    numbered = (
        index.numbers.of(index.numbers.mended(marked_number(n) or n)) for n in printed_numbers
    )
    bearers = [work for works in numbered for work in works]
    return dict.fromkeys((*bearers, *index.mentioned(text, SHORTLIST).tolist()))


def _interpretations(
    work: int, parts: Sequence[Clause], kinds: Sequence[Kind | None], text: str, index: Index
) -> Iterable[_Interpretation]:
    titles = fitting("title", work, parts, kinds, text, index)[:_RUNS]
    artists = fitting("artist", work, parts, kinds, text, index)[:_RUNS] if titles else []
    for title in titles:
        artist = next((artist for artist in artists if not artist.overlaps(title)), None)
        # A work may be called "1984", but then its label says whose it is.
        if artist is None and {kinds[n] for n in title.clauses} <= _NO_TITLES:
            continue
        yield _Interpretation(work, title, artist, _words(title.clauses, parts))


def _best(
    possible: Sequence[_Interpretation], particulars: Particulars, parts: Sequence[Clause]
) -> tuple[_Interpretation | None, tuple[int, ...]]:
    """The interpretation that leaves least over, and the clauses that it leaves.

    What one leaves is looked up in the record, which takes time: it is left out where it could not
    be better if it left nothing.
    """
    best: _Interpretation | None = None
    least: tuple[float, int, int] = (math.inf, 0, 0)
    left_by_best: tuple[int, ...] = ()
    for interpretation in sorted(possible, key=lambda i: i.order(0)):
        if interpretation.order(0) > least:
            break
        title, claimed = interpretation.title.clauses, interpretation.claimed
        left = particulars.left(interpretation.work, title, claimed)
        if (order := interpretation.order(_words(left, parts))) < least:
            best, least, left_by_best = interpretation, order, left
    return best, left_by_best


def _without_names(possible: Sequence[_Interpretation], index: Index) -> list[_Interpretation]:
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


def _words(clauses: Iterable[int], parts: Sequence[Clause]) -> int:
    return sum(len(parts[n].words) for n in clauses)


def _clauses(run: Run | None) -> range | None:
    return run.clauses if run else None


def _nearest(works: list[int], best: _Interpretation, index: Index) -> tuple[int, ...]:
    """The works to whose names the words come nearest, and all others of the same names."""
    words: dict[Field, list[str]] = {"title": [best.title.text]}
    words["artist"] = [best.artist.text] if best.artist else []
    query = index.query(words, TOKEN_WEIGHT)
    among = np.array(works)
    scores = query.combined(dict.fromkeys(words, 1.0), among)
    return index.namesakes(among[scores == scores.max()].tolist())


def _settled(
    works: Sequence[int], best: _Interpretation, particulars: Particulars, index: Index
) -> int | None:
    """The one work that a label of title and artist can be about.

    Of several, the one that the rest of the label tells apart: works of which the title is the
    whole one come before those of which it is a part, or another title.
    """
    if len(works) < 2:
        return works[0] if best.artist else None
    title = normalise(best.title.text)
    names = {work: normalise(index.works[work].title) for work in works}
    whole = [work for work, name in names.items() if parted(title, name) == name]
    settled = particulars.settle(works)
    return particulars.settle(whole) if settled is None else settled


def _second(other: _Interpretation, left: Sequence[int]) -> bool:
    """Whether another work's title stands among what the best interpretation leaves over."""
    return other.title.fit >= _FULLY and set(other.title.clauses) <= set(left)


def _stretches(
    parts: Sequence[Clause],
    kinds: Sequence[Kind | None],
    text: str,
    best: _Interpretation | None,
    left: Sequence[int],
) -> tuple[Stretch, ...]:
    """The label from its start to its end, each clause with what it says."""
    runs: list[tuple[range, What]] = []
    if best is not None:
        runs = [(best.title.clauses, "title")]
        runs += [(best.artist.clauses, "artist")] if best.artist else []
    claimed = {n for run, _ in runs for n in run}
    for n, what in enumerate(kinds):
        if n not in claimed:
            otherwise: What = what or ("unexplained" if best is None else "explained")
            rest: What = "unexplained" if n in left else otherwise
            runs.append((range(n, n + 1), rest))
    return tuple(
        Stretch(start, end, what, printed(text[start:end]))
        for run, what in sorted(runs, key=lambda pair: pair[0].start)
        for start, end in [(parts[run[0]].start, parts[run[-1]].end)]
    )
