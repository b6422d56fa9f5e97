"""Evidence that points at one record: a recognised picture, or a number read whole.

Turned into title and artist alone, it loses what it knows: of works that share both, none would
ever be named. So it settles among works that words do not tell apart, and does nothing else: what C
does not accept, no pointer accepts.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from catalogue import DECIMALS, Index, normalise
from pipeline.decision.config import AbstentionConfig
from pipeline.decision.contradiction import contradictions
from pipeline.decision.standing import Standing
from pipeline.decision.usable import usable_numbers
from pipeline.types import LABEL, Candidate, FieldEvidence, Pointer, Signals

_DEFAULTS = AbstentionConfig()
_SETTLES = _DEFAULTS.title_accept
"""A pointer settles if its confidence is over the published threshold of a title."""
_CLOSE = _DEFAULTS.combined_margin
"""A whole number, and a title letter for letter, settle among works this close to the best, too."""
_LEAST = 10.0**-DECIMALS
"""The lowest score that is one."""


class _Lead(NamedTuple):
    """A pointer into the group of works whose C is at least `least`."""

    pointer: Pointer
    least: float


def settled(signals: Signals, standing: Standing, index: Index) -> Standing:
    """The standing with the record in front that evidence points at, if words leave it open.

    The margin is then the smaller of two distances: from its C to the best outside the group of
    works that are left open, and from the pointer's confidence to that of the next pointer into it.
    """
    if not (signals.works or signals.number) or len(standing.candidates) < 2:
        return standing
    if standing.candidates[1].score < _close(standing):  # no work is left open beside the best
        return standing
    pointers = [pointer for pointer in signals.works if pointer.work in index.number]
    numbers = _by_number(signals, index)
    lead = _lead(signals, standing, index, pointers, numbers)
    if lead is None:
        return standing
    ranking, work = standing.ranking(), lead.pointer.work
    group, outside = ranking.split(lead.least)
    among = {index.works[number].identifier for number in group.tolist()}
    if len(among) < 2:
        return standing
    rivals = [p.confidence for p in (*pointers, *numbers) if p.work != work and p.work in among]
    distance = lead.pointer.confidence - max(rivals, default=0.0)
    candidate = ranking.candidate(work)
    title_margin = standing.title_margin
    if title_margin is not None:
        title_margin = min(ranking.title_margin(work, group), distance)
    margin = round(min(candidate.score - outside, distance), DECIMALS)
    return standing.leading(candidate, margin, title_margin)


def pointed(signals: Signals, index: Index) -> tuple[str, ...]:
    """The records that the signals point at, of whatever confidence."""
    pointers = (*signals.works, *_by_number(signals, index))
    return tuple(dict.fromkeys(p.work for p in pointers if p.work in index.number))


def numbered(signals: Signals, index: Index) -> tuple[Candidate, ...]:
    """The works whose number was read, to be proposed where no words name one."""
    nothing = FieldEvidence(0.0)
    works = dict.fromkeys(pointer.work for pointer in _by_number(signals, index))
    return tuple(Candidate(work, nothing, nothing, nothing, 0.0) for work in works)


def _lead(
    signals: Signals,
    standing: Standing,
    index: Index,
    pointers: list[Pointer],
    numbers: list[Pointer],
) -> _Lead | None:
    """The surest pointer at a record that is left open and that nothing contradicts.

    Of several at this record, the one that settles among most works.
    """
    close = _close(standing)
    leads = [
        _Lead(pointer, close if _is_title_of(pointer, standing, index) else standing.score)
        for pointer in pointers
    ]
    leads += [_Lead(pointer, close) for pointer in numbers]
    able = [
        lead for lead in leads
        if lead.pointer.confidence > _SETTLES
        and standing.combined(lead.pointer.work) >= lead.least
        and not contradictions(signals, standing.guesses, lead.pointer.work, index)
    ]  # fmt: skip
    surest = max(able, key=lambda lead: lead.pointer.confidence, default=None)
    if surest is None:
        return None
    same = [lead.least for lead in able if lead.pointer.work == surest.pointer.work]
    return _Lead(surest.pointer, min(same))


def _close(standing: Standing) -> float:
    """The lowest C from which a work may be left open."""
    return max(round(standing.score - _CLOSE, DECIMALS), _LEAST)


def _is_title_of(pointer: Pointer, standing: Standing, index: Index) -> bool:
    """Whether a label gives a title of the record, letter for letter.

    A digit is soon misread for another one, and so "Plate 12" is none beside "Plate 11".
    """
    names = index.aliases(index.number[pointer.work], "title")
    return any(_is_one_of(names, g.text) for g in standing.guesses["title"] if g.source == LABEL)


@lru_cache(maxsize=4096)  # a moved slider asks again about the same words of every clip
def _is_one_of(names: tuple[str, ...], read: str) -> bool:
    title = normalise(read)
    return title in map(normalise, names) and not any(map(str.isdigit, title))


def _by_number(signals: Signals, index: Index) -> list[Pointer]:
    """The works that a number which was read belongs to alone."""
    bearers = [(index.numbers.of(g.text), g.confidence) for g in usable_numbers(signals, index)]
    return [
        Pointer(index.works[works[0]].identifier, confidence)
        for works, confidence in bearers
        if len(works) == 1
    ]
