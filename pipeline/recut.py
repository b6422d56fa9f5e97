"""What clips that a curator cut anew rest on. Pure: the stored evidence is never changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from console import clock
from pipeline.errors import PipelineError
from pipeline.one_clip import as_one
from pipeline.sightings import Interval
from pipeline.stages.answers import LabelTranscription, VisualAnswer
from pipeline.types import Clip, Evidence, Frame, StageOutput

REACH = 30.0
"""A clip of the same work that begins within this many s of another's end is the one that it is
joined with, whatever is seen between them."""


class Recut(NamedTuple):
    """One clip that was split, or given another start and end; or several that were joined."""

    clips: tuple[str, ...]
    """Their keys, in their order in the video."""
    after: tuple[Interval, ...]
    """The intervals (s) that they are now."""


def split_at(evidence: Evidence, at: float) -> tuple[Interval, Interval]:
    """The intervals of a clip that is split at `at` s.

    Raises PipelineError for a picture, a moment outside, or a part without any frame.
    """
    clip = evidence.clip
    _refuse_picture(clip)
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


def begun_at(evidence: Evidence, frame: Frame) -> tuple[Interval]:
    """The interval of a clip that begins with one of its frames.

    Raises PipelineError for a picture, for the first frame, and for one that lies outside.
    """
    clip = evidence.clip
    _refuse_picture(clip)
    if frame.time <= max(clip.start, evidence.frames[0].time):
        raise PipelineError("The clip begins with this frame already. Choose a later one.")
    if frame.time >= clip.end:
        raise PipelineError("The clip ends before this frame. Choose an earlier one.")
    return ((frame.time, clip.end),)


def ended_at(evidence: Evidence, frame: Frame) -> tuple[Interval]:
    """The interval of a clip whose last frame is one of its frames: it ends half-way to the next.

    Raises PipelineError for a picture, and for the last frame.
    """
    clip = evidence.clip
    _refuse_picture(clip)
    after = [f.time for f in evidence.frames if f.time > frame.time]
    end = round((frame.time + after[0]) / 2, 3) if after else clip.end
    if end >= clip.end:
        raise PipelineError("The clip ends with this frame already. Choose an earlier one.")
    return ((clip.start, end),)


def span(clips: Sequence[Evidence]) -> tuple[Interval]:
    """The interval of clips of one video that are joined, from the first start to the last end.

    Raises PipelineError for pictures, for clips of several videos, and for clips that were analysed
    in different ways.
    """
    for evidence in clips:
        _refuse_picture(evidence.clip)
    if len({evidence.clip.video.sha256 for evidence in clips}) > 1:
        raise PipelineError("Only clips of one video can be joined.")
    if len({(evidence.backend, evidence.recipe) for evidence in clips}) > 1:
        raise PipelineError(
            "These clips were analysed in different ways, so they cannot be joined. Analyse the "
            "video again, with one backend and the same options."
        )
    return ((min(e.clip.start for e in clips), max(e.clip.end for e in clips)),)


def following(evidence: Evidence, clips: Iterable[Evidence]) -> Evidence | None:
    """The clip with which one is joined: the next of its work, if that begins within REACH of its
    end, else the next in the video. None of a picture and of the last clip."""
    later = sorted(
        (other for other in clips if _follows(other, evidence)), key=lambda e: e.clip.place
    )
    focus, until = evidence.clip.focus, evidence.clip.end + REACH
    same = (e for e in later if focus and e.clip.focus == focus and e.clip.start <= until)
    return next(same, next(iter(later), None))


def after_cuts(clips: Iterable[Evidence], cuts: Iterable[Recut]) -> tuple[Evidence, ...]:
    """The clips after all cuts, one after another.

    A cut does nothing if one of its clips is not there, because what made it was undone, or if it
    would make a clip that is there already.
    """
    now = {clip.clip.key: clip for clip in clips}
    for cut in cuts:
        now = _after(now, cut)
    return tuple(now.values())


def about_longer(evidence: Evidence) -> tuple[str, ...]:
    """The stages whose answers are about a longer clip: they saw frames that are not in this."""
    own = {frame.sha256 for frame in evidence.frames}
    return tuple(output.stage for output in evidence.outputs if set(output.frames) - own)


def is_recut(clips: Sequence[Interval], after: Sequence[Interval]) -> bool:
    """Whether clips at intervals (s) can become others: one becomes parts that are the whole of it,
    or one within it; several become the one from the first start to the last end."""
    if not (clips and after and all(start < end for start, end in after)):
        return False
    whole = min(start for start, _ in clips), max(end for _, end in clips)
    if len(clips) > 1:
        return list(after) == [whole]
    follow = all(before[1] == behind[0] for before, behind in pairwise(after))
    ends = after[0][0], after[-1][1]
    if len(after) > 1:
        return follow and ends == whole
    return ends != whole and whole[0] <= ends[0] and ends[1] <= whole[1]


def _refuse_picture(clip: Clip) -> None:
    if clip.video.kind == "image":
        raise PipelineError("A picture has no length, so it cannot be cut or joined.")


def _follows(other: Evidence, evidence: Evidence) -> bool:
    clip = evidence.clip
    return (
        clip.video.kind == "video"
        and other.clip.video.sha256 == clip.video.sha256
        and (other.backend, other.recipe) == (evidence.backend, evidence.recipe)
        and other.clip.place > clip.place
    )


def _after(now: Mapping[str, Evidence], cut: Recut) -> dict[str, Evidence]:
    gone = [now[key] for key in cut.clips if key in now]
    if len(gone) < len(cut.clips):
        return dict(now)
    whole = as_one(gone)
    parts = [_part(whole, start, end) for start, end in cut.after]
    new = {part.clip.key: part for part in parts}
    if any(key in now and key not in cut.clips for key in new):
        return dict(now)
    after: dict[str, Evidence] = {}
    for key, clip in now.items():
        if key == cut.clips[0]:
            after |= new
        elif key not in cut.clips:
            after[key] = clip
    return after


def _part(evidence: Evidence, start: float, end: float) -> Evidence:
    """The frames in [start, end) s, the last one of the clip included, and what refers to them."""
    clip = evidence.clip
    if (start, end) == (clip.start, clip.end):
        return evidence
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
