"""Skybands that outlive the process: the same again, or computed again."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from catalogue import Guess, Index, Record, Work
from pipeline import AbstentionConfig, Signals
from pipeline.decision.usable import Guesses
from pipeline.redecide import skyband, skyband_cache
from pipeline.redecide.batch import BatchDecider
from pipeline.redecide.skyband import Skybands
from pipeline.redecide.skyband_cache import SkybandCache
from pipeline.types import Decision

ROWS = [("Flora", "Titian"), ("Flora", "Dosso"), ("Ecce Homo", "Titian"), ("Hay Wain", "Constable")]
INDEX = Index([Work(str(n), (Record(str(n), *row),)) for n, row in enumerate(ROWS)])
SIGNALS = [Signals("a", title=("Flora",)), Signals("b", title=("Ecce\ud800",), artist=("Titian",))]


def decided(signals: list[Signals], file: SkybandCache) -> list[Decision]:
    return BatchDecider(signals, Skybands(INDEX, file), strict=True).decide(AbstentionConfig())


@pytest.fixture
def computed(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The titles whose skybands are computed."""
    titles: list[object] = []
    compute = skyband.skyband

    def noted(index: Index, guesses: Guesses) -> object:
        titles.append(guesses["title"])
        return compute(index, guesses)

    monkeypatch.setattr(skyband, "skyband", noted)
    return titles


def test_the_second_time_nothing_is_computed_and_new_clips_cost_themselves(
    tmp_path: Path, computed: list[object]
) -> None:
    first = decided(SIGNALS, SkybandCache(tmp_path, "one"))
    assert len(computed) == 2
    assert decided(SIGNALS, SkybandCache(tmp_path, "one")) == first
    assert len(computed) == 2
    more = [*SIGNALS, Signals("c", title=("Hay",))]
    assert decided(more, SkybandCache(tmp_path, "one"))[:2] == first
    assert computed[2:] == [(Guess("Hay"),)]
    assert len(SkybandCache(tmp_path, "one").read()) == 3


@pytest.mark.parametrize("what", ["catalogue", "program"])
def test_another_catalogue_or_program_has_its_own(
    what: str, tmp_path: Path, computed: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    decided(SIGNALS, SkybandCache(tmp_path, "one"))
    if what == "program":
        monkeypatch.setattr(skyband_cache, "_program", lambda: "another")
    decided(SIGNALS, SkybandCache(tmp_path, "two" if what == "catalogue" else "one"))
    assert len(computed) == 4


def test_what_is_damaged_is_computed_again_and_replaced(tmp_path: Path) -> None:
    file = SkybandCache(tmp_path, "one")
    expected = decided(SIGNALS, file)
    (place,) = tmp_path.iterdir()
    whole = place.read_bytes()
    flipped = [whole[:n] + bytes([whole[n] ^ 1]) + whole[n + 1 :] for n in range(len(whole))]
    for damaged in (b"", whole[:40], whole[:-1], whole + b"more", *flipped):
        place.write_bytes(damaged)
        assert file.read() == {}
    assert decided(SIGNALS, file) == expected
    assert len(file.read()) == 2


def test_two_processes_cache_what_both_computed(tmp_path: Path) -> None:
    first, second = (Skybands(INDEX, SkybandCache(tmp_path, "one")) for _ in range(2))
    for skybands, signals in ((first, SIGNALS[0]), (second, SIGNALS[1])):
        BatchDecider([signals], skybands, strict=True)
    assert len(SkybandCache(tmp_path, "one").read()) == 2


def test_of_too_many_the_oldest_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(skyband_cache, "_ROOM", 100)
    file = SkybandCache(tmp_path, "one")
    for n in range(20):
        decided([Signals(str(n), title=(f"Flora {n:02}",))], file)
    assert list(file.read()) == [(((f"Flora {n}", 1.0),), (), ()) for n in (16, 17, 18, 19)]
    decided(SIGNALS, SkybandCache(tmp_path, "small"))
    (tmp_path / "large.skybands").write_bytes(bytes(1000))
    os.utime(tmp_path / "large.skybands", (0, 0))
    monkeypatch.setattr(skyband_cache, "_TOTAL", 1000)
    decided(SIGNALS[:1], SkybandCache(tmp_path, "new"))
    assert not (tmp_path / "large.skybands").exists()
    assert SkybandCache(tmp_path, "new").read()


def test_what_cannot_be_cached_is_decided_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    assert len(decided(SIGNALS, SkybandCache(tmp_path / "kept", "one"))) == 2
    assert list((tmp_path / "kept").iterdir()) == []
    (tmp_path / "taken").write_text("a file where the folder should be")
    assert len(decided(SIGNALS, SkybandCache(tmp_path / "taken", "one"))) == 2
