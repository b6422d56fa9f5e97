"""A folder of versions."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalogue import Versions


@pytest.fixture
def versions(tmp_path: Path) -> Versions:
    return Versions(tmp_path / "versions")
