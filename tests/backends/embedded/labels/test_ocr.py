"""Labels drawn on walls and read back."""

from __future__ import annotations

import os
from collections.abc import Sequence

import cv2
import numpy as np
import pytest

from backends.embedded.labels import detection
from backends.embedded.labels.ocr import Reader
from backends.embedded.labels.transcription import Label
from tests.wall_cards import Picture, card, flat, hang, painting, wall

pytestmark = pytest.mark.slow

GENTILESCHI = (
    ("Artemisia Gentileschi", 40),
    ("Rome 1593 - Naples 1654", 24),
    ("Judith and her Maidservant", 34),
    ("Oil on canvas, inv. 1912", 26),
)
RENI = (("Guido Reni", 40), ("Saint Sebastian", 34), ("Oil on canvas, inv. 77", 26))


@pytest.fixture(scope="module")
def gallery() -> Picture:
    return hang(wall(), painting(400, 500), flat(300, 80, 400, 500))


def names(labels: Sequence[Label]) -> list[str]:
    """First and title line of each label."""
    return [line.text for label in labels for line in label.lines if line.text[0] in "AGJS"]


def test_no_telemetry(reader: Reader) -> None:
    assert os.environ["ORT_DISABLE_TELEMETRY"] == "1"


@pytest.mark.slow
def test_a_small_label_on_a_wall(reader: Reader, gallery: Picture) -> None:
    [label] = reader.read(hang(gallery, card(GENTILESCHI), flat(760, 350, 200, 136)))
    assert names([label]) == ["Artemisia Gentileschi", "Judith and her Maidservant"]
    assert label.lines[-1].text.casefold().endswith("inv. 1912")
    left, top = label.quad[0]
    assert left * 1280 == pytest.approx(760, abs=20)
    assert top * 720 == pytest.approx(350, abs=20)
    assert label.sharpness > 10


def test_pale_print_on_grey(reader: Reader, gallery: Picture) -> None:
    pale = card(GENTILESCHI, paper=160, ink=185)
    labels = reader.read(hang(gallery, pale, flat(760, 350, 220, 150)))
    assert names(labels) == ["Artemisia Gentileschi", "Judith and her Maidservant"]


def test_seen_from_the_side(reader: Reader, gallery: Picture) -> None:
    corners = [(760, 330), (890, 352), (890, 484), (760, 506)]
    labels = reader.read(hang(gallery, card(GENTILESCHI), corners))
    assert names(labels) == ["Artemisia Gentileschi", "Judith and her Maidservant"]


def test_tilted_and_keystoned(reader: Reader, gallery: Picture) -> None:
    steep = [(780, 300), (960, 460), (960, 600), (780, 440)]
    [label] = reader.read(hang(gallery, card(GENTILESCHI), steep))
    assert "".join(line.text[0].casefold() for line in label.lines) == "arjo"


@pytest.mark.slow
def test_letters_on_a_dark_wall_without_a_card(reader: Reader) -> None:
    scene = (wall() * 0.3).astype(np.uint8)
    text = cv2.resize(card(GENTILESCHI, paper=0, ink=170), (400, 271), interpolation=cv2.INTER_AREA)
    scene[200:471, 400:800] = np.maximum(scene[200:471, 400:800], text)
    labels = reader.read(scene)
    assert names(labels) == ["Artemisia Gentileschi", "Judith and her Maidservant"]


@pytest.mark.slow
def test_two_labels_beside_each_other_stay_apart(reader: Reader) -> None:
    scene = hang(wall(), card(GENTILESCHI), flat(200, 250, 200, 136))
    scene = hang(scene, card(RENI), flat(430, 250, 200, 136))
    labels = sorted(reader.read(scene), key=lambda label: label.quad[0])
    assert [label.lines[0].text for label in labels] == ["Artemisia Gentileschi", "Guido Reni"]


@pytest.mark.slow
def test_small_in_4k(reader: Reader) -> None:
    scene = hang(wall(3840, 2160), painting(1200, 1500), flat(900, 240, 1200, 1500))
    labels = reader.read(hang(scene, card(RENI), flat(2280, 1050, 330, 224)))
    assert names(labels) == ["Guido Reni", "Saint Sebastian"]


def test_a_wall_without_a_label(reader: Reader, gallery: Picture) -> None:
    assert reader.read(gallery) == ()


@pytest.mark.parametrize("size", [(1, 1), (3, 900), (900, 3), (40, 40)])
def test_pictures_too_small_to_read(reader: Reader, size: tuple[int, int]) -> None:
    assert reader.read(np.full((*size, 3), 90, np.uint8)) == ()


def test_regions_found_before_are_taken(reader: Reader, gallery: Picture) -> None:
    scene = hang(gallery, card(RENI), flat(760, 350, 200, 136))
    [label] = reader.read(scene, regions=detection.find(scene))
    assert names([label]) == ["Guido Reni", "Saint Sebastian"]


def test_cards_are_found_without_reading(gallery: Picture) -> None:
    scene = hang(gallery, card(GENTILESCHI), flat(760, 350, 200, 136))
    scene = hang(scene, card(RENI, paper=150, ink=60), flat(60, 350, 180, 124))
    where = [
        np.round(region.quad.mean(axis=0) / 20).tolist() for region in detection.find(scene, 4)
    ]
    assert [43.0, 21.0] in where
    assert [7.0, 21.0] in where or [8.0, 21.0] in where


def test_sharper_print_scores_sharper(gallery: Picture) -> None:
    sharp = hang(gallery, card(GENTILESCHI), flat(760, 350, 280, 190))
    soft = np.asarray(cv2.GaussianBlur(sharp, (0, 0), 1.2), np.uint8)
    assert detection.find(sharp)[0].sharpness > 1.3 * detection.find(soft)[0].sharpness
