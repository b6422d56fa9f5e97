"""A label in a real browser: words are dragged over or reached by keys, and the clip is decided."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

import catalogue
from pipeline.analysis.evidence_store import Store
from pipeline.stages.answers import LabelTranscription
from storage import Workspace
from tests import builders
from tests.ensemble_samples import said
from tests.serving import PATIENCE, end_worker, served

pytestmark = pytest.mark.browser
HOSTILE = "<img src=x onerror=window.marked=1> \N{HEBREW LETTER ALEF}\N{HEBREW LETTER BET} 😀"
TEXT = f"Painter One\nThe Harbour at Dusk\nSeen from {HOSTILE} the Lighthouse"
WRONG = "Not in this catalogue"


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Path]:
    """A clip whose label holds a line that its record does not explain."""
    folder = Workspace(tmp_path / "workspace")
    loaded = catalogue.load(builders.catalogue_file(folder.demo))
    one = builders.evidence(folder.frames, sighted=None)
    one = said(one, "label", parsed=LabelTranscription(TEXT, "beside"))
    Store(folder.database).save(one.clip.video, "r", (one,), loaded.sha256)
    yield folder.root
    end_worker(folder.root)


def words(page: Page) -> Locator:
    return page.get_by_role("listbox", name="The words of the label")


def word(page: Page, text: str) -> Locator:
    return words(page).get_by_role("option", name=text, exact=True).first


def chosen(page: Page) -> str:
    return "".join(words(page).locator(".chosen").all_text_contents())


def test_words_are_said_to_be_the_title(page: Page, workspace: Path) -> None:
    with served(workspace) as url:
        page.goto(f"{url}/review")
        expect(page.get_by_text(WRONG).first).to_be_visible(timeout=PATIENCE)
        expect(words(page)).to_contain_text(HOSTILE)
        _drag(page)
        _take_back(page)
        _by_keys(page)
        _keep(page)
        page.set_viewport_size({"width": 420, "height": 900})
        page.reload()
        expect(page.get_by_text("kept with the verdict")).to_be_visible(timeout=PATIENCE)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.evaluate("window.marked") is None
    assert "Traceback" not in (workspace / "app.log").read_text(encoding="utf-8", errors="replace")


def _drag(page: Page) -> None:
    """From the first to the last of the words that say nothing, over markup and other scripts."""
    words(page).evaluate("label => label.scrollIntoView({block: 'center'})")
    first, last = word(page, "Seen").bounding_box(), word(page, "Lighthouse").bounding_box()
    assert first is not None
    assert last is not None
    page.mouse.move(first["x"] + 4, first["y"] + first["height"] / 2)
    page.mouse.down()
    page.mouse.move(last["x"] + 4, last["y"] + last["height"] / 2, steps=8)
    page.mouse.up()
    assert chosen(page) == TEXT.splitlines()[2]
    page.get_by_role("button", name="nothing of it").click()
    expect(page.get_by_text("Read on the label:").first).to_be_visible()
    expect(page.get_by_text("Marked by hand. A verdict keeps it.")).to_be_visible()


def _take_back(page: Page) -> None:
    page.get_by_role("button", name="Undo marks").click()
    expect(page.get_by_text(WRONG).first).to_be_visible()


def _by_keys(page: Page) -> None:
    words(page).focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    for _ in range(4):
        page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Shift+ArrowLeft")
    assert chosen(page) == "The Harbour at Dusk"
    page.keyboard.press("Escape")
    assert chosen(page) == ""
    word(page, "The").click()
    word(page, "Dusk").click(modifiers=["Shift"])
    assert chosen(page) == "The Harbour at Dusk"
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="title", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Read on the label:").first).to_be_visible()


def _keep(page: Page) -> None:
    """The verdict keys work after a mark as before."""
    page.get_by_placeholder("Your name").fill("Curator")
    page.get_by_role("button", name="Start judging").click()
    expect(page.get_by_role("button", name="Accept A")).to_be_enabled()
    page.wait_for_function("document.documentElement.dataset.judging")
    page.keyboard.press("a")
    expect(page.get_by_text("Accepted: The Harbour at Dusk").first).to_be_visible()
