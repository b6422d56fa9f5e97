"""A clip that is now several: an event like any other, undone like any other."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from ledger import RECUT, InvalidVerdict, JudgedMeanwhile, Ledger, export
from tests.ledger_samples import verdict

PARTS = ((1.0, 2.123456), (2.123456, 4.5))


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "cartellino.db")


def test_the_parts_are_kept_exactly_and_the_ledger_verifies(ledger: Ledger) -> None:
    event = ledger.recut(verdict("defer"), PARTS)
    assert (event.kind, event.region) == (RECUT, RECUT)
    assert ledger.cuts() == ((event.clip, PARTS),)
    assert ledger.verify().ok


def test_a_verdict_on_the_longer_clip_stays_and_undo_takes_the_split_alone(ledger: Ledger) -> None:
    accepted = ledger.record(verdict())
    event = ledger.recut(verdict("defer"), PARTS)
    assert ledger.standing() == {accepted.clip: accepted}
    ledger.undo(event.clip, "Ada", number=event.number, region=RECUT)
    assert ledger.cuts() == ()
    assert ledger.standing() == {accepted.clip: accepted}
    assert ledger.verify().ok


def test_a_clip_that_was_split_meanwhile_is_not_split_again(ledger: Ledger) -> None:
    ledger.recut(verdict("defer"), PARTS)
    with pytest.raises(JudgedMeanwhile):
        ledger.recut(verdict("defer"), PARTS)
    assert ledger.last() == 1


@pytest.mark.parametrize(
    "parts",
    [
        (),
        ((1.0, 4.5),),
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
        ledger.recut(verdict("defer"), parts)
    assert not ledger.exists


def test_the_export_tells_the_parts(ledger: Ledger) -> None:
    ledger.record(verdict())
    ledger.recut(verdict("defer"), PARTS)
    judged, split = json.loads("".join(export(ledger, "json")))
    assert split["recut"] == [list(part) for part in PARTS]
    assert (judged["recut"], judged["standing"]) == ([], True)
    rows = list(csv.DictReader(io.StringIO("".join(export(ledger, "csv")))))
    assert [row["recut"] for row in rows] == ["", "1.0-2.123456; 2.123456-4.5"]
