"""Which works are seen when: every sighting goes through the same decision as a clip."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from catalogue import Guess, Index, Work
from pipeline.decision.ablations import Ablations
from pipeline.decision.config import AbstentionConfig, Guards
from pipeline.decision.decide import decide
from pipeline.decision.ensemble import DISAGREEMENT
from pipeline.decision.signals import signals
from pipeline.sightings import intervals
from pipeline.types import PICTURE, Decision, Evidence, Pointer, Sighting, Signals

_NO_ABLATIONS = Ablations()


@dataclass(frozen=True, slots=True)
class WorkSeen:
    """A work and a stretch [start, end] s in which it is seen; `score` is its combined score."""

    work: str
    start: float
    end: float
    score: float


def works_seen(
    evidence: Iterable[Evidence],
    index: Index,
    config: AbstentionConfig,
    guards: Guards,
    ablations: Ablations = _NO_ABLATIONS,
) -> tuple[WorkSeen, ...]:
    """The works of one medium, in order of appearance.

    A located work is listed if the words of its record, at the confidence of its best sighting,
    would identify it; a work that only its label names is listed for the whole of its clip. Where
    the backends of an ensemble disagree, none of the works in question is listed for the frames of
    that clip, unless another clip with that frame, about another painting in it, is identified as
    that work.
    """
    clips = tuple(evidence)
    read = [signals(clip, index, config, ablations) for clip in clips]
    decisions = [decide(clip, index, config, guards) for clip in read]
    sightings = _located(clips, _contested(clips, decisions))
    times = _located_at(clips)
    entries = {work.identifier: work for work in index.works if work.identifier in sightings}
    seen = []
    for work, by_frame in sightings.items():
        confidence = max(sighting.confidence for sighting in by_frame.values())
        if (score := _score(entries[work], confidence, index, config, guards)) is not None:
            stretches = intervals(list(by_frame.values()), times, clips[0].clip.video)
            seen += [WorkSeen(work, start, end, score) for start, end in stretches]
    seen += _labelled(clips, decisions, set(sightings))
    return tuple(sorted(seen, key=lambda work: (work.start, work.end, work.work)))


def _parts(evidence: Evidence) -> tuple[Evidence, ...]:
    """What each backend of an ensemble saw; of any other evidence, the evidence itself."""
    return evidence.members or (evidence,)


def _located_at(clips: Sequence[Evidence]) -> list[float]:
    """Times in s of the frames of backends that locate; those of others bound no stretch."""
    parts = [part for clip in clips for part in _parts(clip)]
    locating = {part.backend for part in parts if part.sightings}
    return sorted({f.time for part in parts if part.backend in locating for f in part.frames})


def _contested(clips: Sequence[Evidence], decisions: Sequence[Decision]) -> set[tuple[str, str]]:
    """Work and frame, where the backends name different works, and no other clip settles it."""
    disputed: set[tuple[str, str]] = set()
    settled: set[tuple[str, str]] = set()
    for clip, decision in zip(clips, decisions, strict=True):
        if DISAGREEMENT in decision.guards:
            disputed |= {
                (named.work, frame) for named in decision.candidates for frame in _frames_in(clip)
            }
        elif decision.accepted and decision.candidate:
            settled |= {(decision.candidate.work, frame) for frame in _frames_in(clip)}
    return disputed - settled


def _frames_in(evidence: Evidence) -> set[str]:
    """The frames of a clip, by hash."""
    clip = evidence.clip
    return {
        frame.sha256
        for part in _parts(evidence)
        for frame in part.frames
        if clip.start <= frame.time <= clip.end
    }


def _located(
    clips: Sequence[Evidence], contested: set[tuple[str, str]]
) -> dict[str, dict[str, Sighting]]:
    """Work → frame → sighting, of every backend that located anything."""
    located: dict[str, dict[str, Sighting]] = {}
    for sighting in (s for clip in clips for part in _parts(clip) for s in part.sightings):
        if (sighting.work, sighting.frame) not in contested:
            located.setdefault(sighting.work, {})[sighting.frame] = sighting
    return located


def _score(
    work: Work, confidence: float, index: Index, config: AbstentionConfig, guards: Guards
) -> float | None:
    """C of a work whose picture was recognised; None where that would not identify it."""
    title, artist, subject = (
        (Guess(text, confidence, PICTURE),) if text else ()
        for text in (work.title, work.artist, work.subject)
    )
    pointers = (Pointer(work.identifier, confidence),)
    lent = Signals(work.identifier, title, artist, subject, works=pointers)
    decision = decide(lent, index, config, guards)
    named = decision.candidate
    if not decision.accepted or named is None or named.work != work.identifier:
        return None
    return named.score


def _labelled(
    clips: Sequence[Evidence], decisions: Sequence[Decision], located: set[str]
) -> list[WorkSeen]:
    labelled = []
    for clip, decision in zip(clips, decisions, strict=True):
        named = decision.candidate
        if decision.accepted and named and named.work not in located:
            labelled.append(WorkSeen(named.work, clip.clip.start, clip.clip.end, named.score))
    return labelled
