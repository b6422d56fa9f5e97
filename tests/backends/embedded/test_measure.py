"""What is measured of a painting is what a person would say."""

from __future__ import annotations

import numpy as np
import pytest

from backends.embedded.measure import light, palette, place, proportions, rectified, tonality


def plain(blue: int, green: int, red: int) -> np.ndarray:
    return np.full((60, 80, 3), (blue, green, red), np.uint8)


@pytest.mark.parametrize(
    ("colour", "name"),
    [
        ((30, 30, 200), "red"),
        ((200, 80, 30), "blue"),
        ((40, 160, 40), "green"),
        ((10, 10, 10), "near-black"),
        ((240, 240, 240), "white"),
        ((120, 120, 120), "grey"),
    ],
)
def test_a_plain_colour_has_its_name(colour: tuple[int, int, int], name: str) -> None:
    assert palette(plain(*colour)) == (name,)


def test_colours_are_named_by_how_much_they_cover() -> None:
    image = plain(30, 30, 200)
    image[:, 50:] = (200, 80, 30)
    assert palette(image) == ("red", "blue")


def test_tonality_and_light() -> None:
    assert tonality(plain(20, 20, 20)) == "dark"
    assert tonality(plain(230, 230, 230)) == "light"
    assert light([plain(20, 20, 20), plain(120, 120, 120), plain(120, 120, 120)]) == "even"


def test_format_takes_the_shape_of_the_frame_into_account() -> None:
    square = ((0.1, 0.1), (0.5, 0.1), (0.5, 0.5), (0.1, 0.5))
    assert proportions(square, 1.0) == "nearly square"
    assert proportions(square, 16 / 9) == "oblong"
    assert proportions(square, 9 / 16) == "upright"


def test_place_in_words() -> None:
    assert place(((0.0, 0.0), (0.2, 0.0), (0.2, 0.2), (0.0, 0.2))) == "upper left"
    assert place(((0.4, 0.4), (0.6, 0.4), (0.6, 0.6), (0.4, 0.6))) == "centre"


def test_a_rectified_painting_keeps_its_corners() -> None:
    image = plain(0, 0, 0)
    image[:30, :40] = (255, 255, 255)
    front = rectified(image, ((0, 0), (1, 0), (1, 1), (0, 1)), 64)
    assert front[5, 5].tolist() == [255, 255, 255]
    assert front[60, 60].tolist() == [0, 0, 0]
