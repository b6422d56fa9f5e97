"""Paintings cut out of frames: straight, in the right proportions, and joined where they match."""

from __future__ import annotations

import io
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from backends import Quad
from pages._ui.html import cut_outs
from tests.pages.html.test_pictures import pixels

LEANING: Quad = ((0.2, 0.1), (0.8, 0.3), (0.8, 0.7), (0.2, 0.9))
"""A picture that is seen from the left: its left side is the nearer one."""
CORNERS = {
    "red": (200, 30, 30),
    "green": (30, 160, 30),
    "blue": (30, 30, 200),
    "grey": (90, 90, 90),
}
"""The colour of each corner's part of the picture, clockwise from the top left."""


def quarters(size: tuple[int, int]) -> Image.Image:
    """A picture of four colours."""
    width, height = size
    image, (x, y) = Image.new("RGB", size), (width // 2, height // 2)
    boxes = ((0, 0, x, y), (x, 0, width, y), (x, y, width, height), (0, y, x, height))
    for box, colour in zip(boxes, CORNERS.values(), strict=True):
        image.paste(colour, box)
    return image


@pytest.fixture
def frame(tmp_path: Path) -> Path:
    """A white frame of 800 × 600 px in which the picture hangs in `LEANING`."""
    image = Image.new("RGB", (800, 600), "white")
    corners = np.array(LEANING) * (800, 600)
    # Where the diagonals meet is the middle of the picture, in any perspective.
    matrix = hanging(2, corners)
    grid = [(x, y) for y in range(3) for x in range(3)]
    at = {(x, y): tuple(point(matrix, x, y)) for x, y in grid}
    draw = ImageDraw.Draw(image)
    for (x, y), colour in zip(((0, 0), (1, 0), (1, 1), (0, 1)), CORNERS.values(), strict=True):
        ring = [at[x, y], at[x + 1, y], at[x + 1, y + 1], at[x, y + 1]]
        draw.polygon(ring, fill=colour)
    path = tmp_path / "frame.png"
    image.save(path)
    return path


def hanging(side: int, corners: NDArray[np.float64]) -> NDArray[np.float64]:
    """The matrix that takes a square picture to its corners in a frame."""
    square = np.array(((0, 0), (side, 0), (side, side), (0, side)), np.float32)
    return np.asarray(cv2.getPerspectiveTransform(square, corners.astype(np.float32)), np.float64)


def point(matrix: NDArray[np.float64], x: float, y: float) -> list[float]:
    u, v, w = matrix @ (x, y, 1.0)
    return [float(u / w), float(v / w)]


def reference(folder: Path, size: tuple[int, int]) -> Path:
    path = folder / "reference.png"
    quarters(size).save(path)
    return path


def near(pixel: NDArray[np.int64], colour: tuple[int, int, int]) -> bool:
    return bool(np.abs(pixel - np.array(colour)).max() < 30)


def test_a_cut_out_is_straight_and_has_the_proportions_of_the_reference(
    frame: Path, tmp_path: Path
) -> None:
    cut = pixels(cut_outs.cut_out(frame, LEANING, reference(tmp_path, (300, 200))))
    height, width = cut.shape[:2]
    assert width / height == pytest.approx(1.5, abs=0.01)
    for x, y, colour in zip((0.02, 0.98, 0.98, 0.02), (0.03, 0.03, 0.97, 0.97),
                            CORNERS.values(), strict=True):  # fmt: skip
        assert near(cut[int(y * height), int(x * width)], colour)
    middle = cut[height // 2 - 6 : height // 2 + 7 : 12, width // 2 - 6 : width // 2 + 7 : 12]
    assert near(middle[0, 0], CORNERS["red"])
    assert near(middle[1, 1], CORNERS["blue"])


def test_without_a_reference_it_has_the_proportions_that_the_frame_shows(frame: Path) -> None:
    height, width = pixels(cut_outs.cut_out(frame, LEANING, None)).shape[:2]
    assert width == pytest.approx(np.hypot(480, 120), abs=2)
    assert height == pytest.approx((480 + 240) / 2, abs=2)


def test_what_lies_outside_of_the_frame_stays_empty(frame: Path) -> None:
    beyond: Quad = ((-0.5, 0.0), (0.5, 0.0), (0.5, 1.0), (-0.5, 1.0))
    cut = pixels(cut_outs.cut_out(frame, beyond, None))
    assert near(cut[300, 100], (89, 89, 89))
    assert near(cut[590, 700], (255, 255, 255))


def test_a_close_up_of_a_detail_makes_no_huge_picture(frame: Path) -> None:
    huge: Quad = ((-20, -20), (20, -20), (20, 20), (-20, 20))
    image = Image.open(io.BytesIO(cut_outs.cut_out(frame, huge, None) or b""))
    assert max(image.size) == 900


def test_what_cannot_be_cut_out_is_none(frame: Path, tmp_path: Path) -> None:
    nowhere: Quad = ((0.5, 0.5), (0.5, 0.5), (0.5, 0.5), (0.5, 0.5))
    picture = reference(tmp_path, (300, 200))
    assert cut_outs.cut_out(tmp_path / "gone.jpg", LEANING, picture) is None
    assert cut_outs.cut_out(frame, nowhere, None) is None
    assert cut_outs.joined(frame, LEANING, tmp_path / "gone.jpg", []) is None
    assert cut_outs.joined(tmp_path / "gone.jpg", LEANING, picture, []) is None


def test_points_lie_on_both_pictures_and_are_joined(frame: Path, tmp_path: Path) -> None:
    """The middle of the picture, found in the frame, is the middle on both sides."""
    matrix = hanging(1, np.array(LEANING))
    x, y = point(matrix, 0.5, 0.25)
    picture = reference(tmp_path, (300, 200))
    drawn = pixels(cut_outs.joined(frame, LEANING, picture, [((x, y), (0.5, 0.25))]))
    plain = pixels(cut_outs.joined(frame, LEANING, picture, []))
    assert drawn.shape == plain.shape == (640, 960 + 48 + 960, 3)
    changed = np.abs(drawn - plain).sum(axis=2) > 60
    rows, columns = np.nonzero(changed)
    assert (rows.min(), rows.max()) == (pytest.approx(156, abs=3), pytest.approx(164, abs=3))
    assert columns.min() == pytest.approx(480 - 4, abs=3)
    assert columns.max() == pytest.approx(960 + 48 + 480 + 4, abs=3)
    assert changed[160, 500:1480].all()


def test_of_many_points_all_have_a_dot_and_some_a_line(frame: Path, tmp_path: Path) -> None:
    picture = reference(tmp_path, (300, 200))
    matrix = hanging(1, np.array(LEANING))
    places = [(0.5, (2 * n + 1) / 120) for n in range(60)]
    pairs = [((point(matrix, *place)[0], point(matrix, *place)[1]), place) for place in places]
    drawn = pixels(cut_outs.joined(frame, LEANING, picture, pairs))
    rows = [round(640 * y) for _, y in places]
    assert all((drawn[row - 3 : row + 4, 1488] < 60).any() for row in rows)
    between = [drawn[row - 2 : row + 3, 984].max() > 120 for row in rows]
    assert sum(between) == cut_outs.LINES
