"""What a clip that a curator cut anew rests on. Pure: the stored evidence is never changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from console import clock
from pipeline.errors import PipelineError
from pipeline.sightings import Interval
from pipeline.stages.answers import LabelTranscription, VisualAnswer
from pipeline.types import Evidence, StageOutput

Cut = tuple[str, tuple[Interval, ...]]
"""The key of a clip, and the intervals (s) that it is now."""


def halves(evidence: Evidence, at: float) -> tuple[Interval, Interval]:
    """The intervals of a clip that is split at `at` s.

    Raises PipelineError for a picture, a moment outside, or a part without any frame.
    """
    clip = evidence.clip
    if clip.video.kind == "image":
        raise PipelineError("A picture has no length, so it cannot be split.")
    if not clip.start < at < clip.end:
        raise PipelineError(
            f"The clip is {clock(clip.start)}–{clock(clip.end)}. Split it at a moment within."
        )
    intervals = (clip.start, at), (at, clip.end)
    for start, end in intervals:
        if not _part(evidence, start, end).frames:
            raise PipelineError(
                f"No frame of {clock(start)}–{clock(end)} was looked at, so nothing can be said of "
                "it. Split at another frame."
            )
    return intervals


def after_cuts(clips: Iterable[Evidence], cuts: Iterable[Cut]) -> tuple[Evidence, ...]:
    """The clips after all cuts, one after another. A cut of a clip that is not there does nothing:
    the one that made it was undone."""
    after = {clip.clip.key: [clip] for clip in clips}
    for key, intervals in cuts:
        for root, parts in after.items():
            after[root] = [new for part in parts for new in _cut(part, key, intervals)]
    return tuple(part for parts in after.values() for part in parts)


def about_longer(evidence: Evidence) -> tuple[str, ...]:
    """The stages whose answers are about a longer clip: they saw frames that are not in this."""
    own = {frame.sha256 for frame in evidence.frames}
    return tuple(output.stage for output in evidence.outputs if set(output.frames) - own)


def _cut(evidence: Evidence, key: str, intervals: Sequence[Interval]) -> list[Evidence]:
    if evidence.clip.key != key:
        return [evidence]
    return [_part(evidence, start, end) for start, end in intervals]


def _part(evidence: Evidence, start: float, end: float) -> Evidence:
    """The frames in [start, end) s, the last one of the clip included, and what refers to them."""
    clip = evidence.clip
    last = end >= clip.end
    frames = tuple(f for f in evidence.frames if start <= f.time and (f.time < end or last))
    own = {frame.sha256 for frame in frames}
    seen = tuple(s for s in evidence.sightings if s.frame in own)
    gone = {s.work for s in evidence.sightings} - {s.work for s in seen}
    focus = None if clip.focus in gone else clip.focus
    outputs = _without_fields(tuple(o for o in evidence.outputs if _stays(o, own, gone)))
    return replace(
        evidence, clip=replace(clip, start=start, end=end, focus=focus), frames=frames,
        sightings=seen, outputs=outputs,
        members=tuple(_part(member, start, end) for member in evidence.members),
    )  # fmt: skip


def _stays(output: StageOutput, frames: set[str], gone: set[str]) -> bool:
    """Whether an answer may be about a part: not one that saw only other frames, nor a label that
    hangs only in these, nor a painting that is recognised only in these."""
    answer = output.parsed
    if output.frames and not frames & set(output.frames):
        return False
    if isinstance(answer, LabelTranscription) and answer.boxes:
        return any(box.frame in frames for box in answer.boxes)
    return not (isinstance(answer, VisualAnswer) and answer.work in gone)


def _without_fields(outputs: tuple[StageOutput, ...]) -> tuple[StageOutput, ...]:
    """Without a label, its title and artist are read from none."""
    if any(output.stage == "label" for output in outputs):
        return outputs
    return tuple(output for output in outputs if output.stage != "label_fields")


def are_parts(start: float, end: float, intervals: Sequence[Interval]) -> bool:
    """Whether the intervals are the whole of [start, end] s, one after another."""
    ends = (intervals[0][0], intervals[-1][1]) if intervals else ()
    return (
        len(intervals) > 1
        and ends == (start, end)
        and all(a < b for a, b in intervals)
        and all(before[1] == after[0] for before, after in pairwise(intervals))
    )
