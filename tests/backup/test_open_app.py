"""An app that is open on a workspace keeps a restore away; when it ends, however, it does not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from backup.create import create
from backup.errors import BackupError
from backup.restore import restore
from tests.places import ROOT

pytestmark = pytest.mark.slow

APP = """
from pages._ui.shell.resources import resources
resources()
print("open", flush=True)
input()
"""


def test_no_backup_is_restored_under_an_open_app(workspace: Path, tmp_path: Path) -> None:
    create(workspace, tmp_path / "b.zip")
    environment = {**os.environ, "CARTELLINO_WORKSPACE": str(workspace)}
    command = [sys.executable, "-c", APP]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=pipe, stdout=pipe, stderr=pipe, text=True
    ) as app:
        assert app.stdout
        assert app.stdout.readline() == "open\n"
        with pytest.raises(BackupError, match="Close it"):
            restore(tmp_path / "b.zip", workspace)
        app.kill()
    assert restore(tmp_path / "b.zip", workspace).aside
