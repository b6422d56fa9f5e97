"""Finds small print on the wall beside paintings, without reading a word.

The first look at a frame finds cards by their outline, and letters by reading the frame reduced:
letters on the wall itself or on glass that are a hundredth of the frame high escape both. Print is
told here by what it is made of: spots of one height, in rows, on a flat tone.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from backends.base import Quad
from backends.embedded.arrays import Floats, Image
from backends.embedded.labels import detection
from backends.embedded.labels.detection import Card, Points

REGIONS = 2
"""Regions of a frame that are looked at once more. Here is the budget of time: to find them takes
0.02 s of a frame of 1080p, and to see that one holds no print 0.02 s; only print is read."""
SIDE = 2560
"""Longest side in px of the picture that is searched: of a larger one, letters stay above `LOW`."""
LOW, HIGH = 5, 40
"""Height in px of a row of print there: lower ones are not legible, higher ones seen at once."""
STROKE = 9
"""px: strokes and the gaps within letters are narrower, in print of these heights."""
INK = 5.0
"""Times the noise of the camera by which ink differs from the wall."""
LONG = 3.0
"""Width of a row over its height: a word."""
FULL = (0.25, 0.9)
"""Share of a row's rectangle that its joined letters fill: less is a scratch, more a bar."""
LETTERS = 6.0
"""Rows' lengths over their heights, summed, of a block that is worth a look: about ten letters."""
MANY = 40.0
"""The same, from which more letters make a block no likelier."""
PAUSE = 3.0
"""Heights of a row between it and the next one of the same label."""
COARSE = 4
"""px that are one where rows are put together."""
PAINTED = 0.02
"""Of a painting's sides, added around it: the relief and shadow of its frame look like print."""
_STROKES = (cv2.MORPH_BLACKHAT, cv2.MORPH_TOPHAT)
"""Ink that is darker than the wall, and lighter."""


def find(image: Image, paintings: Sequence[Quad]) -> tuple[Card, ...]:
    """At most `REGIONS` regions of a BGR picture outside `paintings`, most print first."""
    scale = min(1.0, SIDE / max(image.shape[:2]))
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    grey = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    beside = _beside(paintings, grey.shape)
    # Apart, for between dark lines the wall looks like light print.
    inks = [_ink(np.asarray(grey, np.uint8), way) & beside for way in _STROKES]
    blocks = [block for ink in inks for block in _blocks(_rows(ink), ink.shape)]
    judged = (
        _judge(image, np.asarray(grey, np.uint8), quad, letters, scale)
        for quad, letters in blocks
        if letters >= LETTERS
    )
    cards = sorted((card for card in judged if card is not None), key=lambda card: -card.score)
    return tuple(_distinct(cards)[:REGIONS])


def _judge(image: Image, grey: Image, quad: Points, letters: float, scale: float) -> Card | None:
    """A block as a region of `image`, or None if it does not stand on one tone.

    `quad` is its place in `grey`, which is the picture `scale` times as large.
    """
    _, spread = detection.tone(grey, quad)
    if spread > detection.SPREAD:
        return None
    place = (quad / scale).astype(np.float32)
    sharpness = detection.sharpness(image, place)
    return Card(place, sharpness, 0.0, sharpness * min(letters, MANY) ** 0.5 / (6.0 + spread))


def _distinct(cards: Sequence[Card]) -> list[Card]:
    """The first of each group of overlapping regions."""
    distinct: list[Card] = []
    for card in cards:
        if all(detection.overlap(card.quad, other.quad) < detection.SAME for other in distinct):
            distinct.append(card)
    return distinct


def _beside(paintings: Sequence[Quad], shape: tuple[int, ...]) -> Image:
    """1 beside the paintings of a picture of `shape`, 0 on them."""
    beside = np.ones(shape[:2], np.uint8)
    size = np.array([shape[1], shape[0]], np.float32)
    for quad in paintings:
        corners = np.array(quad, np.float32)
        middle = corners.mean(axis=0)
        wider = ((corners - middle) * (1 + 2 * PAINTED) + middle) * size
        cv2.fillConvexPoly(beside, wider.astype(np.int32), 0)
    return beside


def _ink(grey: Image, way: int) -> Image:
    """Narrow strokes that differ from what surrounds them, 0 or 1."""
    strokes = np.asarray(cv2.morphologyEx(grey, way, np.ones((STROKE, STROKE), np.uint8)))
    noise = float(np.median(strokes[::4, ::4])) + 1.0
    return (strokes > INK * noise).astype(np.uint8)


def _rows(ink: Image) -> Floats:
    """Rows of print: (n, 4) of left, top, width and height in px."""
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, 2 * STROKE + 1), np.uint8))
    joined = cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones((2, STROKE), np.uint8))
    contours = cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)[0]
    boxes = [(*cv2.boundingRect(contour), cv2.contourArea(contour)) for contour in contours]
    stats = np.array(boxes, np.float32).reshape(-1, 5)
    width, height = stats[:, 2], stats[:, 3]
    full = stats[:, 4] / (width * height)
    rows = (height >= LOW) & (height <= HIGH) & (width >= LONG * height)
    return np.asarray(stats[rows & (full >= FULL[0]) & (full <= FULL[1]), :4], np.float32)


def _blocks(rows: Floats, shape: tuple[int, ...]) -> list[tuple[Points, float]]:
    """Rows that stand near each other: the corners around them, and about how many letters.

    `shape` is that of the searched picture.
    """
    near = np.zeros((shape[0] // COARSE + 1, shape[1] // COARSE + 1), np.uint8)
    for left, top, width, height in rows:
        reach = PAUSE / 2 * height
        corner = (left - reach) / COARSE, (top - reach) / COARSE
        end = (left + width + reach) / COARSE, (top + height + reach) / COARSE
        cv2.rectangle(near, _px(*corner), _px(*end), 1, -1)
    places = cv2.connectedComponents(near)[1]
    middle = (rows[:, :2] + rows[:, 2:] / 2) / COARSE
    of_row = places[middle[:, 1].astype(int), middle[:, 0].astype(int)]
    blocks = [rows[of_row == block] for block in np.unique(of_row)]
    return [(_around(block), float((block[:, 2] / block[:, 3]).sum())) for block in blocks]


def _px(x: float, y: float) -> tuple[int, int]:
    return int(x), int(y)


def _around(block: Floats) -> Points:
    """The corners around rows, with the letters that stand out of a row."""
    reach = block[:, 3].max() / 2
    x0, y0 = block[:, :2].min(axis=0) - reach
    x1, y1 = (block[:, :2] + block[:, 2:]).max(axis=0) + reach
    return np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], np.float32)
