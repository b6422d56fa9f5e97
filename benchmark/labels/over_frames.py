"""How well a label is read in several frames of a hand that holds the camera almost still.

With `--frames N`, each label is photographed N times, every time with its own focus, shake,
exposure, noise and compression, and read. Prints the share of its letters that are wrong (the
character error rate against what is printed), by the height of the capitals of its title: in one of
the frames on average, in the one whose reading is the surest, in what all readings say together,
and the same with a reading of all frames laid over each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from backends.embedded.labels import Label, Reader, Sight, combine, fused, sure_letters
from benchmark.labels.cases import Printing
from benchmark.labels.pictures import Height
from demo.labels import views

OTHER = 30.0
"""rapidfuzz ratio below which what was read is not the label, but print on the painting."""


@dataclass(frozen=True, slots=True)
class Errors:
    """Character error rates of a label in several frames, 0 to 1."""

    one: float
    surest: float
    together: float
    fused: float


def errors(printing: Printing, px: float, frames: int, reader: Reader) -> Errors:
    """The errors of a label whose title has capitals of `px`, photographed `frames` times."""
    taken = views(printing.label, px, printing.seed, frames)
    pictures = [np.ascontiguousarray(view.picture[..., ::-1]) for view in taken]
    truth = printing.label.text
    readings = [_nearest(reader.read(picture), truth) for picture in pictures]
    one = fmean(1.0 if reading is None else error_rate(truth, reading) for reading in readings)
    pairs = zip(pictures, readings, strict=True)
    sights = [Sight(picture, reading) for picture, reading in pairs if reading is not None]
    if not sights:
        return Errors(one, 1.0, 1.0, 1.0)
    sights.sort(key=lambda sight: sure_letters(sight.label), reverse=True)
    read = [sight.label for sight in sights]
    crop = fused(sights)
    again = reader.read_again(crop, read[0], sights[0].image.shape) if crop else None
    said = (read[0], combine(read), combine([again, *read] if again else read))
    return Errors(one, *(error_rate(truth, label) for label in said))


def _nearest(labels: Sequence[Label], truth: str) -> Label | None:
    likely = [label for label in labels if fuzz.ratio(label.text, truth) > OTHER]
    return max(likely, key=lambda label: fuzz.ratio(label.text, truth), default=None)


def error_rate(truth: str, label: Label) -> float:
    """Letters to change, over those that are printed; 1 at most."""
    printed, read = " ".join(truth.split()), " ".join(label.text.split())
    return min(1.0, Levenshtein.distance(printed, read) / len(printed))


def table(
    printings: Sequence[Printing], heights: Sequence[Height], frames: int, reader: Reader
) -> Iterator[str]:
    """A line a height, as soon as it is measured."""
    names = ("one frame", "the surest", "together", "laid over")
    yield f"{'px':>6} {'labels':>7} {' '.join(f'{name:>10}' for name in names)}"
    for height in heights:
        px = (height.low + height.high) / 2
        measured = [errors(printing, px, frames, reader) for printing in printings]
        rates = (fmean(getattr(each, name) for each in measured) for name in Errors.__slots__)
        yield f"{px:6g} {len(measured):7} {' '.join(f'{rate:10.3f}' for rate in rates)}"
