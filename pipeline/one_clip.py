"""Clips of one video as one. Pure.

Of each stage one answer stands, because every answer is about the whole of a clip: of the label the
one that may name the painting and was read best, of the painting the one that recognises it most
surely, of the others the first that says anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from backends import NAMING
from pipeline.stages.answers import LabelTranscription, VisualAnswer, confidence
from pipeline.types import Clip, Evidence, StageOutput

_OF_LABEL = ("label", "label_fields")


def as_one(clips: Sequence[Evidence]) -> Evidence:
    """Evidence of one video as that of one clip, from the first start to the last end.

    What lies between them belongs to the clip, but none of its frames were looked at for it. Of
    several backends the members are joined by their names.
    """
    if len(clips) == 1:
        return clips[0]
    first = clips[0]
    frames = {f.sha256: f for e in clips for f in e.frames}
    sightings = dict.fromkeys(s for e in clips for s in e.sightings)
    return replace(
        first, clip=_whole([e.clip for e in clips]),
        frames=tuple(sorted(frames.values(), key=lambda f: f.time)),
        sightings=tuple(sorted(sightings, key=lambda s: s.time)),
        outputs=_outputs(clips),
        faults=tuple(dict.fromkeys(fault for e in clips for fault in e.faults)),
        members=tuple(_member(member.backend, clips) for member in first.members),
    )  # fmt: skip


def _whole(clips: Sequence[Clip]) -> Clip:
    """The stretch of the one work that is located in some of the clips; of none, if several are."""
    located = {clip.focus for clip in clips if clip.focus}
    start, end = min(clip.start for clip in clips), max(clip.end for clip in clips)
    focus = located.pop() if len(located) == 1 else None
    return replace(clips[0], start=start, end=end, focus=focus)


def _member(backend: str, clips: Sequence[Evidence]) -> Evidence:
    return as_one([m for e in clips for m in e.members if m.backend == backend])


def _outputs(clips: Sequence[Evidence]) -> tuple[StageOutput, ...]:
    """One answer a stage. The title and artist of a label are those of the label that stands."""
    leading = max(clips, key=lambda e: _worth(e.output("label")))
    stages = dict.fromkeys(output.stage for e in clips for output in e.outputs)
    answers = (
        leading.output(stage) if stage in _OF_LABEL else _best(e.output(stage) for e in clips)
        for stage in stages
    )
    return tuple(answer for answer in answers if answer)


def _best(outputs: Iterable[StageOutput | None]) -> StageOutput | None:
    return max(outputs, key=_worth)


def _worth(output: StageOutput | None) -> tuple[float, ...]:
    """What an answer is worth, to be compared: nothing for one that was not given or failed."""
    if output is None or output.parsed is None or output.error:
        return (0.0,)
    answer = output.parsed
    if isinstance(answer, LabelTranscription):
        read = sum(line.confidence for line in answer.lines) or float(len(answer.text) > 0)
        return 1.0, float(answer.legible and answer.tie in NAMING), read
    if isinstance(answer, VisualAnswer):
        named = bool(answer.work or answer.title or answer.artist)
        return 1.0, float(named), confidence(answer, "work")
    return 1.0, float(bool(output.raw.strip()))
