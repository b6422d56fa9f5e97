"""R on Review in a real browser: a reference picture is seen before it is kept."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ledger import Ledger, references
from storage import Workspace
from tests.pages.review.test_teach import TITLE, frame, stored
from tests.serving import PATIENCE, end_worker, served
from tests.visits import bundle_in

pytestmark = pytest.mark.browser


def ready(page: Page) -> None:
    page.wait_for_function("document.documentElement.dataset.judging")


def test_a_picture_is_shown_as_it_would_be_kept_and_kept_the_next_time(
    page: Page, tmp_path: Path
) -> None:
    bundle = bundle_in(tmp_path)
    picture = frame(bundle.workspace.frames, 0.0).path
    bundle.workspace.demo.mkdir(parents=True)
    shutil.copy(picture, bundle.workspace.demo / "harbour.jpg")
    stored(bundle, works=f"id,title,artist,picture\nT-01,{TITLE},Painter One,harbour.jpg\n")
    workspace = Workspace(bundle.workspace.root)
    with served(workspace.root) as url:
        page.goto(f"{url}/review")
        page.get_by_placeholder("Your name").fill("Ada", timeout=PATIENCE)
        page.get_by_role("button", name="Start judging").click()
        expect(page.get_by_text("Judging as Ada")).to_be_visible()
        ready(page)
        page.keyboard.press("a")
        expect(page.get_by_text("1 of 1 judged")).to_be_visible()
        ready(page)
        page.keyboard.press("r")
        expect(page.get_by_role("button", name="Cut out")).to_have_attribute("aria-pressed", "true")
        assert references(Ledger(workspace.database)) == ()
        ready(page)
        page.keyboard.press("r")
        expect(page.get_by_text(f"Now a reference picture of {TITLE}")).to_be_visible()
        assert len(references(Ledger(workspace.database))) == 1
    end_worker(workspace.root)
