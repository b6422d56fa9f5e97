"""The columns of a catalogue in a wide and in a narrow window."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import builders
from tests.serving import PATIENCE, served

pytestmark = pytest.mark.browser


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """One in which a catalogue is open."""
    root = tmp_path / "workspace"
    root.mkdir()
    path = tmp_path / "one.csv"
    path.write_text("Inv,Titel,Nachname,Vorname\n7,Flora,Reni,Guido\n", encoding="utf-8")
    (root / "desk.json").write_text(json.dumps({"catalogue": str(path)}), encoding="utf-8")
    return root


def test_every_field_can_be_told_in_a_wide_and_in_a_narrow_window(
    page: Page, workspace: Path
) -> None:
    with served(workspace) as url:
        page.goto(f"{url}/catalogue")
        page.get_by_role("radio", name="Columns").click(timeout=PATIENCE)
        head = page.locator(".ct-caption", has_text="If empty")
        label = page.locator(".st-key-mapping label", has_text="Artist: if empty")
        name = page.locator(".st-key-mapping .ct-quiet", has_text="Artist")
        expect(head).to_be_visible()
        expect(name).to_be_visible()
        expect(label).to_be_hidden()
        page.set_viewport_size({"width": 420, "height": 900})
        expect(label).to_be_visible()
        expect(head).to_be_hidden()
        expect(name).to_be_hidden()
        expect(page.get_by_role("textbox", name="Artist: joined by")).to_have_value(" ")
        expect(page.get_by_text("a space", exact=True)).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") == 420
    assert "Traceback" not in (workspace / "app.log").read_text(encoding="utf-8", errors="replace")


def test_the_pictures_are_one_stop_of_the_tab_key_and_arrows_go_through_them(
    page: Page, tmp_path: Path
) -> None:
    root = tmp_path / "workspace"
    root.mkdir()
    path = builders.catalogue_file(tmp_path / "museum")
    (root / "desk.json").write_text(json.dumps({"catalogue": str(path)}), encoding="utf-8")
    with served(root) as url:
        page.goto(f"{url}/catalogue")
        cards = page.get_by_role("list", name="Works").get_by_role("button")
        expect(cards).to_have_count(4, timeout=PATIENCE)
        assert [card.get_attribute("tabindex") for card in cards.all()] == ["0", "-1", "-1", "-1"]
        cards.first.focus()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
        expect(cards.nth(2)).to_be_focused()
        page.keyboard.press("Home")
        expect(cards.first).to_be_focused()
        page.set_viewport_size({"width": 420, "height": 900})
        page.keyboard.press("ArrowDown")  # two cards a row
        expect(cards.nth(2)).to_be_focused()
        page.keyboard.press("Enter")
        window = page.get_by_role("dialog")
        expect(window).to_contain_text("Portrait of a Notary")
        window.get_by_role("button", name="Next").click()
        expect(window).to_contain_text("The Harbour at Dawn")
        assert page.evaluate("document.documentElement.scrollWidth") == 420
