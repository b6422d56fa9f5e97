"""Every page in a real browser, light and dark, wide and narrow: axe-core finds nothing serious."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from pages._ui.shell.resources import Resources
from tests.reviewing import fill, judge_all
from tests.serving import PATIENCE, end_worker, served
from tests.visits import bundle_in, pages

pytestmark = pytest.mark.browser
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
WIDTHS = (1440, 420)
GRAVE = ("serious", "critical")
LIGHT = "matchMedia('(prefers-color-scheme: light)').matches"
DRAWN = '.stApp[data-test-script-state="notRunning"]'


@pytest.fixture
def bundle(tmp_path: Path) -> Iterator[Resources]:
    bundle = bundle_in(tmp_path)
    yield bundle
    end_worker(bundle.workspace.root)


def grave(page: Page) -> list[str]:
    """What axe-core finds serious or critical, a line for each place."""
    found: list[dict[str, Any]] = Axe().run(page).response["violations"]
    return [
        f"{rule['id']}: {node['html'][:160]} {_measured(node)}"
        for rule in found
        if rule["impact"] in GRAVE
        for node in rule["nodes"]
    ]


def _measured(node: dict[str, Any]) -> str:
    """The contrast of the place, where that is what is wrong with it."""
    data = node["any"][0]["data"] if node["any"] else None
    measures = data if isinstance(data, dict) else {}
    keys = ("fgColor", "bgColor", "contrastRatio")
    return " ".join(str(measures[key]) for key in keys if measures.get(key))


def faults(page: Page, url: str) -> dict[str, list[str]]:
    """The grave faults of all pages in both themes and both widths, by where they are."""
    found = {}
    for name in pages():
        page.goto(f"{url}/{'' if name == 'attribute' else name}")
        _introduce(page)
        for scheme in SCHEMES:
            # The app follows the system while it is open, so that the page stays as it is.
            page.emulate_media(color_scheme=scheme)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900})
                _wait_until_drawn(page, scheme)
                found[f"{name}, {scheme}, {width} px"] = grave(page)
    return {place: lines for place, lines in found.items() if lines}


def _introduce(page: Page) -> None:
    """Give a name where one is asked for, so that the verdicts are there to be looked at."""
    _wait_until_drawn(page, "light" if page.evaluate(LIGHT) else "dark")
    name = page.get_by_placeholder("Your name")
    if name.count():
        name.fill("Ada")
        page.get_by_role("button", name="Start judging").click()
        expect(page.get_by_text("Judging as Ada")).to_be_visible()


def _wait_until_drawn(page: Page, scheme: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_count(1, timeout=PATIENCE)
    expect(page.locator("[data-testid=stSkeleton]")).to_have_count(0)
    for part in (DRAWN, "html"):  # popovers stand outside of the app's own element
        expect(page.locator(part)).to_have_css("color-scheme", scheme)
    page.wait_for_function("document.fonts.status === 'loaded'")
    page.wait_for_timeout(300)  # what fades in has a colour of its own meanwhile


def test_pages_with_clips_and_verdicts(page: Page, bundle: Resources, tmp_path: Path) -> None:
    judge_all(bundle, fill(bundle, tmp_path)[:2])
    with served(bundle.workspace.root) as url:
        assert not faults(page, url)


def test_the_sheets_of_review(page: Page, bundle: Resources, tmp_path: Path) -> None:
    fill(bundle, tmp_path)
    with served(bundle.workspace.root) as url:
        page.goto(f"{url}/review")
        _introduce(page)
        found: dict[str, list[str]] = {}
        for handle in ("Change the clip", "Accept several", "Keys"):
            page.get_by_role("button", name=handle).first.click()
            expect(page.get_by_role("dialog")).to_be_visible()
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme)
                for width in WIDTHS:
                    page.set_viewport_size({"width": width, "height": 900})
                    page.wait_for_timeout(300)
                    found[f"{handle}, {scheme}, {width} px"] = grave(page)
            page.set_viewport_size({"width": max(WIDTHS), "height": 900})
            page.keyboard.press("Escape")
            expect(page.get_by_role("dialog")).to_have_count(0)
        assert not {place: lines for place, lines in found.items() if lines}


def test_empty_pages(page: Page, bundle: Resources) -> None:
    with served(bundle.workspace.root) as url:
        assert not faults(page, url)


def test_the_keyboard_reaches_the_pages_and_goes_on_after_a_verdict(
    page: Page, bundle: Resources, tmp_path: Path
) -> None:
    fill(bundle, tmp_path)
    with served(bundle.workspace.root) as url:
        page.goto(f"{url}/review")
        _wait_until_drawn(page, "light")
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Skip to the pages")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.get_by_role("link", name="Attribute")).to_be_focused()
        _introduce(page)
        title = page.locator(".ct-label h2").first
        before = title.inner_text()
        page.wait_for_function("document.documentElement.dataset.judging")
        page.get_by_role("button", name=re.compile("^Accept A$")).focus()
        page.keyboard.press("Enter")
        expect(title).not_to_have_text(before)
        expect(title).to_be_focused()
        assert page.get_by_role("heading", level=1).all_inner_texts() == ["Review"]
