"""Opening a catalogue by its path, and searching it."""

from __future__ import annotations

from pathlib import Path

from pages._ui.shell.preferences import Preferences
from pages._ui.shell.resources import Resources
from tests import builders
from tests.visits import html, press, sound, visit


def test_a_catalogue_is_opened_by_path(bundle: Resources, tmp_path: Path) -> None:
    app = visit(bundle, "catalogue")
    app.text_input(key="catalogue_path").set_value(str(tmp_path / "none.csv")).run()
    press(app, "catalogue_open")
    assert "none.csv" in html(app)
    assert "ct-fault" in html(app)
    good = builders.catalogue_file(tmp_path / "own")
    app.text_input(key="catalogue_path").set_value(f'"{good}"').run()
    press(app, "catalogue_open")
    assert "<b>4</b><span>works</span>" in html(app)
    assert Preferences(bundle.workspace.root / "desk.json").get("catalogue") == str(good)
    app.text_input(key="catalogue_words").set_value("one dawn").run()
    assert list(app.dataframe[0].value["Number"]) == ["T-04"]
    assert "The Harbour at Dawn" in html(sound(app))
