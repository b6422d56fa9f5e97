"""The same label read in several frames."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from rapidfuzz import fuzz

from backends.embedded.labels.over_frames.alignment import SAME_LINE, aligned, mapped, places
from backends.embedded.labels.reliability import compared, similarity
from backends.embedded.labels.transcription import Label, Line

T = TypeVar("T")

SAME_TEXT = 0.6
"""Mean similarity of the lines from which two readings are of one label: half of the words of
small print change from frame to frame, while two different labels share a medium line at most."""
SURE = 0.8
"""Confidence from which a line is mostly right."""
SAME_ROW = 0.7
"""Heights of a line by which its place may be off when nothing in its words agrees."""
NEARER = 4
"""Power of the similarity by which readings support each other: a letter of ten costs a third."""
PART = 80.0
"""rapidfuzz partial ratio from which a line is a part of a longer one that was read as two."""


def same_label(first: Label, second: Label) -> bool:
    """Whether two readings, of any frames, are of the same physical label.

    The lines of the shorter reading are sought in the longer one, weighted by their letters and
    confidence. A medium or a date that many labels share is not enough. Two sure lines at one
    place that differ tell two labels of one artist apart.
    """
    if _contradict(first, second):
        return False
    short, long = sorted((first, second), key=lambda label: (len(label.text), label.text))
    weights = [len(line.text) * line.confidence for line in short.lines]
    if not sum(weights):
        return False
    best = [max(similarity(line.text, other.text) for other in long.lines) for line in short.lines]
    agreed = sum(w * b for w, b in zip(weights, best, strict=True)) / sum(weights) / 100
    heading = best[0] >= SAME_LINE
    return agreed >= SAME_TEXT and (heading or agreed >= (1 + SAME_TEXT) / 2)


def _contradict(first: Label, second: Label) -> bool:
    here, there = places(first), places(second)
    texts = [[line.text] for line in first.lines]
    pairs = aligned(texts, [line.text for line in second.lines])
    way = mapped([(here[i], there[j]) for i, j in pairs])
    return any(
        abs(here[i] - way.of(there[j])) < SAME_ROW
        and similarity(first.lines[i].text, second.lines[j].text) < SAME_LINE
        for i in _strange(first, second)
        for j in _strange(second, first)
    )


def _strange(label: Label, other: Label) -> list[int]:
    """Numbers of the sure lines of a label that the other does not have."""
    return [
        number
        for number, line in enumerate(label.lines)
        if line.confidence >= SURE
        and all(similarity(line.text, o.text) < SAME_LINE for o in other.lines)
    ]


def group(readings: Iterable[T], label_of: Callable[[T], Label]) -> list[list[T]]:
    """Readings of the same physical label together, in order of first appearance.

    A reading is a label and whatever goes with it; `label_of` picks the label out.
    """
    groups: list[list[T]] = []
    for reading in readings:
        label = label_of(reading)
        home = next((g for g in groups if any(same_label(label, label_of(o)) for o in g)), None)
        if home is None:
            groups.append([reading])
        else:
            home.append(reading)
    return groups


def combine(labels: Sequence[Label]) -> Label:
    """One reading out of several of the same physical label.

    The reading with the most sure letters is the basis: its lines are kept in their
    order, each replaced by the wording that the readings vote for. A line that it missed joins
    where it stood in the reading that has it. Raises ValueError when there is nothing to combine.
    """
    if not labels:
        raise ValueError("no reading to combine: give at least one label")
    ranked = sorted(labels, key=sure_letters, reverse=True)
    rows: list[_Row] = []
    for label in ranked:
        _add(label, rows)
        rows.sort(key=lambda row: row.place)
    best = max(labels, key=lambda label: label.sharpness)
    return Label(ranked[0].quad, tuple(_vote(row.lines) for row in rows), best.sharpness)


@dataclass
class _Row:
    """The readings of one printed line. `place` is how far down it stands on the first label that
    has it, in lines' heights of the label that is the basis."""

    place: float
    lines: list[Line] = field(default_factory=list)

    @property
    def texts(self) -> list[str]:
        return [line.text for line in self.lines]


def _add(label: Label, rows: list[_Row]) -> None:
    """Put each line of a reading into its row: by its words, else by its place, else a new row."""
    place = places(label)
    pairs = aligned([row.texts for row in rows], [line.text for line in label.lines])
    way = mapped([(rows[i].place, place[j]) for i, j in pairs])
    taken = {i for i, _ in pairs}
    for i, j in pairs:
        rows[i].lines.append(label.lines[j])
    known = list(rows)
    for j in sorted(set(range(len(place))) - {j for _, j in pairs}):
        near = _nearest(way.of(place[j]), known)
        if near is not None and near not in taken:
            known[near].lines.append(label.lines[j])
            taken.add(near)
        elif near is None or not _part(label.lines[j].text, known[near].texts):
            rows.append(_Row(way.of(place[j]), [label.lines[j]]))


def _nearest(place: float, rows: Sequence[_Row]) -> int | None:
    """The number of the row at a place; None where there is none."""
    near = min(range(len(rows)), key=lambda i: abs(rows[i].place - place), default=None)
    return near if near is not None and abs(rows[near].place - place) < SAME_ROW else None


def _part(text: str, wordings: Sequence[str]) -> bool:
    """Whether a line is a piece of one that is known."""
    return any(
        len(text) <= len(whole) and fuzz.partial_ratio(text.casefold(), whole.casefold()) >= PART
        for whole in wordings
    )


def sure_letters(label: Label) -> float:
    """Letters, each weighed by the square of its line's confidence."""
    return sum(len(line.text) * line.confidence**2 for line in label.lines)


def _vote(lines: Sequence[Line]) -> Line:
    """The wording nearest to all others, weighted by confidence.

    It is one that was read, never a mixture, so that nothing is invented. A short reading counts
    less: it has mostly lost its end. What two frames read alike counts more than what is merely
    near to many, for misread letters are seldom misread twice.
    """
    longest = max(len(line.text) for line in lines)

    def support(line: Line) -> float:
        others = (o for o in lines if o is not line)
        near = sum(_alike(line, other) * other.confidence**2 for other in others)
        return float((near + line.confidence**2) * (len(line.text) / longest) ** 0.5)

    chosen = max(lines, key=support)
    equal = [o.confidence for o in lines if o.text == chosen.text]
    worth = compared(chosen.text, max(equal), [(line.text, line.confidence) for line in lines])
    return Line(chosen.text, max(equal), chosen.quad, worth, chosen.frame)


def _alike(line: Line, other: Line) -> float:
    return (similarity(line.text, other.text) / 100) ** NEARER
