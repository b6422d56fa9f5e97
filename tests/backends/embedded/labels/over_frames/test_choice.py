"""Which frames of a clip are read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest

from backends.base import Media, MediaFrame
from backends.embedded import FRAMES_READ, EmbeddedBackend
from backends.embedded.arrays import Image
from backends.embedded.labels import detection
from backends.embedded.labels.ocr import Reader, Reading
from backends.embedded.labels.over_frames.choice import adds, legibility, parts, sharpest
from tests.label_samples import label
from tests.wall_cards import card, flat, hang, painting, wall

LINES = (("Artemisia Gentileschi", 40), ("Judith and her Maidservant", 34), ("Oil, inv. 1912", 26))


def filmed(width: float, blur: float = 0.0, left: float = 700) -> Image:
    """A label of `width` px beside a painting, out of focus by `blur` px."""
    scene = hang(wall(), painting(400, 500), flat(200, 80, 400, 500))
    scene = hang(scene, card(LINES), flat(left, 300, width, 0.677 * width))
    return np.asarray(cv2.GaussianBlur(scene, (0, 0), blur), np.uint8) if blur else scene


def promised(scene: Image) -> float:
    return legibility(detection.find(scene))


def test_larger_and_sharper_print_promises_more() -> None:
    best = promised(filmed(240))
    assert best > 1.2 * promised(filmed(240, blur=1.5)) > promised(filmed(240, blur=3.0))
    assert best > 1.2 * promised(filmed(130))
    assert legibility(()) == 0


def test_a_neighbour_adds_a_label_where_another_one_is_legible() -> None:
    still, moved, shaken, empty = (
        detection.find(scene)
        for scene in (filmed(240, left=715), filmed(240, left=980), filmed(240, 4.0, 980), wall())
    )
    read = detection.find(filmed(240))
    assert adds(still, read) == (True, False)
    assert adds(moved, read) == (True, True)
    assert adds(shaken, read) == adds(empty, read) == (False, False)
    assert adds((), ()) == (False, False)


@pytest.mark.parametrize(
    ("count", "lengths"), [(5, [1, 2, 1, 2, 2]), (8, [1] * 8), (9, [1] * 8), (1, [8])]
)
def test_parts_hold_everything_once_and_in_order(count: int, lengths: list[int]) -> None:
    cut = parts(range(8), count)
    assert [len(part) for part in cut] == lengths
    assert [number for part in cut for number in part] == list(range(8))
    assert parts((), 3) == ()


def test_the_sharpest_frame_of_a_part_is_read() -> None:
    assert sharpest("abc", {"a": 1.0, "b": 3.0, "c": 2.0}.__getitem__, ()) == "b"


def test_a_frame_that_was_read_is_taken_where_it_is_nearly_as_sharp() -> None:
    worth = {"a": 1.0, "b": 3.0, "c": 2.5}.__getitem__
    assert sharpest("abc", worth, "c") == "c"
    assert sharpest("abc", worth, "ac") == "c"
    assert sharpest("abc", worth, "a") == "b"


def test_a_single_frame_is_not_looked_at_first() -> None:
    def worth(frame: str) -> float:
        raise AssertionError("to find its regions costs time")

    assert sharpest("a", worth, ()) == "a"


class _Reader(Reader):
    """Reads the same label in every picture, and counts the pictures."""

    def __init__(self) -> None:
        super().__init__()
        self.read_pictures: list[Image] = []

    def load(self) -> None:
        """Nothing to load."""

    def look(self, image: Image, *rest: object, **more: object) -> Reading:
        self.read_pictures.append(image)
        return Reading((label("Artemisia Gentileschi", "Judith and her Maidservant"),), ())


@pytest.fixture
def backend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> EmbeddedBackend:
    monkeypatch.setattr("backends.embedded.labels.ocr.Reader", _Reader)
    backend = EmbeddedBackend()
    backend.load(tmp_path / "features")
    backend.ground(())
    return backend


def film(folder: Path, scenes: Sequence[Image]) -> tuple[MediaFrame, ...]:
    frames = []
    for number, scene in enumerate(scenes):
        cv2.imwrite(str(path := folder / f"{number}.png"), scene)
        frames.append(MediaFrame(path, str(number), 1.25 * number))
    return tuple(frames)


def read_in(backend: EmbeddedBackend) -> set[str]:
    assert backend._tools is not None
    return set(backend._tools.labels)


BLURS = (3.0, 0.0, 2.0, 0.5, 3.0, 4.0, 0.0, 2.5, 3.0, 0.0)


@pytest.mark.slow
def test_of_a_clip_the_sharpest_frames_are_read_and_no_more(
    backend: EmbeddedBackend, tmp_path: Path
) -> None:
    frames = film(tmp_path, [filmed(240, blur) for blur in BLURS])
    view = backend.preprocess(Media(frames), "video")
    assert read_in(backend) == {"1", "3", "4", "6", "9"}
    assert [len(seen.labels) for seen in view.frames].count(1) == FRAMES_READ


@pytest.mark.slow
def test_where_no_painting_is_known_one_of_two_frames_that_show_the_same_is_read(
    backend: EmbeddedBackend, tmp_path: Path
) -> None:
    scenes = [
        filmed(240, 3.0),
        filmed(240),
        filmed(240),
        filmed(240, left=980),
        wall(),
        wall(seed=2),
    ]
    frames = film(tmp_path, scenes)
    assert backend.label_stretches(frames)
    assert read_in(backend) & {"0", "1", "2", "3"} == {"1", "2", "3"}
    assert len(read_in(backend)) == 4
