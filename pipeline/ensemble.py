"""Several backends about one clip: agreement strengthens, disagreement abstains.

Each member decides by itself, by the same rules. Then

1. no member accepts: abstain, with the reasons of the member that came nearest;
2. the members that accept name different works: abstain, guard `disagreement`;
3. those that accept name one work: accept it with C = 1 - Π (1 - C_m) over them, the combination
   of independent evidence (noisy-or; Pearl 1988, section 4.3.2), and the reasons of the strongest.

So an ensemble never accepts a work that no member alone would have accepted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import prod

from pipeline.types import Candidate, Decision, Evidence, Reason

SEPARATOR = "+"
"""Between the names of the members in the name of an ensemble."""
DISAGREEMENT = "disagreement"


def joined(members: Sequence[Evidence]) -> Evidence:
    """The evidence of several backends about one clip as one; the first shows its frames.

    Raises ValueError unless all are about the same clip.
    """
    first = members[0]
    if {one.clip.key for one in members} != {first.clip.key}:
        raise ValueError("The members of an ensemble have to be about the same clip.")
    return replace(
        first,
        backend=SEPARATOR.join(one.backend for one in members),
        recipe=SEPARATOR.join(one.recipe for one in members),
        members=tuple(members),
    )


def agreed(id: str, decisions: Sequence[Decision]) -> Decision:
    """One decision out of the members' decisions, by the rule above."""
    accepting = [one for one in decisions if one.accepted]
    if not accepting:
        return replace(max(decisions, key=_nearness), id=id)
    strongest = max(accepting, key=_strength)
    named = {one.candidates[0].work for one in accepting}
    if len(named) > 1:
        return _disagreeing(id, accepting, strongest)
    score = 1.0 - prod(1.0 - _strength(one) for one in accepting)
    best = replace(strongest.candidates[0], score=score)
    others = strongest.candidates[1:]
    margin = score - (others[0].score if others else 0.0)
    return replace(strongest, id=id, candidates=(best, *others), margin=margin)


def _disagreeing(id: str, accepting: Sequence[Decision], strongest: Decision) -> Decision:
    """Abstain, with a candidate of every work that was named."""
    best: dict[str, Candidate] = {}
    for decision in sorted(accepting, key=_strength, reverse=True):
        best.setdefault(decision.candidates[0].work, decision.candidates[0])
    works = float(len(best))
    return replace(
        strongest,
        id=id,
        outcome="abstain",
        candidates=tuple(best.values()),
        margin=0.0,
        reasons=(*strongest.reasons, Reason(DISAGREEMENT, works, 1.0, False)),
        guards=(*strongest.guards, DISAGREEMENT),
    )


def _strength(decision: Decision) -> float:
    return decision.candidates[0].score if decision.candidates else 0.0


def _nearness(decision: Decision) -> tuple[bool, float]:
    """A member that was stopped by a guard has said more than one that has nothing."""
    return bool(decision.candidates), _strength(decision)
