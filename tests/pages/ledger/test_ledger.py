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
    rows = app.dataframe[0].value
    assert list(rows["Title"]) == ["Still Life with Lemons"]


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
