"""What one backend answers about one clip, as it is shown while it comes in and afterwards."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from pipeline import codec
from pipeline.types import Clip, Frame, StageOutput
from storage import Workspace, parsed_object, strict

T = TypeVar("T")
FRAMES = 12
"""The most pictures of a clip that are shown."""


@dataclass(frozen=True, slots=True)
class ClipAnswers:
    """Which backend is asked about which clip [start, end] s of which medium, and its answers.

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
    def of(cls, backend: str, clip: Clip, frames: Iterable[Frame]) -> ClipAnswers:
        """The clip as its questions begin. Of `frames`, those beside the clip are left out."""
        sampled = sorted(frames, key=lambda frame: frame.time)
        inside = [frame for frame in sampled if clip.start <= frame.time <= clip.end]
        pictures = tuple(frame.path for frame in spread(inside or sampled))
        return cls(backend, clip.video.path.name, clip.start, clip.end, pictures)


def spread(items: Sequence[T], most: int = FRAMES) -> Sequence[T]:
    """At most `most` of the items, evenly spread over them, the first and the last among them."""
    if len(items) <= most:
        return items
    return [items[round(n * (len(items) - 1) / (most - 1))] for n in range(most)]


def encode(entry: ClipAnswers | StageOutput, workspace: Workspace) -> str:
    """A clip as its questions begin, or an answer, as a job's log holds it."""
    if isinstance(entry, StageOutput):
        return json.dumps({"output": codec.plain(entry)}, ensure_ascii=False)
    frames = tuple(workspace.relative(frame) for frame in entry.frames)
    return json.dumps({"clip": codec.plain(replace(entry, frames=frames))}, ensure_ascii=False)


def decode(answers: Iterable[str], workspace: Workspace) -> tuple[ClipAnswers, ...]:
    """The answers of a job's log, clip by clip. What this version cannot read is left out.

    They are there to be watched; what an analysis found is in the evidence.
    """
    entries = (_decoded(answer, workspace) for answer in answers)
    return grouped(entry for entry in entries if entry is not None)


def _decoded(answer: str, workspace: Workspace) -> ClipAnswers | StageOutput | None:
    try:
        ((type, value),) = parsed_object(answer).items()
        if type == "output":
            return codec.built(value, StageOutput)
        clip = codec.built(value, ClipAnswers)
    except strict.MISFITS:
        return None
    return replace(clip, frames=tuple(map(workspace.absolute, clip.frames)))


def grouped(entries: Iterable[ClipAnswers | StageOutput]) -> tuple[ClipAnswers, ...]:
    """Answers put to the clip that they are about: that of the newest `ClipAnswers` before them.

    A stage that answers again is about another clip, which an earlier version did not announce.
    Answers before the first `ClipAnswers` are the end of a clip whose beginning is not shown any
    more.
    """
    every = list(entries)
    first = next((n for n, entry in enumerate(every) if isinstance(entry, ClipAnswers)), 0)
    clips: list[ClipAnswers] = []
    for entry in every[first:]:
        if isinstance(entry, ClipAnswers):
            clips.append(entry)
        elif not clips or any(entry.stage == output.stage for output in clips[-1].outputs):
            clips.append(ClipAnswers(outputs=(entry,)))
        else:
            clips[-1] = replace(clips[-1], outputs=(*clips[-1].outputs, entry))
    return tuple(clips)
