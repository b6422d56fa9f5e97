"""Reads wall labels with rapidocr, whose models lie in its wheel: no download, no network.

Regions that may be labels are found first (`detection`), cut out, brought to one size, stretched in
contrast and read; small print needs the zoom, and a 4K frame is never read whole. Where no
region holds print, the frame itself is read: a close-up, or letters on the wall.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from backends.base import INSTALL, BackendUnavailable, Quad
from backends.embedded.arrays import Floats, Image
from backends.embedded.labels import detection, small_print
from backends.embedded.labels.beyond import beyond, on_one_paper
from backends.embedded.labels.crops import ENLARGE, Crop, cut, fractions, resized
from backends.embedded.labels.detection import Card
from backends.embedded.labels.engine import parameters
from backends.embedded.labels.extent import (
    around,
    begun,
    cut_through,
    distinct,
    letters_in,
    letters_of,
    region,
)
from backends.embedded.labels.layout.lines import arrange, columns
from backends.embedded.labels.over_frames.readings import same_label
from backends.embedded.labels.placement.own_cards import is_flat
from backends.embedded.labels.scripts import tesseract
from backends.embedded.labels.scripts.unread import (
    MOST,
    SOME,
    merged,
    nothing,
    readable_print,
    unread,
)
from backends.embedded.labels.transcription import Label, Line
from backends.embedded.labels.turns import Print, upright

GLANCE_SIDE = 320
"""Longest side in px at which a card's heading is still found, though not read."""
WHOLE_SIDE = 640
"""Longest side in px at which a whole frame is searched for print."""
LITTLE = 20.0
"""With fewer sure letters in the regions the whole frame is read: print may fill it."""
SURE = 0.5
"""Confidence below which a line is dropped."""
FURTHER = 2
"""Times that a region is enlarged where its print goes on."""
MORE = 1.05
"""Times the sure letters of a region that a larger one has to have."""
CLOSE = 0.15
"""Heights of a line around a box of print in which its letters may reach: what is beyond is paper,
of which labels in narrow lines leave little."""
_PX = (1, 1)
"""The shape of a picture of which a px is the whole."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The labels that were read in a picture, and the outlines of print that nobody reads."""

    labels: tuple[Label, ...]
    unread: tuple[Quad, ...] = ()


class Reader:
    """An OCR engine that is loaded once and reads frames one after the other.

    `others` reads the scripts that it does not, where it is installed.
    """

    def __init__(self) -> None:
        self._engine: Any = None
        self._unread: list[Quad] = []
        self.others: tesseract.Tesseract | None = None

    def load(self) -> None:
        """Load the models (0.7 s, about 400 MB). Raises BackendUnavailable."""
        if self._engine is not None:
            return
        self.others = tesseract.installed()
        # onnxruntime's Linux wheel reports usage unless this is set before its import.
        os.environ["ORT_DISABLE_TELEMETRY"] = "1"
        try:
            import rapidocr
        except ImportError as error:
            raise BackendUnavailable(f"Labels need rapidocr: {INSTALL}") from error
        self._engine = rapidocr.RapidOCR(params=parameters(Path(rapidocr.__file__).parent))

    def read(
        self,
        image: Image,
        most: int = 4,
        regions: Sequence[Card] | None = None,
        paintings: Sequence[Quad] = (),
    ) -> tuple[Label, ...]:
        """The labels of a BGR picture, the likeliest card first; none when nothing is legible.

        See `look`.
        """
        return self.look(image, most, regions, paintings).labels

    def look(
        self,
        image: Image,
        most: int = 4,
        regions: Sequence[Card] | None = None,
        paintings: Sequence[Quad] = (),
    ) -> Reading:
        """The labels of a BGR picture, the likeliest card first, and print that is not read.

        At most `most` regions are read (about 0.1 s each on two cores); `regions` are those
        that an earlier `detection.find` chose in this picture. Small print is sought beside
        `paintings`. Raises BackendUnavailable.
        """
        self.load()
        self._unread = []
        cards = detection.find(image, most) if regions is None else tuple(regions)[:most]
        labels = self._read_cards(image, cards)
        if letters_of(labels) < LITTLE:
            labels += self._read_whole(image)
            closer = small_print.find(image, paintings)
            labels += self._read_cards(image, [c for c in closer if not self._tried(c, image)])
        return Reading(distinct(labels), tuple(self._unread))

    def read_again(self, crop: Crop, label: Label, frame: tuple[int, ...]) -> Label | None:
        """What a better picture of `label` says; None where that is not the label any more.

        `frame` is the shape of the frame of which `crop` is a part.
        """
        read = self._upright(crop.stretched())
        groups = (replace(label, lines=lines) for lines in _columns(read, frame) if lines)
        same = [again for again in groups if same_label(again, label)]
        return max(same, key=lambda again: letters_of((again,)), default=None)

    def close(self) -> None:
        """Free the models."""
        self._engine = None

    def _read_cards(self, image: Image, cards: Sequence[Card]) -> list[Label]:
        return [label for card in cards for label in self._read_card(image, card)]

    def _read_card(self, image: Image, card: Card) -> tuple[Label, ...]:
        """Nothing where the region cuts through print: it was no card, but a part of the wall."""
        crop = cut(image, card)
        boxes = self._boxes(crop)
        if not len(boxes):
            return ()
        read = self._in_any_script(crop.stretched(), boxes, image, card)
        groups = _columns(read, image.shape)
        if len(groups) == 1 and (whole := self._beyond(groups[0], read.crop, image, card)):
            return (whole,)
        if any(cut_through(group, read.crop, image.shape) for group in groups):
            return ()
        turn = read.crop.turn
        if len(groups) == 1 and is_flat(image, fractions(card.quad, image.shape), groups[0]):
            quad = begun(fractions(card.quad, image.shape), turn)
            return (Label(quad, groups[0], card.sharpness),)
        return tuple(Label(around(group, turn), group, card.sharpness) for group in groups)

    def _beyond(
        self, lines: tuple[Line, ...], crop: Crop, image: Image, card: Card
    ) -> Label | None:
        """The label whose print goes on beyond its region, with all of it; None for any other.

        What is read there belongs to it if the paper is of one tone: it is no other label's.
        """
        label = None
        for _ in range(FURTHER):
            if (larger := beyond(lines, crop, card, image.shape)) is None:
                break
            read = readable_print(self._upright(cut(image, larger).stretched()))
            groups = _columns(read, image.shape)
            more = max(groups, key=letters_in, default=())
            if letters_in(more) <= MORE * letters_in(lines):
                break
            if not on_one_paper(more, read.crop, image.shape):
                break
            lines, crop, card = more, read.crop, larger
            label = Label(around(lines, crop.turn), lines, card.sharpness)
        return None if cut_through(lines, crop, image.shape) else label

    def _read_whole(self, image: Image) -> tuple[Label, ...]:
        """Print outside any card. What a coarse pass finds is read again enlarged."""
        small = resized(image, (0, 0), min(ENLARGE, WHOLE_SIDE / max(image.shape[:2])))
        coarse = readable_print(self._upright(small))
        labels: list[Label] = []
        for lines in _columns(coarse, image.shape):
            card = region(image, lines)
            enlarged = self._read_card(image, card)
            first = Label(around(lines, coarse.crop.turn), lines, card.sharpness)
            labels.extend(enlarged if letters_of(enlarged) >= letters_of((first,)) else (first,))
        return distinct(labels)

    def _boxes(self, crop: Crop) -> Floats:
        """The print that a coarse pass finds, at a quarter of a close one's cost: corners (n, 4, 2)
        in px of the frame."""
        small = crop.shrunk(GLANCE_SIDE).stretched()
        boxes = self._engine(small.picture, use_det=True, use_rec=False).boxes
        if boxes is None:
            return np.zeros((0, 4, 2), np.float32)
        corners = np.asarray(boxes, np.float32).reshape(-1, 2)
        return np.asarray(small.placed(corners).reshape(-1, 4, 2), np.float32)

    def _in_any_script(self, crop: Crop, boxes: Floats, image: Image, card: Card) -> Print:
        """What is legible in a crop, with the lines of other scripts where `boxes` of print are not
        read. Such lines are often read as print on its head."""
        read = readable_print(self._upright(crop))
        if unread(boxes, read) <= SOME or not _on_paper(image, card, boxes):
            return read
        if self.others is not None:
            first = read if read.crop.turn == crop.turn else nothing(crop)
            both = merged(first, self.others.read(crop.picture))
            read = both if len(both.texts) > len(first.texts) else read
        if unread(boxes, read) > MOST:
            self._unread.append(fractions(card.quad, image.shape))
        return read

    def _tried(self, card: Card, image: Image) -> bool:
        """Whether a region holds print that nobody reads, as is known."""
        place = np.array(fractions(card.quad, image.shape), np.float32)
        tried = (np.array(quad, np.float32) for quad in self._unread)
        return any(detection.overlap(place, other) >= detection.SAME for other in tried)

    def _upright(self, crop: Crop) -> Print:
        return upright(crop, self._recognised, self._surely)

    def _recognised(self, crop: Crop) -> Print:
        """All boxes of print in a crop, those that are hardly legible included."""
        result = self._engine(crop.picture, use_det=True, use_rec=True, text_score=0.0)
        if result.txts is None or result.boxes is None:
            return nothing(crop)
        confidences = tuple(float(score) for score in result.scores)
        return Print(crop, np.asarray(result.boxes, np.float32), tuple(result.txts), confidences)

    def _surely(self, line: Image) -> float:
        """How surely the picture of one line is read, 0 to 1."""
        result = self._engine(line, use_det=False, use_rec=True, text_score=0.0)
        return max(map(float, result.scores or ()), default=0.0)


def _on_paper(image: Image, card: Card, boxes: Floats) -> bool:
    """Whether a region has one tone apart from its print: brushwork and frames look like print to
    a detector, but no painting is flat."""
    lines = [Line("", 1.0, fractions(box, image.shape)) for box in boxes]
    return len(lines) > 1 and is_flat(image, fractions(card.quad, image.shape), lines, CLOSE)


def _columns(read: Print, frame: tuple[int, ...]) -> tuple[tuple[Line, ...], ...]:
    """The legible lines of a crop by label. `frame` is the shape of the frame."""
    # Ordered as in the crop: on a tilted label, height in the frame misleads.
    crop = read.crop
    lines = arrange(
        Line(text, confidence, fractions(box, _PX))
        for text, confidence, box in zip(read.texts, read.confidences, read.boxes, strict=True)
        if confidence >= SURE
    )
    return tuple(
        tuple(
            replace(line, quad=fractions(crop.placed(np.array(line.quad)), frame)) for line in group
        )
        for group in columns(lines)
    )
