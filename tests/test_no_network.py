"""Nothing leaves the machine: no connection while the app starts, analyses and is used."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from tests import network
from tests.imports import ROOT
from tests.network import HOME, Watch

pytestmark = [
    pytest.mark.network,
    pytest.mark.skipif(sys.platform == "win32", reason="watches POSIX processes"),
]
OBLIGATORY = os.environ.get("CARTELLINO_BROWSER_REQUIRED") == "1"
PATIENCE = 60.0


@pytest.fixture
def watch(tmp_path: Path) -> Watch:
    return Watch(tmp_path / "hooks.log", tmp_path / "calls.log")


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    """A catalogue of one work, and a photograph of it beside its label."""
    picture = Image.effect_noise((300, 220), 90).resize((600, 440)).convert("RGB")
    picture.save(tmp_path / "picture.jpg")
    photograph = Image.new("RGB", (1280, 720), "#d8d4cc")
    photograph.paste(picture, (120, 120))
    write = ImageDraw.Draw(photograph)
    write.rectangle((800, 260, 1180, 440), fill="white")
    write.text((820, 290), "Anna Rossi\nThe Grey Harbour", "black", ImageFont.load_default(36))
    photograph.save(tmp_path / "photograph.jpg")
    (tmp_path / "catalogue.csv").write_text(
        "id,title,artist,picture\n1,The Grey Harbour,Anna Rossi,picture.jpg\n"
    )
    return tmp_path


@pytest.fixture
def app(watch: Watch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Address of a watched app with an empty workspace."""
    monkeypatch.setenv("CARTELLINO_WORKSPACE", str(tmp_path / "workspace"))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}"]
    with network.running(watch, command) as process:
        url = f"http://localhost:{port}"
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                urllib.request.urlopen(f"{url}/_stcore/health", timeout=5).close()
                break
            except OSError:
                assert process.poll() is None, "the app ended"
                assert time.monotonic() < deadline, "the app does not answer"
                time.sleep(0.2)
        yield url


def test_native_code_is_watched_too() -> None:
    if not OBLIGATORY and not network.traceable():
        pytest.skip("strace is not there, or may not watch; Python's own calls are watched")
    assert network.traceable()


def test_the_watch_sees_a_process_that_calls_abroad(watch: Watch) -> None:
    code = (
        "import socket, subprocess, sys\n"
        "s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.connect(('192.0.2.1', 9))\n"
        "t = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); t.connect(('127.0.0.1', 9))\n"
        "try: socket.getaddrinfo('museum.invalid', 80)\n"
        "except OSError: pass\n"
    )
    command = watch.command(sys.executable, "-c", code)
    subprocess.run(command, env=watch.environment(), cwd=ROOT, check=True)
    seen = "\n".join(watch.strangers())
    assert "192.0.2.1" in seen
    assert "museum.invalid" in seen
    assert "127.0.0.1" not in seen
    if network.traceable():
        assert 'inet_addr("192.0.2.1")' in seen


def test_an_analysis_with_the_embedded_backend_calls_nobody(
    watch: Watch, collection: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(collection))  # nothing that was downloaded before may help
    monkeypatch.setenv("CARTELLINO_WORKSPACE", str(collection / "workspace"))
    out = collection / "out.json"
    command = watch.command(
        sys.executable, "-m", "pipeline", "analyse", str(collection / "photograph.jpg"),
        "--catalogue", str(collection / "catalogue.csv"), "--json", str(out),
    )  # fmt: skip
    done = subprocess.run(command, cwd=ROOT, env=watch.environment(), capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    outputs = [o for e in json.loads(out.read_text())[0]["evidence"] for o in e["outputs"]]
    assert "Harbour" in next(o["raw"] for o in outputs if o["stage"] == "label"), "nothing was read"
    assert watch.strangers() == []


def test_the_app_starts_and_answers_without_calling_anybody(app: str, watch: Watch) -> None:
    page = urllib.request.urlopen(app, timeout=10).read().decode()
    assert "<title>" in page
    assert watch.hooks.exists(), "the app was not watched"
    assert watch.strangers() == []


@pytest.mark.browser
def test_every_page_is_drawn_without_calling_anybody(
    app: str, watch: Watch, chromium: str, page_names: list[str]
) -> None:
    """The browser's own requests count as well: no web fonts, no statistics."""
    from playwright.sync_api import sync_playwright

    asked: list[str] = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("websocket", lambda websocket: asked.append(websocket.url))
        for name in page_names:
            page.goto(f"{app}/{name}")
            page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
            page.wait_for_load_state("networkidle")
        browser.close()
    assert any("/_stcore/stream" in url for url in asked), "no page was drawn"
    assert [url for url in asked if not at_home(url)] == []
    assert watch.strangers() == []


@pytest.fixture
def page_names() -> list[str]:
    """Paths of the app's pages, the first of which is the start."""
    return ["", *sorted(path.stem for path in (ROOT / "pages").glob("*.py"))]


def at_home(url: str) -> bool:
    scheme, _, rest = url.partition("://")
    host = rest.split("/")[0].rsplit(":", 1)[0]
    return (
        scheme in ("data", "blob")
        or url.startswith(("data:", "blob:"))
        or bool(HOME.fullmatch(host))
    )
