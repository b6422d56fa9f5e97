"""Which decisions flip when settings change. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from catalogue import Catalogue
from console import brief, clock, plural
from pages._ui.words import decisions
from pipeline import Decision, Evidence


@dataclass(frozen=True, slots=True)
class Flip:
    """A clip that two settings decide differently. None stands for an abstention."""

    key: str
    before: str | None
    after: str | None
    judged: bool


def _named(decision: Decision) -> str | None:
    return decision.candidate.work if decision.accepted and decision.candidate else None


def flips_between(
    before: Mapping[str, Decision],
    after: Mapping[str, Decision],
    judged: Mapping[str, str | None],
) -> list[Flip]:
    """The clips whose named work differs, in the order of `after`.

    `judged` holds what the machine named when a person judged a clip: a clip flips against that,
    whatever profile is chosen since. Others flip against `before`.
    """
    flips = []
    for key, decision in after.items():
        if key in judged or key in before:
            old = judged[key] if key in judged else _named(before[key])
            if old != (new := _named(decision)):
                flips.append(Flip(key, old, new, key in judged))
    return flips


def change(flip: Flip, catalogue: Catalogue) -> str:
    """`The Harbour → not visible`."""
    names = [
        brief(decisions.title_of(catalogue, work), 80) if work else "not visible"
        for work in (flip.before, flip.after)
    ]
    return " → ".join(names)


def words(flips: Sequence[Flip]) -> str:
    """`3 decisions flip, 1 already judged`."""
    if not flips:
        return "No decision flips"
    judged = sum(flip.judged for flip in flips)
    verb = "flips" if len(flips) == 1 else "flip"
    return f"{plural(len(flips), 'decision')} {verb}, {judged or 'none'} already judged"


def place(flip: Flip, clips: Mapping[str, Evidence]) -> str:
    """Where in which video, and whether a person has judged it."""
    clip = clips[flip.key].clip
    judged = ", already judged" if flip.judged else ""
    return f"{clip.video.path.name}, {clock(clip.start)}{judged}"
