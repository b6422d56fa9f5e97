"""Print that is turned, read the right way up."""

from __future__ import annotations

import numpy as np
import pytest

from backends.embedded.arrays import Image
from backends.embedded.labels.crops import Crop
from backends.embedded.labels.ocr import Reader
from backends.embedded.labels.turns import Print, upright
from tests.wall_cards import Picture, card, flat, hang, wall

LINES = (
    ("Sofonisba Anguissola", 40),
    ("Self-portrait at the Easel", 34),
    ("1556, oil on canvas", 28),
    ("Inv. S 916", 28),
)
WORDS = ["Sofonisba Anguissola", "Self-portrait at the Easel", "1556, oil on canvas", "Inv. S 916"]


def hung(turn: int) -> Picture:
    """The card on a wall after `turn` quarter turns anticlockwise."""
    turned = np.ascontiguousarray(np.rot90(card(LINES), turn))
    height, width = turned.shape[:2]
    width, height = 0.8 * width, 0.8 * height
    return hang(wall(), turned, flat(640 - width / 2, 360 - height / 2, width, height))


@pytest.mark.slow
@pytest.mark.parametrize("turn", [0, 1, 2, 3])
def test_a_card_is_read_however_it_hangs(reader: Reader, turn: int) -> None:
    [label] = reader.read(hung(turn))
    assert [line.text.replace(" ", "") for line in label.lines] == [
        words.replace(" ", "") for words in WORDS
    ]
    # From the corner at which its print begins, on the screen clockwise from there.
    across, down = (248 / 1280, 168 / 720) if turn % 2 == 0 else (168 / 1280, 248 / 720)
    begins = [(-across, -down), (-across, down), (across, down), (across, -down)][turn]
    assert label.quad[0] == pytest.approx((0.5 + begins[0], 0.5 + begins[1]), abs=0.03)
    (x, y), (along, down) = label.lines[0].quad[0], label.lines[0].quad[1]
    assert [along - x > 0.05, x - along > 0.05, down - y > 0.05, y - down > 0.05] == [
        turn == 0, turn == 2, turn == 3, turn == 1,
    ]  # fmt: skip


@pytest.mark.slow
def test_letters_on_the_wall_are_turned_too(reader: Reader) -> None:
    scene = np.ascontiguousarray(np.rot90(wall(720, 1280), 1))
    print_ = np.ascontiguousarray(np.rot90(card(LINES, paper=196, ink=30), 1))
    scene[60:680, 400:820] = np.minimum(scene[60:680, 400:820], print_)
    [label] = reader.read(scene)
    assert [line.text.split()[0] for line in label.lines[:2]] == ["Sofonisba", "Self-portrait"]


def reading(crop: Crop, tall: bool, confidence: float, count: int = 3) -> Print:
    """A print of `count` lines of twelve letters."""
    across = (10, 90) if tall else (90, 10)
    box = np.array([(0, 0), (across[0], 0), across, (0, across[1])], np.float32)
    boxes = np.stack([box + 12 * n for n in range(count)])
    return Print(crop, boxes, ("abcdefghijkl",) * count, (confidence,) * count)


class Recogniser:
    """Reads surely what was turned by `right` quarter turns; counts what it is asked."""

    def __init__(self, right: int, unsure: float = 0.66) -> None:
        self.right, self.unsure = right, unsure
        self.crops: list[int] = []
        self.lines = 0

    def read(self, crop: Crop) -> Print:
        self.crops.append(crop.turn)
        tall = (crop.turn - self.right) % 2 == 1
        # A tall box is turned to the left before it is read.
        sure = (crop.turn + tall) % 4 == self.right
        return reading(crop, tall, 0.98 if sure else self.unsure)

    def read_line(self, line: Image) -> float:
        self.lines += 1
        return 0.98 if self.right == 2 else self.unsure


CROP = Crop(np.full((120, 120, 3), 255, np.uint8), np.eye(3, dtype=np.float32))


@pytest.mark.parametrize(
    ("right", "crops", "lines"), [(0, [0], 0), (1, [0, 1], 0), (2, [0, 2], 1), (3, [0, 3, 1], 0)]
)
def test_more_readings_are_paid_for_only_where_they_promise_more(
    right: int, crops: list[int], lines: int
) -> None:
    recogniser = Recogniser(right)
    best = upright(CROP, recogniser.read, recogniser.read_line)
    assert best.crop.turn == right
    assert (recogniser.crops, recogniser.lines) == (crops, lines)


def test_unsure_upright_print_stays_as_it_is() -> None:
    recogniser = Recogniser(right=-1)  # nothing is read surely, in no direction
    best = upright(CROP, lambda crop: reading(crop, False, 0.7), recogniser.read_line)
    assert best.crop.turn == 0
    assert recogniser.lines == 1


def test_a_few_strokes_are_not_turned() -> None:
    tall = np.array([[(0, 0), (10, 0), (10, 90), (0, 90)]], np.float32)
    crops: list[Crop] = []

    def few(crop: Crop) -> Print:
        crops.append(crop)
        return Print(crop, tall, ("ll",), (0.5,))

    assert upright(CROP, few, lambda line: 1.0).crop is CROP
    assert crops == [CROP]


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_a_turned_crop_leads_back_to_the_frame(quarters: int) -> None:
    picture = np.zeros((40, 70, 3), np.uint8)
    picture[5:7, 60:63] = 255
    back = np.array([[0.5, 0, 100], [0, 0.5, 200], [0, 0, 1]], np.float32)
    turned = Crop(picture, back).turned(quarters)
    rows, columns = np.nonzero(turned.picture[:, :, 0])
    middle = np.array([[columns.mean() + 0.5, rows.mean() + 0.5]], np.float32)
    assert turned.placed(middle)[0] == pytest.approx([100 + 61.5 / 2, 200 + 6 / 2])
    assert turned.inside(turned.placed(middle))[0] == pytest.approx(middle[0], abs=1e-3)
