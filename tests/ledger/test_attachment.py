"""Verdicts stay with the record that they are about when the next version comes."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from catalogue import Catalogue, Merging, Versions, load
from ledger import Ledger
from ledger.__main__ import main
from ledger.attachment import attached, attached_to_newest
from ledger.export import export
from tests.ledger_samples import verdict

HEADER = "id,title,artist,date,room"
OTHERS = [f"W-{n},Title {n},Artist,1700,1" for n in range(10, 20)]


@pytest.fixture
def museum(tmp_path: Path) -> Any:
    """Opens the museum's file with some lines as the next version."""
    versions = Versions(tmp_path / "kept")

    def opened(*lines: str) -> tuple[Catalogue, Versions]:
        path = tmp_path / "catalogue.csv"
        path.write_text("\n".join((HEADER, *lines, *OTHERS)))
        catalogue = load(path)
        versions.adopt(catalogue)
        return catalogue, versions

    return opened


def test_a_verdict_is_shown_with_the_record_as_it_was(ledger: Ledger, museum: Any) -> None:
    first, _ = museum("W-1,Cana,Veronese,1563,2", "W-2,Levi,Veronese,1573,3")
    for clip, kind in enumerate(("accept", "correct", "reject")):
        ledger.record(verdict(kind, clip, catalogue_sha256=first.sha256))
    now = museum("W-1,The Wedding at Cana,Veronese,1563,2")
    attachments = attached(ledger.events()[::-1], *now)
    accepted, corrected, rejected = attachments.values()
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
    assert {attachment.state for attachment in back.values()} == {"same"}


def test_a_renumbered_work_keeps_its_verdict(ledger: Ledger, museum: Any) -> None:
    first, _ = museum("W-1,Cana,Veronese,1563,2")
    ledger.record(verdict(catalogue_sha256=first.sha256))
    (attachment,) = attached(ledger.events(), *museum("INV 7,Cana,Veronese,1563,2")).values()
    assert (attachment.state, attachment.work) == ("same", "INV 7")


def test_a_verdict_on_a_number_that_names_several_works_now_says_so(
    ledger: Ledger, museum: Any
) -> None:
    """The version in which the records of a number were one work, as all versions once did."""
    rows = ("W-1,Cana,Veronese,1563,2", "W-1,Nozze,Veronese,1563,2")
    apart, versions = museum(*rows)
    merged = load(apart.path, merging=Merging(all=True))
    versions.adopt(merged)
    ledger.record(verdict(catalogue_sha256=merged.sha256))
    (attachment,) = attached(ledger.events(), apart, versions).values()
    assert (attachment.state, attachment.work) == ("shared", None)
    assert attachment.record["title"] == "Cana\nNozze"
    museum(*rows, "W-9,Levi,Veronese,1573,3")
    (newest,) = attached_to_newest(ledger.events(), versions).values()
    assert (newest.state, newest.work) == ("shared", None)


def test_a_verdict_on_a_part_is_one_on_the_merged_work(ledger: Ledger, museum: Any) -> None:
    apart, versions = museum("W-1,Cana,Veronese,1563,2", "W-1,Nozze,Veronese,1563,2")
    ledger.record(verdict("correct", catalogue_sha256=apart.sha256, work="W-1 (line 3)"))
    merged = load(apart.path, merging=Merging(all=True))
    versions.adopt(merged)
    (attachment,) = attached(ledger.events(), merged, versions).values()
    assert (attachment.state, attachment.work) == ("changed", "W-1")


def test_a_verdict_of_another_catalogue_says_so(ledger: Ledger, museum: Any) -> None:
    ledger.record(verdict())
    (attachment,) = attached(ledger.events(), *museum("W-1,Cana,Veronese,1563,2")).values()
    assert (attachment.state, attachment.work) == ("elsewhere", None)
    assert attachment.record == {"title": "Title of W-1", "artist": "Paolo Veronese"}


def test_a_verdict_outlives_the_stored_version(ledger: Ledger, museum: Any) -> None:
    first, versions = museum("W-1,Cana,Veronese,1563,2")
    ledger.record(verdict(catalogue_sha256=first.sha256))
    now = museum("W-3,Levi,Veronese,1573,3")
    (versions.folder / f"{first.sha256}.jsonl.gz").unlink()
    (attachment,) = attached(ledger.events(), *now).values()
    assert (attachment.state, attachment.record["title"]) == ("removed", "Title of W-1")


def test_without_an_open_catalogue_each_work_is_found_in_the_newest_of_its_own(
    ledger: Ledger, museum: Any, tmp_path: Path
) -> None:
    first, versions = museum("W-1,Cana,Veronese,1563,2", "W-2,Levi,Veronese,1573,3")
    other = tmp_path / "other.csv"
    other.write_text("id,title\nW-1,Mona Lisa\nW-2,Saint Anne")
    elsewhere = load(other)
    versions.adopt(elsewhere)
    for clip, kind in enumerate(("accept", "correct", "reject")):
        ledger.record(verdict(kind, clip, catalogue_sha256=first.sha256))
    ledger.record(verdict(clip=3, catalogue_sha256=elsewhere.sha256))
    ledger.record(verdict(clip=4))  # a catalogue that was never opened here
    museum("INV 1,Cana,Veronese,1563,2", "W-2,Levi,Veronese,1573,4")
    attachments = attached_to_newest(ledger.events(), versions)
    assert {
        number: (attachment.work, attachment.state) for number, attachment in attachments.items()
    } == {
        1: ("INV 1", "same"),
        2: ("W-2", "changed"),
        3: ("INV 1", "same"),
        4: ("W-1", "same"),
    }
    museum()
    (gone,) = attached_to_newest(ledger.events(kind="accept")[2:], versions).values()
    assert (gone.work, gone.state) == (None, "removed")


def test_an_export_names_the_work_as_it_is_numbered_now(
    ledger: Ledger, museum: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, _ = museum("W-1,Cana,Veronese,1563,2")
    ledger.record(verdict(catalogue_sha256=first.sha256))
    museum("INV 1,Cana,Veronese,1563,2")
    (tmp_path / "kept").rename(ledger.path.parent / "catalogues")
    before = ledger.path.read_bytes()

    def exported(*more: object) -> dict[str, str]:
        given = ["export", "--db", ledger.path, "--format", "json", *more]
        assert main([str(word) for word in given]) == 0
        (event,) = json.loads(capsys.readouterr().out)
        return {name: event[name] for name in ("work", "work_now", "work_state")}

    assert exported() == {"work": "W-1", "work_now": "INV 1", "work_state": "same"}
    older = tmp_path / "older.csv"
    older.write_text("\n".join((HEADER, "W-1,Cana,Veronese,1563,9", *OTHERS)))
    assert exported("--catalogue", older) == {
        "work": "W-1", "work_now": "W-1", "work_state": "changed"
    }  # fmt: skip
    other = tmp_path / "other.csv"
    other.write_text("id,title\nW-1,Mona Lisa")
    assert exported("--catalogue", other) == {
        "work": "W-1", "work_now": None, "work_state": "elsewhere"
    }  # fmt: skip
    missing = ["export", "--db", str(ledger.path), "--format", "csv", "--catalogue", "no.csv"]
    assert main(missing) == 2
    assert "error: Cannot read the catalogue" in capsys.readouterr().err
    assert ledger.path.read_bytes() == before


def test_an_export_without_stored_versions_says_nothing_of_today(ledger: Ledger) -> None:
    ledger.record(verdict())
    (row,) = csv.DictReader("".join(export(ledger, "csv")).splitlines())
    assert (row["work_now"], row["work_state"]) == ("", "")
