"""The catalogue page: numbers that records with different titles share."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from catalogue.loading import SavedMappings
from catalogue.merging import Merging
from pages._ui.shell.resources import Resources
from tests.pages.catalogue.test_catalogue import looking_at, opened, written
from tests.visits import html, press

HEADER = "id,title,artist,picture"
ROWS = ("7,Harbour,Lund,a.png", "7,Hafen,Lund,", "8,Night,Kell,", "9,Dawn,Orr,", "9,Alba,Orr,")


def test_a_number_is_merged_alone_and_with_all_and_parted_again(
    bundle: Resources, tmp_path: Path
) -> None:
    Image.new("RGB", (40, 30), "teal").save(tmp_path / "a.png")
    app = opened(bundle, written(tmp_path, "one.csv", HEADER, ROWS))
    assert "2 numbers are shared by records with different titles" in html(app)
    app = looking_at(app, "Shared numbers")
    assert "7: 2 records, 2 works" in html(app)
    assert "data:image/" in html(app)
    saved = SavedMappings(bundle.workspace.mappings)

    press(app, "shared_7")
    assert saved.find(HEADER.split(",")).merging == Merging(exceptions=frozenset({"7"}))  # type: ignore[union-attr]
    assert "1 kept apart, 1 merged" in html(app)
    assert "7: 2 records, one work, merged" in html(app)

    press(app, "shared_merge_all")
    assert "shared by records with different titles, and so name no work" not in html(app)
    assert "0 kept apart, 2 merged" in html(app)
    press(app, "shared_9")
    assert saved.find(HEADER.split(",")).merging == Merging(True, frozenset({"9"}))  # type: ignore[union-attr]
    press(app, "shared_part_all")
    assert "2 kept apart, 0 merged" in html(app)


def test_a_number_that_is_merged_in_two_tabs_is_merged_once(
    bundle: Resources, tmp_path: Path
) -> None:
    Image.new("RGB", (40, 30), "teal").save(tmp_path / "a.png")
    path = written(tmp_path, "one.csv", HEADER, ROWS)
    tabs = [looking_at(opened(bundle, path), "Shared numbers") for _ in range(2)]
    for tab in tabs:
        press(tab, "shared_7")
    saved = SavedMappings(bundle.workspace.mappings).find(HEADER.split(","))
    assert saved is not None
    assert saved.merging == Merging(exceptions=frozenset({"7"}))
    for tab in tabs:
        assert "1 kept apart, 1 merged" in html(tab.run())


def test_many_numbers_are_paged_and_searched(bundle: Resources, tmp_path: Path) -> None:
    rows = tuple(f"{n},{title} {n},Lund," for n in range(45) for title in ("Quay", "Kai"))
    app = looking_at(opened(bundle, written(tmp_path, "one.csv", HEADER, rows)), "Shared numbers")
    assert sum("shared_" in str(button.key) for button in app.button) == 20 + 2
    app.number_input(key="shared_page").set_value(3).run()
    assert "44: 2 records" in html(app)
    app.text_input(key="shared_words").set_value("kai 31").run()
    assert app.number_input(key="shared_page").value == 1
    assert "31: 2 records" in html(app)
    assert "30: 2 records" not in html(app)
    app.text_input(key="shared_words").set_value("nothing like it").run()
    assert "No shared number matches" in html(app)


def test_a_catalogue_without_such_numbers_says_so(bundle: Resources, tmp_path: Path) -> None:
    app = opened(bundle, written(tmp_path, "one.csv", HEADER, ROWS[2:4]))
    assert "name no work" not in html(app)
    assert "Every number names one work" in html(looking_at(app, "Shared numbers"))
