"""Generated labels: drawn, read, and named with their works in the catalogue and without."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

from benchmark.labels.naming import decision_of
from benchmark.labels.records import language, printed
from benchmark.labels.twins import Twins
from catalogue import Index, Work
from demo.labels import LANGUAGES, Label, Layout, label
from pipeline import Decision, Evidence
from pipeline.stages import LabelTranscription

Group = Literal["told apart", "twin, number printed", "twin"]
GROUPS: tuple[Group, ...] = ("told apart", "twin, number printed", "twin")
"""Whether another work's label says the same in title, artist and date; the number may differ."""
_FOLD = 0.1
"""Share of a catalogue that is taken out at most to make strangers of its works."""
Report = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class Printing:
    """The label of a work, and the works that it cannot tell from it. `seed` draws the rest."""

    work: Work
    label: Label
    twins: tuple[Work, ...]
    seed: int

    @property
    def group(self) -> Group:
        if not self.twins:
            return "told apart"
        return "twin, number printed" if self.label.printed("number") else "twin"


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a label whose letters are of a `height`: a range of px, or "text"."""

    printing: Printing
    height: str
    evidence: Evidence

    @property
    def read(self) -> LabelTranscription:
        return self.evidence.answer(LabelTranscription) or LabelTranscription()

    @property
    def tied(self) -> bool:
        """Whether the label's place says which painting it names: without, it names none."""
        return self.read.tie in ("beside", "confirmed", "alone")


Read = Callable[[Printing], Sequence[Reading]]
"""Reads a label, once for each height."""


@dataclass(frozen=True, slots=True)
class Case:
    """What became of a reading: the work that is named, and the one that is named (falsely) when
    its own and its twins are not in the catalogue; None for none."""

    reading: Reading
    named: str | None
    stranger: str | None = None

    @property
    def right(self) -> bool:
        return self.named == self.reading.printing.work.identifier

    @property
    def wrong(self) -> bool:
        return self.named is not None and not self.right


def drawn(
    works: Sequence[Work], layouts: Sequence[Layout], count: int, seed: int, surname_first: bool
) -> Iterator[Printing]:
    """The labels of `count` works, in layouts and languages by turns.

    Works without an artist or a title are left out: a title in brackets, as "[blank]", is none.
    """
    usable = [work for work in works if _hangs(work)]
    rng = random.Random(seed)
    twins, own = Twins(works), language(works)
    chosen = rng.sample(usable, min(count, len(usable)))
    pairs = [(layout, code) for layout in layouts for code in LANGUAGES]
    rng.shuffle(pairs)
    for number, work in enumerate(chosen):
        layout, code = pairs[number % len(pairs)]
        draw = rng.getrandbits(32)
        print_label = partial(_label, own, surname_first, layout, code, draw)
        yield Printing(work, print_label(work), twins.of(work, print_label), draw)


def _hangs(work: Work) -> bool:
    title = work.title.strip()
    return bool(title and work.artist) and not (title[0] == "[" and title[-1] == "]")


def _label(
    own: str, surname_first: bool, layout: Layout, code: str, draw: int, work: Work
) -> Label:
    return label(printed(work, own, surname_first), layout, code, draw)


def named(
    works: Sequence[Work], printings: Sequence[Printing], read: Read, report: Report
) -> list[Case]:
    """Every reading of the labels decided about, with their works in the catalogue and without."""
    readings: list[Reading] = []
    for number, printing in enumerate(printings):
        report(0.6 * number / len(printings), "reading labels")
        readings += read(printing)
    report(0.6, "naming works")
    index = Index(works)
    cases = [Case(reading, _accepted(decision_of(reading.evidence, index))) for reading in readings]
    del index  # those without the strangers need as much memory again
    report(0.8, "naming strangers")
    return [case for fold in _folds(works, cases) for case in _estranged(works, fold)]


def _folds(works: Sequence[Work], cases: Sequence[Case]) -> Iterator[list[Case]]:
    """Cases in groups so small that most of the catalogue is left when their works are gone."""
    fold: list[Case] = []
    gone: set[str] = set()
    for case in cases:
        taken = _taken(case)
        if fold and len(gone | taken) > max(1, _FOLD * len(works)):
            yield fold
            fold, gone = [], set()
        fold.append(case)
        gone |= taken
    if fold:
        yield fold


def _estranged(works: Sequence[Work], fold: Sequence[Case]) -> Iterator[Case]:
    gone = set().union(*map(_taken, fold))
    index = Index([work for work in works if work.identifier not in gone])
    for case in fold:
        yield replace(case, stranger=_accepted(decision_of(case.reading.evidence, index)))


def _taken(case: Case) -> set[str]:
    printing = case.reading.printing
    return {work.identifier for work in (printing.work, *printing.twins)}


def _accepted(decision: Decision) -> str | None:
    return decision.candidate.work if decision.accepted and decision.candidate else None
