"""The points that are shown are those that verified the match."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from backends.base import GenerationError
from backends.embedded import measure
from backends.embedded.paintings import MatchingPoints, Recogniser, matching_points
from backends.embedded.paintings.features import UnreadablePicture
from tests.backends.embedded.paintings.test_recogniser import hang, painting, reference, wall

LEANING = ((420, 160), (700, 230), (700, 500), (420, 620))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`work 1.png`, `work 2.png`, and `frame.jpg`, in which work 1 hangs seen from the side."""
    folder = tmp_path_factory.mktemp("points")
    for seed in (1, 2):
        reference(folder, f"work {seed}", painting(seed))
    frame = hang(wall(), painting(1), LEANING)
    (folder / "frame.jpg").write_bytes(cv2.imencode(".jpg", frame)[1].tobytes())
    return folder


@pytest.fixture(scope="module")
def points(folder: Path) -> MatchingPoints:
    found = matching_points(folder / "frame.jpg", folder / "work 1.png", folder / "cache")
    assert found is not None
    return found


def test_they_are_as_many_as_the_sighting_counts(folder: Path, points: MatchingPoints) -> None:
    recogniser = Recogniser(folder / "cache")
    recogniser.learn([reference(folder, f"work {seed}", painting(seed)) for seed in (1, 2)])
    (seen,) = recogniser.locate(measure.read(folder / "frame.jpg"), "f")
    assert len(points) == len(points.on_reference) == seen.inliers > 50


def test_each_pair_is_one_place_of_the_painting(points: MatchingPoints) -> None:
    corners = np.array(((0, 0), (1, 0), (1, 1), (0, 1)), np.float32)
    hung = np.array(LEANING, np.float32)
    transform = cv2.getPerspectiveTransform(corners, hung)
    on_reference = np.array(points.on_reference, np.float32).reshape(-1, 1, 2)
    expected = cv2.perspectiveTransform(on_reference, transform).reshape(-1, 2)
    in_frame = np.array(points.in_frame) * (1280, 720)
    assert np.abs(expected - in_frame).max() < 10


def test_another_work_has_none(folder: Path) -> None:
    assert matching_points(folder / "frame.jpg", folder / "work 2.png", folder / "cache") is None


def test_what_is_gone_says_so(folder: Path) -> None:
    with pytest.raises(UnreadablePicture, match=r"gone\.png: the file is missing"):
        matching_points(folder / "frame.jpg", folder / "gone.png", folder / "cache")
    with pytest.raises(GenerationError, match="Analyse the video again"):
        matching_points(folder / "gone.jpg", folder / "work 1.png", folder / "cache")
