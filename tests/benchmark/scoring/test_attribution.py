"""When a right work at the wrong moment counts as misplaced."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmark.scoring.attribution import Medium, Outcome, warn_of_unknown
from catalogue import load
from pipeline.types import Clip, Video

VIDEO = Video(Path("walk.mp4"), "ab" * 32, 20.0)
MEDIUM = Medium(VIDEO.path, "match", ((0.0, 8.0, frozenset({"A"})), (10.0, 20.0, frozenset({"B"}))))


def outcome(start: float, end: float, work: str, medium: Medium = MEDIUM) -> Outcome:
    return Outcome(medium, ((Clip(VIDEO, start, end), work),), (), 1.0)


def test_a_name_has_to_be_in_view_during_its_clip() -> None:
    assert not outcome(7.0, 12.0, "A").misplaced
    late = outcome(8.0, 12.0, "A")
    assert [work for _, work in late.misplaced] == ["A"]
    assert late.right


def test_a_work_that_is_nowhere_in_the_video_is_wrong_not_misplaced() -> None:
    strange = outcome(0.0, 5.0, "C")
    assert (strange.wrong, strange.misplaced, strange.right) == (("C",), (), False)


def test_without_times_nothing_is_misplaced() -> None:
    still = Medium(Path("still.jpg"), "match", ((0.0, 0.0, frozenset({"A"})),))
    assert not outcome(0.0, 0.0, "A", still).misplaced


def test_a_truth_that_names_no_work_is_warned_of(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "catalogue.csv"
    path.write_text("id,title\nA,Mill\nB,Night\nB,Nacht\n")
    stranger = Medium(VIDEO.path, "abstain", ((0.0, 8.0, frozenset({"Z"})),))
    warn_of_unknown([MEDIUM, stranger], load(path))
    assert capsys.readouterr().err == (
        "warning: B, which the truth names, is the number of several works: merge them, or name "
        "one of them.\n"
    )
