"""A label's text read against the catalogue: what it is about, and what is left over.

Museums print number, artist, title, date, material and credit line in any order, over any line
breaks, in several languages. So the fields are not told by their place: title and artist are the
clauses that fit one work of the catalogue best. What is left has to be explained (material, size,
credit line, another particular of the record) or belongs to the title as it was read, and speaks
against the work. What was *read* is passed on, never the catalogue's words.
"""

from __future__ import annotations

import re
import weakref
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np

from catalogue import TOKEN_WEIGHT, Field, Index, normalise, parted
from pipeline.labels.clauses import Clause, clauses, printed
from pipeline.labels.interpretations import FULLY, Interpretation, best_of, interpretations
from pipeline.labels.kinds import Kind, kinds_of
from pipeline.labels.particulars import Particulars
from pipeline.stages.prompt_injection import orders_blanked

What = Kind | Literal["title", "artist", "explained", "unexplained"]
_CACHED = 10_000
"""Labels that are remembered for each index: those of a large museum's films."""
_REMEMBERED: weakref.WeakKeyDictionary[Index, Callable[[str], LabelReading]]
_REMEMBERED = weakref.WeakKeyDictionary()
_SIGN = 2
"""Words of a sign at most."""
_OF_WORKS: frozenset[Kind | None]
_OF_WORKS = frozenset({"material", "date", "measures", "number", "life", "credit", "inscription"})
"""What only the label of a work says."""
_MISREAD_YEAR = re.compile(r"(?<!\w)(?=\w*\d\w*\d)[12lI][\doOlI]{3}(?!\w)")
_DIGITS = str.maketrans("oOlI", "0011")
"""Letters that are read for the digits of a year."""


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
    possible = interpretations(parts, kinds, text, particulars, index)
    best, left = best_of(possible, particulars, parts)
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
    best: Interpretation,
    left: tuple[int, ...],
    works: Sequence[int],
    particulars: Particulars,
) -> tuple[int, ...]:
    """The clauses left over that speak against the works.

    None does where its number is printed beside its title and artist. Beside a whole title, its
    artist and a date that agrees, what stands apart from the title says something else of the work,
    or of the room, in words that nobody listed.
    """
    if best.artist is None or best.title.fit < FULLY:
        return left
    if any(map(particulars.numbered, works)):
        return ()
    if not any(map(particulars.dated, works)):
        return left
    beyond = particulars.beyond(left, best.title.clauses, best.artist.clauses)
    return tuple(n for n in left if n not in beyond)


def _with_digits(year: re.Match[str]) -> str:
    return year.group().translate(_DIGITS)


def _is_sign(best: Interpretation, kinds: Sequence[Kind | None], parts: Sequence[Clause]) -> bool:
    short = sum(len(parts[n].words) for n in best.title.clauses) <= _SIGN
    return short and best.artist is None and not _OF_WORKS.intersection(kinds)


def _nearest(works: list[int], best: Interpretation, index: Index) -> tuple[int, ...]:
    """The works to whose names the words come nearest, and all others of the same names."""
    words: dict[Field, list[str]] = {"title": [best.title.text]}
    words["artist"] = [best.artist.text] if best.artist else []
    query = index.query(words, TOKEN_WEIGHT)
    among = np.array(works)
    scores = query.combined(dict.fromkeys(words, 1.0), among)
    return index.namesakes(among[scores == scores.max()].tolist())


def _settled(
    works: Sequence[int], best: Interpretation, particulars: Particulars, index: Index
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


def _second(other: Interpretation, left: Sequence[int]) -> bool:
    """Whether another work's title stands among what the best interpretation leaves over."""
    return other.title.fit >= FULLY and set(other.title.clauses) <= set(left)


def _stretches(
    parts: Sequence[Clause],
    kinds: Sequence[Kind | None],
    text: str,
    best: Interpretation | None,
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
