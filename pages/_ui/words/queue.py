"""The queue of clips to judge: rows, filters, what is next. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from catalogue import Catalogue, room
from console import brief, folded
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
    artist: str = ""
    work: str = ""
    """The work in the title, by its identifier; empty where it is none, or several."""
    room: str = ""
    """Where that work hangs, as the catalogue says it."""
    confidence: float = 0.0
    """What the weakest evidence for the machine's best work is worth."""
    flip: str = ""
    """`identified → not visible`, where the settings decide it differently from the profile."""

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
    medium: tuple[str, ...] = ()
    work: tuple[str, ...] = ()
    room: tuple[str, ...] = ()
    job: tuple[str, ...] = ()
    clips: frozenset[str] = frozenset()
    """The clips that these jobs found."""
    flipped: bool = False

    def admits(self, row: Row) -> bool:
        return (
            (not self.outcome or row.outcome in self.outcome)
            and (not self.regime or row.regime in self.regime)
            and (not self.state or row.state in self.state)
            and (not self.backend or row.backend in self.backend)
            and (not self.medium or row.medium in self.medium)
            and (not self.work or row.work in self.work)
            and (not self.room or row.room in self.room)
            and (not self.job or row.key in self.clips)
            and (not self.flipped or bool(row.flip))
            and self.score[0] <= round(row.score, 2) <= self.score[1]
            and self.margin[0] <= round(row.margin, 2) <= self.margin[1]
            and (not self.text or self._in_words(row))
        )

    def _in_words(self, row: Row) -> bool:
        return folded(self.text) in folded(f"{row.title} {row.artist} {row.now} {row.medium}")


REGIMES = {
    "artist": "artist-driven",
    "title": "title-driven",
    "fallback": "no title",
    "": "no evidence",
}
"""The rules that a decision may follow, as the groups of the sliders call them."""


def row(
    evidence: Evidence,
    decision: Decision,
    catalogue: Catalogue,
    judged: Judged | None,
    flip: str = "",
) -> Row:
    """A clip as the queue shows it: the proposal or, once it is judged, the verdict."""
    best, final = decision.candidate, judged if judged and judged.final else None
    work = _work(decision, final)
    record = catalogue.by_identifier.get(work)
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
        state=verdicts.name_of(judged.event) if judged else UNJUDGED,
        backend=evidence.backend,
        now=final.now if final else "",
        artist=brief(record.artist, 120) if record else "",
        work=work,
        room=room(record) if record else "",
        confidence=decisions.confidence(best) if best else 0.0,
        flip=flip,
    )


def _work(decision: Decision, final: Judged | None) -> str:
    """The work that a row is titled with; empty where it is none, or several."""
    if final:
        return "" if final.event.kind == "nothing" else final.work or ""
    if decision.candidate is None or decisions.disputed(decision):
        return ""
    return decision.candidate.work


_WORDS: Mapping[str, Callable[[str], str]] = {"regime": REGIMES.__getitem__}


def proposal(decision: Decision, catalogue: Catalogue) -> str:
    """The proposed work; where the backends disagree, every work that they name."""
    if decision.candidate is None:
        return "Not visible"
    works = decision.candidates if decisions.disputed(decision) else decision.candidates[:1]
    return " or ".join(brief(decisions.title_of(catalogue, work.work), 160) for work in works)


def active(filters: Filters, names: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Every choice that narrows the queue, as (filter, choice, words); the choice is empty for a
    filter that has only one. `names` are the titles of works and the names of jobs by identifier.
    """
    chips = [
        (name, choice, _WORDS.get(name, str)(choice))
        for name in ("outcome", "regime", "state", "backend", "medium", "room")
        for choice in getattr(filters, name)
    ]
    chips += [
        (name, choice, names.get(choice, choice))
        for name in ("work", "job")
        for choice in getattr(filters, name)
    ]
    for name, words in (("score", "score"), ("margin", "margin")):
        low, high = getattr(filters, name)
        if (low, high) != (0.0, 1.0):
            chips.append((name, "", f"{words} {low:.2f} to {high:.2f}"))
    if filters.text:
        chips.append(("text", "", f"“{brief(filters.text, 40)}”"))
    if filters.flipped:
        chips.append(("flipped", "", "flipped"))
    return chips


_PREFIX, _ORDER = "filter_", "order"
_CHOICES = ("outcome", "regime", "state", "backend", "medium", "work", "room", "job")
_RANGES = ("score", "margin")


def address(filters: Filters, order: str) -> dict[str, list[str]]:
    """Filters and order as parameters of the page's address; empty lists for what is not on."""
    chosen = {name: list(getattr(filters, name)) for name in _CHOICES}
    ranges = {name: getattr(filters, name) for name in _RANGES}
    chosen |= {n: [f"{v:g}" for v in r] if r != (0.0, 1.0) else [] for n, r in ranges.items()}
    chosen["text"] = [filters.text] if filters.text else []
    chosen["flipped"] = ["yes"] if filters.flipped else []
    parameters = {f"{_PREFIX}{name}": values for name, values in chosen.items()}
    return parameters | {_ORDER: [order] if order != next(iter(ORDERS)) else []}


def read_address(parameters: Mapping[str, Sequence[str]]) -> dict[str, object]:
    """The values of the filters' controls, by their keys, out of the page's address; without those
    that an address cannot hold."""
    values: dict[str, object] = {}
    for name in _CHOICES:
        if chosen := parameters.get(f"{_PREFIX}{name}"):
            values[f"{_PREFIX}{name}"] = list(chosen)
    for name in _RANGES:
        with suppress(ValueError):
            low, high = map(float, parameters.get(f"{_PREFIX}{name}", ()))
            if 0.0 <= low <= high <= 1.0:
                values[f"{_PREFIX}{name}"] = low, high
    if text := parameters.get(f"{_PREFIX}text"):
        values[f"{_PREFIX}text"] = text[0]
    if parameters.get(f"{_PREFIX}flipped"):
        values[f"{_PREFIX}flipped"] = True
    if (order := parameters.get(_ORDER)) and order[0] in ORDERS:
        values[_ORDER] = order[0]
    return values


ORDERS: Mapping[str, Callable[[Row], tuple[float | str, ...]]] = {
    "as filmed": lambda r: (r.medium.casefold(), r.start, r.key),
    "surest first": lambda r: (-r.confidence, -r.score, -r.margin, r.key),
    "doubtful first": lambda r: (r.margin, r.score, r.key),
}


def arrange(rows: Sequence[Row], filters: Filters, order: str = "as filmed") -> list[Row]:
    """The rows that the filters admit, in the order asked for."""
    admitted = rows if filters == Filters() else [r for r in rows if filters.admits(r)]
    return sorted(admitted, key=ORDERS[order])


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
