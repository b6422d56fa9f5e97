"""Clips that were cut anew: events like any other, undone like any other."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from ledger import RECUT, InvalidVerdict, JudgedMeanwhile, Ledger, Verdict, export
from pipeline import Recut
from tests.ledger_samples import evidence, verdict

PARTS = ((1.0, 2.123456), (2.123456, 4.5))


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "cartellino.db")


def test_the_parts_are_kept_exactly_and_the_ledger_verifies(ledger: Ledger) -> None:
    [event] = ledger.recut([verdict("defer")], PARTS)
    assert (event.kind, event.region, event.batch) == (RECUT, RECUT, None)
    assert ledger.recuts() == (Recut((event.clip,), PARTS),)
    assert ledger.frozen(event).recut == Recut((event.clip,), PARTS)
    assert ledger.verify().ok


def test_a_verdict_on_the_longer_clip_stays_and_undo_takes_the_split_alone(ledger: Ledger) -> None:
    accepted = ledger.record(verdict())
    [event] = ledger.recut([verdict("defer")], PARTS)
    assert ledger.standing() == {accepted.clip: accepted}
    ledger.undo(event.clip, "Ada", number=event.number, region=RECUT)
    assert ledger.recuts() == ()
    assert ledger.standing() == {accepted.clip: accepted}
    assert ledger.verify().ok


def test_a_clip_that_was_split_meanwhile_is_not_split_again(ledger: Ledger) -> None:
    ledger.recut([verdict("defer")], PARTS)
    with pytest.raises(JudgedMeanwhile):
        ledger.recut([verdict("defer")], PARTS)
    assert ledger.last() == 1


@pytest.mark.parametrize(
    "parts",
    [
        (),
        ((1.0, 4.5),),
        ((1.0, 9.0),),
        ((1.0, 2.0), (2.0, 9.0)),
        ((1.0, 2.0), (3.0, 4.5)),
        ((1.0, 3.0), (2.0, 4.5)),
        ((1.0, 5.0), (5.0, 4.5)),
    ],
)
def test_parts_that_are_not_the_whole_clip_are_refused(
    ledger: Ledger, parts: tuple[tuple[float, float], ...]
) -> None:
    with pytest.raises(InvalidVerdict, match="whole"):
        ledger.recut([verdict("defer")], parts)
    assert not ledger.exists


def test_the_export_tells_the_parts(ledger: Ledger) -> None:
    ledger.record(verdict())
    ledger.recut([verdict("defer")], PARTS)
    judged, split = json.loads("".join(export(ledger, "json")))
    assert split["recut"] == [list(part) for part in PARTS]
    assert (judged["recut"], judged["standing"]) == ([], True)
    rows = list(csv.DictReader(io.StringIO("".join(export(ledger, "csv")))))
    assert [row["recut"] for row in rows] == ["", "1.0-2.123456; 2.123456-4.5"]


def two() -> list[Verdict]:
    """What a deferral of two clips of one video would record, at 1 to 4.5 s and 6 to 9 s."""
    first = evidence()
    second = replace(first, clip=replace(first.clip, start=6.0, end=9.0))
    return [verdict("defer", evidence=clip) for clip in (first, second)]


def test_joined_clips_are_one_action_and_undone_together(ledger: Ledger) -> None:
    first, second = two()
    keys = first.evidence.clip.key, second.evidence.clip.key
    accepted = ledger.record(replace(first, kind="accept", work="W-1"))
    events = ledger.recut([first, second], ((1.0, 9.0),))
    assert ledger.recuts() == (Recut(keys, ((1.0, 9.0),)),)
    assert {event.clip for event in events} == set(keys)
    assert events[-1].clip == keys[0], "the first clip is the one that an undo goes back to"
    assert all(ledger.frozen(event).recut == Recut(keys, ((1.0, 9.0),)) for event in events)
    assert events[0].batch
    ledger.undo_batch(events[0].batch, "Ada")
    assert ledger.recuts() == ()
    assert ledger.standing() == {accepted.clip: accepted}
    assert ledger.verify().ok


def test_a_clip_that_was_joined_meanwhile_is_not_split(ledger: Ledger) -> None:
    _, second = clips = two()
    ledger.recut(clips, ((1.0, 9.0),))
    with pytest.raises(JudgedMeanwhile):
        ledger.recut([second], ((6.0, 7.0), (7.0, 9.0)))


def test_a_clip_that_came_back_is_cut_again_by_whoever_saw_it(ledger: Ledger) -> None:
    [split] = ledger.recut([verdict("defer")], PARTS)
    [again] = ledger.recut([verdict("defer")], ((1.0, 3.0),), {split.clip: split.number})
    assert ledger.recuts() == (Recut((again.clip,), ((1.0, 3.0),)),)


def test_clips_of_two_videos_are_not_joined(ledger: Ledger) -> None:
    with pytest.raises(InvalidVerdict, match="one video"):
        ledger.recut([verdict("defer"), verdict("defer", clip=1)], ((1.0, 4.5),))


def test_what_clips_became_is_read_once(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    [event] = ledger.recut([verdict("defer")], PARTS)
    assert ledger.recuts()
    monkeypatch.setattr("ledger.standing.document", None)
    assert ledger.recuts() == (Recut((event.clip,), PARTS),)


def test_a_damaged_cut_is_left_out_and_found_by_verify(ledger: Ledger) -> None:
    [event] = ledger.recut([verdict("defer")], PARTS)
    ledger.record(verdict(clip=1))
    with sqlite3.connect(ledger.path) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in names.fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(
            "UPDATE ledger_frozen SET document = '{\"recut\": [[1]]}' WHERE sha256 = ?",
            [event.settings_sha256],
        )
    assert Ledger(ledger.path).recuts() == ()
    assert not ledger.verify().ok
