"""Letters that are wrong in one frame, and in several together."""

from __future__ import annotations

import pytest

from backends.embedded.labels import Label, Reader
from backends.embedded.labels.crops import Crop
from benchmark.labels import cases, over_frames
from benchmark.labels.over_frames import Errors, error_rate, errors
from benchmark.labels.pictures import height
from catalogue import Record, Work
from demo.labels import layouts
from tests.label_samples import label


class _Reader(Reader):
    """Reads what it was told, one label a frame."""

    def __init__(self, *readings: Label | None) -> None:
        self.readings = list(readings)

    def read(self, *picture: object, **more: object) -> tuple[Label, ...]:
        reading = self.readings.pop(0)
        return () if reading is None else (label("VARNISH 12"), reading)

    def read_again(self, crop: Crop, label: Label, frame: tuple[int, ...]) -> Label | None:
        return None


@pytest.fixture
def printing() -> cases.Printing:
    work = Work("N7", (Record("N7", "The Old Harbour Wall", "Ada Lowe", date="1880"),))
    (printing,) = cases.drawn([work], layouts()[:1], 1, 3, False)
    return printing


def printed(printing: cases.Printing, confidence: float, wrong: int = 0) -> Label:
    """The label as it is printed, with the first letters of its first line misread."""
    first, *rest = printing.label.text.splitlines()
    lines = ["#" * wrong + first[wrong:], *rest]
    return label(*((line, confidence) for line in lines))


def test_one_frame_the_surest_and_all_together(printing: cases.Printing) -> None:
    right = [printed(printing, 0.9) for _ in range(2)]
    wrong, surest_wrong = (printed(printing, worth, wrong=2) for worth in (0.8, 0.95))
    share = 2 / len(" ".join(printing.label.text.split()))
    first = errors(printing, 9, 3, _Reader(wrong, *right))
    assert (first.one, first.surest) == (pytest.approx(share / 3), 0.0)
    second = errors(printing, 9, 3, _Reader(surest_wrong, *right))
    assert (second.one, second.surest) == (pytest.approx(share / 3), pytest.approx(share))
    assert first.together == second.together == 0.0


def test_a_frame_in_which_nothing_is_read_is_wrong_as_a_whole(printing: cases.Printing) -> None:
    reader = _Reader(None, printed(printing, 0.9))
    assert errors(printing, 9, 2, reader) == Errors(0.5, 0.0, 0.0, 0.0)
    assert errors(printing, 9, 1, _Reader(None)) == Errors(1.0, 1.0, 1.0, 1.0)


def test_no_error_rate_is_above_one() -> None:
    assert error_rate("ab\ncd", label("ab", "cd")) == 0
    assert error_rate("ab", label("xxxxxxxx")) == 1


def test_a_line_a_height(printing: cases.Printing) -> None:
    reader = _Reader(*(printed(printing, 0.9) for _ in range(4)))
    head, nine, twelve = over_frames.table([printing], [height("8-10"), height("12-12")], 2, reader)
    assert head.split() == [
        "px",
        "labels",
        "one",
        "frame",
        "the",
        "surest",
        "together",
        "laid",
        "over",
    ]
    assert nine.split() == ["9", "1", "0.000", "0.000", "0.000", "0.000"]
    assert twelve.split()[0] == "12"
