"""Print that goes on where the region ends in which it was read."""

from __future__ import annotations

import numpy as np
import pytest

from backends.embedded.labels.beyond import beyond
from backends.embedded.labels.crops import Crop
from backends.embedded.labels.detection import Card
from backends.embedded.labels.ocr import Reader
from backends.embedded.labels.transcription import Line
from tests.label_samples import quad
from tests.wall_cards import card, flat, hang, wall

FRAME = (400, 800, 3)
REGION = Card(np.array(flat(100, 150, 300, 100), np.float32), 9.0, 0.95, 1.0)


def crop(turn: int = 0) -> Crop:
    """The region of `REGION` at its own size."""
    back = np.array([[1, 0, 100], [0, 1, 150], [0, 0, 1]], np.float32)
    return Crop(np.zeros((100, 300, 3), np.uint8), back, turn)


def line(top: float, height: float = 20) -> Line:
    """A line of print so many px below the region's top."""
    return Line("Ecce Homo", 0.9, quad(120 / 800, (150 + top) / 400, 200 / 800, height / 400))


def extent(larger: Card | None) -> tuple[float, float] | None:
    """Top and low edge of a region."""
    return None if larger is None else (larger.quad[:, 1].min(), larger.quad[:, 1].max())


def test_print_with_paper_around_it_ends_in_its_region() -> None:
    assert beyond([line(25), line(55)], crop(), REGION, FRAME) is None


@pytest.mark.parametrize(
    ("tops", "expected"),
    [((5, 40), (90, 250)), ((30, 75), (150, 310)), ((5, 75), (90, 310))],
)
def test_print_near_an_edge_is_looked_for_beyond_it(
    tops: tuple[float, float], expected: tuple[float, float]
) -> None:
    assert extent(beyond([line(top) for top in tops], crop(), REGION, FRAME)) == expected


def test_nothing_is_seen_beyond_the_frame_or_of_turned_print() -> None:
    at_edge = Card(np.array(flat(100, 0, 300, 100), np.float32), 9.0, 0.95, 1.0)
    back = np.array([[1, 0, 100], [0, 1, 0], [0, 0, 1]], np.float32)
    top = Line("Ecce Homo", 0.9, quad(120 / 800, 5 / 400, 200 / 800, 20 / 400))
    assert beyond([top], Crop(crop().picture, back), at_edge, FRAME) is None
    assert beyond([line(5)], crop(turn=1), REGION, FRAME) is None
    assert beyond([], crop(), REGION, FRAME) is None


@pytest.mark.slow
def test_all_lines_of_a_card_are_read_though_its_region_ends_amid_them(reader: Reader) -> None:
    lines = [
        (f"Line number {n} of six", 30) for n in ("one", "two", "three", "four", "five", "six")
    ]
    picture = hang(wall(), card(lines, (620, 360)), flat(400, 200, 465, 270))
    part = Card(np.array(flat(400, 270, 465, 90), np.float32), 9.0, 0.95, 1.0)
    [label] = reader.read(picture, regions=[part])
    assert [read.text.split()[2] for read in label.lines] == [
        "one", "two", "three", "four", "five", "six",
    ]  # fmt: skip


@pytest.mark.slow
def test_the_card_below_is_another_label(reader: Reader) -> None:
    scene = wall()
    for top, name in ((200, "Guido Reni, Ecce Homo 1630"), (300, "Paolo Veronese, Europa")):
        scene = hang(scene, card([(name, 28)], (420, 100)), flat(400, top, 420, 90))
    part = Card(np.array(flat(400, 215, 420, 60), np.float32), 9.0, 0.95, 1.0)
    labels = reader.read(scene, regions=[part])
    assert all("Veronese" not in label.text for label in labels if "Reni" in label.text)
