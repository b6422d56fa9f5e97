"""Small letters on the wall beside a large painting: the second, closer look."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import pytest

from backends.embedded.labels import small_print
from backends.embedded.labels.detection import overlap
from backends.embedded.labels.ocr import Reader
from backends.embedded.paintings.outlines import find_outlines
from tests.wall_cards import Picture, card, flat, hang, painting, wall

LINES = (
    ("Artemisia Gentileschi", 40),
    ("Rome 1593 - Naples 1654", 24),
    ("Judith and her Maidservant", 34),
    ("Oil on canvas, inv. 1912", 26),
)
CAPITALS = 29
"""px: height of the capitals of the first line as it is drawn."""
PLACE = (1190, 594)


def lettered(
    height: int,
    ink: int = 40,
    scene: Picture | None = None,
    lines: Sequence[tuple[str, int]] = LINES,
) -> Picture:
    """A large painting, and beside it letters on the wall itself, the capitals `height` px high."""
    if scene is None:
        scene = hang(wall(1920, 1080), painting(960, 864), flat(115, 86, 960, 864))
    mask = card(lines, (560, 250), paper=0, ink=255)
    size = (560 * height // CAPITALS, 250 * height // CAPITALS)
    share = cv2.resize(mask, size, interpolation=cv2.INTER_AREA)[:, :, :1] / 255.0
    (x, y), (w, h) = PLACE, size
    part = scene[y : y + h, x : x + w]
    lettered_scene = scene.copy()
    lettered_scene[y : y + h, x : x + w] = (part * (1 - share) + ink * share).astype(np.uint8)
    return lettered_scene


def share_found(scene: Picture, height: int) -> float:
    """The largest share of the letters' place that one region holds."""
    w, h = 470 * height / CAPITALS, 200 * height / CAPITALS
    place = np.array(flat(PLACE[0] + 5, PLACE[1] + 10, w - 5, h - 10), np.float32)
    regions = small_print.find(scene, find_outlines(scene))
    assert len(regions) <= small_print.REGIONS
    return max(
        (overlap(region.quad, place) for region in regions if region.quad[0, 0] > 1100), default=0.0
    )


@pytest.mark.parametrize("height", [8, 10, 14, 24])
@pytest.mark.parametrize("ink", [40, 130, 250])
def test_letters_on_the_wall_are_found(height: int, ink: int) -> None:
    assert share_found(lettered(height, ink), height) > 0.8


def test_light_letters_on_a_dark_wall_are_found() -> None:
    dark = (wall(1920, 1080) * 0.3).astype(np.uint8)
    scene = lettered(8, 230, hang(dark, painting(960, 864), flat(115, 86, 960, 864)))
    assert share_found(scene, 8) > 0.8


def test_a_single_line_is_found() -> None:
    scene = lettered(10, lines=LINES[:1])
    assert small_print.find(scene, find_outlines(scene))


def test_a_painting_holds_no_print_however_rough_it_is() -> None:
    scene = lettered(12)
    rough = card([("The shaft of brushwork", 40)] * 5, (560, 350))
    scene = hang(scene, rough, flat(300, 300, 280, 175))
    outline = find_outlines(lettered(12))
    middles = [r.quad.mean(axis=0)[0] for r in small_print.find(scene, outline)]
    assert middles
    assert all(x > 1100 for x in middles)


def test_an_empty_wall_costs_no_reading() -> None:
    scene = hang(wall(1920, 1080), painting(960, 864), flat(115, 86, 960, 864))
    assert small_print.find(scene, find_outlines(scene)) == ()


@pytest.mark.slow
def test_the_first_look_misses_them_and_the_closer_one_reads_them() -> None:
    reader = Reader()
    reader.load()
    scene = lettered(10)
    outlines = find_outlines(scene)
    [label] = reader.read(scene, paintings=outlines)
    assert [line.text.split()[0] for line in label.lines][:3] == ["Artemisia", "Rome", "Judith"]
    assert label.quad[0] == pytest.approx((PLACE[0] / 1920, PLACE[1] / 1080), abs=0.02)


@pytest.mark.slow
def test_a_card_that_was_read_is_not_looked_at_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def closer(image: Picture, paintings: object) -> tuple[()]:
        raise AssertionError("the closer look is for frames in which next to nothing was read")

    reader = Reader()
    reader.load()
    monkeypatch.setattr(small_print, "find", closer)
    assert reader.read(hang(wall(), card(LINES, (620, 300)), flat(700, 300, 310, 150)))
