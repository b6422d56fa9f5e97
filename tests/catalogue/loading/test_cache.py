"""Catalogues and their indexes in the cache: opened as they were, or read from the file again."""

import json
import os
from pathlib import Path

import numpy as np
import pytest

import catalogue
from catalogue import FIELDS, Index
from catalogue.loading import cache
from catalogue.loading.cache import prepared
from console.progress import Report
from tests.whole_catalogue import explained, scores_of

ROWS = [
    {"id": "1", "title": "Flora (Primavera)", "artist": "Titian", "subject": "flowers",
     "wikidata": "http://www.wikidata.org/entity/Q1", "place": "Firenze"},
    {"id": "1", "title": "FLORA: Primavera", "artist": "Tiziano Vecellio"},
    {"id": "2", "title": "Ecce Homo\ud800", "artist": "Dosso Dossi; Battista Dossi"},
    {"id": "", "title": "", "artist": ""},
]  # fmt: skip


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return written(tmp_path / "catalogue.json", ROWS)


def written(path: Path, rows: object) -> Path:
    path.write_text(json.dumps(rows))
    return path


def never(path: Path, report: Report) -> catalogue.Catalogue:
    raise AssertionError("It was read again.")


def numbers(index: Index) -> dict[str, list[float]]:
    guesses = ["flora", "Tizian", "Dossi Dosso", "unseen"]
    return {field: scores_of(index, field, guesses, 0.65).tolist() for field in FIELDS}


def test_the_second_time_nothing_is_read_and_everything_is_the_same(
    file: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "cache"
    first = prepared(file, folder)
    again = prepared(file, folder, never)
    assert first.catalogue == catalogue.load(file) == again.catalogue
    assert again.catalogue.all_problems
    assert again.catalogue.works[0].authorities
    assert numbers(first.index) == numbers(again.index)
    explanations = [
        explained(index, 0, "title", ["primavera"], 0.65) for index in (first.index, again.index)
    ]
    assert explanations[0] == explanations[1]
    assert again.index.idf("title", "flora") == first.index.idf("title", "flora")


def test_the_arrays_lie_where_the_file_is_mapped(file: Path, tmp_path: Path) -> None:
    prepared(file, tmp_path / "cache")
    owners = prepared(file, tmp_path / "cache", never).index.tables("title").trigrams.owners
    assert not owners.flags.writeable
    base: object = owners
    while isinstance(base, np.ndarray) and not isinstance(base, np.memmap):
        base = base.base
    assert isinstance(base, np.memmap)


def test_a_changed_file_is_read_again(file: Path, tmp_path: Path) -> None:
    prepared(file, tmp_path / "cache")
    written(file, [*ROWS, {"id": "3", "title": "Hay Wain", "artist": "John Constable"}])
    assert len(prepared(file, tmp_path / "cache").index) == 3


@pytest.mark.parametrize("what", ["settings", "program", "place"])
def test_other_settings_programs_and_places_are_read_again(
    what: str, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared(file, tmp_path / "cache")
    if what == "program":
        monkeypatch.setattr(cache, "program_hash", lambda: "another")
    if what == "place":
        file = file.rename(tmp_path / "moved.json")
    with pytest.raises(AssertionError, match="read again"):
        prepared(file, tmp_path / "cache", never, "other" if what == "settings" else "")


def test_a_damaged_cache_is_read_again_and_written_again(file: Path, tmp_path: Path) -> None:
    expected = prepared(file, tmp_path / "cache").catalogue
    (cached_file,) = (tmp_path / "cache").iterdir()
    whole = cached_file.read_bytes()
    flipped = list(range(0, len(whole), 997))
    damaged = [whole[:n] + bytes([whole[n] ^ 1]) + whole[n + 1 :] for n in flipped]
    for content in (b"", whole[:5], whole[: len(whole) // 2], whole + b"more", *damaged):
        cached_file.write_bytes(content)
        with pytest.raises(AssertionError, match="read again"):
            prepared(file, tmp_path / "cache", never)
    assert prepared(file, tmp_path / "cache").catalogue == expected
    assert prepared(file, tmp_path / "cache", never).catalogue == expected


def test_a_cache_that_cannot_be_written_is_no_error(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    assert len(prepared(file, tmp_path / "cache").index) == 2
    assert list((tmp_path / "cache").iterdir()) == []
    (tmp_path / "taken").write_text("a file where the folder should be")
    assert len(prepared(file, tmp_path / "taken").index) == 2


def test_pictures_that_are_missing_are_looked_for_each_time(tmp_path: Path) -> None:
    file = written(tmp_path / "c.json", [{"id": "1", "title": "Flora", "image": "flora.jpg"}])
    assert prepared(file, tmp_path / "cache").catalogue.works[0].picture is None
    (tmp_path / "flora.jpg").write_bytes(b"")
    assert prepared(file, tmp_path / "cache").catalogue.works[0].picture == tmp_path / "flora.jpg"


def test_pictures_that_are_gone_are_looked_for_again(tmp_path: Path) -> None:
    file = written(tmp_path / "c.json", [{"id": "1", "title": "Flora", "image": "flora.jpg"}])
    (tmp_path / "flora.jpg").write_bytes(b"")
    picture = prepared(file, tmp_path / "cache").catalogue.works[0].picture
    assert prepared(file, tmp_path / "cache", never).catalogue.works[0].picture == picture
    (tmp_path / "flora.jpg").unlink()
    assert prepared(file, tmp_path / "cache").catalogue.works[0].picture is None


def test_the_cache_keeps_to_its_room_and_clears_broken_off_files(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "cache"
    folder.mkdir()
    unfinished = folder / f".{'3f' * 16}.draft"
    unfinished.write_bytes(b"half")
    os.utime(unfinished, (0, 0))
    prepared(file, folder, settings="0")
    (oldest,) = folder.glob("*.kept")
    os.utime(oldest, (0, 0))
    monkeypatch.setattr(cache, "_ROOM", 4 * oldest.stat().st_size + 100)
    for n in range(1, 6):
        prepared(file, folder, settings=str(n))
    assert sorted(path.suffix for path in folder.iterdir()) == [".kept"] * 4
    assert not oldest.exists()
    prepared(file, folder, never, settings="5")


def test_a_file_that_is_larger_than_the_room_is_cached_alone(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "_ROOM", 1)
    for n in range(3):
        prepared(file, tmp_path / "cache", settings=str(n))
    assert len(list((tmp_path / "cache").iterdir())) == 1
    prepared(file, tmp_path / "cache", never, settings="2")


def test_a_missing_file_is_reported_by_the_function_that_reads_it(tmp_path: Path) -> None:
    with pytest.raises(catalogue.UnreadableCatalogue):
        prepared(tmp_path / "nowhere.csv", tmp_path / "cache")
