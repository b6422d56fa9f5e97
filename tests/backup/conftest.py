"""A workspace with a bit of everything: that of version 0.1, with caches, weights and rubbish."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline.analysis.evidence_store import Store
from tests.places import ROOT


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "museum" / "workspace"
    shutil.copytree(ROOT / "tests" / "fixtures" / "workspace_0_1", folder)
    for name in ("features/a.npz", "prepared/a.kept", "previews/a.mp4", "models/qwen/w.bin"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"again")
    for name in ("worker.log", "worker.lock", "uploads/.x.draft"):
        (folder / name).write_bytes(b"rubbish")
    Store(folder / "cartellino.db").evidence_list()  # which brings it up to date
    return folder
