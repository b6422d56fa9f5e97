"""Shots of a video by how its frames look, against every other way of cutting it."""

from __future__ import annotations

import csv
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any, ClassVar

import av
import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import catalogue
from backends.scripted import ScriptedBackend
from pipeline.analysis.analyse import analyse
from pipeline.media import shots
from pipeline.media.images import save_frame
from pipeline.media.shots import LONGEST, PENALTY, SHORTEST, describe, shot_intervals
from pipeline.types import Frame
from storage.workspace import Workspace

STEP = 1.25


def flat(*values: float) -> list[np.ndarray]:
    return [np.array([value]) for value in values]


def at(count: int) -> list[float]:
    return [STEP * (number + 0.5) for number in range(count)]


def saved(image: np.ndarray, folder: Path) -> Frame:
    return save_frame(image.astype(np.uint8), folder, 0, Fraction(1, 1000))


def test_a_camera_that_stands_still_makes_one_shot() -> None:
    assert shot_intervals(at(8), flat(*[0.3] * 8), 10.0) == [(0.0, 10.0)]


def test_a_change_is_cut_half_way_between_the_frames_that_differ() -> None:
    assert shot_intervals(at(8), flat(*[0.0] * 4, *[0.5] * 4), 10.0) == [(0.0, 5.0), (5.0, 10.0)]


def test_a_change_that_saves_less_than_a_shot_costs_is_none() -> None:
    """Eight frames, half of which differ by d, cost 2 d² in one shot and nothing in two."""
    d = (PENALTY / 2) ** 0.5
    assert len(shot_intervals(at(8), flat(*[0.0] * 4, *[0.98 * d] * 4), 10.0)) == 1
    assert len(shot_intervals(at(8), flat(*[0.0] * 4, *[1.02 * d] * 4), 10.0)) == 2


def test_a_glance_aside_is_no_shot_of_its_own() -> None:
    found = shot_intervals(at(12), flat(*[0.0] * 5, 0.9, 0.9, *[0.0] * 5), 15.0)
    assert all(end - start >= SHORTEST for start, end in found)


def test_a_long_standstill_is_cut_all_the_same() -> None:
    found = shot_intervals(at(40), flat(*[0.3] * 40), 50.0)
    assert len(found) == 3
    assert max(end - start for start, end in found) <= LONGEST


def test_one_frame_may_stand_for_longer_than_a_shot_lasts() -> None:
    assert shot_intervals([15.0, 45.0], flat(0.0, 0.0), 60.0) == [(0.0, 30.0), (30.0, 60.0)]


VALUES = st.lists(st.floats(0, 1, width=32), min_size=1, max_size=9)


@given(VALUES, st.lists(st.floats(0.3, 9.0), min_size=9, max_size=9))
def test_no_other_way_of_cutting_is_cheaper(values: list[float], gaps: list[float]) -> None:
    times = np.cumsum(gaps)[: len(values)].tolist()
    duration = times[-1] + gaps[-1]
    edges = [0.0, *((a + b) / 2 for a, b in pairwise(times)), duration]
    found = shot_intervals(times, flat(*values), duration)
    assert [start for start, _ in found[1:]] == [end for _, end in found[:-1]]
    assert (found[0][0], found[-1][1]) == (0.0, pytest.approx(duration, abs=1e-3))
    ends = [0, *(int(np.argmin(np.abs(np.array(edges) - end))) for _, end in found)]
    assert (
        cost(ends, edges, values)
        <= min(cost([0, *inner, len(values)], edges, values) for inner in every(len(values))) + 1e-9
    )


def every(count: int) -> list[list[int]]:
    return [[i for i in range(1, count) if bits >> i & 1] for bits in range(0, 1 << count, 2)]


def cost(ends: list[int], edges: list[float], values: list[float]) -> float:
    total = 0.0
    for a, b in pairwise(ends):
        length = edges[b] - edges[a]
        if length > LONGEST and b - a > 1:
            return float("inf")
        total += float(np.var(values[a:b])) * (b - a)
        total += PENALTY if length >= SHORTEST else shots._TOO_SHORT
    return total


def test_exposure_is_no_difference_but_another_picture_is(tmp_path: Path) -> None:
    left = np.full((90, 160, 3), 100)
    left[20:60, 10:70] = (40, 90, 160)
    moved = np.roll(left, 70, axis=1)
    first, brighter, other = describe(saved(i, tmp_path) for i in (left, left + 40, moved))
    assert ((first - brighter) ** 2).sum() < 1e-4
    assert ((first - other) ** 2).sum() > PENALTY / 4


def test_the_squared_distance_is_the_mean_squared_difference(tmp_path: Path) -> None:
    half = np.zeros((90, 160, 3))
    half[:, 80:] = 255
    one, other = describe(saved(i, tmp_path) for i in (half, half[:, ::-1]))
    assert ((one - other) ** 2).sum() == pytest.approx(1.0, abs=0.01)


def test_a_hands_sway_is_no_difference(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    wall = cv2.resize(rng.integers(0, 255, (9, 16, 3), np.uint8), (640, 360))
    still, swayed = describe(saved(i, tmp_path) for i in (wall, np.roll(wall, 6, axis=1)))
    assert ((still - swayed) ** 2).sum() < PENALTY / 4


class Blind(ScriptedBackend):
    """Finds no work anywhere and says nothing."""

    name: ClassVar[str] = "blind"
    label: ClassVar[str] = "Blind"
    sampling: ClassVar[Any] = "dense"
    default_format = None


class Looking(Blind):
    """The same, but by looking for them in each frame."""

    locates: ClassVar[bool] = True


@pytest.fixture(scope="module")
def turn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """24 s; at 9 s the camera is on something else."""
    path = tmp_path_factory.mktemp("turn") / "turn.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 160, 96, "yuv420p"
        for number in range(240):
            view = np.zeros((96, 160, 3), np.uint8)
            view[:, :80] = 200
            view = view if number < 90 else view[:, ::-1]
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(view))
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


@pytest.mark.parametrize(("backend", "edge"), [(Blind(), 9.0), (Looking(), 12.0)])
def test_clips_follow_the_view_only_for_a_backend_that_cannot_locate(
    backend: ScriptedBackend, edge: float, turn: Path, tmp_path: Path
) -> None:
    backend.load(None)
    path = tmp_path / "catalogue.csv"
    with path.open("w") as file:
        csv.writer(file).writerows([["title"], ["Minerva"]])
    found = analyse(turn, backend, catalogue.load(path), Workspace(tmp_path / "w"))
    assert [one.clip.end for one in found] == [pytest.approx(edge, abs=0.7), 24.0]
