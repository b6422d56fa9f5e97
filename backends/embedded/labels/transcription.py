"""A wall label as it was read, and the same label read in several frames.

Positions are fractions of frame width and height, as in `backends.base`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from backends.base import Quad
from backends.embedded.labels.reliability import compared, similarity

T = TypeVar("T")

SAME_TEXT = 0.6
"""Mean similarity of the lines from which two readings are of one label: half of the words of
small print change from frame to frame, while two different labels share a medium line at most."""
SAME_LINE = 60.0
"""rapidfuzz ratio (0 to 100) from which two lines are readings of one printed line."""
SURE = 0.8
"""Confidence from which a line is mostly right."""
SAME_PLACE = 0.2
"""Heights of a label by which a line's place on it may differ between two readings."""
SAME_ROW = 0.7
"""Heights of a line by which its place may be off when nothing in its words agrees."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of print. `confidence` is the recogniser's, 0 to 1.

    `compared` is that of the line after it was compared with other frames' readings, `frame` the
    hash of the frame that it was read in.
    """

    text: str
    confidence: float
    quad: Quad
    compared: float | None = None
    frame: str = ""

    @property
    def worth(self) -> float:
        """What the reading is worth, with all that is known of it."""
        return self.confidence if self.compared is None else self.compared


@dataclass(frozen=True, slots=True)
class Label:
    """A label: its outline, its lines from the top, and the sharpness of its print.

    `sharpness` is the 99th percentile of the gradient in grey levels a px; it ranks readings
    of one label and means nothing across labels.
    """

    quad: Quad
    lines: tuple[Line, ...]
    sharpness: float

    @property
    def text(self) -> str:
        """The lines, separated by line breaks."""
        return "\n".join(line.text for line in self.lines)


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
    return any(
        abs(_place(line, first) - _place(other, second)) < SAME_PLACE / 2
        and similarity(line.text, other.text) < SAME_LINE
        for line in _strange(first, second)
        for other in _strange(second, first)
    )


def _strange(label: Label, other: Label) -> list[Line]:
    """Sure lines of a label that the other does not have."""
    return [
        line
        for line in label.lines
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
    ranked = sorted(labels, key=_sure_letters, reverse=True)
    rows = [_Row([line], _place(line, ranked[0])) for line in ranked[0].lines]
    for label in ranked[1:]:
        _add(label, rows)
        rows.sort(key=lambda row: row.place)
    best = max(labels, key=lambda label: label.sharpness)
    return Label(ranked[0].quad, tuple(_vote(row.lines) for row in rows), best.sharpness)


def _add(label: Label, rows: list[_Row]) -> None:
    """Put each line of a reading into its row: by its words, else by its place, else a new row.

    Outlines of one card differ from frame to frame; the lines that agree in words say by how
    much the places of this reading are off.
    """
    free, left = list(rows), []
    offsets = []
    for line in label.lines:
        place = _place(line, label)
        row = max(free, key=lambda row: row.match(line, place), default=None)
        if row is not None and row.match(line, place) >= SAME_LINE:
            offsets.append(row.place - place)
            row.lines.append(line)
            free.remove(row)
        else:
            left.append(line)
    shift = sorted(offsets)[len(offsets) // 2] if offsets else 0.0
    for line in left:
        place = _place(line, label) + shift
        row = min(free, key=lambda row: abs(row.place - place), default=None)
        if row is not None and abs(row.place - place) < SAME_ROW * _height(line, label):
            row.lines.append(line)
            free.remove(row)
        else:
            rows.append(_Row([line], place))


@dataclass
class _Row:
    """The readings of one printed line. `place` is its height on the label, 0 top to 1 bottom."""

    lines: list[Line]
    place: float

    def match(self, line: Line, place: float) -> float:
        if abs(place - self.place) > SAME_PLACE:
            return 0.0
        return max(similarity(line.text, other.text) for other in self.lines)


def _sure_letters(label: Label) -> float:
    return sum(len(line.text) * line.confidence**2 for line in label.lines)


def _place(line: Line, label: Label) -> float:
    x, y = (sum(values) / 4 for values in zip(*line.quad, strict=True))
    return _down(label, x - label.quad[0][0], y - label.quad[0][1])


def _height(line: Line, label: Label) -> float:
    """Of a line, over the label's."""
    (left, top), _, _, (below, bottom) = line.quad
    return _down(label, below - left, bottom - top)


def _down(label: Label, x: float, y: float) -> float:
    """How far a step leads down the label, in label heights; the label may be tilted."""
    (left, top), (ax, ay), _, (bx, by) = label.quad
    across, down = (ax - left, ay - top), (bx - left, by - top)
    area = across[0] * down[1] - across[1] * down[0]
    return (across[0] * y - across[1] * x) / area if abs(area) > 1e-9 else 0.0


def _vote(lines: Sequence[Line]) -> Line:
    """The wording nearest to all others, weighted by confidence.

    It is one that was read, never a mixture, so that nothing is invented. A short reading counts
    less: it has mostly lost its end.
    """
    longest = max(len(line.text) for line in lines)

    def support(line: Line) -> float:
        near = sum(similarity(line.text, o.text) * o.confidence**2 for o in lines if o is not line)
        return float((near + 100 * line.confidence**2) * (len(line.text) / longest) ** 0.5)

    chosen = max(lines, key=support)
    equal = [o.confidence for o in lines if o.text == chosen.text]
    worth = compared(chosen.text, max(equal), [(line.text, line.confidence) for line in lines])
    return Line(chosen.text, max(equal), chosen.quad, worth, chosen.frame)
