"""What a running analysis tells whoever watches."""

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


@dataclass(frozen=True, slots=True)
class Progress:
    """One step. `number` is the stage from 1 to 7, `done` of `total` counts work of the medium.

    A step is done where it brings a `frame` or an `output`. Without one, the work of the stage
    begins, or `said` are the stage's name and the words that its answer has grown by. With
    `frames`, the questions about `clip` begin, and the model looks at these.
    """

    medium: str
    stage: str
    number: int
    done: int
    total: int
    frame: Frame | None = None
    output: StageOutput | None = None
    clip: Clip | None = None
    said: tuple[str, str] | None = None
    frames: tuple[Frame, ...] = ()


Watcher = Callable[[Progress], None]
"""Called at every step; may raise `pipeline.errors.Cancelled` to call the work off."""


def unwatched(progress: Progress) -> None:
    """The watcher of a run that nobody watches."""
