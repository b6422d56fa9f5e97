"""The demonstration collection: the same every time, complete, and true to what it says."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from demo import build
from demo import collection as making
from demo.collection import paint_piece
from demo.film import labels
from demo.film.camera import RATE, in_frame, plan
from demo.film.film import frames
from demo.film.gallery import Box, build_wall
from demo.film.labels import card
from demo.paint import Picture
from demo.works import PIECES, ROOMS, piece
from storage.errors import StorageError
from storage.task import Task
from tests.places import ROOT

BLANK = {each.identifier: np.full((300, 300, 3), 90, np.uint8) for each in PIECES}
"""How things hang and how a walk runs does not depend on what is painted."""


@pytest.fixture(scope="module")
def painted() -> dict[str, Picture]:
    """A picture full of brush strokes and one without any, by work."""
    return {number: paint_piece(piece(number)) for number in ("CD.03", "CD.12")}


@pytest.fixture(scope="module")
def pictures(painted: dict[str, Picture]) -> dict[str, Picture]:
    """The pictures of the `quick` collection, of which one is painted."""
    return BLANK | painted


@pytest.fixture(scope="module")
def quick(tmp_path_factory: pytest.TempPathFactory, pictures: dict[str, Picture]) -> Path:
    out = tmp_path_factory.mktemp("demo") / "collection"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(making, "paint_piece", lambda piece: pictures[piece.identifier])
        build(out, quick=True)
    return out


def _corners(picture: np.ndarray) -> int:
    grey = cv2.cvtColor(cv2.resize(picture, (400, 400)), cv2.COLOR_RGB2GRAY)
    return len(cv2.SIFT.create(contrastThreshold=0.02).detect(grey, None))


@pytest.mark.slow
def test_a_picture_is_the_same_every_time(painted: dict[str, Picture]) -> None:
    assert max(painted["CD.03"].shape) == 1000
    assert np.array_equal(paint_piece(piece("CD.03")), painted["CD.03"])


@pytest.mark.slow
def test_frames_are_the_same_every_time() -> None:
    wall = build_wall(ROOMS[0], BLANK)
    walk = plan(wall.hung[:1], 0.2, seed=4)
    first, second = ([f.tobytes() for f in frames(wall, walk, 5)] for _ in "ab")
    assert len(first) == 5
    assert first == second
    assert len(set(first)) == 5


@pytest.mark.slow
def test_the_catalogue_loads_and_its_pictures_open(
    quick: Path, pictures: dict[str, Picture]
) -> None:
    with (quick / "catalogue.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["identifier"] for row in rows] == ["CD.01", "CD.03", "CD.04", "CD.11"]
    for row in rows:
        assert all(row.values())
        picture = cv2.imread(str(quick / row["picture"]))
        assert picture is not None
        assert picture.shape == pictures[row["identifier"]].shape
        assert cv2.absdiff(picture[..., ::-1], pictures[row["identifier"]]).mean() < 3


@pytest.mark.slow
def test_a_walk_is_as_long_and_as_large_as_its_truth_says(quick: Path) -> None:
    (walk,) = json.loads((quick / "truth.json").read_text(encoding="utf-8"))["walks"]
    with av.open(str(quick / walk["file"])) as container:
        stream = container.streams.video[0]
        decoded = [frame.time for frame in container.decode(stream)]
        assert (stream.width, stream.height, stream.codec_context.name) == (1280, 720, "h264")
    assert len(decoded) == round(walk["duration"] * RATE)
    assert decoded[-1] == pytest.approx(walk["duration"] - 1 / RATE, abs=1e-3)


@pytest.mark.slow
def test_the_truth_lies_within_the_walk_and_names_what_stands_there(quick: Path) -> None:
    (walk,) = json.loads((quick / "truth.json").read_text(encoding="utf-8"))["walks"]
    assert [work["work"] for work in walk["works"]] == ["CD.03", "CD.01"]
    for work in walk["works"]:
        assert work["expected"] == work["work"]
        assert work["label_legible"]
        for start, end in work["visible"] + work["label_legible"]:
            assert 0 <= start < end <= walk["duration"]
        for start, end in work["visible"]:
            assert any(low <= start and end <= high for low, high in work["in_view"])


@pytest.mark.slow
def test_a_finished_collection_is_left_alone(quick: Path) -> None:
    before = (quick / "truth.json").stat().st_mtime_ns
    assert build(quick, quick=True) == quick / "catalogue.csv"
    assert (quick / "truth.json").stat().st_mtime_ns == before


def test_an_interrupted_build_leaves_nothing(tmp_path: Path) -> None:
    def stop(share: float, what: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(tmp_path / "out", stop, quick=True)
    assert list(tmp_path.iterdir()) == []


def test_somebody_elses_folder_is_never_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "keep.txt").write_text("mine")
    nothing: Callable[..., dict[str, object]] = lambda *_: {}  # noqa: E731
    monkeypatch.setattr(making, "_paint", nothing)
    monkeypatch.setattr(making, "_write_catalogue", nothing)
    monkeypatch.setattr(making, "_film", nothing)
    with pytest.raises(StorageError, match="no finished"):
        build(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["keep.txt"]


@pytest.mark.slow
def test_one_work_has_almost_no_texture_and_another_has_plenty(
    painted: dict[str, Picture],
) -> None:
    assert _corners(painted["CD.12"]) < 10
    assert _corners(painted["CD.03"]) > 300


def test_the_collection_holds_its_traps() -> None:
    catalogue = [each for each in PIECES if each.in_catalogue]
    assert len(catalogue) == 12
    assert len({each.identifier for each in PIECES}) == 13
    harbours = {each.title: each.artist for each in catalogue if "Harbour" in each.title}
    assert set(harbours) == {"The Harbour at Evening", "The Harbour in the Evening"}
    assert len(set(harbours.values())) == 2
    hangings = [hanging for room in ROOMS for hanging in room.hangings]
    assert {hanging.piece for hanging in hangings} == {each.identifier for each in PIECES}
    assert [hanging.piece for hanging in hangings if hanging.label is None] == ["CD.05"]
    assert all(20 <= room.seconds <= 30 for room in ROOMS)


@pytest.mark.slow
def test_one_card_hangs_nearer_to_its_neighbour_and_no_two_things_overlap() -> None:
    astray = []
    for room in ROOMS:
        wall = build_wall(room, BLANK)
        boxes = sorted(
            (box for hung in wall.hung for box in (hung.frame, hung.card) if box),
            key=lambda box: box.left,
        )
        for first, second in pairwise(boxes):
            assert first.left + first.width < second.left
        for hung in wall.hung:
            if hung.card and making._nearest(hung.card, wall) != hung.piece.identifier:
                astray.append(hung.piece.identifier)
    assert astray == ["CD.07"]


def test_a_card_holds_its_words_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    hung = [card(each, 60, 8.0) for each in PIECES]
    monkeypatch.setattr(labels, "HEIGHT", 3 * labels.HEIGHT)
    for each, fitted in zip(PIECES, hung, strict=True):
        ink, with_room = (int((c.min(axis=2) < 200).sum()) for c in (fitted, card(each, 60, 8.0)))
        assert ink == with_room > 500, each.title
        assert fitted[:, -8:].min() > 200, each.title


def test_the_share_in_frame_is_that_of_the_area() -> None:
    wall = build_wall(ROOMS[0], BLANK)
    pose = plan(wall.hung[:1], 4.0, seed=1).poses[-1]
    assert in_frame(Box(pose.x - 10, pose.y - 10, 20, 20), pose) == pytest.approx(1)
    assert in_frame(Box(pose.x + 900, pose.y - 10, 20, 20), pose) == 0


@pytest.mark.slow
def test_many_painters_paint_what_one_does_in_the_same_order(painted: dict[str, Picture]) -> None:
    pieces = [piece("CD.12"), piece("CD.03"), piece("CD.12")]
    with making._painters(2) as paint_all:
        pictures = list(paint_all(pieces))
    assert np.array_equal(pictures[0], pictures[2])
    for each, picture in zip(pieces[:2], pictures, strict=False):
        assert np.array_equal(picture, painted[each.identifier])


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGTERM to catch")
def test_a_painting_that_is_followed_ends_with_the_app_and_leaves_nothing(tmp_path: Path) -> None:
    task = Task(tmp_path / "task")
    command = [sys.executable, "-m", "demo", str(tmp_path / "demo"), "--follow", str(task.folder)]
    painter = subprocess.Popen(command, cwd=ROOT)
    deadline = time.monotonic() + 60
    while not task.state().what.startswith("paint"):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    painter.terminate()
    assert painter.wait(30) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["task"]
    assert task.state().phase == "failed"
