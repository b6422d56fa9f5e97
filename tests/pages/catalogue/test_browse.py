"""Opening a catalogue by its path, and searching it."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

from pages._ui.shell.preferences import Preferences
from pages._ui.shell.resources import Resources
from tests import builders
from tests.galleries import galleries
from tests.visits import html, press, sound, visit


def test_a_catalogue_is_opened_by_path(bundle: Resources, tmp_path: Path) -> None:
    app = visit(bundle, "catalogue")
    app.text_input(key="catalogue_path").set_value(str(tmp_path / "none.csv"))
    press(app, "catalogue_open")
    assert "none.csv" in html(app)
    assert "ct-fault" in html(app)
    good = builders.catalogue_file(tmp_path / "own")
    app.text_input(key="catalogue_path").set_value(f'"{good}"')
    press(app, "catalogue_open")
    assert app.button(key="count_0").label == "4 works"
    assert Preferences(bundle.workspace.root / "desk.json").get("catalogue") == str(good)
    app.text_input(key="catalogue_words").set_value("one dawn").run()
    (works,) = [grid for grid in galleries(sound(app)) if grid["label"] == "Works"]
    assert [card["note"] for card in works["cards"]] == ["T-04"]
    assert works["cards"][0]["title"] == "The Harbour at Dawn"
    assert works["cards"][0]["picture"].startswith("data:image/jpeg;base64,")


def test_figures_are_not_zero_and_open_what_they_count(bundle: Resources, tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    path.write_text("Inv,Artist,Title\n1,Ada,Mill\n2,,Ford\n3,,\n", encoding="utf-8")
    app = opened(bundle, path)
    figures = {b.label: str(b.key) for b in app.button if str(b.key).startswith("count_")}
    assert list(figures) == ["2 works", "1 without artist", "2 without picture", "1 row left out"]
    press(app, figures["1 without artist"])
    (works,) = [grid for grid in galleries(app) if grid["label"] == "Works"]
    assert [card["title"] for card in works["cards"]] == ["Ford"]
    assert works["cards"][0]["picture"] == ""
    press(app, figures["1 row left out"])
    assert "Rows left out" in html(app)
    assert not [grid for grid in galleries(app) if grid["label"] == "Works"]


def test_a_long_catalogue_is_paged(bundle: Resources, tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    rows = "".join(f"{n},Ada,Mill {n}\n" for n in range(30))
    path.write_text(f"Inv,Artist,Title\n{rows}", encoding="utf-8")
    app = opened(bundle, path)
    app.session_state["catalogue_page"] = 2
    (works,) = [grid for grid in galleries(sound(app.run())) if grid["label"] == "Works"]
    assert [card["title"] for card in works["cards"]] == ["Mill 28", "Mill 29"]
    app.text_input(key="catalogue_words").set_value("mill 29").run()
    (works,) = [grid for grid in galleries(sound(app)) if grid["label"] == "Works"]
    assert [card["title"] for card in works["cards"]] == ["Mill 29"]


def test_two_catalogues_of_one_name_are_told_apart(bundle: Resources, tmp_path: Path) -> None:
    north = builders.catalogue_file(tmp_path / "north")
    south = builders.catalogue_file(tmp_path / "south", builders.WORKS[:2])
    opened(bundle, north)
    app = opened(bundle, south)
    assert "south/catalogue.csv" in html(app)
    (before,) = [grid for grid in galleries(app) if "before" in grid["label"]]
    (card,) = before["cards"]
    assert (card["title"], card["note"].split(",")[0]) == ("north/catalogue.csv", "4 works")


def test_a_folder_is_opened_by_the_catalogue_in_it(bundle: Resources, tmp_path: Path) -> None:
    path = builders.catalogue_file(tmp_path / "own")
    app = opened(bundle, path.parent)
    assert bundle.preferences.get("catalogue") == str(path)
    (path.parent / "catalogue-2.csv").write_text("Title\nMill\n")
    app = opened(bundle, path.parent)
    assert "several tables in own: catalogue-2.csv, catalogue.csv" in html(app)


def opened(bundle: Resources, path: Path) -> AppTest:
    app = visit(bundle, "catalogue")
    app.text_input(key="catalogue_path").set_value(str(path))
    return press(app, "catalogue_open")
