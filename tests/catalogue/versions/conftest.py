"""A folder of versions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from catalogue import Versions


@pytest.fixture
def versions(tmp_path: Path) -> Any:
    return Versions(tmp_path / "kept")
