"""The card under a label's words, told from a painting that bears words."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from backends.base import Quad
from backends.embedded.labels.placement.own_cards import on_own_cards
from backends.embedded.labels.placement.ties import tie, without_cards
from backends.embedded.labels.transcription import Label, Line
from backends.embedded.paintings.outlines import find_outlines
from tests.label_samples import quad
from tests.wall_cards import Picture, card, flat, hang, painting, wall

WIDTH, HEIGHT = 1280, 720
ASPECT = WIDTH / HEIGHT
TAG = flat(300, 240, 620, 130)


def box(left: float, top: float, width: float, height: float) -> Quad:
    """A rectangle in px as a quad."""
    return quad(left / WIDTH, top / HEIGHT, width / WIDTH, height / HEIGHT)


def read_on(place: Quad) -> Label:
    return Label(place, (Line("1983.7.21", 0.99, place),), 20.0)


def tag(paper: int = 245) -> Picture:
    """A tag that is mostly empty: one number at its left."""
    return hang(wall(), card([("1983.7.21", 40)], (620, 130), paper), TAG)


NUMBER = read_on(box(330, 265, 180, 50))


def test_a_tag_that_is_mostly_empty_is_the_labels_own_card() -> None:
    picture = tag()
    [label] = on_own_cards([NUMBER], find_outlines(picture), picture)
    assert label.quad[0] == pytest.approx((300 / WIDTH, 240 / HEIGHT), abs=0.01)
    assert label.quad[2] == pytest.approx((920 / WIDTH, 370 / HEIGHT), abs=0.01)
    assert label.lines == NUMBER.lines
    hung = without_cards(find_outlines(picture), [label], ASPECT)
    assert tie(label, [label], hung, ASPECT, None)[0] == "alone"


def test_a_shadow_may_fade_across_it() -> None:
    shade = np.linspace(1.0, 0.7, WIDTH)[None, :, None]
    picture = (tag() * shade).astype(np.uint8)
    [label] = on_own_cards([NUMBER], [box(300, 240, 620, 130)], picture)
    assert label.quad != NUMBER.quad


def test_its_corners_begin_where_its_print_begins() -> None:
    picture = np.ascontiguousarray(np.rot90(tag(), 2))
    upside_down = ((950, 455), (770, 455), (770, 405), (950, 405))
    place = tuple((x / WIDTH, y / HEIGHT) for x, y in upside_down)
    label = read_on((place[0], place[1], place[2], place[3]))
    [own] = on_own_cards([label], [box(360, 350, 620, 130)], picture)
    assert own.quad[0] == pytest.approx((980 / WIDTH, 480 / HEIGHT))


def test_words_on_a_painting_stay_on_a_painting() -> None:
    picture = hang(wall(), painting(400, 500), flat(400, 100, 400, 500))
    label = read_on(box(450, 480, 120, 30))
    outline = box(400, 100, 400, 500)
    assert on_own_cards([label], [outline], picture) == (label,)
    hung = without_cards([outline], [label], ASPECT)
    assert tie(label, [label], hung, ASPECT, 0)[0] == "none"


def test_a_dark_painting_with_a_lit_face_is_no_card() -> None:
    dark = np.full((500, 400, 3), 24, np.uint8)
    cv2.ellipse(dark, (200, 190), (75, 95), 0, 0, 360, (120, 150, 190), -1)
    picture = hang(wall(), dark, flat(400, 100, 400, 500))
    label = read_on(box(450, 520, 120, 30))
    assert on_own_cards([label], [box(400, 100, 400, 500)], picture) == (label,)


def test_a_wall_with_two_labels_is_no_card_of_either() -> None:
    picture = tag()
    two = [read_on(box(330, 265, 120, 50)), read_on(box(640, 265, 120, 50))]
    assert on_own_cards(two, [box(300, 240, 620, 130)], picture) == tuple(two)


def test_a_card_beside_the_words_is_none_of_theirs() -> None:
    beside = read_on(box(60, 265, 120, 50))
    assert on_own_cards([beside], [box(300, 240, 620, 130)], tag()) == (beside,)
