"""docs/ledger.md tells of every column and command there is."""

from __future__ import annotations

import re

from ledger.chain import ALGORITHM, COLUMNS
from ledger.export import FORMATS
from tests.places import DOCS

TEXT = (DOCS / "ledger.md").read_text(encoding="utf-8")


def test_every_column_is_explained_and_no_other() -> None:
    cells = [line.split("|")[1] for line in TEXT.splitlines() if line.startswith("| `")]
    assert sorted(re.findall(r"`(\w+)`", " ".join(cells))) == sorted(COLUMNS)


def test_formats_and_hash_are_the_real_ones() -> None:
    assert f"--format {'|'.join(FORMATS)} " in TEXT
    assert f"`{ALGORITHM}:`" in TEXT
