"""Lines of print as a label: where it lies, whether it is cut through, how much of it is read."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from backends.base import Quad
from backends.embedded.arrays import Image
from backends.embedded.labels import detection
from backends.embedded.labels.crops import Crop
from backends.embedded.labels.detection import Card
from backends.embedded.labels.transcription import Label, Line

EDGE = 0.006
"""Of a crop's width: print that comes this near to its edge is cut through."""
LEAST = 3.0
"""Sure letters of a label: frames and brushwork are read as two letters now and then."""


def cut_through(lines: Sequence[Line], crop: Crop, frame: tuple[int, ...]) -> bool:
    """Whether a line reaches the left or right edge of its crop inside the frame."""
    size = np.array([frame[1], frame[0]], np.float32)
    ends = (np.array([line.quad for line in lines], np.float32) * size).reshape(-1, 2)
    across = crop.inside(ends)[:, 0] if len(ends) else ends
    near = (across < EDGE * crop.size[0]) | (across > (1 - EDGE) * crop.size[0])
    axis = crop.turn % 2  # of the frame, along which the print runs
    within = (ends[:, axis] > 2) & (ends[:, axis] < size[axis] - 2)
    return bool((near & within).any())


def around(lines: Sequence[Line], turn: int) -> Quad:
    """The upright rectangle around lines, from where print that was turned begins."""
    xs = [x for line in lines for x, _ in line.quad]
    ys = [y for line in lines for _, y in line.quad]
    left, right, top, bottom = min(xs), max(xs), min(ys), max(ys)
    return begun(((left, top), (right, top), (right, bottom), (left, bottom)), turn)


def begun(quad: Quad, turn: int) -> Quad:
    """The corners, from the one at which print begins that stands upright after `turn` turns."""
    a, b, c, d = (*quad[turn:], *quad[:turn])
    return a, b, c, d


def region(image: Image, lines: Sequence[Line]) -> Card:
    """The part of a BGR picture in which lines stand."""
    height, width = image.shape[:2]
    quad = np.array(around(lines, 0), np.float32) * np.array([width, height], np.float32)
    return Card(quad, detection.sharpness(image, quad), 0.0, 0.0)


def letters_of(labels: Sequence[Label]) -> float:
    """The letters of labels, each weighed by how surely it is read."""
    return sum(letters_in(label.lines) for label in labels)


def letters_in(lines: Sequence[Line]) -> float:
    """The letters of lines, each weighed by how surely it is read."""
    return sum(len(line.text) * line.confidence for line in lines)


def distinct(labels: Sequence[Label]) -> tuple[Label, ...]:
    """A label that was cut out twice stays once, in the reading with more sure letters."""
    apart: list[Label] = []
    for label in sorted(labels, key=lambda label: -letters_of((label,))):
        place = np.array(around(label.lines, 0), np.float32)
        if letters_of((label,)) < LEAST:
            continue
        others = (np.array(around(other.lines, 0), np.float32) for other in apart)
        if all(detection.overlap(place, other) < detection.SAME for other in others):
            apart.append(label)
    return tuple(sorted(apart, key=labels.index))
