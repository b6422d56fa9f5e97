"""Ctrl-C in the real command: nothing half is left, wherever it comes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.places import ROOT


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for one process")
def test_ctrl_c_ends_the_command_with_a_sentence(workspace: Path, tmp_path: Path) -> None:
    (workspace / "frames" / f"{'0' * 64}.jpg").write_bytes(os.urandom(300_000_000))
    out = tmp_path / "out"
    out.mkdir()
    command = [sys.executable, "-m", "backup", "backup", str(out / "b.zip")]
    process = subprocess.Popen(
        [*command, "--workspace", str(workspace)], cwd=ROOT, stderr=subprocess.PIPE, text=True
    )
    while not list(out.glob("*.draft")):  # the command is at it
        assert process.poll() is None
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, words = process.communicate(timeout=60)
    assert (process.returncode, list(out.iterdir())) == (130, [])
    assert "Cancelled; nothing was changed." in words
