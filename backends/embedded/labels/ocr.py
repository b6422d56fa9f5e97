"""Reads wall labels with rapidocr, whose models lie in its wheel: no download, no network.

Regions that may be labels are found first (`detection`), cut out, brought to one size, stretched in
contrast and read; small print needs the zoom, and a 4K frame is never read whole. Where no
region holds print, the frame itself is read: a close-up, or letters on the wall.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from backends.base import INSTALL, BackendUnavailable, Quad
from backends.embedded.arrays import Image
from backends.embedded.labels import detection
from backends.embedded.labels.detection import Card, Points
from backends.embedded.labels.layout import arrange, columns
from backends.embedded.labels.transcription import Label, Line

THREADS = 2
CROP_SIDES = (640, 960)
"""Longest side in px at which a card is read: smaller ones are enlarged, larger ones reduced."""
GLANCE_SIDE = 320
"""Longest side in px at which a card's heading is still found, though not read."""
ENLARGE = 4.0
"""Beyond this an enlargement adds no stroke that the camera has seen."""
WHOLE_SIDE = 640
"""Longest side in px at which a whole frame is searched for print."""
LITTLE = 20.0
"""With fewer sure letters in the regions the whole frame is read: print may fill it."""
MARGIN = 0.08
"""Of a card's sides, added around it: its outline is found to about a line of small print."""
EDGE = 0.006
"""Of a crop's width: print that comes this near to its edge is cut through."""
SKEW = 14.0
"""Degrees off a right angle from which a card is rectified; the recogniser reads up to there."""
TRUSTED_FIT = 0.93
"""Fit from which a card is rectified: along a wrong outline, rectifying loses legible print."""
SURE = 0.5
"""Confidence below which a line is dropped."""
LEAST = 3.0
"""Sure letters of a label: frames and brushwork are read as two letters now and then."""


class Reader:
    """An OCR engine that is loaded once and reads frames one after the other."""

    def __init__(self) -> None:
        self._engine: Any = None

    def load(self) -> None:
        """Load the models (0.7 s, about 400 MB). Raises BackendUnavailable."""
        if self._engine is not None:
            return
        # onnxruntime's Linux wheel reports usage unless this is set before its import.
        os.environ["ORT_DISABLE_TELEMETRY"] = "1"
        try:
            import rapidocr
        except ImportError as error:
            raise BackendUnavailable(f"Labels need rapidocr: {INSTALL}") from error
        self._engine = rapidocr.RapidOCR(params=_parameters(Path(rapidocr.__file__).parent))

    def read(
        self, image: Image, most: int = 4, regions: Sequence[Card] | None = None
    ) -> tuple[Label, ...]:
        """The labels of a BGR picture, the likeliest card first; none when nothing is legible.

        At most `most` regions are read (about 0.1 s each on two cores); `regions` are those
        that an earlier `detection.find` chose in this picture. Raises BackendUnavailable.
        """
        self.load()
        cards = detection.find(image, most) if regions is None else tuple(regions)[:most]
        labels = [label for card in cards for label in self._read_card(image, card)]
        if _letters(labels) < LITTLE:
            labels += self._read_whole(image)
        return _distinct(labels)

    def close(self) -> None:
        """Free the models."""
        self._engine = None

    def _read_card(self, image: Image, card: Card) -> tuple[Label, ...]:
        """Nothing where the region cuts through print: it was no card, but a part of the wall."""
        crop, back = _cut(image, card)
        if not self._printed(crop):
            return ()
        lines = self._lines(stretch(crop), back, image.shape)
        if _cut_through(lines, crop.shape, back, image.shape):
            return ()
        groups = columns(lines)
        if len(groups) == 1:
            return (Label(_fractions(card.quad, image.shape), groups[0], card.sharpness),)
        return tuple(Label(_around(group), group, card.sharpness) for group in groups)

    def _read_whole(self, image: Image) -> tuple[Label, ...]:
        """Print outside any card. What a coarse pass finds is read again enlarged."""
        small, back = _resized(image, (0, 0), min(ENLARGE, WHOLE_SIDE / max(image.shape[:2])))
        coarse = columns(self._lines(stretch(small), back, image.shape))
        labels: list[Label] = []
        for lines in coarse:
            card = _region(image, lines)
            enlarged = self._read_card(image, card)
            first = Label(_around(lines), lines, card.sharpness)
            labels.extend(enlarged if _letters(enlarged) >= _letters((first,)) else (first,))
        return _distinct(labels)

    def _printed(self, crop: Image) -> bool:
        """Whether a coarse pass finds print, at a quarter of the cost of a close one."""
        small, _ = _resized(crop, (0, 0), min(1.0, GLANCE_SIDE / max(crop.shape[:2])))
        return self._engine(stretch(small), use_rec=False).boxes is not None

    def _lines(self, crop: Image, back: Points, shape: tuple[int, ...]) -> tuple[Line, ...]:
        """Recognise a crop; `back` is the 3x3 map from its px to those of the frame."""
        result = self._engine(crop, use_rec=True, text_score=SURE)
        if result.txts is None or result.boxes is None:
            return ()
        boxes = np.asarray(result.boxes, np.float32)
        # Ordered as in the crop: on a tilted label, height in the frame misleads.
        ordered = arrange(
            Line(text, float(score), _fractions(box, crop.shape))
            for text, score, box in zip(result.txts, result.scores, boxes, strict=True)
        )
        return tuple(
            replace(line, quad=_placed(line.quad, crop.shape, back, shape)) for line in ordered
        )


def _parameters(package: Path) -> dict[str, Any]:
    """Settings of rapidocr. Naming the wheel's own files keeps it from looking for downloads."""
    models = package / "models"
    paths = {}
    for part, pattern in (("Det", "*_det_*.onnx"), ("Rec", "*_rec_*.onnx")):
        paths[f"{part}.model_path"] = str(next(models.glob(pattern), ""))
    if not all(paths.values()):
        raise BackendUnavailable(
            f"rapidocr has no models in {models}: pip install --force-reinstall rapidocr"
        )
    return paths | {
        "Global.log_level": "critical",
        "Global.use_cls": False,
        "Det.limit_type": "max",
        "Det.limit_side_len": 1280,
        "EngineConfig.onnxruntime.intra_op_num_threads": THREADS,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    }


def stretch(crop: Image) -> Image:
    """Grey, with its 1st to 99th percentile over the whole range: lifts pale print off grey."""
    grey = np.asarray(cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY), np.float32)
    low, high = np.percentile(grey, (1, 99))
    full = np.clip((grey - low) * (255.0 / max(float(high - low), 1.0)), 0, 255).astype(np.uint8)
    return np.asarray(cv2.cvtColor(full, cv2.COLOR_GRAY2BGR), np.uint8)


def _cut(image: Image, card: Card) -> tuple[Image, Points]:
    """The card's picture at reading size and the map from its px back to the frame's."""
    if card.fit >= TRUSTED_FIT and detection.skew(card.quad) > SKEW:
        return _rectified(image, card.quad)
    height, width = image.shape[:2]
    low, high = card.quad.min(axis=0), card.quad.max(axis=0)
    pad = (high - low) * MARGIN + 2
    x0, y0 = np.maximum(low - pad, 0).astype(int)
    x1, y1 = np.minimum(high + pad, (width, height)).astype(int)
    crop = image[y0:y1, x0:x1]
    return _resized(crop, (x0, y0), _zoom(max(crop.shape[:2])))


def _zoom(side: float) -> float:
    return min(ENLARGE, max(CROP_SIDES[0] / side, min(1.0, CROP_SIDES[1] / side)))


def _resized(image: Image, corner: tuple[int, int], scale: float) -> tuple[Image, Points]:
    method = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
    sized = np.asarray(cv2.resize(image, None, fx=scale, fy=scale, interpolation=method), np.uint8)
    fx, fy = sized.shape[1] / image.shape[1], sized.shape[0] / image.shape[0]
    back = np.array([[1 / fx, 0, corner[0]], [0, 1 / fy, corner[1]], [0, 0, 1]], np.float32)
    return sized, back


def _rectified(image: Image, quad: Points) -> tuple[Image, Points]:
    """The card as seen from the front."""
    sides = np.linalg.norm(quad - np.roll(quad, -1, axis=0), axis=1)
    width, height = float(max(sides[0], sides[2])), float(max(sides[1], sides[3]))
    zoom = _zoom(max(width, height))
    w, h = width * zoom, height * zoom
    x, y = w * MARGIN, h * MARGIN
    target = np.array([(x, y), (x + w, y), (x + w, y + h), (x, y + h)], np.float32)
    forward = cv2.getPerspectiveTransform(quad, target)
    size = (int(w + 2 * x), int(h + 2 * y))
    flat = cv2.warpPerspective(
        image, forward, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(flat, np.uint8), np.asarray(np.linalg.inv(forward), np.float32)


def _cut_through(
    lines: Sequence[Line], crop: tuple[int, ...], back: Points, frame: tuple[int, ...]
) -> bool:
    """Whether a line reaches the left or right edge of its crop inside the frame."""
    size = np.array([frame[1], frame[0]], np.float32)
    ends = np.array([line.quad for line in lines], np.float32).reshape(-1, 1, 2) * size
    inside = cv2.perspectiveTransform(ends, np.linalg.inv(back))[:, 0, 0] if len(ends) else ends
    near = (inside < EDGE * crop[1]) | (inside > (1 - EDGE) * crop[1])
    within = (ends[:, 0, 0] > 2) & (ends[:, 0, 0] < frame[1] - 2)
    return bool((near.ravel() & within).any())


def _fractions(points: Points, shape: tuple[int, ...]) -> Quad:
    height, width = shape[:2]
    a, b, c, d = ((float(x) / width, float(y) / height) for x, y in points)
    return a, b, c, d


def _placed(quad: Quad, crop: tuple[int, ...], back: Points, frame: tuple[int, ...]) -> Quad:
    """A quad in fractions of a crop as one in fractions of the frame."""
    points = np.array(quad, np.float32).reshape(-1, 1, 2) * np.array([crop[1], crop[0]], np.float32)
    return _fractions(np.asarray(cv2.perspectiveTransform(points, back)[:, 0], np.float32), frame)


def _around(lines: Sequence[Line]) -> Quad:
    """The upright rectangle around lines."""
    xs = [x for line in lines for x, _ in line.quad]
    ys = [y for line in lines for _, y in line.quad]
    left, right, top, bottom = min(xs), max(xs), min(ys), max(ys)
    return (left, top), (right, top), (right, bottom), (left, bottom)


def _region(image: Image, lines: Sequence[Line]) -> Card:
    height, width = image.shape[:2]
    quad = np.array(_around(lines), np.float32) * np.array([width, height], np.float32)
    return Card(quad, detection.sharpness(image, quad), 0.0, 0.0)


def _letters(labels: Sequence[Label]) -> float:
    return sum(len(line.text) * line.confidence for label in labels for line in label.lines)


def _distinct(labels: Sequence[Label]) -> tuple[Label, ...]:
    """A label that was cut out twice stays once, in the reading with more sure letters."""
    distinct: list[Label] = []
    for label in sorted(labels, key=lambda label: -_letters((label,))):
        place = np.array(_around(label.lines), np.float32)
        if _letters((label,)) < LEAST:
            continue
        others = (np.array(_around(other.lines), np.float32) for other in distinct)
        if all(detection.overlap(place, other) < detection.SAME for other in others):
            distinct.append(label)
    return tuple(sorted(distinct, key=labels.index))
