"""What differs from a wall, however it is lit."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from backends.embedded.wall import off_wall

HEIGHT, WIDTH = 360, 640


def lit_wall(bgr: tuple[int, int, int] = (150, 170, 180)) -> NDArray[np.uint8]:
    """A wall that a lamp lights from the left: half as bright at the right."""
    light = (
        np.linspace(1.2, 0.6, WIDTH)[None, :, None] * np.linspace(1.0, 0.9, HEIGHT)[:, None, None]
    )
    return np.asarray((np.array(bgr) * light).clip(0, 255), np.uint8)


def mask_of(bgr: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return off_wall(np.asarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2Lab), np.uint8))


def test_a_lit_wall_is_all_wall() -> None:
    assert not mask_of(lit_wall()).any()


def test_what_hangs_there_is_none_of_it_though_the_wall_is_as_dark_elsewhere() -> None:
    room = lit_wall()
    room[100:260, 100:220] = room[100:260, 500:620]  # as the wall looks in the shade

    mask = mask_of(room)

    assert mask[105:255, 105:215].all()
    mask[95:265, 95:225] = 0
    assert not mask.any()


def test_a_spotlight_is_no_wall_but_grain_is() -> None:
    grainy = lit_wall().astype(int) + np.random.default_rng(3).integers(-2, 3, (HEIGHT, WIDTH, 1))
    room = np.asarray(grainy.clip(0, 255), np.uint8)
    cv2.circle(room, (320, 180), 30, (255, 255, 255), -1)

    mask = mask_of(room)

    assert mask[180, 320]
    assert np.count_nonzero(mask) < 2 * np.pi * 30**2


def test_a_picture_too_small_for_a_wall_has_none() -> None:
    assert not mask_of(np.zeros((20, 20, 3), np.uint8)).any()
    assert mask_of(np.zeros((1, 1, 3), np.uint8)).shape == (1, 1)
