"""Undo, and bulk actions: what stands afterwards, on this clip and on all others."""

from __future__ import annotations

import re

import pytest

from ledger import InvalidVerdict, JudgedMeanwhile, Ledger, NothingToUndo
from tests.ledger_samples import evidence, verdict

KEY = evidence().clip.key


def test_undo_restores_the_verdict_before_and_walks_further_back(ledger: Ledger) -> None:
    first = ledger.record(verdict("accept"))
    second = ledger.record(verdict("correct"))
    assert ledger.standing()[KEY] == second

    undo = ledger.undo(KEY, "Bo", "slipped")
    assert (undo.kind, undo.undoes, undo.reviewer, undo.comment) == ("undo", 2, "Bo", "slipped")
    assert undo.work == "W-2"
    assert ledger.standing()[KEY] == first
    assert ledger.undo(KEY, "Bo").undoes == 1
    assert ledger.standing() == {}
    with pytest.raises(NothingToUndo, match="no verdict stands"):
        ledger.undo(KEY, "Bo")
    assert [e.kind for e in ledger.history(KEY)] == ["accept", "correct", "undo", "undo"]


def test_a_verdict_after_an_undo_stands_and_its_undo_skips_what_was_undone(ledger: Ledger) -> None:
    first = ledger.record(verdict("accept"))
    ledger.record(verdict("correct"))
    ledger.undo(KEY, "Ada")
    third = ledger.record(verdict("defer"))
    assert ledger.standing()[KEY] == third
    ledger.undo(KEY, "Ada")
    assert ledger.standing()[KEY] == first


def test_undo_leaves_other_clips_alone(ledger: Ledger) -> None:
    ledger.record(verdict(clip=0))
    other = ledger.record(verdict(clip=1))
    ledger.undo(KEY, "Ada")
    assert dict(ledger.standing()) == {other.clip: other}


def test_undo_spares_a_verdict_that_somebody_gave_in_the_meantime(ledger: Ledger) -> None:
    seen = ledger.record(verdict(reviewer="Ada"))
    newer = ledger.record(verdict("correct", reviewer="Bo"))

    with pytest.raises(NothingToUndo, match="correct, by Bo"):
        ledger.undo(KEY, "Ada", number=seen.number)
    assert ledger.standing()[KEY] == newer
    assert ledger.undo(KEY, "Ada", number=newer.number).undoes == newer.number


@pytest.mark.parametrize("missing", [True, False])
def test_undo_without_a_verdict_is_a_clear_error(ledger: Ledger, missing: bool) -> None:
    if not missing:
        ledger.record(verdict(clip=1))
    with pytest.raises(NothingToUndo, match=re.escape(KEY)):
        ledger.undo(KEY, "Ada")


def test_a_bulk_action_shares_a_batch_and_is_undone_as_one(ledger: Ledger) -> None:
    before = ledger.record(verdict("defer", clip=0))
    events = ledger.record_many([verdict(clip=n) for n in range(3)])
    assert len({event.batch for event in events}) == 1
    batch = events[0].batch
    assert batch

    undone = ledger.undo_batch(batch, "Bo")
    assert [event.undoes for event in undone] == [event.number for event in events]
    assert len({event.batch for event in undone}) == 1
    assert undone[0].batch != batch
    assert dict(ledger.standing()) == {before.clip: before}
    with pytest.raises(NothingToUndo, match=batch):
        ledger.undo_batch(batch, "Bo")


def test_undoing_a_bulk_action_keeps_later_verdicts_and_earlier_undos(ledger: Ledger) -> None:
    events = ledger.record_many([verdict(clip=n) for n in range(3)])
    later = ledger.record(verdict("reject", clip=0))
    ledger.undo(events[1].clip, "Ada")

    undone = ledger.undo_batch(str(events[0].batch), "Ada")
    assert [event.undoes for event in undone] == [1, 3]
    assert dict(ledger.standing()) == {later.clip: later}
    ledger.undo(later.clip, "Ada")
    assert ledger.standing() == {}


def test_two_bulk_actions_have_different_batches(ledger: Ledger) -> None:
    first = ledger.record_many([verdict(clip=0)])[0]
    second = ledger.record_many([verdict(clip=1)])[0]
    assert first.batch != second.batch


def test_a_bulk_action_is_written_whole_or_not_at_all(ledger: Ledger) -> None:
    event = ledger.record(verdict(clip=0))
    with pytest.raises(InvalidVerdict):
        ledger.record_many([verdict(clip=1), verdict(clip=2, reviewer="")])
    assert ledger.events() == (event,)


def test_undo_needs_a_reviewer(ledger: Ledger) -> None:
    event = ledger.record(verdict())
    with pytest.raises(InvalidVerdict, match="reviewer"):
        ledger.undo(event.clip, "")
    assert ledger.events() == (event,)


def test_a_bulk_action_over_a_verdict_that_was_not_seen_writes_nothing(ledger: Ledger) -> None:
    ledger.record(verdict(clip=1))
    many = [verdict(clip=number) for number in range(3)]
    with pytest.raises(JudgedMeanwhile):
        ledger.record_many(many, {judged.evidence.clip.key: 0 for judged in many})
    assert len(ledger.events()) == 1
