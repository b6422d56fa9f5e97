"""The time of an analysis is counted for what it was spent on."""

from __future__ import annotations

from pathlib import Path

from benchmark.speed.video import spent_on
from pipeline.analysis import Event, StageAnswered, StageStarted
from pipeline.analysis.progress import ClipStarted, Place
from pipeline.types import Clip, StageOutput, Video

PLACE = Place("walk.mp4", 2, 1, 9)
CLIP = Clip(Video(Path("walk.mp4"), "ab" * 32, 20.0), 0.0, 8.0)


def test_labels_are_read_between_the_clip_and_its_first_question() -> None:
    output = StageOutput("genre", "?", "", None, (), 0.0)
    events: tuple[Event, ...] = (
        ClipStarted(PLACE, CLIP, ()),
        StageStarted(PLACE),
        StageAnswered(PLACE, output),
    )
    assert list(map(spent_on, events)) == ["frames and paintings", "outlines and labels", "genre"]
