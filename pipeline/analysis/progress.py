"""What a running analysis reports: an event class for each thing that happens to a medium."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.types import Clip, Frame, StageOutput

STAGES = (
    "preparing frames",
    "reading labels and asking",
    "indexing the catalogue",
    "matching",
    "summarising",
    "describing",
    "describing the scene",
)
"""The seven stages (seed paper, section 3.2), as a person reads them."""
OPENING = "opening the files"
"""Before them: a job that ends here had no medium that can be read."""


@dataclass(frozen=True, slots=True)
class Place:
    """How far a medium is: `number` is the stage from 1 to 7, `done` of `total` counts steps.

    A frame of the scan is a step, and so is each answer.
    """

    medium: str
    number: int
    done: int
    total: int

    @property
    def stage(self) -> str:
        """The stage as a person reads it."""
        return STAGES[self.number - 1]


@dataclass(frozen=True, slots=True)
class FrameSampled:
    """A step of the scan is done."""

    place: Place
    frame: Frame


@dataclass(frozen=True, slots=True)
class ClipStarted:
    """The questions about a clip begin; `frames` are those that the backend is shown."""

    place: Place
    clip: Clip
    frames: tuple[Frame, ...]


@dataclass(frozen=True, slots=True)
class StageStarted:
    """The backend is asked the questions of a stage, perhaps together with those of others."""

    place: Place


@dataclass(frozen=True, slots=True)
class AnswerGrew:
    """The answer of the stage named `stage` has grown by `words`."""

    place: Place
    stage: str
    words: str


@dataclass(frozen=True, slots=True)
class StageAnswered:
    """The answer of a stage is complete, which is a step."""

    place: Place
    output: StageOutput


@dataclass(frozen=True, slots=True)
class ClipFinished:
    """All that the backend says of a clip is in the store."""

    place: Place
    clip: Clip


Event = FrameSampled | ClipStarted | StageStarted | AnswerGrew | StageAnswered | ClipFinished
Watcher = Callable[[Event], None]
"""Called at every event; may raise `console.errors.Cancelled` to cancel the work."""


def unwatched(event: Event) -> None:
    """The watcher of an analysis that nobody watches."""
