"""Pictures that were cut out of videos: they name their work, and never on their own video."""

from __future__ import annotations

import hashlib
from pathlib import Path

import cv2
import numpy as np
import pytest

from backends.base import Reference, TaughtPicture
from backends.embedded.paintings.recogniser import Recogniser
from tests.backends.embedded.paintings.test_recogniser import (
    UPRIGHT,
    Bytes,
    hang,
    painting,
    plain,
    wall,
)

pytestmark = pytest.mark.slow

OWN, OTHER = "a" * 64, "b" * 64


def taught(folder: Path, picture: Bytes, medium: str = OWN) -> TaughtPicture:
    data = cv2.imencode(".jpg", picture)[1].tobytes()
    sha256 = hashlib.sha256(data).hexdigest()
    (folder / f"{sha256}.jpg").write_bytes(data)
    return TaughtPicture(folder / f"{sha256}.jpg", sha256, medium)


@pytest.fixture
def recogniser(tmp_path: Path) -> Recogniser:
    return Recogniser(tmp_path / "features")


def test_a_work_without_a_picture_is_named_by_a_taught_one(
    tmp_path: Path, recogniser: Recogniser
) -> None:
    picture = taught(tmp_path, painting(1))
    assert recogniser.learn([Reference("A", "", taught=(picture,)), Reference("B", "")]) == ()
    (seen,) = recogniser.locate(hang(wall(), painting(1), UPRIGHT), "frame")
    assert (seen.identifier, seen.certainty, seen.picture) == ("A", "sure", picture.sha256)
    assert recogniser.locate(hang(wall(), painting(2), UPRIGHT), "frame") == ()


def test_it_is_never_used_on_the_video_that_it_came_from(
    tmp_path: Path, recogniser: Recogniser
) -> None:
    own, other = taught(tmp_path, painting(1), OWN), taught(tmp_path, painting(2), OTHER)
    recogniser.learn([Reference("A", "", taught=(own,)), Reference("B", "", taught=(other,))])
    both = recogniser.taught

    def named(medium: str, number: int) -> list[str]:
        recogniser.withhold(medium)
        frame = hang(wall(), painting(number), UPRIGHT)
        return [seen.identifier for seen in recogniser.locate(frame, "frame")]

    assert (named("c" * 64, 1), named("c" * 64, 2)) == (["A"], ["B"])
    assert (named(OWN, 1), named(OWN, 2)) == ([], ["B"])
    without_own = recogniser.taught
    assert (named(OTHER, 1), named(OTHER, 2)) == (["A"], [])
    assert len({both, without_own, recogniser.taught, ""}) == 4, "every set has a hash of its own"
    assert recogniser.withhold("c" * 64), "the set is whole again"
    assert recogniser.taught == both
    assert not recogniser.withhold("d" * 64), "which changes nothing"


def test_a_withheld_picture_takes_no_vote_and_rivals_nothing(
    tmp_path: Path, recogniser: Recogniser
) -> None:
    """What is seen on the own video is what is seen where it was never taught, to the point."""
    path = tmp_path / "own.png"
    cv2.imwrite(str(path), painting(1))
    catalogued = Reference("A", "", picture=path)
    frame = hang(wall(), painting(1), UPRIGHT)
    recogniser.learn([catalogued])
    without = recogniser.locate(frame, "frame")
    copies = tuple(taught(tmp_path, painting(1)[k:, k:], OWN) for k in range(1, 20))
    recogniser.learn([catalogued, Reference("B", "", taught=copies)])
    assert {s.certainty for s in recogniser.locate(frame, "frame")} != {"sure"}, "they are rivals"
    recogniser.withhold(OWN)
    assert recogniser.locate(frame, "frame") == without


def test_pictures_of_one_work_are_no_rivals(tmp_path: Path, recogniser: Recogniser) -> None:
    path = tmp_path / "own.png"
    cv2.imwrite(str(path), painting(1))
    blurred = np.asarray(cv2.GaussianBlur(painting(1), (0, 0), 2.0), np.uint8)
    worse = taught(tmp_path, blurred)
    recogniser.learn([Reference("A", "", picture=path, taught=(worse,))])
    (seen,) = recogniser.locate(hang(wall(), painting(1), UPRIGHT), "frame")
    assert (seen.identifier, seen.certainty, seen.picture) == ("A", "sure", "")


def test_a_plain_painting_is_not_named_by_colours_out_of_a_video(
    tmp_path: Path, recogniser: Recogniser
) -> None:
    """A lamp changes them: the catalogue's own picture names it, a taught one does not."""
    ochre, path = np.asarray(plain((60, 140, 200)), np.uint8), tmp_path / "own.png"
    cv2.imwrite(str(path), ochre)
    frame = hang(wall(), ochre, UPRIGHT)
    recogniser.learn([Reference("A", "", picture=path)])
    assert [seen.identifier for seen in recogniser.locate(frame, "frame")] == ["A"]
    recogniser.learn([Reference("A", "", taught=(taught(tmp_path, ochre),))])
    assert recogniser.locate(frame, "frame") == ()


def test_a_picture_that_is_gone_is_said_and_stops_nothing(
    tmp_path: Path, recogniser: Recogniser
) -> None:
    gone = taught(tmp_path, painting(1))
    gone.path.unlink()
    there = taught(tmp_path, painting(2))
    (message,) = recogniser.learn([Reference("A", "", taught=(gone, there))])
    assert "A: " in message
    assert "missing" in message
    (seen,) = recogniser.locate(hang(wall(), painting(2), UPRIGHT), "frame")
    assert seen.picture == there.sha256


def test_a_frame_of_the_same_pattern_proves_no_painting(
    tmp_path: Path, recogniser: Recogniser
) -> None:
    """Carved alike around both, and cut out with the painting: the moulding alone names nothing."""
    moulding = painting(9, 500, 600)

    def framed(number: int) -> Bytes:
        whole = moulding.copy()
        whole[80:520, 80:420] = painting(number, 340, 440)
        return whole

    recogniser.learn([Reference("A", "", taught=(taught(tmp_path, framed(1)),))])
    (seen,) = recogniser.locate(hang(wall(), framed(1), UPRIGHT), "frame")
    assert (seen.identifier, seen.certainty) == ("A", "sure")
    assert recogniser.locate(hang(wall(), framed(2), UPRIGHT), "frame") == ()
