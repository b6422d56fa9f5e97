"""How fast the app answers in a browser.

Copies the evidence of analysed media until there are 200 clips, starts the app on them, and times
in headless Chromium: the first page of a warm start, a switch of pages, a verdict until the next
clip is drawn and can be judged, and the redraw of flips and histogram while a slider is dragged.
It also prints how much of the window the two pictures of Review take. `--evidence` is the database
of a workspace in which the demonstration was analysed. With `--catalogue` each clip shows a work of
that file instead, with words misread. Needs the packages of requirements-test.txt and Chromium.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from benchmark.speed.filled import fill, showing
from benchmark.speed.filled import judge as judge_before
from catalogue.commands import loaded
from pipeline.analysis import Store
from storage import Workspace

PORT = 8597
URL = f"http://127.0.0.1:{PORT}"
IDLE = "[data-testid=stApp][data-test-script-state=notRunning]"


def timed(action: Callable[[], Any]) -> float:
    """The duration of `action` in ms."""
    began = time.perf_counter()
    action()
    return 1000 * (time.perf_counter() - began)


def first_page(page: Page) -> float:
    def load() -> None:
        page.goto(URL)
        page.wait_for_selector("[data-testid=stMain] h1, [data-testid=stMain] h2, [class*=title]")
        page.wait_for_selector(IDLE)

    return timed(load)


def switch(page: Page, name: str) -> float:
    def go() -> None:
        page.get_by_role("link", name=name, exact=True).first.click()
        page.wait_for_selector(f"[data-testid=stTopNavLink][aria-current=page]:has-text('{name}')")
        page.wait_for_selector(IDLE)

    return timed(go)


_WATCH_DRAG = """() => { window.redrawn = new Promise(resolve => {
  const slider = document.querySelector('.st-key-parameter_artist_accept');
  const follows = (part) => slider.compareDocumentPosition(part) & 4;
  const line = () => [...document.querySelectorAll('.ct-histogram i')].find(follows)?.style.left;
  const before = line(), moved = performance.now();
  const watch = new MutationObserver(() => {
    if (!line() || line() === before) return;
    watch.disconnect();
    requestAnimationFrame(() => resolve(performance.now() - moved));
  });
  watch.observe(document.querySelector('[data-testid=stSidebar]'),
    {subtree: true, childList: true, attributes: true, characterData: true});
}); }"""
"""Sets a promise of the ms until the histogram below a slider is drawn again."""


def drag(page: Page, steps: int) -> list[float]:
    """ms from each step of a slider that is held until flips and histogram are drawn again."""
    page.locator(".ct-histogram").first.wait_for()
    handle = page.locator(".st-key-parameter_artist_accept input").first
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    if box is None:
        raise SystemExit("The slider cannot be seen.")
    x, y = box["x"] + 1, box["y"] + 1
    page.mouse.move(x, y)
    page.mouse.down()
    values = []
    for step in range(1, steps + 1):
        page.evaluate(_WATCH_DRAG)
        page.mouse.move(x + 3 * step, y)
        values.append(float(page.evaluate("() => window.redrawn")))
        page.wait_for_timeout(100)
    page.mouse.up()
    page.wait_for_selector(IDLE)
    return values


_WATCH_VERDICT = """() => { window.next = new Promise(resolve => {
  const { dataset } = document.documentElement, before = dataset.judging;
  const pressed = performance.now();
  const watch = new MutationObserver(() => {
    if (!dataset.judging || dataset.judging === before) return;
    watch.disconnect();
    resolve(performance.now() - pressed);
  });
  watch.observe(document.documentElement, {attributes: true});
}); }"""
"""Sets a promise of the ms until another clip is drawn and ready for a verdict."""
_PICTURES = """() => {
  const host = document.querySelector('.st-key-viewer *:has(> .viewer), .st-key-viewer');
  const find = (root) => root.querySelector?.('.panes') ?? [...root.querySelectorAll('*')]
    .map((part) => part.shadowRoot && find(part.shadowRoot)).find(Boolean);
  const { width, height } = find(host).getBoundingClientRect();
  return 100 * width * height / (innerWidth * innerHeight);
}"""
"""The share of the window that the two pictures of Review take, in percent."""


def introduce(page: Page) -> None:
    """Say who judges, and wait until a verdict can be given."""
    page.get_by_placeholder("Your name").fill("Benchmark")
    page.get_by_role("button", name="Start judging").click()
    page.get_by_text("Judging as").wait_for()
    page.wait_for_selector(IDLE)
    ready(page)


def ready(page: Page) -> None:
    """Wait until the clip that is drawn can be judged, and goes on to be."""
    for _ in range(2):
        page.wait_for_function("document.documentElement.dataset.judging")
        page.wait_for_timeout(300)


def judge(page: Page) -> float:
    """ms from the key A until the next clip is drawn and can be judged."""
    page.evaluate(_WATCH_VERDICT)
    page.keyboard.press("a")
    return float(page.evaluate("() => window.next"))


def wait_for_server() -> None:
    import urllib.error
    import urllib.request

    for _ in range(300):
        try:
            urllib.request.urlopen(f"{URL}/_stcore/health", timeout=1)
            return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise SystemExit("The app did not start.")


@contextmanager
def served(workspace: Path) -> Iterator[None]:
    """The app on a workspace, at `URL`."""
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(PORT)]
    environment = {**os.environ, "CARTELLINO_WORKSPACE": str(workspace)}
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        wait_for_server()
        yield
    finally:
        server.terminate()
        server.wait()


def show(name: str, values: Sequence[float]) -> None:
    low, high = min(values), max(values)
    print(f"{name:<28} median {statistics.median(values):7.0f} ms   {low:.0f} to {high:.0f}")


def measure(chromium: str, clips: int) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.set_default_timeout(300_000)  # a large catalogue is read first
        first_page(page)
        show("first page, warm", [first_page(page) for _ in range(5)])
        show("Review, the first time", [switch(page, "Review")])
        page.wait_for_timeout(3000)
        for name in ("Catalogue", "Ledger", "Review"):
            switch(page, name)
        names = ["Catalogue", "Ledger", "Attribute", "Review"] * 3
        show("page switch", [switch(page, name) for name in names])
        page.wait_for_timeout(2000)
        print(f"pictures of Review           {page.evaluate(_PICTURES):.0f} % of the window")
        introduce(page)
        verdicts = [judge(page) for _ in range(60)]
        show("verdict to next clip", verdicts)
        print(f"{'':<28} 19 of 20 within {statistics.quantiles(verdicts, n=20)[-1]:.0f} ms")
        page.keyboard.press("t")
        page.locator("[data-testid=stSlider] input").first.wait_for()
        page.wait_for_selector(IDLE)
        show(f"slider dragged, {clips:,} clips", drag(page, 30))
        browser.close()


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmark app", description=__doc__)
    parser.add_argument("--evidence", type=Path, required=True)
    parser.add_argument("--demo", type=Path, default=Workspace.default().demo)
    parser.add_argument("--catalogue", type=Path, help="default: the demonstration's")
    parser.add_argument("--clips", type=int, default=200, help="to be judged; default: 200")
    parser.add_argument("--judged", type=int, default=0, help="judged before; default: 0")
    chromium = os.environ.get("CARTELLINO_CHROMIUM") or shutil.which("chromium")
    parser.add_argument("--chromium", default=chromium)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder))
        shutil.copytree(options.demo, workspace.demo)
        path = options.catalogue or workspace.demo / "catalogue.csv"
        collection = loaded(path)
        preferences = json.dumps({"catalogue": str(path.resolve())})
        (workspace.root / "desk.json").write_text(preferences, encoding="utf-8")
        originals = Store(options.evidence).evidence_list()
        evidence = (
            showing(originals, collection.works)
            if options.catalogue
            else itertools.cycle(originals)
        )
        store = Store(workspace.database)
        fill(store, evidence, options.clips + options.judged, collection.sha256)
        if options.judged:
            judge_before(workspace, collection, options.judged)
        with served(workspace.root):
            measure(options.chromium, options.clips + options.judged)
    return 0


if __name__ == "__main__":
    sys.exit(main())
