"""The examples of docs/ensembles.md are what is decided."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalogue import Index, load
from pipeline import Signals, decide
from tests import builders
from tests.places import DOCS

DOCS = DOCS / "ensembles.md"
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in DOCS.read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and not line.startswith("| one says")
]


def said(cell: str, name: str) -> Signals:
    title, _, artist = (part.strip() for part in cell.partition("/"))
    return Signals(name, (title,) if title else (), (artist,) if artist else ())


def test_there_are_examples() -> None:
    assert len(ROWS) == 7
    assert all(len(row) == 4 for row in ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: " + ".join(row[:2]))
def test_an_example(row: list[str], tmp_path: Path) -> None:
    catalogue = load(builders.catalogue_file(tmp_path))
    members = (said(row[0], "one"), said(row[1], "other"))
    decision = decide(Signals("clip", members=members), Index.build(catalogue))
    best = decision.candidate
    outcome, score = "not visible", ""
    if decision.guards:
        outcome += ": " + ", ".join(f"`{guard}`" for guard in decision.guards)
    if decision.accepted and best:
        outcome, score = catalogue[best.work].title, f"{best.score:.2f}"
    assert [outcome, score] == row[2:]
