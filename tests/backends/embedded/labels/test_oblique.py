"""Labels that are seen from aside, and slanted ones: straightened, and read."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from rapidfuzz.distance import Levenshtein

from backends.embedded.arrays import Image
from backends.embedded.labels import crops, detection
from backends.embedded.labels.detection import Card
from backends.embedded.labels.ocr import Reader
from demo.film import HEIGHT, WIDTH, Pose
from tests.wall_cards import card, hang, painting, wall

LINES = (
    ("Artemisia Gentileschi", 40),
    ("Rome 1593 - Naples 1654", 24),
    ("Judith and her Maidservant", 34),
    ("Oil on canvas, inv. 1912", 26),
)
TEXT = " ".join(text for text, _ in LINES)
CARD = (-2.0, 140.0, 15.5, 10.5)
"""Left, low, width and height in cm."""


def corners(pose: Pose, left: float, low: float, width: float, height: float) -> np.ndarray:
    right, top = left + width, low + height
    wall_cm = np.array([[(left, top), (right, top), (right, low), (left, low)]], np.float32)
    return np.asarray(cv2.perspectiveTransform(wall_cm, pose.wall_to_frame())[0], np.float32)


def seen(aside: float, roll: float) -> tuple[Image, np.ndarray]:
    """A label beside a painting from 70 cm, `aside` and `roll` in degrees, and its corners: the
    capitals of the first line are 11 px high."""
    pose = Pose(0, 150, 70, float(np.radians(aside)), float(np.radians(roll)))
    scene = hang(wall(WIDTH, HEIGHT), painting(700, 560), corners(pose, -62, 115, 56, 45).tolist())
    scene = hang(scene, card(LINES), corners(pose, *CARD).tolist())
    noise = np.random.default_rng(1).normal(0, 2, scene.shape)
    soft = cv2.GaussianBlur(scene, (0, 0), 0.6)
    return np.clip(soft + noise, 0, 255).astype(np.uint8), corners(pose, *CARD)


@pytest.mark.slow
@pytest.mark.parametrize(("aside", "roll"), [(60, 0), (50, 15), (-55, -20), (0, 25)])
def test_print_is_read_from_aside_and_slanted(reader: Reader, aside: float, roll: float) -> None:
    scene, place = seen(aside, roll)
    regions = [Card(each.quad, 0.0, each.fit, each.score) for each in detection.find(scene, 1)]
    assert detection.overlap(regions[0].quad, place) > 0.8
    [label] = reader.read(scene, regions=regions)
    read = " ".join(label.text.split())
    assert Levenshtein.distance(read.casefold(), TEXT.casefold()) < 0.15 * len(TEXT)


def shape(*quad: tuple[float, float], fit: float = 1.0) -> float:
    """Width over height of the crop of a card with these corners."""
    picture = crops.cut(wall(600, 400), Card(np.array(quad, np.float32), 0.0, fit, 0.0))
    return picture.size[0] / picture.size[1]


def test_a_card_seen_from_aside_is_drawn_out() -> None:
    front = shape((100, 100), (300, 100), (300, 200), (100, 200))
    assert front == pytest.approx(2.0, rel=0.05)
    aside = shape((100, 100), (300, 110), (300, 190), (100, 200))
    assert aside == pytest.approx(1.5 * 2.0, rel=0.05)
    below = shape((100, 100), (300, 100), (280, 200), (120, 200))
    assert below == pytest.approx(2.0 / 1.5, rel=0.05)
    doubtful = shape((100, 100), (300, 110), (300, 190), (100, 200), fit=0.9)
    assert doubtful == pytest.approx(2.0, rel=0.05)
