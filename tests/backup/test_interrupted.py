"""Ctrl-C and power cuts: nothing half is left, and a workspace that was moved aside comes back."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from backup.__main__ import main
from backup.create import create
from backup.restore import recover, restore
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


@pytest.fixture
def interrupted(workspace: Path, tmp_path: Path) -> Path:
    """What a power cut between the two renames of a restore leaves. The workspace is missing."""
    create(workspace, tmp_path / "b.zip")
    (workspace / "later.txt").write_text("after the backup")
    command = [sys.executable, "-c", CUT, str(tmp_path / "b.zip"), str(workspace)]
    assert subprocess.run(command, cwd=ROOT).returncode == 1
    left = sorted(path.name for path in workspace.parent.iterdir())
    assert len(left) == 2
    assert left[0].endswith(".draft")
    assert left[1].startswith("workspace.before-restore-")
    return workspace


CUT = """
import os, sys
from pathlib import Path
from backup.restore import restore
rename = Path.rename
Path.rename = lambda path, to: os._exit(1) if path.suffix == ".draft" else rename(path, to)
restore(Path(sys.argv[1]), Path(sys.argv[2]))
"""


@pytest.mark.slow
def test_the_workspace_from_before_an_interrupted_restore_is_moved_back(
    interrupted: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["recover", "--workspace", str(interrupted)]) == 0
    assert "Restore the backup again" in capsys.readouterr().out
    assert (interrupted / "later.txt").read_text() == "after the backup"
    assert not list(interrupted.parent.glob("*.before-restore-*"))
    assert main(["recover", "--workspace", str(interrupted)]) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.slow
def test_a_restore_after_an_interrupted_one_loses_nothing(
    interrupted: Path, tmp_path: Path
) -> None:
    aside = restore(tmp_path / "b.zip", interrupted).aside
    assert aside
    assert (aside / "later.txt").is_file()
    assert (interrupted / "cartellino.db").is_file()
    assert {path.name for path in interrupted.parent.iterdir()} == {aside.name, "workspace"}


def test_a_workspace_that_was_deleted_does_not_come_back(tmp_path: Path) -> None:
    (tmp_path / "workspace.before-restore-20300101-000000").mkdir()
    assert recover(tmp_path / "workspace") is None
    assert not (tmp_path / "workspace").exists()
