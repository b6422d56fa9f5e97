"""A wall label as it was read.

Positions are fractions of frame width and height, as in `backends.base`.
"""

from __future__ import annotations

from dataclasses import dataclass

from backends.base import Quad


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
