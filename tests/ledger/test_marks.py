"""What a person said of a label's words, kept with the verdict."""

from __future__ import annotations

import csv
import json
import sqlite3

import pytest

from ledger import Ledger, export
from ledger.freeze import marks_in
from pipeline.labels import Mark, MarkedLabel
from tests.ledger_samples import verdict

TEXT = "Paolo Veronese\n=The Wedding\nlent by the “Friends”"
MARKS = (
    MarkedLabel(TEXT, (Mark(0, 14, "artist"), Mark(15, 27, "title"), Mark(28, 35, "nothing"))),
)
SAID = [
    {"what": "title", "words": "=The Wedding"},
    {"what": "artist", "words": "Paolo Veronese"},
    {"what": "nothing", "words": "lent by"},
]


def test_marks_come_back_with_their_verdict_and_the_chain_holds(ledger: Ledger) -> None:
    event = ledger.record(verdict(marks=MARKS))
    other = ledger.record(verdict(clip=1))
    assert ledger.frozen(event).marks == MARKS
    assert ledger.frozen(other).marks == ()
    assert ledger.marks() == {event.clip: MARKS}
    assert ledger.verify().ok


def test_the_marks_are_those_of_the_verdict_that_stands(ledger: Ledger) -> None:
    event = ledger.record(verdict(marks=MARKS))
    ledger.record(verdict("defer"))
    assert ledger.marks() == {}
    ledger.undo(event.clip, "Bo")
    assert ledger.marks() == {event.clip: MARKS}
    ledger.undo(event.clip, "Bo")
    assert ledger.marks() == {}


def test_marks_do_not_make_evidence_another_one(ledger: Ledger) -> None:
    first, second = ledger.record(verdict()), ledger.record(verdict("defer", marks=MARKS))
    assert first.evidence_sha256 == second.evidence_sha256
    assert first.settings_sha256 != second.settings_sha256


def test_a_changed_mark_is_found_and_does_not_stop_a_page(ledger: Ledger) -> None:
    event = ledger.record(verdict(marks=MARKS))
    connection = sqlite3.connect(ledger.path)
    connection.execute("DROP TRIGGER ledger_frozen_no_update")
    connection.execute(
        "UPDATE ledger_frozen SET document = replace(document, '\"end\":14', '\"end\":99')"
        " WHERE sha256 = ?",
        (event.settings_sha256,),
    )
    connection.commit()
    connection.close()
    assert any("was changed" in problem.message for problem in ledger.verify().problems)
    assert ledger.marks() == {}


def test_exports_show_the_marked_words(ledger: Ledger) -> None:
    ledger.record(verdict(marks=MARKS))
    ledger.record(verdict(clip=1))
    first, second = json.loads("".join(export(ledger, "json")))
    assert (first["marks"], second["marks"]) == (SAID, [])
    assert first["settings"]["marks"][0]["text"] == TEXT
    rows = list(csv.DictReader("".join(export(ledger, "csv")).splitlines(keepends=True)))
    assert rows[0]["marks"] == "title: =The Wedding; artist: Paolo Veronese; nothing: lent by"
    assert rows[1]["marks"] == ""


def test_settings_without_marks_are_those_of_an_earlier_version() -> None:
    assert marks_in({}) == ()
    for damaged in ({"marks": [{"text": "a"}, 3]}, {"marks": 5}, {"marks": [{"txt": "a"}]}):
        with pytest.raises(ValueError, match="damaged"):
            marks_in(damaged)
