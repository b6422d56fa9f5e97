"""A ledger in a folder of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from ledger import Ledger


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.db"


@pytest.fixture
def ledger(path: Path) -> Ledger:
    return Ledger(path)
