"""The words of a label as a page draws them: what each says, in which colour, what can be marked.

Pure, and data alone: the browser sets every text as text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, TypedDict

from console import brief
from pages._ui.html.elements import ANSWER_LENGTH, caption, quiet
from pipeline.labels import SAID, LabelReading, Mark, MarkedLabel, Said

Kind = Said | Literal["explained", "unexplained"]
KINDS: dict[Kind, tuple[str, str]] = {
    "title": ("title", "#2f7d5f"),
    "artist": ("artist", "#3f6e9e"),
    "number": ("number", "#84589c"),
    "date": ("date", "#b07d2b"),
    "explained": ("explained", "#b3ada2"),
    "unexplained": ("not explained by the record", "#b0392b"),
    "nothing": ("left out", "#b3ada2"),
}
"""What each kind of words is called, and its colour in the picture, the same in any theme."""
_ANSWERS: dict[Said, str] = {
    "title": "title",
    "artist": "artist",
    "number": "number",
    "date": "date",
    "nothing": "nothing of it",
}
LONGEST = 6_000
"""Characters of a label that are drawn: longer ones are a model's that does not stop."""
_WORD = re.compile(r"[^\s/|;:,()\[\]{}\"“”„«»•·]+")

_BRACKETS = (("(", ")"), ("[", "]"), ("{", "}"), ("“", "”"), ("„", "“"), ("«", "»"))


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` of a label's text; `marked` where a person says what they are."""

    start: int
    end: int
    kind: Kind
    marked: bool = False


class Piece(TypedDict):
    """Characters that are drawn alike. `word` counts the words of the text from 0; -1 between."""

    text: str
    word: int
    kind: str
    marked: bool


class Drawing(TypedDict):
    """All that the browser needs to draw a label's words."""

    lines: list[list[Piece]]
    colours: dict[str, str]
    legend: list[tuple[str, str]]
    answers: list[tuple[str, str, str]]


def spans(reading: LabelReading, marked: MarkedLabel) -> tuple[Span, ...]:
    """What is to be seen of a reading, in the order of the label.

    Nothing but the marks of a person where the label fits no work, or several.
    """
    fits = bool(reading.works) and not reading.several
    by_place = {(mark.start, mark.end): mark.what for mark in marked.marks}
    found = []
    for stretch in reading.stretches:
        if what := by_place.get((stretch.start, stretch.end)):
            found.append(Span(stretch.start, stretch.end, what, True))
        elif fits:
            found.append(Span(stretch.start, stretch.end, _kind(stretch.what)))
    return tuple(found)


def _kind(what: str) -> Kind:
    known: tuple[Kind, ...] = ("title", "artist", "number", "date", "unexplained")
    return next((kind for kind in known if kind == what), "explained")


def drawing(text: str, shown: Sequence[Span]) -> Drawing:
    """A label's text line by line, with the colours of `shown` and what these mean."""
    kinds = dict.fromkeys(span.kind for span in shown)
    return Drawing(
        lines=_lines(text[:LONGEST], shown),
        colours={kind: _in_text(kind) for kind in kinds},
        legend=[(kind, name) for kind, (name, _) in KINDS.items() if kind in kinds],
        answers=[(what, _ANSWERS[what], _in_text(what)) for what in SAID],
    )


def _in_text(kind: Kind) -> str:
    """The colour of a kind in the text, where the theme decides."""
    return f"var(--ct-{kind})"


def mark(text: str, first: int, last: int, what: str) -> Mark | None:
    """The mark on the words from `first` to `last`, in either order; None for what is none."""
    words = [match.span() for match in _WORD.finditer(text[:LONGEST])]
    first, last = sorted((first, last))
    said = next((known for known in SAID if known == what), None)
    if said is None or not 0 <= first <= last < len(words):
        return None
    start, end = words[first][0], words[last][1]
    opened = any(
        text[start:end].count(opening) > text[start:end].count(closing)
        for opening, closing in _BRACKETS
        if text.startswith(closing, end)
    )
    return Mark(start, end + opened, said)


def _lines(text: str, shown: Sequence[Span]) -> list[list[Piece]]:
    words, kinds = [-1] * len(text), [-1] * len(text)
    for number, match in enumerate(_WORD.finditer(text)):
        words[match.start() : match.end()] = [number] * len(match[0])
    for number, span in enumerate(shown):
        end = min(span.end, len(text))
        kinds[span.start : end] = [number] * (end - span.start)
    lines, start = [], 0
    for line in text.split("\n"):
        places = range(start, start + len(line))
        alike = groupby(places, lambda at: (words[at], kinds[at]))
        lines.append([_piece(text, list(run), word, kind, shown) for (word, kind), run in alike])
        start += len(line) + 1
    return lines


def _piece(text: str, run: list[int], word: int, kind: int, shown: Sequence[Span]) -> Piece:
    words = text[run[0] : run[-1] + 1]
    if kind < 0:
        return Piece(text=words, word=word, kind="", marked=False)
    return Piece(text=words, word=word, kind=shown[kind].kind, marked=shown[kind].marked)


def codes(read: Sequence[tuple[str, str]]) -> str:
    """Kind and text of each code on a label. The text is a stranger's: it is no link."""
    return "".join(
        f"{caption(f'{kind} on it')}{quiet(brief(text, ANSWER_LENGTH))}" for kind, text in read
    )
