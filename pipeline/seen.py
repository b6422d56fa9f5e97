"""Which works are seen when: every sighting goes through the same decision as a clip."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from catalogue import Index, Work
from pipeline.config import AbstentionConfig, Guards
from pipeline.decide import decide
from pipeline.segments import intervals
from pipeline.signals import signals
from pipeline.types import Decision, Evidence, Sighting, Signals


@dataclass(frozen=True, slots=True)
class WorkSeen:
    """A work and a stretch [start, end] s in which it is seen; `score` is its combined score."""

    work: str
    start: float
    end: float
    score: float


def works_seen(
    evidence: Iterable[Evidence], index: Index, config: AbstentionConfig, guards: Guards
) -> tuple[WorkSeen, ...]:
    """The works of one medium, in order of appearance.

    A located work is listed if its catalogue entry, taken as the guess, would be identified;
    a work that only its label names is listed for the whole of its clip.
    """
    clips = tuple(evidence)
    sightings: dict[str, dict[str, Sighting]] = {}
    for one in clips:
        for sighting in one.sightings:
            sightings.setdefault(sighting.work, {})[sighting.frame] = sighting
    times = sorted({frame.time for one in clips for frame in one.frames})
    entries = {work.identifier: work for work in index.works if work.identifier in sightings}
    found = []
    for work, by_frame in sightings.items():
        if (score := _score(entries[work], index, config, guards)) is not None:
            stretches = intervals(list(by_frame.values()), times, clips[0].clip.video)
            found += [WorkSeen(work, start, end, score) for start, end in stretches]
    found += _labelled(clips, set(sightings), index, config, guards)
    return tuple(sorted(found, key=lambda seen: (seen.start, seen.end, seen.work)))


def _score(work: Work, index: Index, config: AbstentionConfig, guards: Guards) -> float | None:
    guess = Signals(work.identifier, _said(work.title), _said(work.artist), _said(work.subject))
    decision = decide(guess, index, config, guards)
    named = decision.candidate
    if not decision.accepted or named is None or named.work != work.identifier:
        return None
    return named.score


def _labelled(
    clips: tuple[Evidence, ...],
    located: set[str],
    index: Index,
    config: AbstentionConfig,
    guards: Guards,
) -> list[WorkSeen]:
    found = []
    for one in clips:
        decision: Decision = decide(signals(one, config), index, config, guards)
        named = decision.candidate
        if decision.accepted and named and named.work not in located:
            found.append(WorkSeen(named.work, one.clip.start, one.clip.end, named.score))
    return found


def _said(text: str) -> tuple[str, ...]:
    return (text,) if text else ()
