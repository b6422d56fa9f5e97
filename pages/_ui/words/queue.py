"""The queue of clips to judge: rows, filters, what is next, and which decisions flip. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from catalogue import Catalogue
from console import brief, clock, folded, plural
from pages._ui.words import decisions, verdicts
from pages._ui.words.judged import Judged
from pipeline import Decision, Evidence

UNJUDGED, DEFERRED = "unjudged", "deferred"


@dataclass(frozen=True, slots=True)
class Row:
    """One clip of the queue. `state` is a verdict in the past tense, or `unjudged`."""

    key: str
    medium: str
    start: float
    end: float
    title: str
    outcome: str
    regime: str
    score: float
    margin: float
    state: str
    backend: str = ""
    now: str = ""
    """The machine's decision now, where a verdict on the clip is about something else."""

    @property
    def judged(self) -> bool:
        """A deferred clip is still to be judged."""
        return self.state not in (UNJUDGED, DEFERRED)


@dataclass(frozen=True, slots=True)
class Filters:
    """What the queue shows. Empty choices show everything; ranges include their ends."""

    outcome: tuple[str, ...] = ()
    regime: tuple[str, ...] = ()
    state: tuple[str, ...] = ()
    score: tuple[float, float] = (0.0, 1.0)
    margin: tuple[float, float] = (0.0, 1.0)
    text: str = ""
    backend: tuple[str, ...] = ()

    def admits(self, row: Row) -> bool:
        return (
            (not self.outcome or row.outcome in self.outcome)
            and (not self.regime or row.regime in self.regime)
            and (not self.state or row.state in self.state)
            and (not self.backend or row.backend in self.backend)
            and self.score[0] <= round(row.score, 2) <= self.score[1]
            and self.margin[0] <= round(row.margin, 2) <= self.margin[1]
            and folded(self.text) in folded(f"{row.title} {row.now} {row.medium}")
        )


REGIMES = {
    "artist": "artist-driven",
    "title": "title-driven",
    "fallback": "no title",
    "": "no evidence",
}
"""The rules that a decision may follow, as the groups of the sliders call them."""


def row(evidence: Evidence, decision: Decision, catalogue: Catalogue, judged: Judged | None) -> Row:
    """A clip as the queue shows it: the proposal or, once it is judged, the verdict."""
    best, final = decision.candidate, judged if judged and judged.final else None
    return Row(
        key=evidence.clip.key,
        medium=evidence.clip.video.path.name,
        start=evidence.clip.start,
        end=evidence.clip.end,
        title=final.title if final else proposal(decision, catalogue),
        outcome=decisions.outcome(decision),
        regime=decision.regime or "",
        score=best.score if best else 0.0,
        margin=decision.margin,
        state=verdicts.VERDICTS[judged.event.kind] if judged else UNJUDGED,
        backend=evidence.backend,
        now=final.now if final else "",
    )


def proposal(decision: Decision, catalogue: Catalogue) -> str:
    """The proposed work; where the backends disagree, every work that they name."""
    if decision.candidate is None:
        return "Not visible"
    works = decision.candidates if decisions.disputed(decision) else decision.candidates[:1]
    return " or ".join(brief(decisions.title_of(catalogue, work.work), 160) for work in works)


ORDERS: Mapping[str, Callable[[Row], tuple[float | str, ...]]] = {
    "as filmed": lambda r: (r.medium.casefold(), r.start, r.key),
    "surest first": lambda r: (-r.score, -r.margin, r.key),
    "doubtful first": lambda r: (r.margin, r.score, r.key),
}


def arrange(rows: Sequence[Row], filters: Filters, order: str = "as filmed") -> list[Row]:
    """The rows that the filters admit, in the order asked for."""
    return sorted((r for r in rows if filters.admits(r)), key=ORDERS[order])


def step(rows: Sequence[Row], current: str | None, by: int) -> str | None:
    """The key `by` rows away from `current`, stopping at the ends; the first if it is gone."""
    keys = [r.key for r in rows]
    if not keys:
        return None
    if current not in keys:
        return keys[0]
    return keys[min(max(keys.index(current) + by, 0), len(keys) - 1)]


def next_unjudged(rows: Sequence[Row], current: str | None) -> str | None:
    """The next unjudged clip after `current`, starting over at the end.

    Where none is left: the next deferred clip, else the next clip.
    """
    keys = [r.key for r in rows]
    at = keys.index(current) if current in keys else -1
    ring = [*rows[at + 1 :], *rows[: max(at, 0)]]
    for state in (UNJUDGED, DEFERRED):
        key = next((r.key for r in ring if r.state == state), None)
        if key:
            return key
    return step(rows, current, 1)


def judged_of_all(rows: Sequence[Row]) -> str:
    """`12 of 87 judged`."""
    return f"{sum(r.judged for r in rows)} of {len(rows)} judged"


def bulk(rows: Sequence[Row], minimum: float) -> list[Row]:
    """The clips that a bulk acceptance takes: unjudged, identified, with at least this score."""
    return [
        r for r in rows if r.outcome == "identified" and r.score >= minimum and r.state == UNJUDGED
    ]


@dataclass(frozen=True, slots=True)
class Flip:
    """A clip that two settings decide differently. None stands for an abstention."""

    key: str
    before: str | None
    after: str | None
    judged: bool


def _named(decision: Decision) -> str | None:
    return decision.candidate.work if decision.accepted and decision.candidate else None


def flips(
    before: Mapping[str, Decision], after: Mapping[str, Decision], judged: frozenset[str]
) -> list[Flip]:
    """The clips whose named work differs, in the order of `after`."""
    pairs = ((key, _named(before[key]), _named(new)) for key, new in after.items() if key in before)
    return [Flip(key, old, new, key in judged) for key, old, new in pairs if old != new]


def flip_words(flips: Sequence[Flip]) -> str:
    """`3 decisions flip, 1 already judged`."""
    if not flips:
        return "No decision flips"
    judged = sum(flip.judged for flip in flips)
    verb = "flips" if len(flips) == 1 else "flip"
    return f"{plural(len(flips), 'decision')} {verb}, {judged or 'none'} already judged"


def flip_lines(
    flips: Sequence[Flip], clips: Mapping[str, Evidence], catalogue: Catalogue
) -> list[tuple[str, str]]:
    """For each flip its place in the video, and the work that is named before and after."""
    lines = []
    for flip in flips:
        clip = clips[flip.key].clip
        names = [
            brief(decisions.title_of(catalogue, work), 80) if work else "not visible"
            for work in (flip.before, flip.after)
        ]
        judged = ", already judged" if flip.judged else ""
        where = f"{clip.video.path.name}, {clock(clip.start)}{judged}"
        lines.append((where, " → ".join(names)))
    return lines
