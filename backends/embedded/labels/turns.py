"""Which way up print is: a label that hangs or was filmed sideways, or on its head.

The recogniser reads every box of print from left to right, a tall one after a quarter turn to the
left. So tall boxes tell print that is turned by 90 or 270°. Print on its head has boxes as upright
print has, and is read as if it were misprinted: then one of its boxes is read again, turned. A
crop is read again as a whole only where that promises more letters.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from backends.embedded.arrays import Floats, Image
from backends.embedded.labels.crops import Crop

TALL = 1.5
"""Height over width from which the recogniser turns a box before it reads it."""
SIDEWAYS = 0.5
"""Of the length of all boxes: if more of it is tall, the print is turned."""
CLEAR = 0.8
"""Mean confidence of all letters from which print is the right way up. Upright print that can be
read has 0.85 and more, and print on its head 0.64 to 0.75 (on the drawn labels of the tests)."""
ENOUGH = 10
"""Letters from which a reading is judged: brushwork is read as a few, in any direction."""
BETTER = 1.1
"""Times the confidence, or the sure letters, of the first reading that another one must have."""


@dataclass(frozen=True, slots=True, eq=False)
class Print:
    """The boxes of print in a crop: corners (n, 4, 2) in px of the crop, clockwise from the top
    left of each, and what was read in them with which confidence (0 to 1)."""

    crop: Crop
    boxes: Floats
    texts: tuple[str, ...]
    confidences: tuple[float, ...]

    @property
    def letters(self) -> int:
        return sum(map(len, self.texts))

    @property
    def sure_letters(self) -> float:
        """Letters, each weighed by the square of its line's confidence."""
        return sum(len(t) * c**2 for t, c in zip(self.texts, self.confidences, strict=True))

    @property
    def clear(self) -> bool:
        """Whether the letters are as sure as those of upright print, or too few to tell."""
        sure = sum(len(t) * c for t, c in zip(self.texts, self.confidences, strict=True))
        return self.letters < ENOUGH or sure >= CLEAR * self.letters

    @property
    def sideways(self) -> bool:
        """Whether most of the print stands on its end."""
        if self.letters < ENOUGH:
            return False
        width, height = _sides(self.boxes)
        length = np.maximum(width, height)
        return bool(length[height >= TALL * width].sum() > SIDEWAYS * length.sum())


def upright(
    crop: Crop, read: Callable[[Crop], Print], read_line: Callable[[Image], float]
) -> Print:
    """The print of a crop, read the right way up.

    `read` reads a crop, `read_line` a picture of one line, and says how surely.
    """
    first = read(crop)
    if first.sideways:
        # As tall boxes were turned to the left, they are clear if that was the right turn.
        turned = [read(crop.turned(turn)) for turn in ((1,) if first.clear else (3, 1))]
        best = max(turned, key=lambda again: again.sure_letters)
        return best if best.sure_letters * BETTER > first.sure_letters else first
    if first.clear or not _on_its_head(first, read_line):
        return first
    again = read(crop.turned(2))
    return again if again.sure_letters > BETTER * first.sure_letters else first


def _on_its_head(first: Print, read_line: Callable[[Image], float]) -> bool:
    """Whether the longest box is read more surely after half a turn."""
    longest = int(np.argmax([len(text) for text in first.texts]))
    line = np.rot90(_flat(first.crop.picture, first.boxes[longest]), 2)
    return read_line(np.ascontiguousarray(line)) > BETTER * first.confidences[longest]


def _flat(picture: Image, box: Floats) -> Image:
    """What is in a box, from the front."""
    width, height = (max(1, int(side[0])) for side in _sides(box[None]))
    target = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    way = cv2.getPerspectiveTransform(np.asarray(box, np.float32), target)
    return np.asarray(cv2.warpPerspective(picture, way, (width, height)), np.uint8)


def _sides(boxes: Floats) -> tuple[Floats, Floats]:
    """Width and height of boxes (n, 4, 2), each (n,): the longer of two opposite sides."""
    sides = np.linalg.norm(boxes - np.roll(boxes, -1, axis=1), axis=2)
    return np.maximum(sides[:, 0], sides[:, 2]), np.maximum(sides[:, 1], sides[:, 3])
