"""`command | head`: every command ends quietly when nobody reads on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from ledger import Ledger
from tests.ledger_samples import verdict
from tests.places import ROOT
from tests.scripted_models import catalogue_file

pytestmark = pytest.mark.slow


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    catalogue_file(tmp_path / "c.csv")
    (tmp_path / "s.json").write_text('[{"id": "v1", "artist": "Carlo Cignani"}]')
    Ledger(tmp_path / "ledger.db").record(verdict())
    return tmp_path


@pytest.mark.parametrize(
    "words",
    [
        "catalogue inspect c.csv",
        "catalogue match c.csv --title Flora --json",
        "pipeline decide --catalogue c.csv --signals s.json --json",
        "pipeline analyse gone.mp4 --catalogue c.csv --db e.db --json -",
        "pipeline analyse --help",
        "ledger export --db ledger.db --format json",
        "ledger verify --db ledger.db",
        "backends list",
    ],
)
def test_a_pipe_that_is_closed_early_is_no_error(words: str, folder: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", *words.split()],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    errors = process.stderr.read().decode()
    assert process.wait(60) == 0
    assert "Error" not in errors
    assert "Broken" not in errors
    process.stderr.close()
