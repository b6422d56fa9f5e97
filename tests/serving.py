"""The app as it is started for a person, on a free port, for tests that look at it in a browser."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from tests.places import ROOT

PATIENCE = 240_000
"""ms for what is done by the worker or by a server that has just started, on a busy machine."""


@contextmanager
def served(workspace: Path, also: Mapping[str, str] | None = None) -> Iterator[str]:
    """The app's address; ended like a window that is closed. `also` are environment variables."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}"]
    environment = {**os.environ, "CARTELLINO_WORKSPACE": str(workspace), **(also or {})}
    with (workspace / "app.log").open("ab") as log:
        server = subprocess.Popen(
            [*command, "--server.headless=true"], cwd=ROOT, env=environment, stdout=log, stderr=log
        )
    try:
        _wait_until_healthy(url, server)
        yield url
    finally:
        server.terminate()
        server.wait(30)


def _wait_until_healthy(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(240):
        assert server.poll() is None, "The app ended before it could be used."
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=5):
                return
        except OSError:
            time.sleep(0.25)
    pytest.fail("The app did not answer.")


def end_worker(workspace: Path) -> None:
    """The worker outlives the app on purpose; it is known by the workspace that it serves."""
    for process in psutil.process_iter(["cmdline"]):
        command = process.info["cmdline"] or []
        if "worker" in command and str(workspace) in command:
            process.terminate()
            process.wait(30)
