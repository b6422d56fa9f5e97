"""A slow model, in the real worker and a real browser: its words are read as they come in, nothing
on the page moves meanwhile, and they stay words."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests import builders
from tests.serving import PATIENCE, ROOT, end_worker, served

pytestmark = pytest.mark.browser
BELOW = """() => {
  const [name, state] = ['.ct-title', '.ct-state']
    .map(part => document.querySelector('.ct-job ' + part)?.getBoundingClientRect());
  return name && state && name.width > 250 && state.top >= name.bottom;
}"""
PLUGGED = Path(__file__).with_name("plugged")
# Each in one step, because a row is redrawn while it is measured.
TOPS = """() => [...document.querySelectorAll('.ct-bounded')]
  .map(row => row.getBoundingClientRect().top + window.scrollY)"""
WITHIN = """() => {
  const row = [...document.querySelectorAll('.ct-bounded')]
    .find(row => row.querySelector('.ct-stagename').textContent.includes('Description'));
  const newest = row.querySelector('.ct-answer i').getBoundingClientRect();
  return newest.height > 0 && newest.bottom <= row.getBoundingClientRect().bottom;
}"""


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Path]:
    """A catalogue, a picture, and an empty list of jobs."""
    root = tmp_path / "workspace"
    builders.catalogue_file(root / "demo")
    builders.picture(root / "room.jpg", 1, (640, 480))
    yield root
    end_worker(root)


@pytest.fixture
def plugged(tmp_path: Path) -> dict[str, str]:
    """Puts the folder `plugged` among the backends, in the app and in its worker."""
    site = tmp_path / "site"
    site.mkdir()
    line = f"import backends\nbackends.__path__.append({str(PLUGGED)!r})\n"
    (site / "sitecustomize.py").write_text(line, encoding="utf-8")
    return {"PYTHONPATH": os.pathsep.join([str(site), str(ROOT)])}


def row(page: Page, stage: str) -> Locator:
    return page.locator(".ct-bounded").filter(has=page.locator(".ct-stagename", has_text=stage))


def test_words_are_read_while_they_come_in(
    page: Page, workspace: Path, plugged: dict[str, str]
) -> None:
    with served(workspace, plugged) as url:
        page.goto(f"{url}/attribute")
        expect(page).to_have_url(f"{url}/", timeout=PATIENCE)
        _analyse_with_the_slow_backend(page, workspace / "room.jpg")
        _watch(page)
        _read_again(page)
    assert "Traceback" not in (workspace / "app.log").read_text(encoding="utf-8", errors="replace")


def _analyse_with_the_slow_backend(page: Page, picture: Path) -> None:
    page.get_by_role("button", name="Slow", exact=True).click()
    page.get_by_role("button", name="Embedded", exact=True).click()
    expect(page.get_by_text("Each backend works on its own")).to_have_count(0)
    path = page.get_by_role("textbox", name="Or name a file or folder")
    expect(path).to_have_count(1)  # what moves on the page is there twice for a moment
    path.fill(str(picture))
    path.press("Enter")
    page.get_by_role("button", name="Analyse").click()


def _watch(page: Page) -> None:
    """The description grows in its row, in bounds, while all rows stay where they are."""
    description = row(page, "Description")
    expect(description).to_contain_text("Boat2 ", timeout=PATIENCE)
    expect(description.locator("details")).to_have_count(0)
    rows = page.locator(".ct-bounded")
    expect(rows).to_have_count(7)
    before: Any = page.evaluate(TOPS)
    before_it = description.inner_text()
    expect(description).to_contain_text("Boat25 ")
    expect(description.locator("details")).to_have_count(0)
    assert len(description.inner_text()) > len(before_it)
    assert page.evaluate(TOPS) == before
    assert page.evaluate(WITHIN)
    expect(row(page, "Title and artist").locator(".ct-answer")).to_have_text("")
    expect(page.locator(".ct-clip")).to_have_text("Slow")
    expect(page.locator(".ct-frames img")).to_have_count(1)
    _on_a_telephone(page)


def _on_a_telephone(page: Page) -> None:
    """The name of the video has the width of the page, with the state below it."""
    page.set_viewport_size({"width": 420, "height": 900})
    page.wait_for_function(BELOW)
    page.set_viewport_size({"width": 1440, "height": 900})


def _read_again(page: Page) -> None:
    """After the end the same words are there, understood first, and never as markup."""
    expect(page.get_by_role("button", name="Review what was found")).to_be_visible(timeout=PATIENCE)
    page.get_by_text("Answers, stage by stage").click()
    label = page.locator(".ct-answers .ct-stage").first
    expect(label).to_contain_text("The <b>Harbour</b> at Dusk")
    assert label.locator(".ct-answer b", has_text="Harbour").count() == 0
    fields = page.locator(".ct-answers .ct-stage").nth(1)
    expect(fields.locator(".ct-answer")).to_have_text("Title The Harbour at Dusk")
    fields.locator("summary").click()
    expect(fields.locator("pre").last).to_contain_text('{"title": "The Harbour at Dusk"')
