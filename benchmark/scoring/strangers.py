"""What the decision makes of works that are not in the catalogue, and of those that are.

Some works are taken out of a catalogue, and their own words are given back as signals: as they
stand, and as a reader of labels gives them who loses words and confuses letters. Each of them that
is identified is named falsely. As many works that stayed say what the guards cost.

Words cannot tell some strangers from works of the catalogue: one with the same title and artist, or
of a title alone the same title. These namesakes are counted apart, as are works of the catalogue
that share title and artist with another.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import catalogue
from benchmark.misreading import degraded, initials, turned
from catalogue import Index, Work, normalise
from catalogue.commands import loaded
from metrics import exact_interval
from pipeline import AbstentionConfig, Decision, Guards, Signals
from pipeline.redecide import BatchDecider, Skybands

GUARDS: Mapping[str, Guards] = {
    "all": Guards(),
    "and artist_alone": Guards(artist_alone=True),
    "without contradicted": Guards(contradicted=False),
    "without ambiguous": Guards(ambiguous=False),
    "neither of them": Guards(contradicted=False, ambiguous=False),
}
_LEAST = 20
Reader = Callable[[str], str]
Named = Callable[[str], str]
FORMS: Mapping[str, Named] = {
    "as catalogued": lambda name: name,
    "turned round": turned,
    "initials": initials,
}


@dataclass(frozen=True, slots=True)
class Row:
    """One way in which words are given, under one set of guards."""

    given: str
    errors: int
    guards: str
    strangers: int
    """Works that are not in the catalogue, without namesakes."""
    false: int
    """Of these, so many are named as some work."""
    namesakes: int
    namesakes_named: int
    works: int
    """Works of the catalogue that words tell from all others."""
    right: int
    wrong: int


@dataclass(frozen=True, slots=True)
class Collection:
    """A catalogue without the works that were taken out of it."""

    index: Index
    gone: tuple[Work, ...]
    present: tuple[Work, ...]

    @classmethod
    def of(cls, works: Sequence[Work], count: int, seed: int) -> Collection:
        shuffled = [work for work in works if work.title and work.artist]
        random.Random(seed).shuffle(shuffled)
        gone, left = shuffled[:count], shuffled[count:]
        taken = {work.identifier for work in gone}
        index = Index([work for work in works if work.identifier not in taken])
        return cls(index, tuple(gone), tuple(left[:count]))


def main(arguments: Sequence[str] | None = None) -> int:
    options = _arguments(arguments)
    works = loaded(options.file).works
    usable = sum(bool(work.title and work.artist) for work in works)
    count = min(options.works, usable // 4)
    if count < _LEAST:
        raise catalogue.UnusableCatalogue(
            f"{options.file} has {usable} works with title and artist. Strangers can be taken out "
            f"of a catalogue of {4 * _LEAST} or more."
        )
    collection = Collection.of(works, count, options.seed)
    rows = list(measured(collection, options.seed))
    if options.json:
        print(json.dumps([_record(row) for row in rows], indent=2))
    else:
        print(f"{len(works)} works, {count} taken out\n")
        print(table(rows))
    return 0


def measured(collection: Collection, seed: int) -> Iterator[Row]:
    """A row for each kind of words, strength of the errors and set of guards."""
    for errors in (0, 1, 2):
        for given in ("title and artist", "title", "artist"):
            yield from _rows(collection, given, errors, "as catalogued", seed)
    for form in list(FORMS)[1:]:
        yield from _rows(collection, "title and artist", 0, form, seed)


def _rows(collection: Collection, given: str, errors: int, form: str, seed: int) -> Iterator[Row]:
    rng = random.Random(f"{seed} {given} {errors}")
    asked = (*collection.gone, *collection.present)
    signals = [_signals(work, given, lambda text: degraded(text, rng, errors), form)
               for work in asked]  # fmt: skip
    decider = BatchDecider(signals, Skybands(collection.index), strict=True)
    for name, guards in GUARDS.items():
        decisions = decider.decide(AbstentionConfig(), guards)
        of_gone = decisions[: len(collection.gone)]
        label = given if form == "as catalogued" else f"{given}, {form}"
        counts = _strangers(collection, given, of_gone)
        counts += _works(collection, decisions[len(of_gone) :])
        yield Row(label, errors, name, *counts)


def _signals(work: Work, given: str, read: Reader, form: str) -> Signals:
    title = (read(work.title),) if "title" in given else ()
    artist = (read(FORMS[form](work.artist)),) if "artist" in given else ()
    return Signals(work.identifier, title, artist)


def _strangers(
    collection: Collection, given: str, decisions: Sequence[Decision]
) -> tuple[int, ...]:
    """Strangers and those named falsely; namesakes and those named."""
    index = collection.index
    titles = {normalise(name) for n in range(len(index)) for name in index.aliases(n, "title")}
    both = {_key(work) for work in index.works}
    counts: Counter[tuple[bool, bool]] = Counter()
    for work, decision in zip(collection.gone, decisions, strict=True):
        twin = normalise(work.title) in titles if given == "title" else _key(work) in both
        counts[twin, decision.accepted] += 1
    named = counts[False, True], counts[True, True]
    return named[0] + counts[False, False], named[0], named[1] + counts[True, False], named[1]


def _works(collection: Collection, decisions: Sequence[Decision]) -> tuple[int, ...]:
    """Works that words tell from others, those named rightly, and those named wrongly."""
    shared = Counter(_key(work) for work in collection.index.works)
    told = [
        (work.identifier, decision)
        for work, decision in zip(collection.present, decisions, strict=True)
        if shared[_key(work)] == 1
    ]
    named = [(own, d.candidate.work) for own, d in told if d.accepted and d.candidate]
    right = sum(own == work for own, work in named)
    return len(told), right, len(named) - right


def _key(work: Work) -> tuple[str, str]:
    return normalise(work.title), normalise(work.artist)


def table(rows: Sequence[Row]) -> str:
    """The rows for people to read, with exact 95% intervals of the strangers named falsely."""
    head = ("given", "errors", "guards", "strangers named", "95%", "namesakes", "right", "wrong")
    cells = [head, *(_cells(row) for row in rows)]
    widths = [max(len(row[n]) for row in cells) for n in range(len(head))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    )


def _cells(row: Row) -> tuple[str, ...]:
    low, high = exact_interval(row.false, row.strangers)
    return (
        row.given, str(row.errors), row.guards, f"{row.false} of {row.strangers}",
        f"{low:.1%} to {high:.1%}", f"{row.namesakes_named} of {row.namesakes}",
        f"{row.right} of {row.works}", str(row.wrong),
    )  # fmt: skip


def _record(row: Row) -> dict[str, Any]:
    interval = exact_interval(row.false, row.strangers)
    rights = exact_interval(row.right, row.works)
    return {**asdict(row), "false_interval": interval, "right_interval": rights}


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmark strangers", description=(__doc__ or "").split("\n\n")[0]
    )
    parser.add_argument("file", type=Path, help="a catalogue")
    parser.add_argument("--works", type=int, default=600, help="how many are taken out (600)")
    parser.add_argument("--seed", type=int, default=3, help="chooses the works and the errors (3)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    return parser.parse_args(arguments)
