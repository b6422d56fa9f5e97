"""The ledger page: every line, the proof, filters."""

from __future__ import annotations

from pathlib import Path

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
