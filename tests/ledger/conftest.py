"""Verdicts to record: one clip a number, with evidence as a real run gives it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ledger import Ledger

sys.path.insert(0, str(Path(__file__).parent))  # for ledger_samples, which subprocesses use too

from ledger_samples import verdict


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.db"


@pytest.fixture
def ledger(path: Path) -> Ledger:
    return Ledger(path)


@pytest.fixture
def make() -> Callable[..., Any]:
    return verdict
