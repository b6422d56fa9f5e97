"""Which work a verdict is about, and the machine's decision now where that differs. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from catalogue import Catalogue
from console import brief
from ledger import RECUT, Attached, Event, about
from pages._ui.words import decisions, verdicts
from pipeline import Decision, Evidence

NOTHING = "No work of the catalogue"
WRONGLY_NONE = "Wrongly not visible"


def cut_into(event: Event, clips: Iterable[Evidence]) -> bool:
    """Whether an event made one of these clips, out of a longer one or of several."""
    return event.kind == RECUT and any(
        clip.clip.video.sha256 == event.video_sha256 and event.start <= clip.clip.start < event.end
        for clip in clips
    )


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict that stands on a clip: its work as the catalogue calls it today."""

    event: Event
    work: str | None
    """Its identifier in the open version; None where it is not in it."""
    title: str
    """The work that was accepted or corrected to; `Rejected: …` of one that was not; what a person
    says of a clip without a work."""
    given: str
    """Who judged, when, and what the record was if that has changed."""
    now: str
    """The machine's decision now, where that is something else; else empty."""

    @classmethod
    def of(
        cls, event: Event, attached: Attached | None, decision: Decision, catalogue: Catalogue
    ) -> Judged:
        """A verdict beside today's decision.

        `attached` is None where it is about no work, or so new that it is as it was given.
        """
        fresh = about(event) if event.catalogue_sha256 == catalogue.sha256 else ""
        work = attached.work if attached else fresh or None
        title = _title(attached, catalogue) if attached else event.title or "no work"
        if event.kind == "reject":
            wrongly_none = event.outcome == "abstain" and not event.ambiguous
            title = WRONGLY_NONE if wrongly_none else f"Rejected: {title}"
        title = NOTHING if event.kind == "nothing" else title
        now = _now(event, work, decision, catalogue)
        return cls(event, work, title, verdicts.given(event, attached), now)

    @property
    def final(self) -> bool:
        """Whether it says something about a work, rather than putting the clip off."""
        return self.event.kind != "defer"

    @property
    def named(self) -> str | None:
        """The work that a person names."""
        return self.work if self.event.kind in ("accept", "correct") else None


def _title(attached: Attached, catalogue: Catalogue) -> str:
    if attached.work is not None:
        return decisions.title_of(catalogue, attached.work)
    return brief(attached.record.get("title", ""), 160) or about(attached.event)


def _now(event: Event, work: str | None, decision: Decision, catalogue: Catalogue) -> str:
    if decisions.disputed(decision):
        return "now: the backends disagree"
    best = decision.candidate
    if decision.accepted and best:
        same = best.work == work
        return "" if same else f"now proposed: {decisions.title_of(catalogue, best.work)}"
    return "now: not visible" if event.outcome == "accept" else ""
