"""The picture of a wall label, straightened, its words underlined by what they say. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from backends import Quad
from pages._ui.html import cut_outs, pictures
from pages._ui.html.transcripts import KINDS, Span
from pipeline import Frame
from pipeline.stages import LabelTranscription

_MARGIN = 0.04
"""Of the label's width and height, on each side: an outline may touch the print."""
_LEAST = 560
"""px of the longer side at least, so that lines under small print are fine."""
_Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Underline:
    """A line under a part of a printed line: `start` and `end` in fractions of the frame."""

    start: tuple[float, float]
    end: tuple[float, float]
    colour: str


def frame_of(label: LabelTranscription, frames: Sequence[Frame]) -> Frame | None:
    """The frame in which most lines of a label were read; None where that is not known."""
    read = [line.box.frame for line in label.lines if line.box]
    return max(
        (frame for frame in frames if frame.sha256 in read),
        key=lambda frame: read.count(frame.sha256),
        default=None,
    )


def outline(label: LabelTranscription, frame: Frame) -> Quad:
    """The corners of a label in a frame, the first where its print begins, with a margin.

    It is the outline that was measured, widened to hold all lines that were read in the frame.
    """
    size = np.array([frame.width, frame.height], np.float64)
    lines = _quads(label, frame) * size
    way = (lines[:, 1] - lines[:, 0]).mean(0)
    measured = [box.quad for box in label.boxes if box.frame == frame.sha256]
    corners = np.array(measured[0], np.float64) * size if measured else _around(lines)
    ahead = np.roll(corners, -1, axis=0) - corners
    corners = np.roll(corners, -int(np.argmax(ahead @ way)), axis=0)
    return _quad(_widened(corners, lines.reshape(-1, 2)) / size)


def underlines(
    label: LabelTranscription, shown: Sequence[Span], frame: Frame
) -> tuple[Underline, ...]:
    """A line under each part of the print that was read in this frame and says something.

    A stretch that is a part of a line has its share of the line's width, by characters.
    """
    return tuple(_underlines(label, shown, frame))


def picture(path: Path, quad: Quad, lines: Sequence[Underline]) -> bytes | None:
    """The label in `quad` of a frame from the front, with its lines, as JPEG.

    None where the frame cannot be read, or the corners enclose nothing.
    """
    image = cut_outs.straightened(path, quad)
    if image is None:
        return None
    factor = _LEAST / max(image.size)
    if factor > 1:
        size = round(image.width * factor), round(image.height * factor)
        image = image.resize(size, Image.Resampling.LANCZOS)
    canvas = ImageDraw.Draw(image)
    width = max(3, round(max(image.size) / 180))
    for line in lines:
        ends = cut_outs.on_cut_out([line.start, line.end], quad) * image.size
        canvas.line([tuple(end) for end in ends.tolist()], fill=line.colour, width=width)
    return pictures.jpeg(image)


def _underlines(
    label: LabelTranscription, shown: Sequence[Span], frame: Frame
) -> Iterator[Underline]:
    start = 0
    for text, line in zip(label.text.split("\n"), label.lines, strict=False):
        end = start + len(text)
        box = line.box if line.box and line.box.frame == frame.sha256 and text else None
        for span in shown if box else ():
            first, last = max(span.start, start), min(span.end, end)
            if box and first < last:
                shares = (first - start) / len(text), (last - start) / len(text)
                yield Underline(*_below(box.quad, *shares), KINDS[span.kind][1])
        start = end + 1


def _below(
    quad: Quad, first: float, last: float
) -> tuple[tuple[float, float], tuple[float, float]]:
    """The lower edge of a printed line between two fractions of its length."""
    _, _, (right, right_y), (left, left_y) = quad
    across, down = right - left, right_y - left_y
    return (
        (left + first * across, left_y + first * down),
        (left + last * across, left_y + last * down),
    )


def _quads(label: LabelTranscription, frame: Frame) -> _Floats:
    """The corners (n, 4, 2) of the lines that were read in a frame, in fractions of it."""
    boxes = [line.box for line in label.lines]
    return np.array([box.quad for box in boxes if box and box.frame == frame.sha256], np.float64)


def _around(lines: _Floats) -> _Floats:
    (left, top), (right, bottom) = lines.min((0, 1)), lines.max((0, 1))
    return np.array([(left, top), (right, top), (right, bottom), (left, bottom)], np.float64)


def _widened(corners: _Floats, points: _Floats) -> _Floats:
    """The corners moved outward until all points (n, 2) are within, and by the margin.

    In the parallelogram that the corners span, so that it stays one where they do.
    """
    origin = corners[0]
    axes = np.array([corners[1] - origin, corners[3] - origin])
    try:
        within = np.vstack([(corners - origin), (points - origin)]) @ np.linalg.inv(axes)
    except np.linalg.LinAlgError:
        return corners
    (left, top), (right, bottom) = within[4:].min(0), within[4:].max(0)
    moved = within[:4].copy()
    moved[[0, 3], 0] = np.minimum(moved[[0, 3], 0], left) - _MARGIN
    moved[[1, 2], 0] = np.maximum(moved[[1, 2], 0], right) + _MARGIN
    moved[[0, 1], 1] = np.minimum(moved[[0, 1], 1], top) - _MARGIN
    moved[[2, 3], 1] = np.maximum(moved[[2, 3], 1], bottom) + _MARGIN
    return np.asarray(moved @ axes + origin, np.float64)


def _quad(corners: _Floats) -> Quad:
    a, b, c, d = ((float(x), float(y)) for x, y in corners)
    return a, b, c, d
