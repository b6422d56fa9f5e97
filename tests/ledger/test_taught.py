"""Reference pictures out of videos: what makes one, what takes it back, and what reads the list."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ledger import PICTURE, CutOut, InvalidVerdict, Ledger, Verdict, export, references
from ledger.events import SEEN
from pipeline.types import Sighting
from tests.ledger_samples import evidence, sha, verdict

CORNERS = ((0.1, 0.1), (0.4, 0.1), (0.4, 0.4), (0.1, 0.4))
KEY = evidence().clip.key


def reference(work: str = "W-1", picture: str = "cut out", **changes: Any) -> Verdict:
    """The painting of clip 0 as a reference picture of `work`."""
    frame = evidence().frames[0]
    cut_out = CutOut(sha(picture), frame.sha256, frame.time, CORNERS)
    values: dict[str, Any] = {"work": work, "region": f"{PICTURE}{sha(picture)}"}
    return verdict("reference", **{**values, "cut_out": cut_out, **changes})


def listed(path: Path) -> list[tuple[str, str]]:
    """Picture and work, as an analysis reads them."""
    with sqlite3.connect(path) as connection:
        rows = connection.execute("SELECT sha256, work FROM reference_picture").fetchall()
    connection.close()
    return [(str(picture), str(work)) for picture, work in rows]


def test_a_picture_is_recorded_beside_the_verdict_it_rests_on(ledger: Ledger) -> None:
    accepted = ledger.record(verdict())
    event = ledger.record(reference())
    assert (event.kind, event.work, event.region) == (
        "reference",
        "W-1",
        f"picture:{sha('cut out')}",
    )
    assert ledger.standing() == {KEY: accepted}, "the verdict on the clip is what it was"
    [picture] = references(ledger)
    assert (picture.event, picture.used) == (event, True)
    assert (picture.cut_out.frame, picture.cut_out.time) == (evidence().frames[0].sha256, 1.0)
    assert picture.cut_out.quad == CORNERS
    assert listed(ledger.path) == [(sha("cut out"), "W-1")]
    assert ledger.verify().ok


def test_it_is_undone_for_itself(ledger: Ledger) -> None:
    ledger.record(verdict())
    event = ledger.record(reference())
    ledger.undo(KEY, "Ada", number=event.number, region=event.region)
    assert references(ledger) == ()
    assert listed(ledger.path) == []
    assert ledger.standing()[KEY].kind == "accept"
    assert ledger.verify().ok


def test_it_counts_only_while_a_verdict_names_its_work(ledger: Ledger) -> None:
    ledger.record(verdict())
    ledger.record(reference())

    def counts() -> bool:
        [picture] = references(ledger)
        assert listed(ledger.path) == ([(sha("cut out"), "W-1")] if picture.used else [])
        return picture.used

    ledger.record(verdict("correct"))
    assert not counts(), "the clip shows W-2 now"
    ledger.undo(KEY, "Ada")
    assert counts(), "the acceptance stands again"
    ledger.record(verdict("defer"))
    assert not counts(), "it has to wait"
    ledger.undo(KEY, "Ada")
    ledger.undo(KEY, "Ada")
    assert not counts(), "nothing says what the clip shows"


def test_without_a_verdict_that_names_the_work_there_is_none(ledger: Ledger) -> None:
    with pytest.raises(InvalidVerdict, match="Accept or correct it first"):
        ledger.record(reference())
    ledger.record(verdict("correct"))
    with pytest.raises(InvalidVerdict, match="Accept or correct it first"):
        ledger.record(reference("W-1"))
    ledger.undo(KEY, "Ada")
    with pytest.raises(InvalidVerdict, match="Accept or correct it first"):
        ledger.record(reference("W-2"))
    assert [event.kind for event in ledger.events()] == ["undo", "correct"]


def test_a_verdict_on_another_painting_in_the_clip_counts_too(ledger: Ledger) -> None:
    frame = evidence().frames[0]
    hung = replace(evidence(), sightings=(Sighting("W-3", frame.sha256, 1.0, CORNERS, 50),))
    ledger.record(verdict(evidence=hung, region=f"{SEEN}W-3", work="W-3"))
    ledger.record(reference("W-3", evidence=hung))
    assert listed(ledger.path) == [(sha("cut out"), "W-3")]
    ledger.undo(KEY, "Ada", region=f"{SEEN}W-3")
    assert listed(ledger.path) == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"cut_out": None}, "nothing else"),
        ({"work": None}, "accept or correct first"),
        ({"region": f"{PICTURE}{sha('another')}"}, "hash of its file"),
        ({"evidence": evidence(7)}, "not one of this clip's"),
    ],
)
def test_what_contradicts_itself_is_refused(
    ledger: Ledger, changes: dict[str, Any], words: str
) -> None:
    ledger.record(verdict())
    with pytest.raises(InvalidVerdict, match=words):
        ledger.record(reference(**changes))


def test_no_other_verdict_has_a_picture(ledger: Ledger) -> None:
    cut_out = reference().cut_out
    with pytest.raises(InvalidVerdict, match="nothing else"):
        ledger.record(verdict(cut_out=cut_out))


def test_the_export_tells_the_picture(ledger: Ledger) -> None:
    ledger.record(verdict())
    ledger.record(reference())
    header, _, line = "".join(export(ledger, "csv")).splitlines()
    row = dict(zip(header.split(","), line.split(","), strict=True))
    assert (row["kind"], row["region"], row["standing"]) == (
        "reference", f"picture:{sha('cut out')}", "yes",
    )  # fmt: skip
    settings = json.loads([*export(ledger, "jsonl")][1])["settings"]
    assert settings["cut_out"]["sha256"] == sha("cut out")


def test_a_changed_picture_breaks_the_chain(ledger: Ledger) -> None:
    ledger.record(verdict())
    ledger.record(reference())
    with sqlite3.connect(ledger.path) as connection:
        connection.execute("DROP TRIGGER ledger_event_no_update")
        changed = f"picture:{sha('another')}"
        connection.execute("UPDATE ledger_event SET region = ? WHERE number = 2", (changed,))
    connection.close()
    problems = [problem.message for problem in ledger.verify().problems]
    assert any("changed after it was written" in message for message in problems)
