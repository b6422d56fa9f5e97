"""The ledger page: every line, the proof, filters."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from ledger import LedgerError
from pages._ui.ledger import exports
from pages._ui.shell.resources import Resources
from tests.galleries import galleries
from tests.reviewing import fill, judge_all
from tests.visits import html, press, sound, visit


def test_the_ledger_is_listed_verified_and_filtered(bundle: Resources, tmp_path: Path) -> None:
    judge_all(bundle, fill(bundle, tmp_path))
    app = visit(bundle, "ledger")
    assert "4 of 4 lines" in html(app)
    press(app, "verify")
    assert "Intact: 4 lines" in html(app)
    assert bundle.ledger.verify().head in html(app)
    app.text_input(key="ledger_text").set_value("lemons").run()
    assert "1 of 4 lines" in html(sound(app))
    (lines,) = [grid for grid in galleries(app) if grid["label"] == "Lines of the ledger"]
    (line,) = lines["cards"]
    assert line["title"] == "Still Life with Lemons"
    assert line["picture"].startswith("data:image/jpeg;base64,")
    assert line["note"].startswith("Accepted by Ada, ")
    app.session_state["ledger_layout"] = "Table"
    rows = sound(app.run()).dataframe[0].value
    assert list(rows["Title"]) == ["Still Life with Lemons"]
    assert {"Judged by", "In force", "Number today", "In the catalogue today"} <= {*rows.columns}
    assert not {"Work", "Work now", "Record now"} & {*rows.columns}


def test_the_head_is_there_to_copy_and_a_missing_end_is_told_at_once(
    bundle: Resources, tmp_path: Path
) -> None:
    judge_all(bundle, fill(bundle, tmp_path))
    app = visit(bundle, "ledger")
    assert [code.value for code in app.code] == [bundle.ledger.verify().head]
    bundle.ledger.path.unlink()
    app = visit(bundle, "ledger")
    assert "4 events at the end are missing" in html(app)
    assert "No verdict yet" in html(app)


def offered(app: AppTest) -> list[str]:
    return [button.proto.label for button in app.get("download_button")]


def tamper(bundle: Resources) -> None:
    with closing(sqlite3.connect(bundle.ledger.path)) as db, db:
        db.execute("DROP TRIGGER ledger_event_no_update")
        db.execute("UPDATE ledger_event SET reviewer = 'Eve' WHERE number = 2")


def test_a_ledger_that_verifies_is_offered_at_once(bundle: Resources, tmp_path: Path) -> None:
    judge_all(bundle, fill(bundle, tmp_path))
    app = visit(bundle, "ledger")
    assert offered(app) == ["Export CSV", "Export JSON"]
    assert not app.toggle(key="ledger_standing").value
    assert "does not verify" not in html(app)


def test_a_ledger_that_does_not_verify_is_exported_only_as_an_act_of_its_own(
    bundle: Resources, tmp_path: Path
) -> None:
    judge_all(bundle, fill(bundle, tmp_path))
    visit(bundle, "ledger")
    tamper(bundle)
    app = visit(bundle, "ledger")
    assert offered(app) == []
    assert "does not verify, so that nothing is exported as it is. The trigger" in html(app)
    app.toggle(key="export_despite").set_value(True).run()
    assert offered(sound(app)) == ["Export CSV, not verified", "Export JSON, not verified"]
    assert "cartellino-ledger-NOT-VERIFIED" in html(app)


def test_a_ledger_that_was_changed_since_the_page_was_drawn_is_not_delivered(
    bundle: Resources, tmp_path: Path
) -> None:
    judge_all(bundle, fill(bundle, tmp_path))
    exported = json.loads(exports.content(bundle.ledger, "json", {}))
    assert [event["number"] for event in exported] == [1, 2, 3, 4]
    tamper(bundle)
    with pytest.raises(LedgerError, match="does not verify"):
        exports.content(bundle.ledger, "json", {})
    assert b"Eve" in exports.content(bundle.ledger, "csv", {}, despite=True)


def test_a_verdict_that_is_no_longer_in_force_says_so(bundle: Resources, tmp_path: Path) -> None:
    key = fill(bundle, tmp_path)[0]
    judge_all(bundle, [key])
    bundle.ledger.undo(key, "Ben")
    (lines,) = galleries(visit(bundle, "ledger"))
    undone, accepted = lines["cards"]
    assert undone["note"].startswith("Line 1 undone by Ben, ")
    assert accepted["note"].endswith(", no longer in force")
    assert (undone["tone"], accepted["tone"]) == ("", "")


def test_the_record_comes_before_its_proof(bundle: Resources, tmp_path: Path) -> None:
    judge_all(bundle, fill(bundle, tmp_path)[:1])
    drawn = html(visit(bundle, "ledger"))
    assert drawn.index("1 of 1 lines") < drawn.index("Proof and exports")
