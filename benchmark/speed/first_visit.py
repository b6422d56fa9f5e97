"""How long a first-time visitor takes to the first verdict.

Starts the app on an empty workspace with the demonstration, in headless Chromium, and does what a
visitor does: clicks a walk, clicks *Review what was found*, gives a name, and presses `A` on the
first proposal. Prints the seconds from the opened page to each step. Needs the packages of
requirements-test.txt and Chromium.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmark.speed.app import IDLE, URL, ready, served
from storage import Workspace

_PATIENCE = 120_000


def visit(page: Page, done: Callable[[str], None]) -> None:
    """The way to the first verdict; `done` is told each step."""
    page.goto(URL)
    walk = page.get_by_role("button", name=re.compile("^Walk 1"))
    walk.wait_for()
    done("the first page")
    walk.click()
    done("click 1: a walk")
    page.get_by_role("button", name="Review what was found").first.click()
    done("click 2: what was found")
    page.wait_for_function("document.documentElement.dataset.drawn")
    done("the first proposal is drawn")
    page.get_by_placeholder("Your name").fill("Ada")
    page.keyboard.press("Enter")
    page.get_by_text("Judging as").wait_for()
    page.wait_for_selector(IDLE)
    ready(page)
    done("a name")
    page.keyboard.press("a")
    page.locator("[role=status]", has_text=re.compile("^(Accepted|Left)")).first.wait_for()
    done("one key: the first verdict")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmark first-visit", description=__doc__)
    parser.add_argument("--demo", type=Path, default=Workspace.default().demo)
    chromium = os.environ.get("CARTELLINO_CHROMIUM") or shutil.which("chromium")
    parser.add_argument("--chromium", default=chromium)
    options = parser.parse_args(arguments)
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,  # its worker ends later
        sync_playwright() as playwright,
    ):
        shutil.copytree(options.demo, Workspace(Path(folder)).demo)
        with served(Path(folder)):
            browser = playwright.chromium.launch(
                executable_path=options.chromium, args=["--no-sandbox"]
            )
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            page.set_default_timeout(_PATIENCE)
            began = time.monotonic()
            visit(page, lambda step: print(f"{time.monotonic() - began:6.1f} s  {step}"))
            browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
