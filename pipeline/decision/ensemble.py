"""Several backends about one clip: agreement strengthens, disagreement abstains.

Each member decides by itself, by the same rules; then the members' decisions become one.

1. A work is identified only if some member alone identifies it: an ensemble never names what no
   member would have named. Several that identify it score C = 1 - Π (1 - C_m), the combination
   of independent causes (noisy-or; Pearl 1988, section 4.3.2). Members see the same frames, so
   they are not quite independent: C orders the queue, and no threshold is applied to it.
2. A member *opposes* a work if it stands for another, and one opposing voice is enough to abstain:
   guard `disagreement`. A voice is *strong* where its score exceeds the published threshold of its
   regime, and *clear* where it is also ahead by the published margin. A clear voice is opposed by
   every strong one that does not have its work within that margin of the best; so by one that
   abstains only for its margin or for a guard, too: it says what it sees, though not exactly.
   A voice that is not clear is opposed by every one that has any other best candidate. One that
   cannot say where it looked does not oppose a clear one that located its own work by naming
   another that was located in the same frames: both are on the wall, and it speaks of the other.
3. A member with the fault `degenerate` or `format` gave no answer. It neither helps nor opposes.
4. No member identifies anything: abstain, and show the member that came nearest, so that its
   reasons point at a slider. Several weak voices for one work stay an abstention, which says so.

Who opposes whom rests on the published thresholds, never on the sliders. Otherwise raising a
threshold would silence a dissenter, and so turn an abstention into an acceptance. The price: where
sliders stand below the published values, a member that identifies another work only thanks to
them does not stop one that is clear. (To let it stop that one, and still never to accept when the
sliders are raised, the feeblest candidate of any member would have to be a veto.)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import prod
from typing import Final

from catalogue import DECIMALS
from pipeline.decision.standing import CANDIDATES
from pipeline.types import Candidate, Decision, Evidence, Reason

SEPARATOR = "+"
"""Between the names of the members in the name of an ensemble."""
DISAGREEMENT: Final = "disagreement"
AGREEMENT: Final = "agreement"


def _nowhere(work: str) -> float:
    return 0.0


@dataclass(frozen=True, slots=True)
class Voice:
    """What a member decided, and how firmly it stands for its best work.

    `counts` is false for a member that gave no answer. `behind(work)` is by how much a work is
    behind the member's best one, and `spread` the margin within which it means either.
    """

    decision: Decision
    counts: bool = False
    strong: bool = False
    clear: bool = False
    spread: float = 0.0
    behind: Callable[[str], float] = _nowhere
    located: frozenset[str] = frozenset()
    """The works that the member found in the frames; empty for one that cannot point at them."""

    @property
    def work(self) -> str | None:
        return self.decision.candidate.work if self.decision.candidate else None

    @property
    def score(self) -> float:
        return self.decision.candidate.score if self.decision.candidate else 0.0

    def opposes(self, other: Voice) -> bool:
        """Whether this member stands for another work than the one that `other` identifies."""
        if other.work is None or self._speaks_of_a_neighbour(other):
            return False
        behind = self.behind(other.work)
        return (self.strong and behind > self.spread) if other.clear else behind > 0

    def _speaks_of_a_neighbour(self, other: Voice) -> bool:
        # Only a clear voice is spared: it opposes this one in turn, so that both never count.
        both = {self.work, other.work}
        return other.clear and not self.located and other.located.issuperset(both)


def joined(members: Sequence[Evidence]) -> Evidence:
    """The evidence of several backends about one clip as one.

    The first that located a work shows its frames and answers, else the first. Raises ValueError
    unless all are about the same clip.
    """
    single = tuple(evidence for member in members for evidence in (member.members or (member,)))
    if len({evidence.clip.key for evidence in single}) != 1:
        raise ValueError("The members of an ensemble have to be about the same clip.")
    lead = max(single, key=lambda evidence: bool(evidence.sightings))
    return replace(
        lead,
        backend=SEPARATOR.join(evidence.backend for evidence in single),
        recipe=SEPARATOR.join(evidence.recipe for evidence in single),
        format=None,
        faults=(),
        members=single,
    )


def agreed(id: str, voices: Sequence[Voice]) -> Decision:
    """One decision out of the members' decisions, by the rule above; of one member, its own."""
    if len(voices) == 1:
        return replace(voices[0].decision, id=id)
    accepting = [voice for voice in voices if voice.decision.accepted]
    unopposed = [voice for voice in accepting if not any(other.opposes(voice) for other in voices)]
    if unopposed:
        # Two works are never both unopposed: the clear voice opposes the other, two unclear
        # ones oppose each other.
        work = unopposed[0].work
        decision = _together([voice for voice in accepting if voice.work == work])
    elif accepting:
        decision = _disagreeing(accepting, voices)
    else:
        decision = _undecided(voices)
    return replace(decision, id=id, members=tuple(voice.decision for voice in voices))


def _together(agreeing: Sequence[Voice]) -> Decision:
    """Accept, with the reasons of the strongest. A runner-up keeps the highest of its scores."""
    lead = max(agreeing, key=_firmness).decision
    best, others = _pooled(agreeing, lead.candidates[0])
    combined = 1.0 - prod(max(0.0, 1.0 - voice.score) for voice in agreeing)
    score = max(best.score, round(combined, DECIMALS))
    margin = round(score - (others[0].score if others else 0.0), DECIMALS)
    agreement = Reason(AGREEMENT, float(len(agreeing)), 0.0, True)
    return replace(
        lead,
        candidates=(replace(best, score=score), *others),
        margin=margin,
        reasons=(*lead.reasons, agreement),
    )


def _pooled(voices: Sequence[Voice], best: Candidate) -> tuple[Candidate, tuple[Candidate, ...]]:
    """The best work, and the others that these members propose, strongest first."""
    pool = [
        candidate
        for voice in voices
        for candidate in voice.decision.candidates
        if candidate.work != best.work
    ]
    return best, _distinct(sorted(pool, key=lambda candidate: -candidate.score))[: CANDIDATES - 1]


def _disagreeing(accepting: Sequence[Voice], voices: Sequence[Voice]) -> Decision:
    """Abstain, with the works that the members stand for; the margin is 0, for none is ahead."""
    parties = [
        *accepting,
        *(v for v in voices if any(v.opposes(accepted) for accepted in accepting)),
    ]
    ranked = sorted(parties, key=lambda v: (v.decision.accepted, *_firmness(v)), reverse=True)
    lead = ranked[0].decision
    works = _distinct([voice.decision.candidates[0] for voice in ranked])
    return replace(
        lead,
        outcome="abstain",
        candidates=works[:CANDIDATES],
        margin=0.0,
        reasons=(*lead.reasons, Reason(DISAGREEMENT, float(len(works)), 1.0, False)),
        guards=(*lead.guards, DISAGREEMENT),
    )


def _undecided(voices: Sequence[Voice]) -> Decision:
    """Abstain with the member that came nearest, and how many others point where it does."""
    nearest = max(voices, key=lambda voice: (voice.counts, *_firmness(voice)))
    work = nearest.work
    pointing = [v for v in voices if v.counts and work is not None and v.behind(work) <= 0]
    if not nearest.counts or len(pointing) < 2:
        return nearest.decision
    agreement = Reason(AGREEMENT, float(len(pointing)), 0.0, True)
    return replace(nearest.decision, reasons=(*nearest.decision.reasons, agreement))


def _firmness(voice: Voice) -> tuple[bool, float, float]:
    decision = voice.decision
    return bool(decision.candidates), voice.score, decision.margin


def _distinct(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """The first candidate of every work."""
    first: dict[str, Candidate] = {}
    for candidate in candidates:
        first.setdefault(candidate.work, candidate)
    return tuple(first.values())
