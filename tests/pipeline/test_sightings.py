"""When a work is seen, and which is most prominent, with times worked out by hand."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.sightings import intervals, most_prominent, prominence
from pipeline.types import Sighting, Video
from tests.places import ROOT

WHOLE = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
CORNER = ((0.0, 0.0), (0.2, 0.0), (0.2, 0.2), (0.0, 0.2))


def video(duration: float) -> Video:
    return Video(Path("walk.mp4"), "ab" * 32, duration)


def seen(work: str, *times: float, quad: tuple = WHOLE) -> list[Sighting]:  # type: ignore[type-arg]
    return [Sighting(work, f"{work}{t}", t, quad, 20) for t in times]


def test_a_stretch_ends_half_way_to_the_frames_that_do_not_show_it() -> None:
    times = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]
    assert intervals(seen("A", 2.0, 3.0), times, video(30.0)) == [(1.5, 3.5)]


def test_a_stretch_reaches_the_ends_of_the_video() -> None:
    assert intervals(seen("A", 0.0, 2.0), [0.0, 2.0], video(2.5)) == [(0.0, 2.5)]


def test_a_moment_unseen_does_not_break_a_stretch_but_an_absence_does() -> None:
    times = [float(t) for t in range(20)]
    assert intervals(seen("A", 1.0, 4.0), times, video(20.0)) == [(0.5, 4.5)]
    assert intervals(seen("A", 1.0, 5.0), times, video(20.0)) == [(0.5, 1.5), (4.5, 5.5)]


def test_the_middle_of_the_picture_outweighs_its_corner() -> None:
    (whole,), (corner,) = seen("A", 0.0), seen("B", 0.0, quad=CORNER)
    assert prominence(whole) == pytest.approx(1.0)
    assert prominence(corner) == pytest.approx(0.04 * 0.2)
    assert most_prominent({"A": [whole], "B": [corner] * 3}) == "A"
    assert most_prominent({}) is None


@pytest.mark.slow
def test_works_seen_need_no_decoder() -> None:
    code = "import sys, pipeline.decision.works_seen; print({'av', 'cv2'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"
