"""The painting that a clip is about where none was recognised: the outline that stands out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from backends import Quad
from pipeline.analysis.best_frame import label_quads
from pipeline.types import Evidence, Frame

SMALLEST = 0.04
"""Share of the frame: what is smaller is not what the clip is about."""
_CARD = 4.0
"""An outline around the label is its card if it is smaller than so many times the label."""
Outlines = Callable[[Frame], Sequence[Quad]]
Hung = tuple[Frame, Quad]


def main_painting(evidence: Evidence, frames: Sequence[Frame], outlines: Outlines) -> Hung | None:
    """The largest outline of a painting that is whole in one of the frames, one in the middle
    before any other; None where there is none."""
    labels = label_quads(evidence)
    hung = [
        (frame, quad)
        for frame in frames
        for quad in outlines(frame)
        if _is_painting(quad, labels.get(frame.sha256))
    ]
    return max(hung, key=lambda one: (_holds(one[1], (0.5, 0.5)), _area(one[1])), default=None)


def _is_painting(quad: Quad, label: Quad | None) -> bool:
    """Whether an outline is whole in the frame, large enough, and not the label's card."""
    whole = all(0 <= x <= 1 and 0 <= y <= 1 for x, y in quad)
    return whole and _area(quad) >= SMALLEST and not (label and _is_card(quad, label))


def _is_card(quad: Quad, label: Quad) -> bool:
    middle = [sum(values) / 4 for values in zip(*label, strict=True)]
    return _holds(quad, middle) and _area(quad) < _CARD * _area(label)


def _holds(quad: Quad, point: Sequence[float]) -> bool:
    """Whether a point lies in the box around a quadrilateral."""
    xs, ys = [x for x, _ in quad], [y for _, y in quad]
    return min(xs) <= point[0] <= max(xs) and min(ys) <= point[1] <= max(ys)


def _area(quad: Quad) -> float:
    """By the shoelace formula."""
    turned = (*quad[1:], quad[0])
    return abs(sum(a * d - b * c for (a, b), (c, d) in zip(quad, turned, strict=True))) / 2
