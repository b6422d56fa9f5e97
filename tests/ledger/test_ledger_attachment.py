"""Verdicts stay with the record that they are about when the next version comes."""

from __future__ import annotations

from pathlib import Path

import pytest
from ledger_samples import verdict

from catalogue import Catalogue, Versions, load
from ledger import Ledger
from ledger.attachment import attached

HEADER = "id,title,artist,date,room"
OTHERS = [f"W-{n},Title {n},Artist,1700,1" for n in range(10, 20)]


@pytest.fixture
def museum(tmp_path: Path):
    """Opens the museum's file with some lines as the next version."""
    versions = Versions(tmp_path / "kept")

    def opened(*lines: str) -> tuple[Catalogue, Versions]:
        path = tmp_path / "catalogue.csv"
        path.write_text("\n".join((HEADER, *lines, *OTHERS)))
        catalogue = load(path)
        versions.adopt(catalogue)
        return catalogue, versions

    return opened


def test_a_verdict_is_shown_with_the_record_as_it_was(ledger: Ledger, museum) -> None:
    first, _ = museum("W-1,Cana,Veronese,1563,2", "W-2,Levi,Veronese,1573,3")
    for clip, kind in enumerate(("accept", "correct", "reject")):
        ledger.record(verdict(kind, clip, catalogue_sha256=first.sha256))
    now = museum("W-1,The Wedding at Cana,Veronese,1563,2")
    found = attached(ledger.events()[::-1], *now)
    accepted, corrected, rejected = found.values()
    assert (accepted.state, accepted.work) == ("changed", "W-1")
    assert accepted.record["title"] == "Cana"
    assert (corrected.state, corrected.work) == ("removed", None)
    assert dict(corrected.record) == {
        "title": "Levi", "artist": "Veronese", "date": "1573", "room": "3"
    }  # fmt: skip
    assert (rejected.state, rejected.work) == ("changed", "W-1")
    back = attached(
        ledger.events(), *museum("W-1,Cana,Veronese,1563,2", "W-2,Levi,Veronese,1573,3")
    )
    assert {one.state for one in back.values()} == {"same"}


def test_a_work_that_is_numbered_anew_keeps_its_verdict(ledger: Ledger, museum) -> None:
    first, _ = museum("W-1,Cana,Veronese,1563,2")
    ledger.record(verdict(catalogue_sha256=first.sha256))
    (one,) = attached(ledger.events(), *museum("INV 7,Cana,Veronese,1563,2")).values()
    assert (one.state, one.work) == ("same", "INV 7")


def test_a_verdict_of_another_catalogue_says_so(ledger: Ledger, museum) -> None:
    ledger.record(verdict())
    (one,) = attached(ledger.events(), *museum("W-1,Cana,Veronese,1563,2")).values()
    assert (one.state, one.work) == ("elsewhere", None)
    assert one.record == {"title": "Title of W-1", "artist": "Paolo Veronese"}


def test_a_verdict_outlives_the_kept_records(ledger: Ledger, museum) -> None:
    first, versions = museum("W-1,Cana,Veronese,1563,2")
    ledger.record(verdict(catalogue_sha256=first.sha256))
    now = museum("W-3,Levi,Veronese,1573,3")
    (versions.folder / f"{first.sha256}.jsonl.gz").unlink()
    (one,) = attached(ledger.events(), *now).values()
    assert (one.state, one.record["title"]) == ("removed", "Title of W-1")
