"""Exports: a spreadsheet that runs nothing, and JSON that keeps every character."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from catalogue import Authority
from ledger import Ledger
from ledger.chain import COLUMNS, event_hash
from ledger.export import export
from pipeline import documents
from pipeline.types import Evidence
from tests.ledger_samples import verdict

DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", '=HYPERLINK("x";"y")']
HARMLESS = ["", "1=1", "'t Straatje", 'Moses; “x”, "y"', "a\nb", "Moïse sauvé", "<b>&"]


def rows(ledger: Ledger) -> list[dict[str, str]]:
    text = "".join(export(ledger, "csv"))
    return list(csv.DictReader(io.StringIO(text, newline="")))


def objects(ledger: Ledger, form: Any) -> list[dict[str, Any]]:
    text = "".join(export(ledger, form))
    records = (
        json.loads(text) if form == "json" else [json.loads(line) for line in text.splitlines()]
    )
    return list(records)


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_cell_that_would_run_gets_an_apostrophe(ledger: Ledger, text: str) -> None:
    ledger.record(verdict(comment=text, title=text, artist=text))
    [row] = rows(ledger)
    assert {row["comment"], row["title"], row["artist"]} == {f"'{text}"}
    assert objects(ledger, "json")[0]["comment"] == text


@pytest.mark.parametrize("text", HARMLESS)
def test_any_other_cell_is_exact(ledger: Ledger, text: str) -> None:
    ledger.record(verdict(comment=text))
    assert rows(ledger)[0]["comment"] == text


def test_csv_has_every_event_in_order_and_what_stands(ledger: Ledger) -> None:
    ledger.record(verdict("accept"))
    ledger.record(verdict("correct"))
    ledger.undo(verdict().evidence.clip.key, "Bo")
    ledger.record(verdict("defer", clip=1))

    records = rows(ledger)
    assert list(records[0]) == [
        *COLUMNS,
        "standing",
        "authorities",
        "work_now",
        "work_state",
        "marks",
        "recut",
    ]
    assert [row["number"] for row in records] == ["1", "2", "3", "4"]
    assert [row["kind"] for row in records] == ["accept", "correct", "undo", "defer"]
    assert [row["standing"] for row in records] == ["yes", "no", "no", "yes"]
    assert [row["undoes"] for row in records] == ["", "", "2", ""]
    assert (records[0]["score"], records[0]["start"]) == ("0.7", "1.0")


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_json_keeps_the_frozen_evidence_and_can_be_verified_on_its_own(
    ledger: Ledger, form: str
) -> None:
    given = verdict(comment="  \x00 ‘’ \U0001f5bc")
    ledger.record(given)
    ledger.undo(given.evidence.clip.key, "Bo")

    first, second = objects(ledger, form)
    assert first["comment"] == given.comment
    assert (
        documents.restore(dict(first["evidence"]), Evidence, ledger.path.parent) == given.evidence
    )
    assert first["decision"]["candidates"][0]["work"] == "W-1"
    assert first["settings"]["parameters"] == given.config.to_dict()
    assert first["settings"]["guards"]["tie"] is True
    assert (first["standing"], second["standing"]) == (False, False)
    assert [event_hash(record) for record in (first, second)] == [first["hash"], second["hash"]]
    assert second["previous"] == first["hash"]


def test_the_identifiers_of_the_work_are_frozen_and_in_every_form(ledger: Ledger) -> None:
    named = (Authority("artist", "ULAN", "500115588"), Authority("work", "Wikidata", "Q1"))
    ledger.record(verdict("accept", authorities=named))
    ledger.record(verdict("defer", clip=1))
    assert [row["authorities"] for row in rows(ledger)] == [
        "artist http://vocab.getty.edu/ulan/500115588; work http://www.wikidata.org/entity/Q1",
        "",
    ]
    for form in ("json", "jsonl"):
        first, second = objects(ledger, form)
        assert first["authorities"][1] == {
            "field": "work", "authority": "Wikidata", "identifier": "Q1",
            "uri": "http://www.wikidata.org/entity/Q1",
        }  # fmt: skip
        assert second["authorities"] == []
    assert ledger.verify().ok


def test_a_ledger_without_events_exports_as_nothing(ledger: Ledger) -> None:
    assert rows(ledger) == []
    assert objects(ledger, "json") == []
    assert "".join(export(ledger, "jsonl")) == ""


def test_what_stands_agrees_with_the_ledger(ledger: Ledger) -> None:
    ledger.record(verdict(clip=0))
    batch = ledger.record_many([verdict("defer", clip=n) for n in range(3)])[0].batch
    ledger.record(verdict("reject", clip=1))
    ledger.undo_batch(str(batch), "Ada")
    standing = {e.number for e in ledger.standing().values()}
    assert {o["number"] for o in objects(ledger, "json") if o["standing"]} == standing == {1, 5}
