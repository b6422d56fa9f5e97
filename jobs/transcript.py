"""What one backend answers about one clip, as it is shown while it comes in and afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from pipeline.types import Clip, Frame, StageOutput

T = TypeVar("T")
FRAMES = 12
"""The most pictures of a clip that are shown."""


@dataclass(frozen=True, slots=True)
class Heard:
    """Who is asked, about which clip [start, end] s of which medium, and the answers so far.

    `frames` are pictures of that clip in order of time, `FRAMES` at most; `end` is 0 for a
    picture. All is empty but `outputs` where an earlier version did not write who was asked.
    """

    backend: str = ""
    medium: str = ""
    start: float = 0.0
    end: float = 0.0
    frames: tuple[Path, ...] = ()
    outputs: tuple[StageOutput, ...] = ()

    @classmethod
    def of(cls, backend: str, clip: Clip, frames: Iterable[Frame]) -> Heard:
        """The clip as its questions begin. Of `frames`, those beside the clip are left out."""
        looked_at = sorted(frames, key=lambda frame: frame.time)
        inside = [frame for frame in looked_at if clip.start <= frame.time <= clip.end]
        shown = tuple(frame.path for frame in spread(inside or looked_at))
        return cls(backend, clip.video.path.name, clip.start, clip.end, shown)


def spread(items: Sequence[T], most: int = FRAMES) -> Sequence[T]:
    """At most `most` of the items, evenly spread over them, the first and the last among them."""
    if len(items) <= most:
        return items
    return [items[round(n * (len(items) - 1) / (most - 1))] for n in range(most)]


def grouped(said: Iterable[Heard | StageOutput]) -> tuple[Heard, ...]:
    """Answers put to the clip that they are about: that of the newest `Heard` before them.

    A stage that answers again speaks of another clip, which an earlier version did not announce.
    Answers before the first `Heard` are the end of a clip whose beginning is not shown any more.
    """
    entries = list(said)
    first = next((n for n, one in enumerate(entries) if isinstance(one, Heard)), 0)
    found: list[Heard] = []
    for one in entries[first:]:
        if isinstance(one, Heard):
            found.append(one)
        elif not found or any(one.stage == known.stage for known in found[-1].outputs):
            found.append(Heard(outputs=(one,)))
        else:
            found[-1] = replace(found[-1], outputs=(*found[-1].outputs, one))
    return tuple(found)
