"""Shortlists that outlive the process: the same again, or made anew."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from catalogue import Index, Record, Work
from pipeline import AbstentionConfig, Signals
from pipeline.redecide import skyband as shortlisting
from pipeline.redecide import skyband_cache as filing
from pipeline.redecide.batch import Archive
from pipeline.redecide.skyband import Shortlists
from pipeline.redecide.skyband_cache import ShortlistFile
from pipeline.types import Decision

ROWS = [("Flora", "Titian"), ("Flora", "Dosso"), ("Ecce Homo", "Titian"), ("Hay Wain", "Constable")]
INDEX = Index([Work(str(n), (Record(str(n), *one),)) for n, one in enumerate(ROWS)])
SAID = [Signals("a", title=("Flora",)), Signals("b", title=("Ecce\ud800",), artist=("Titian",))]


def decided(said: list[Signals], file: ShortlistFile) -> list[Decision]:
    return Archive(said, Shortlists(INDEX, file), strict=True).decide(AbstentionConfig())


@pytest.fixture
def computed(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The guesses that were shortlisted anew."""
    found: list[object] = []
    whole = shortlisting.shortlist

    def seen(index: Index, guesses: shortlisting.Guesses) -> object:
        found.append(guesses["title"])
        return whole(index, guesses)

    monkeypatch.setattr(shortlisting, "shortlist", seen)
    return found


def test_the_second_time_nothing_is_computed_and_new_clips_cost_themselves(
    tmp_path: Path, computed: list[object]
) -> None:
    first = decided(SAID, ShortlistFile(tmp_path, "one"))
    assert len(computed) == 2
    assert decided(SAID, ShortlistFile(tmp_path, "one")) == first
    assert len(computed) == 2
    more = [*SAID, Signals("c", title=("Hay",))]
    assert decided(more, ShortlistFile(tmp_path, "one"))[:2] == first
    assert computed[2:] == [("Hay",)]
    assert len(ShortlistFile(tmp_path, "one").read()) == 3


@pytest.mark.parametrize("what", ["catalogue", "program"])
def test_another_catalogue_or_program_has_its_own(
    what: str, tmp_path: Path, computed: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    decided(SAID, ShortlistFile(tmp_path, "one"))
    if what == "program":
        monkeypatch.setattr(filing, "_program", lambda: "another")
    decided(SAID, ShortlistFile(tmp_path, "two" if what == "catalogue" else "one"))
    assert len(computed) == 4


def test_what_is_damaged_is_made_anew_and_kept_whole_again(tmp_path: Path) -> None:
    file = ShortlistFile(tmp_path, "one")
    expected = decided(SAID, file)
    (place,) = tmp_path.iterdir()
    whole = place.read_bytes()
    flipped = [whole[:n] + bytes([whole[n] ^ 1]) + whole[n + 1 :] for n in range(len(whole))]
    for damaged in (b"", whole[:40], whole[:-1], whole + b"more", *flipped):
        place.write_bytes(damaged)
        assert file.read() == {}
    assert decided(SAID, file) == expected
    assert len(file.read()) == 2


def test_two_processes_keep_what_both_found(tmp_path: Path) -> None:
    one, other = (Shortlists(INDEX, ShortlistFile(tmp_path, "one")) for _ in range(2))
    for shortlists, said in ((one, SAID[0]), (other, SAID[1])):
        Archive([said], shortlists, strict=True)
    assert len(ShortlistFile(tmp_path, "one").read()) == 2


def test_of_too_many_the_oldest_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filing, "_ROOM", 100)
    file = ShortlistFile(tmp_path, "one")
    for n in range(20):
        decided([Signals(str(n), title=(f"Flora {n:02}",))], file)
    assert list(file.read()) == [((f"Flora {n}",), (), ()) for n in (16, 17, 18, 19)]
    decided(SAID, ShortlistFile(tmp_path, "small"))
    (tmp_path / "large.shortlists").write_bytes(bytes(1000))
    os.utime(tmp_path / "large.shortlists", (0, 0))
    monkeypatch.setattr(filing, "_ALL", 1000)
    decided(SAID[:1], ShortlistFile(tmp_path, "new"))
    assert not (tmp_path / "large.shortlists").exists()
    assert ShortlistFile(tmp_path, "new").read()


def test_what_cannot_be_kept_is_decided_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    assert len(decided(SAID, ShortlistFile(tmp_path / "kept", "one"))) == 2
    assert list((tmp_path / "kept").iterdir()) == []
    (tmp_path / "taken").write_text("a file where the folder should be")
    assert len(decided(SAID, ShortlistFile(tmp_path / "taken", "one"))) == 2
