"""A workspace to visit the pages with."""

from __future__ import annotations

from pathlib import Path

import pytest

from pages._ui.shell.resources import Resources
from tests import checkpoints
from tests.visits import bundle_in


@pytest.fixture
def bundle(tmp_path: Path) -> Resources:
    return bundle_in(tmp_path)


@pytest.fixture
def weights(bundle: Resources) -> Path:
    """Weights of a tiny Qwen2-VL where they belong."""
    return checkpoints.folder_of(bundle.workspace.models / "qwen2-vl")
