"""What a person says of the words on a label: "this is the title", or "this says nothing of it".

A mark changes no word. The marked words are what was *read* as title, artist, number or date,
instead of what the reading took for it; everything else is read as before. Words that are marked as
nothing are left out, as if they were not printed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

from catalogue import Index, normalise
from pipeline.labels.clauses import printed
from pipeline.labels.reading import LabelReading, Stretch, What, read_label

Said = Literal["title", "artist", "number", "date", "nothing"]
SAID: tuple[Said, ...] = get_args(Said)
_AROUND = " \n\t.,;:-–—"
"""What no part of a cut stretch begins or ends with."""


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """Characters `start` to `end` of a label's text, and what they are."""

    start: int
    end: int
    what: Said


@dataclass(frozen=True, slots=True)
class MarkedLabel:
    """The text of a label with the marks on it, in the order of the text, none over another.

    Raises ValueError for marks that are not within the text, or not in order.
    """

    text: str
    marks: tuple[Mark, ...] = ()

    def __post_init__(self) -> None:
        before = 0
        for mark in self.marks:
            if mark.what not in SAID or not before <= mark.start < mark.end <= len(self.text):
                raise ValueError(f"There is no room on the label for the mark {mark}.")
            before = mark.end

    @property
    def said(self) -> frozenset[Said]:
        """What any of the words are said to be."""
        return frozenset(mark.what for mark in self.marks)

    @property
    def names(self) -> bool:
        """Whether any words are said to be of the work that the label is about."""
        return bool(self.said - {"nothing"})

    def words(self, what: Said) -> str:
        """The words that are marked so, on one line; empty where there are none."""
        return " ".join(printed(self.text[m.start : m.end]) for m in self.marks if m.what == what)

    def without(self, said: Collection[Said]) -> str:
        """The text with blanks for what is marked so: every other character keeps its place."""
        text = self.text
        for mark in (m for m in self.marks if m.what in said):
            blank = "".join(c if c == "\n" else " " for c in text[mark.start : mark.end])
            text = text[: mark.start] + blank + text[mark.end :]
        return text

    def adding(self, new: Mark) -> MarkedLabel:
        """The label with one more mark, which takes its words from the marks before.

        A work has one title, artist, number and date, so a mark replaces the earlier one of its
        kind. Raises ValueError for a mark that is not within the text.
        """
        others = [mark for mark in self.marks if mark.what == "nothing" or mark.what != new.what]
        rest = [
            Mark(start, end, mark.what)
            for mark in others
            for start, end in _outside(mark.start, mark.end, [new], self.text)
        ]
        return MarkedLabel(self.text, tuple(sorted([*rest, new])))


Marks = tuple[MarkedLabel, ...]
"""The marks on the labels of one clip: several backends may have read several texts."""


def on_label(marks: Marks, text: str) -> MarkedLabel:
    """The marks on the label with this text; a text that was read anew has none."""
    return next((marked for marked in marks if marked.text == text), MarkedLabel(text))


def read_marked(marked: MarkedLabel, index: Index) -> LabelReading:
    """What the label says of which work, where a person's marks overrule the reading. Pure.

    Where the title is marked, the label is about that one work, and what is left over is no part of
    the title; where no artist is known, it may still be one.
    """
    reading = read_label(marked.without({"nothing"}), index)
    if not marked.marks:
        return reading
    rest = [piece for stretch in reading.stretches for piece in _cut(stretch, marked)]
    overruled = set(marked.said)
    if "title" in overruled and ("artist" in overruled or any(s.what == "artist" for s in rest)):
        rest = [replace(s, what="explained") if s.what == "unexplained" else s for s in rest]
    rest = [replace(s, what="explained") if s.what in overruled else s for s in rest]
    return LabelReading(
        tuple(sorted([*rest, *_stretches(marked)], key=lambda stretch: stretch.start)),
        reading.works,
        None if marked.names else reading.settled,
        several=reading.several and "title" not in overruled,
    )


def _stretches(marked: MarkedLabel) -> Iterator[Stretch]:
    for mark in marked.marks:
        what: What = "explained" if mark.what == "nothing" else mark.what
        yield Stretch(mark.start, mark.end, what, printed(marked.text[mark.start : mark.end]))


def _cut(stretch: Stretch, marked: MarkedLabel) -> Iterator[Stretch]:
    """The parts of a stretch that are not marked; the stretch itself where none of it is."""
    if not any(m.start < stretch.end and stretch.start < m.end for m in marked.marks):
        yield stretch
        return
    for start, end in _outside(stretch.start, stretch.end, marked.marks, marked.text):
        yield replace(stretch, start=start, end=end, text=printed(marked.text[start:end]))


def _outside(start: int, end: int, marks: Sequence[Mark], text: str) -> Iterator[tuple[int, int]]:
    """What is left of the characters `start` to `end` beside the marks, where it holds a word."""
    edges = [start]
    for mark in marks:
        if mark.start < end and start < mark.end:
            edges += [mark.start, mark.end]
    edges.append(end)
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        part = text[first:last]
        if first < last and normalise(part):
            yield first + len(part) - len(part.lstrip(_AROUND)), first + len(part.rstrip(_AROUND))
