"""Print that was found and not read: mostly of a script that the shipped reader does not know.

It reads such lines as nothing, as a few look-alikes or with little confidence. Blurred and small
Latin print is read with little confidence as well; so only print that is large enough counts.
"""

from __future__ import annotations

import numpy as np

from backends.embedded.arrays import Floats
from backends.embedded.labels.crops import Crop
from backends.embedded.labels.scripts.letters import other, readable
from backends.embedded.labels.scripts.tesseract import Words
from backends.embedded.labels.turns import Print

TALL = 16.0
"""Height in px of the frame from which a box of print is legible: letters of 11 px."""
CLEAR = 0.9
"""Confidence from which a line of the shipped reader is read: Latin of this height has 0.95."""
_LETTERS = 1.2
"""Letters a box holds at least, for its width over its height."""
_HALF = 0.5
"""Of these letters, fewer of which leave a box unread."""
SOME, MOST = 0.34, 0.6
"""Of the length of print: where more is unread, another reader is asked; and where more is still
unread, a label counts as one that nobody reads."""
_SAME = 0.4
"""Of the smaller of two boxes: from so much in common they hold one line."""


def nothing(crop: Crop) -> Print:
    """A crop in which nothing was read."""
    return Print(crop, np.zeros((0, 4, 2), np.float32), (), ())


def unread(boxes: Floats, read: Print) -> float:
    """The share of print that is not read, 0 to 1, by its length.

    `boxes` (n, 4, 2) is all print, in px of the frame.
    """
    if not len(boxes):
        return 0.0
    sides = _sides(boxes)
    tall = sides.min(axis=1) >= TALL
    length = sides.max(axis=1) * tall
    inside = read.crop.inside(boxes.reshape(-1, 2)).reshape(-1, 4, 2)
    left = np.array([_is_unread(box, read) for box in inside])
    return float((length * left).sum() / length.sum()) if tall.any() else 0.0


def readable_print(read: Print) -> Print:
    """What the shipped reader read of a crop, without what is no line of its scripts."""
    kept = [n for n, text in enumerate(read.texts) if readable(text, read.confidences[n])]
    return _only(read, kept)


def merged(read: Print, words: tuple[Words, ...]) -> Print:
    """A crop's print with the lines of another reader that are of other scripts.

    Of two readings of one line the one with more sure letters stays.
    """
    ours = [(text, sure, box) for text, sure, box in zip(
        read.texts, read.confidences, read.boxes, strict=True)]  # fmt: skip
    theirs = [(w.text, w.confidence, w.box) for w in words if other(w.text)]
    for text, sure, box in theirs:
        same = [line for line in ours if _shared(line[2], box) >= _SAME]
        if all(_letters(text) * sure > _letters(line[0]) * line[1] for line in same):
            ours = [line for line in ours if not any(line is one for one in same)]
            ours.append((text, sure, box))
    boxes = np.array([box for _, _, box in ours], np.float32).reshape(-1, 4, 2)
    return Print(read.crop, boxes, tuple(t for t, _, _ in ours), tuple(s for _, s, _ in ours))


def _only(read: Print, kept: list[int]) -> Print:
    texts = tuple(read.texts[n] for n in kept)
    confidences = tuple(read.confidences[n] for n in kept)
    return Print(read.crop, read.boxes[kept], texts, confidences)


def _is_unread(box: Floats, read: Print) -> bool:
    width, height = _sides(box[None])[0]
    expected = _LETTERS * max(width, height) / max(1.0, min(width, height))
    letters = sum(
        _letters(text)
        for text, sure, line in zip(read.texts, read.confidences, read.boxes, strict=True)
        if (sure >= CLEAR or bool(other(text))) and _shared(line, box) >= _SAME
    )
    return bool(letters < _HALF * expected)


def _letters(text: str) -> int:
    return sum(c.isalnum() for c in text)


def _sides(boxes: Floats) -> Floats:
    """Width and height of boxes (n, 4, 2) as (n, 2)."""
    sides = np.linalg.norm(boxes - np.roll(boxes, -1, axis=1), axis=2)
    return np.asarray(np.maximum(sides[:, :2], sides[:, 2:]), np.float32)


def _shared(first: Floats, second: Floats) -> float:
    """What two upright rectangles around boxes share, over the smaller of them."""
    low = np.maximum(first.min(axis=0), second.min(axis=0))
    high = np.minimum(first.max(axis=0), second.max(axis=0))
    areas = [float(np.prod(box.max(axis=0) - box.min(axis=0))) for box in (first, second)]
    return float(np.prod(np.maximum(high - low, 0))) / max(1.0, min(areas))
