"""Picture-like outlines on a wall."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from backends.embedded.paintings.outlines import find_outlines

WALL = np.full((720, 1280, 3), (170, 180, 185), np.uint8)


def hang(corners: list[tuple[int, int]]) -> NDArray[np.uint8]:
    """A dark frame round a canvas with a light spot."""
    room = WALL.copy()
    shape = np.array(corners, np.int32)
    cv2.fillConvexPoly(room, shape, (30, 60, 70))
    middle = shape.mean(axis=0)
    cv2.fillConvexPoly(room, (middle + (shape - middle) * 0.85).astype(np.int32), (60, 50, 90))
    cv2.circle(room, (int(middle[0]), int(middle[1])), 25, (200, 220, 240), -1)
    return room


def test_framed_canvas_has_one_outline_with_its_frame() -> None:
    corners = [(300, 150), (640, 180), (640, 560), (300, 590)]

    (outline,) = find_outlines(hang(corners))

    assert np.abs(np.array(outline) * (1280, 720) - np.array(corners)).max() < 10


def test_two_pictures_come_largest_first() -> None:
    room = hang([(100, 100), (300, 100), (300, 320), (100, 320)])
    room[60:680, 560:1200] = hang([(560, 60), (1200, 60), (1200, 680), (560, 680)])[
        60:680, 560:1200
    ]

    large, small = find_outlines(room)

    assert large[0][0] > 0.4
    assert small[0][0] < 0.1


def test_bare_wall_and_a_disc_have_no_outline() -> None:
    disc = WALL.copy()
    cv2.circle(disc, (640, 360), 200, (40, 40, 40), -1)

    assert find_outlines(WALL) == ()
    assert find_outlines(disc) == ()


def test_plain_door_has_no_outline() -> None:
    door = WALL.copy()
    cv2.rectangle(door, (400, 100), (700, 600), (90, 100, 110), -1)

    assert find_outlines(door) == ()


def test_tiny_images_hold_nothing() -> None:
    assert find_outlines(np.zeros((1, 1, 3), np.uint8)) == ()
    assert find_outlines(np.zeros((2, 2000, 3), np.uint8)) == ()


def landscape(room: NDArray[np.uint8], left: int, top: int, right: int, low: int) -> None:
    """A frame hardly darker than the wall, and three bands from side to side, one like the wall."""
    room[top:low, left:right] = (150, 160, 165)
    bands = ((90, 120, 60), (168, 178, 183), (40, 70, 90))
    edges = np.linspace(top + 40, low - 40, len(bands) + 1).astype(int)
    for colour, start, end in zip(bands, edges, edges[1:], strict=False):
        room[start:end, left + 40 : right - 40] = colour


def test_a_picture_of_bands_is_one_picture() -> None:
    room = WALL.copy()
    landscape(room, 300, 100, 560, 620)

    (outline,) = find_outlines(room)

    corners = np.array([(300, 100), (560, 100), (560, 620), (300, 620)])
    assert np.abs(np.array(outline) * (1280, 720) - corners).max() < 12


def test_a_picture_that_the_frame_cuts_off_is_one() -> None:
    room = WALL.copy()
    landscape(room, 300, 100, 560, 620)
    room = np.ascontiguousarray(room[:, 350:])

    outlines = find_outlines(room)

    assert len(outlines) == 1
    assert abs(max(x for x, _ in outlines[0]) * 930 - 210) < 12


def test_a_shadow_along_a_picture_is_no_picture() -> None:
    corners = [(300, 150), (640, 150), (640, 560), (300, 560)]
    room = hang(corners)
    strip = np.linspace(90, 150, 340)[None, :, None].repeat(3, 2)
    room[566:590, 300:640] = strip.astype(np.uint8)

    assert len(find_outlines(room)) == 1


def test_pictures_with_wall_between_them_are_two() -> None:
    room = hang([(300, 60), (640, 60), (640, 320), (300, 320)])
    room[380:660, 280:660] = hang([(300, 400), (640, 400), (640, 650), (300, 650)])[
        380:660, 280:660
    ]

    assert len(find_outlines(room)) == 2
