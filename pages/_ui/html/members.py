"""What each backend of an ensemble answers. Pure; every text is escaped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import backends
from catalogue import Catalogue
from console import brief
from pages._ui.html import models
from pages._ui.html.elements import escaped
from pages._ui.words import decisions
from pipeline import Decision, Evidence
from pipeline.decision import SEPARATOR

_FAULTS = {
    "degenerate": "gave no real answer, so it does not count",
    "format": "was trained on frames in another format, so it does not count",
}
_ERROR = 160
"""Characters of an error on a row; the answers of the stages show the whole of it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One backend: its best candidate, and why it identifies that work or abstains.

    `tone` is `good` for one that identifies, `doubt` for one that abstains, empty without a work.
    """

    name: str
    work: str
    why: str
    tone: str


def backend_name(backend: str) -> str:
    """A backend, or several, as a person reads them: `Embedded + Qwen2-VL`."""
    return " + ".join(_labels().get(name, name) for name in backend.split(SEPARATOR))


@cache
def _labels() -> dict[str, str]:
    return {listing.name: models.name(listing.label) for listing in backends.available()}


def parts(evidence: Evidence) -> list[tuple[str, Evidence]]:
    """The members by name, numbered where a backend occurs twice; else the evidence itself."""
    members = evidence.members or (evidence,)
    names = [backend_name(member.backend) for member in members]
    seen: Counter[str] = Counter()
    pairs = []
    for name, member in zip(names, members, strict=True):
        seen[name] += 1
        pairs.append((f"{name} {seen[name]}" if names.count(name) > 1 else name, member))
    return pairs


def rows(evidence: Evidence, decision: Decision, catalogue: Catalogue) -> list[Row]:
    """One row per member, in their order; none for evidence of one backend."""
    if not decision.members:
        return []
    pairs = zip(parts(evidence), decision.members, strict=True)
    return [_row(name, member, own, catalogue) for (name, member), own in pairs]


def _row(name: str, evidence: Evidence, decision: Decision, catalogue: Catalogue) -> Row:
    fault = next((_FAULTS[guard] for guard in decision.guards if guard in _FAULTS), "")
    if fault:
        return Row(name, "", fault, "")
    best = decision.candidate
    if best is None:
        failed = next((output.error for output in evidence.outputs if output.error), "")
        why = f"failed: {brief(failed, _ERROR)}" if failed else "names no work"
        return Row(name, "", why, "")
    why = decisions.headline(decision).removeprefix("Not visible: ")
    why = why if decision.accepted else f"{decisions.score(best.score)}, but {why}"
    work = decisions.title_of(catalogue, best.work)
    return Row(name, work, why, "good" if decision.accepted else "doubt")


def table(rows: Sequence[Row]) -> str:
    """The rows below each other: the backend, its work, why."""
    return f'<div class="ct-members">{"".join(_line(row) for row in rows)}</div>'


def _line(row: Row) -> str:
    work = f'<div class="ct-title">{escaped(row.work)}</div>' if row.work else ""
    return (
        f'<div class="ct-member"><span class="ct-dot ct-{row.tone or "none"}"></span>'
        f"<span>{escaped(row.name)}</span><div>{work}"
        f'<div class="ct-quiet">{escaped(row.why)}</div></div></div>'
    )
