"""The main job in a real browser: catalogue, walk, slider, verdict, undo, ledger, restart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from demo.collection import build
from tests.serving import PATIENCE, end_worker, served

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A workspace with a short demonstration."""
    root = tmp_path_factory.mktemp("workspace")
    build(root / "demo", quick=True)
    yield root
    end_worker(root)


def text(page: Page, words: str) -> Locator:
    return page.get_by_text(words).first


def test_the_whole_job(page: Page, workspace: Path) -> None:
    with served(workspace) as url:
        _load_the_catalogue(page, url, workspace)
        _analyse_a_walk(page, url)
        _see_the_proof(page)
        title = _judge(page)
        _undo_and_judge_again(page, title)
    with served(workspace) as url:
        _find_the_verdict(page, url)
    assert "Traceback" not in (workspace / "app.log").read_text(encoding="utf-8", errors="replace")


def _load_the_catalogue(page: Page, url: str, workspace: Path) -> None:
    page.goto(f"{url}/catalogue")
    page.get_by_text("Open a catalogue", exact=True).first.click()
    path = page.get_by_role("textbox", name="File or folder on this machine")
    path.fill(str(workspace / "demo" / "catalogue.csv"))
    path.press("Enter")
    expect(page.locator(".st-key-catalogue_counts")).to_contain_text("works")
    card = page.get_by_role("list", name="Works").get_by_role("button").first
    expect(card.locator("img")).to_be_visible()
    card.click()
    window = page.get_by_role("dialog")
    expect(window.locator(".ct-label .ct-title")).to_be_visible()
    page.keyboard.press("Escape")
    expect(window).to_have_count(0)


def _analyse_a_walk(page: Page, url: str) -> None:
    page.goto(url)
    page.get_by_role("button", name=re.compile("^Walk 1")).click()
    review = page.get_by_role("button", name="Review what was found")
    review.first.click()
    expect(page.locator(".ct-bars").first).to_be_visible(timeout=PATIENCE)


def _see_the_proof(page: Page) -> None:
    page.wait_for_function("document.documentElement.dataset.drawn")
    page.get_by_role("button", name="Cut out", exact=True).click()
    expect(page.get_by_alt_text("The painting, cut out of the frame")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Show the matching points")).click()
    points = page.get_by_alt_text(re.compile("^Matching points with"))
    expect(points).to_be_visible()
    page.keyboard.press("p")
    expect(points).to_have_count(0)


def ready(page: Page) -> None:
    """Wait until the page takes a verdict: the clip is drawn, and somebody judges."""
    expect(page.get_by_role("button", name="Accept A")).to_be_enabled()
    page.wait_for_function("document.documentElement.dataset.judging")


def _judge(page: Page) -> str:
    """Move a slider and back, introduce oneself, accept with A. Returns the accepted title."""
    page.keyboard.press("t")
    handle = page.get_by_role("slider", name="Combined score to identify").first
    handle.press("End")
    expect(page.locator(".ct-flips")).to_contain_text("none already judged")
    page.get_by_role("button", name="Reset").click()
    expect(page.locator(".ct-flips")).to_have_text("No decision flips")
    page.get_by_placeholder("Your name").fill("Curator")
    page.get_by_role("button", name="Start judging").click()
    ready(page)
    title = page.locator(".ct-label .ct-title").first.inner_text()
    page.keyboard.press("a")
    expect(text(page, f"Accepted: {title}")).to_be_visible()
    expect(text(page, "1 of ")).to_be_visible()
    return title


def _undo_and_judge_again(page: Page, title: str) -> None:
    page.keyboard.press("u")
    expect(text(page, f"Undone: {title}")).to_be_visible()
    expect(text(page, "0 of ")).to_be_visible()
    expect(page.locator(".ct-label .ct-title").first).to_have_text(title)
    _search_without_judging(page)
    ready(page)
    page.keyboard.press("a")
    expect(text(page, f"Accepted: {title}")).to_be_visible()


def _search_without_judging(page: Page) -> None:
    """What is typed after E is a title, though it is full of verdict keys."""
    page.keyboard.press("e")
    search = page.get_by_role("searchbox", name="Search title, artist or number")
    expect(search).to_be_focused()
    page.keyboard.type("breaking wave")
    expect(page.locator(".ct-label .ct-title").first).to_have_text("The Breaking Wave")
    expect(text(page, "0 of ")).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    expect(search).to_have_count(0)  # else the next key may still be a letter of it
    expect(page.get_by_role("button", name="Accept A")).to_be_enabled()


def _find_the_verdict(page: Page, url: str) -> None:
    page.goto(f"{url}/ledger")
    expect(text(page, "3 of 3 lines")).to_be_visible(timeout=PATIENCE)
    page.get_by_role("button", name="Verify the ledger").click()
    expect(text(page, "Intact: 3 lines")).to_be_visible()
    page.get_by_text("Only what is in force").click()
    expect(text(page, "1 of 3 lines")).to_be_visible()
