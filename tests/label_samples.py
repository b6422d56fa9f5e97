"""Lines of a label as if they had been read."""

from __future__ import annotations

from backends.base import Quad
from backends.embedded.labels.transcription import Label, Line

Entry = str | tuple[str, float] | tuple[str, float, float]


def quad(left: float, top: float, width: float, height: float) -> Quad:
    right, bottom = left + width, top + height
    return (left, top), (right, top), (right, bottom), (left, bottom)


def lines(*entries: Entry, top: float = 0.1) -> tuple[Line, ...]:
    """Each a text, or (text, confidence), or (text, confidence, height in frame heights)."""
    sample = []
    for number, entry in enumerate(entries):
        text, *rest = (entry,) if isinstance(entry, str) else entry
        confidence = rest[0] if rest else 1.0
        height = rest[1] if len(rest) > 1 else 0.02
        place = quad(0.1, top + 0.03 * number, 0.3, float(height))
        sample.append(Line(str(text), float(confidence), place))
    return tuple(sample)


def label(*entries: Entry, sharpness: float = 10.0) -> Label:
    return Label(quad(0.08, 0.08, 0.34, 0.4), lines(*entries), sharpness)


def outline(left: float, top: float, width: float, height: float) -> Label:
    """A label of which only the place matters."""
    return Label(quad(left, top, width, height), lines("Guido Reni"), 10.0)
