"""What a flat picture on a wall can look like, and what verifies it."""

from __future__ import annotations

import numpy as np
import pytest

from backends.embedded.paintings.geometry import (
    intersection_over_union,
    plausible,
    project,
    sides_cut,
    unique,
    visible,
)
from backends.embedded.paintings.verification import spread

FRAME = (1280, 720)
SQUARE = ((400, 200), (700, 200), (700, 500), (400, 500))


def corners(*points: tuple[float, float]) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    return np.array(points, np.float32)


@pytest.mark.parametrize(
    ("quad", "expected"),
    [
        (SQUARE, True),
        (((400, 200), (600, 250), (600, 450), (400, 500)), True),
        ((*SQUARE[1:], SQUARE[0]), True),
        (SQUARE[::-1], False),
        (((400, 200), (700, 200), (500, 300), (400, 500)), False),
        (((400, 200), (410, 200), (410, 210), (400, 210)), False),
        (((400, 200), (450, 200), (450, 600), (400, 600)), False),
        (((400, 200), (700, 340), (700, 360), (400, 500)), False),
    ],
    ids=["facing", "aslant", "sideways", "mirrored", "dented", "tiny", "squeezed", "tapering"],
)
def test_only_what_a_wall_could_show_is_plausible(
    quad: tuple[tuple[float, float], ...], expected: bool
) -> None:
    assert plausible(corners(*quad), (300, 300), FRAME) is expected


def test_picture_cut_by_the_horizon_has_no_corners() -> None:
    assert project(np.array([(1, 0, 0), (0, 1, 0), (-0.02, 0, 1)], np.float32), (100, 100)) is None


def test_one_spot_counts_once() -> None:
    reference = corners((10, 10), (10.4, 10.9), (50, 50), (90, 90))
    query = corners((20, 20), (400, 400), (90, 90), (90.5, 90.5))

    assert unique(reference, query).tolist() == [0, 2]


def test_inliers_on_the_border_or_in_one_spot_verify_nothing() -> None:
    inside = corners(*[(20 + 12 * i, 30 + 8 * (i % 5)) for i in range(6)])
    border = corners(*[(2, 4 * i) for i in range(25)], *[(98, 4 * i) for i in range(25)])
    heap = corners(*[(40 + i % 3, 40 + i // 3) for i in range(12)])

    assert spread(inside, (100, 100))
    assert not spread(border, (100, 100))
    assert not spread(heap, (100, 100))


def test_overlap_and_what_the_frame_shows() -> None:
    left, right = corners((0, 0), (2, 0), (2, 2), (0, 2)), corners((1, 0), (3, 0), (3, 2), (1, 2))
    half_out = corners((-640, 0), (640, 0), (640, 720), (-640, 720))

    assert intersection_over_union(left, right) == pytest.approx(1 / 3)
    assert visible(half_out, FRAME)[0] == pytest.approx(0.5)
    assert sides_cut(half_out, FRAME) == 3
    assert sides_cut(corners(*SQUARE), FRAME) == 0
