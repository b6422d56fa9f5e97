"""The keys of Review in a real browser: no verdict on a clip that nobody saw."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

import catalogue
from ledger import Ledger
from pipeline.analysis.evidence_store import Store
from storage import Workspace
from tests import builders
from tests.serving import PATIENCE, end_worker, served

pytestmark = pytest.mark.browser
LABELS = [("The Harbour at Dusk", "Painter One"), ("Still Life with Lemons", "Painter Two")] * 4


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    """Eight clips of one video, each with a frame of its own."""
    folder = Workspace(tmp_path / "workspace")
    loaded = catalogue.load(builders.catalogue_file(folder.demo))
    clips = [
        builders.evidence(folder.frames, n, *words, start=10.0 * n, sighted=None)
        for n, words in enumerate([*LABELS, (None, None)])
    ]
    Store(folder.database).save(clips[0].clip.video, "r", tuple(clips), loaded.sha256)
    yield folder
    end_worker(folder.root)


def judged(page: Page, count: int) -> None:
    expect(page.get_by_text(f"{count} of 9 judged")).to_be_visible()


def drawn(page: Page) -> str:
    """The clip whose verdict the page is ready for."""
    page.wait_for_function(
        "document.documentElement.dataset.judging"
        " === new URLSearchParams(location.search).get('clip')"
    )
    return str(page.evaluate("document.documentElement.dataset.judging"))


def test_keys_judge_what_is_drawn_and_nothing_else(page: Page, workspace: Workspace) -> None:
    with served(workspace.root) as url:
        page.goto(f"{url}/review")
        page.get_by_placeholder("Your name").fill("Ada", timeout=PATIENCE)
        page.get_by_role("button", name="Start judging").click()
        expect(page.get_by_text("Judging as Ada")).to_be_visible()
        _a_held_key(page)
        _a_picture_that_is_late(page, workspace)
        _a_double_click(page)
        _candidates_and_reasons(page, workspace)
        _typing_is_no_verdict(page)
        _several_at_once(page)
        _clips_are_joined(page)
        _filters_outlast_a_reload(page)
    assert "Traceback" not in (workspace.root / "app.log").read_text("utf-8", errors="replace")


def _a_held_key(page: Page) -> None:
    drawn(page)
    for _ in range(12):
        page.keyboard.down("a")
        time.sleep(0.03)
    judged(page, 1)
    drawn(page)
    for _ in range(12):
        page.keyboard.down("a")
        time.sleep(0.05)
    page.keyboard.up("a")
    judged(page, 1)


def _a_picture_that_is_late(page: Page, workspace: Workspace) -> None:
    """A verdict waits for the frame that it is about, however slow the machine is."""

    held: list[Route] = []
    second = drawn(page)
    page.route("**/media/**", lambda route: held.append(route))
    page.keyboard.press("a")
    judged(page, 2)
    for _ in range(4):  # the next frame is on its way
        page.keyboard.press("a")
        page.keyboard.press("x")
    assert len(Ledger(workspace.database).standing()) == 2
    while not held:  # the time limit of the test ends it
        page.wait_for_timeout(50)
    page.keyboard.press("a")
    assert len(Ledger(workspace.database).standing()) == 2
    for route in held:
        route.continue_()
    page.unroute("**/media/**")
    page.wait_for_function(f"document.documentElement.dataset.judging !== '{second}'")
    assert drawn(page)
    judged(page, 2)


def _a_double_click(page: Page) -> None:
    drawn(page)
    page.get_by_role("button", name="Accept A").dblclick()
    judged(page, 3)
    drawn(page)
    page.keyboard.press("u")
    judged(page, 2)


def _candidates_and_reasons(page: Page, workspace: Workspace) -> None:
    """Number and Enter name a candidate; a reason rejects; both are undone like any verdict."""
    clip = drawn(page)
    page.keyboard.press("2")
    expect(page.get_by_role("button", name="It is this one Enter")).to_be_visible()
    assert clip not in Ledger(workspace.database).standing()
    drawn(page)
    page.keyboard.press("Enter")
    judged(page, 3)
    assert Ledger(workspace.database).standing()[clip].kind == "correct"
    clip = drawn(page)
    page.keyboard.press("l")
    judged(page, 4)
    event = Ledger(workspace.database).standing()[clip]
    assert (event.kind, event.reason) == ("reject", "loan")


def _typing_is_no_verdict(page: Page) -> None:
    drawn(page)
    comment = page.get_by_placeholder("Comment on the verdict (optional)")
    comment.click()
    page.keyboard.type("a lax label")
    judged(page, 4)
    page.keyboard.press("Enter")
    expect(comment).not_to_be_focused()
    drawn(page)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    drawn(page)
    page.keyboard.press("a")
    page.keyboard.press("Escape")
    expect(page.locator("[role=dialog]")).to_have_count(0)
    drawn(page)
    judged(page, 4)
    page.get_by_role("button", name="Filter and sort").click()
    expect(page.get_by_role("searchbox", name="Title, artist or video")).to_be_visible()
    drawn(page)
    page.keyboard.press("a")
    page.keyboard.press("Escape")
    expect(page.locator("[role=dialog]")).to_have_count(0)
    judged(page, 4)
    page.keyboard.press("e")
    page.keyboard.press("l")  # before the search is drawn: no reason to reject
    expect(page.get_by_placeholder("Title, artist, number")).to_be_focused()
    page.keyboard.type("lemons")
    expect(page.get_by_role("button", name="It is this one")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("button", name="It is this one")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_placeholder("Title, artist, number")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    judged(page, 4)


def _several_at_once(page: Page) -> None:
    """Those that are ticked are accepted together, and undone together."""
    page.get_by_role("button", name="Accept several").click()
    accept = page.get_by_role("button", name=re.compile(r"^Accept \d+ clips?$"))
    expect(accept).to_have_text("Accept 4 clips")
    page.get_by_role("dialog").get_by_role("checkbox").first.uncheck()
    expect(accept).to_have_text("Accept 3 clips")
    accept.click()
    judged(page, 7)
    expect(page.get_by_role("dialog")).to_be_hidden()
    drawn(page)
    page.keyboard.press("u")
    judged(page, 4)


def _clips_are_joined(page: Page) -> None:
    """A clip and the next become one, and two again."""
    drawn(page)
    page.keyboard.press("g")
    expect(page.get_by_text(re.compile("^Joined: .* become .*U undoes it"))).to_be_visible()
    expect(page.get_by_role("listbox", name="Clips").get_by_role("option")).to_have_count(8)
    drawn(page)
    page.keyboard.press("u")
    judged(page, 4)


def _filters_outlast_a_reload(page: Page) -> None:
    page.get_by_role("button", name="Filter and sort").click()
    page.get_by_role("dialog").get_by_role("button", name="not visible", exact=True).click()
    chip = page.get_by_role("button", name="not visible ✕")
    expect(chip).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("[role=dialog]")).to_have_count(0)
    drawn(page)
    page.reload()
    expect(chip).to_be_visible(timeout=PATIENCE)
    clips = page.get_by_role("listbox", name="Clips").get_by_role("option")
    expect(clips).to_have_count(1)
    chip.click()
    expect(chip).to_have_count(0)
    expect(clips).to_have_count(9)


def test_a_slider_is_followed_while_it_is_moved(page: Page, workspace: Workspace) -> None:
    with served(workspace.root) as url:
        page.goto(f"{url}/review")
        page.get_by_role("button", name="Published defaults").click(timeout=PATIENCE)
        handle = page.get_by_role("slider", name="Combined score to identify").first
        expect(page.locator(".ct-histogram").first).to_be_visible()
        handle.scroll_into_view_if_needed()
        box = handle.bounding_box()
        assert box
        page.mouse.move(box["x"] + 1, box["y"] + 1)
        page.mouse.down()
        page.mouse.move(box["x"] + 400, box["y"], steps=12)
        expect(page.get_by_text("8 decisions flip").first).to_be_visible()
        page.mouse.up()
        expect(page.get_by_text("Published defaults, 1 changed").first).to_be_visible()
        expect(handle).to_have_value("1")
        page.get_by_role("button", name="Reset").click()
        expect(page.get_by_text("No decision flips")).to_be_visible()
