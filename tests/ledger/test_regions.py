"""Verdicts on several paintings of one clip: each stands, and is undone, for itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ledger import SEEN, InvalidVerdict, JudgedMeanwhile, Ledger, Verdict
from pipeline.types import Evidence, Sighting
from tests.ledger_samples import evidence, verdict

KEY = evidence().clip.key
CORNERS = ((0.1, 0.1), (0.4, 0.1), (0.4, 0.4), (0.1, 0.4))


def hung() -> Evidence:
    """A clip in which W-3 and W-4 were recognised beside its own painting."""
    clip = evidence()
    frame = clip.frames[0]
    seen = (Sighting(work, frame.sha256, frame.time, CORNERS, 50) for work in ("W-3", "W-4"))
    return replace(clip, sightings=tuple(seen))


def beside(work: str, kind: str = "accept", named: str | None = None) -> Verdict:
    named = work if kind == "accept" else named
    return verdict(kind, evidence=hung(), region=f"{SEEN}{work}", work=named)


def standing(ledger: Ledger) -> dict[str, tuple[str, str | None]]:
    return {event.region: (event.kind, event.work) for event in ledger.in_force()}


def test_a_frame_with_three_works_gives_three_attributions(ledger: Ledger) -> None:
    ledger.record(verdict(evidence=hung()))
    ledger.record(beside("W-3"))
    event = ledger.record(beside("W-4", "correct", "W-9"))
    assert (event.proposed, event.work) == ("W-4", "W-9")
    assert standing(ledger) == {
        "": ("accept", "W-1"), "seen:W-3": ("accept", "W-3"), "seen:W-4": ("correct", "W-9"),
    }  # fmt: skip
    assert ledger.standing()[KEY].work == "W-1", "the clip's own"
    assert ledger.verify().ok


def test_each_is_undone_for_itself(ledger: Ledger) -> None:
    ledger.record(verdict(evidence=hung()))
    first = ledger.record(beside("W-3"))
    ledger.record(beside("W-3", "reject"))
    undone = ledger.undo(KEY, "Ada", region="seen:W-3")
    assert (undone.region, undone.undoes) == ("seen:W-3", 3)
    assert standing(ledger) == {"": ("accept", "W-1"), "seen:W-3": ("accept", "W-3")}
    ledger.undo(KEY, "Ada", number=first.number, region="seen:W-3")
    ledger.undo(KEY, "Ada")
    assert standing(ledger) == {}
    assert ledger.verify().ok


def test_what_somebody_judged_meanwhile_counts_for_that_painting_only(ledger: Ledger) -> None:
    ledger.record(verdict(evidence=hung()), seen=0)
    ledger.record(beside("W-3"), seen=0)
    with pytest.raises(JudgedMeanwhile):
        ledger.record(beside("W-3", "reject"), seen=0)


@pytest.mark.parametrize("region", ["seen:W-1", "seen:", "upper left"])
def test_a_painting_that_was_not_recognised_is_no_region(ledger: Ledger, region: str) -> None:
    with pytest.raises(InvalidVerdict, match="was recognised as"):
        ledger.record(verdict("reject", evidence=hung(), region=region))


def test_a_recognised_painting_is_not_rightly_nothing(ledger: Ledger) -> None:
    with pytest.raises(InvalidVerdict, match="names a work here"):
        ledger.record(beside("W-3", "nothing"))
