"""What is counted of walks that are seen before and after others were judged."""

from __future__ import annotations

from pathlib import Path

import catalogue
from benchmark.scoring.attribution import Medium
from benchmark.scoring.taught import Count, in_view, without_pictures
from pipeline.types import Clip, Video
from tests import builders


def test_a_catalogue_loses_its_pictures_and_nothing_else(tmp_path: Path) -> None:
    table = "id,title,artist,picture\nA,Dusk,Ada,a.jpg\n"
    (tmp_path / "with.csv").write_text(table)
    builders.picture(tmp_path / "a.jpg", 1)
    (work,) = catalogue.load(without_pictures(tmp_path / "with.csv", tmp_path / "without.csv"))
    assert (work.identifier, work.title, work.artist, work.picture) == ("A", "Dusk", "Ada", None)


def test_counts_add_up() -> None:
    assert Count(3, 2, 1) + Count(4, 3, 0) == Count(7, 5, 1)
    assert str(Count(7, 5, 1)) == "5 of 7 clips identified rightly, 1 wrongly"


def test_a_work_is_in_view_at_some_moment_of_its_clip() -> None:
    walk = Medium(Path("walk.mp4"), "match", ((2.0, 5.0, frozenset({"A"})),))
    video = Video(Path("walk.mp4"), "0" * 64, 9.0)
    assert in_view(walk, Clip(video, 4.0, 8.0), "A")
    assert not in_view(walk, Clip(video, 5.0, 8.0), "A")
    assert not in_view(walk, Clip(video, 4.0, 8.0), "B")
