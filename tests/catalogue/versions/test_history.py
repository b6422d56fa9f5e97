"""Versions of a catalogue: stored, recognised as versions of one catalogue, and damaged."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from datetime import datetime, tzinfo
from pathlib import Path

import pytest

from catalogue import UnreadableCatalogue, Versions
from catalogue.versions import history
from catalogue.versions.compare import Version, describe
from storage import notices
from tests.version_samples import WORKS, lines, opened


def test_the_record_of_a_work_is_still_there_when_it_has_gone(
    versions: Versions, tmp_path: Path
) -> None:
    path = tmp_path / "catalogue.csv"
    first = opened(path, [*WORKS, "9,Flòra,Cignani,c. 1680"])
    versions.adopt(first)
    versions.adopt(opened(path, WORKS))
    descriptions = versions.records(first.sha256, ["9", "2", "none"])
    assert descriptions["9"] == {"title": "Flòra", "artist": "Cignani", "date": "c. 1680"}
    assert descriptions["2"] == describe(first["2"])
    assert set(descriptions) == {"9", "2"}
    assert versions.records("unknown", ["9"]) == {}


def test_another_museum_s_catalogue_is_no_version(versions: Versions, tmp_path: Path) -> None:
    first = opened(tmp_path / "one.csv", WORKS)
    other = opened(tmp_path / "two.csv", [f"{n},Opera {n},Autore {n},1500" for n in range(9)])
    versions.adopt(first)
    assert versions.adopt(other).previous is None
    assert versions.family(other.sha256) == (other.sha256,)
    assert versions.follow("1", first.sha256, other.sha256) is None


def test_the_same_place_takes_fewer_works_in_common(versions: Versions, tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    first = opened(path, WORKS)
    versions.adopt(first)
    changed = [*WORKS[:4], *(f"{n},Opera {n},Autore {n},1500" for n in range(11, 17))]
    assert versions.adopt(opened(tmp_path / "two.csv", changed)).previous is None
    assert versions.adopt(opened(path, [*changed, "99,Z,Z,1"])).previous == first.sha256


def test_a_person_can_say_which_version_it_follows(versions: Versions, tmp_path: Path) -> None:
    first = opened(tmp_path / "one.csv", WORKS)
    versions.adopt(first)
    other = opened(tmp_path / "two.csv", ["1,Title 1,Artist 1,1701", "20,Opera,Autore,1"])
    assert versions.adopt(other, first.sha256).previous == first.sha256
    assert versions.follow("1", first.sha256, other.sha256) == "1"


def test_a_known_version_is_left_as_it_is(versions: Versions, tmp_path: Path) -> None:
    catalogue = opened(tmp_path / "one.csv", WORKS)
    first = versions.adopt(catalogue)
    assert versions.adopt(catalogue) == first
    assert versions.all() == (first,)


def test_a_stored_version_compares_as_the_catalogue_does(
    versions: Versions, tmp_path: Path
) -> None:
    catalogue = opened(tmp_path / "one.csv", [*WORKS, "9,A\tB,C,", "10,é\u2028,D,"])
    versions.adopt(catalogue)
    stored, fresh = versions.version(catalogue.sha256), Version.of(catalogue)
    assert stored.keys == fresh.keys
    assert [stored.describe(n) for n in stored.keys] == [fresh.describe(n) for n in "123456789"] + [
        fresh.describe("10")
    ]


def test_damage_and_lack_of_rights_say_what_to_do(versions: Versions, tmp_path: Path) -> None:
    catalogue = opened(tmp_path / "one.csv", WORKS)
    versions.adopt(catalogue)
    works = versions.folder / f"{catalogue.sha256}.jsonl.gz"
    works.write_bytes(works.read_bytes()[:50])
    assert versions.records(catalogue.sha256, ["1"]) == {}
    assert works.with_name(f"{works.name}.unreadable-1").stat().st_size == 50
    assert [works.name in said for said in notices(tmp_path)] == [True]
    versions.adopt(catalogue)
    assert versions.records(catalogue.sha256, ["1"])["1"]["title"] == "Title 1"
    (tmp_path / "file").write_text("")
    with pytest.raises(UnreadableCatalogue, match="cannot be kept"):
        Versions(tmp_path / "file").adopt(catalogue)


@pytest.mark.parametrize("damage", ["{", "[]", '{"sha256": "x"}', "\udcff"])
def test_a_damaged_version_is_set_aside_and_described_anew(
    versions: Versions, tmp_path: Path, damage: str
) -> None:
    path = tmp_path / "catalogue.csv"
    first, second = opened(path, WORKS), opened(path, WORKS[1:])
    versions.adopt(first)
    about = versions.folder / f"{first.sha256}.json"
    damaged = damage.encode("utf-8", "surrogateescape")
    about.write_bytes(damaged)
    assert versions.adopt(second).previous == first.sha256
    assert versions.family(second.sha256) == (second.sha256, first.sha256)
    assert versions.follow("2", first.sha256, second.sha256) == "2"
    assert about.with_name(f"{about.name}.unreadable-1").read_bytes() == damaged
    assert any(about.name in said for said in notices(tmp_path))
    described = versions.adopt(first)
    assert (described.works, described.previous) == (len(WORKS), None)


def test_nothing_half_written_is_left(
    versions: Versions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue = opened(tmp_path / "one.csv", WORKS)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(gzip.GzipFile, "write", full)
    with pytest.raises(UnreadableCatalogue, match="No space left"):
        versions.adopt(catalogue)
    assert list(versions.folder.iterdir()) == []


@pytest.mark.slow
@pytest.mark.parametrize("works", [300, 40])
def test_an_export_that_was_cut_off_follows_the_whole(
    versions: Versions, tmp_path: Path, works: int
) -> None:
    whole = opened(tmp_path / "whole.csv", lines(*range(20_000)))
    part = opened(tmp_path / "part.csv", lines(*range(works)))
    versions.adopt(whole)
    assert versions.adopt(part).previous == whole.sha256
    assert versions.follow("W-7", whole.sha256, part.sha256) == "W-7"
    assert versions.follow("W-7000", whole.sha256, part.sha256) is None


def test_the_whole_follows_the_part_that_was_opened_first(
    versions: Versions, tmp_path: Path
) -> None:
    part = opened(tmp_path / "part.csv", lines(*range(40)))
    versions.adopt(part)
    whole = opened(tmp_path / "whole.csv", lines(*range(2_000)))
    assert versions.adopt(whole).previous == part.sha256


def test_a_few_common_titles_make_no_version(versions: Versions, tmp_path: Path) -> None:
    versions.adopt(opened(tmp_path / "whole.csv", lines(*range(2_000))))
    assert versions.adopt(opened(tmp_path / "few.csv", lines(*range(29)))).previous is None


def test_a_catalogue_in_the_workspace_is_found_when_that_moves(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    (first / "uploads").mkdir(parents=True)
    inside = opened(first / "uploads" / "works.csv", WORKS)
    Versions(first / "catalogues").adopt(inside)
    outside = opened(tmp_path / "works.csv", WORKS[:2])
    Versions(first / "catalogues").adopt(outside)
    first.rename(second)
    paths = {version.path for version in Versions(second / "catalogues").all()}
    assert paths == {str(second / "uploads" / "works.csv"), str(tmp_path / "works.csv")}


class Clock(datetime):
    """A clock that is set by the test."""

    day = 1

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Clock:
        return cls(2026, 11, cls.day, tzinfo=tz)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Clock]]:
    monkeypatch.setattr(history, "datetime", Clock)
    yield Clock
    Clock.day = 1


def three(versions: Versions, path: Path, clock: type[Clock], *days: int) -> list[str]:
    """Versions that were opened one after another, when the clock showed these days."""
    opened_one_by_one = []
    for number, day in enumerate(days):
        clock.day = day
        catalogue = opened(path, WORKS[number:])
        opened_one_by_one.append(versions.adopt(catalogue).sha256)
    return opened_one_by_one


def test_the_newest_version_is_the_last_one_opened_after_the_clock_was_set_back(
    versions: Versions, tmp_path: Path, clock: type[Clock]
) -> None:
    first, second, third = three(versions, tmp_path / "one.csv", clock, 20, 21, 3)
    assert [version.sha256 for version in versions.all()] == [first, second, third]
    assert [version.number for version in versions.all()] == [1, 2, 3]
    assert versions.newest(first) == third
    assert versions.family(first) == (first, third, second)
    found = versions.find(third)
    assert found is not None
    assert found.previous == second


def test_of_two_versions_that_follow_the_same_one_the_last_opened_is_the_newest(
    versions: Versions, tmp_path: Path, clock: type[Clock]
) -> None:
    path = tmp_path / "one.csv"
    clock.day = 20
    first = versions.adopt(opened(path, WORKS))
    clock.day = 21
    second = versions.adopt(opened(path, WORKS[1:]), first.sha256)
    clock.day = 3
    third = versions.adopt(opened(path, WORKS[2:]), first.sha256)
    assert (second.previous, third.previous) == (first.sha256, first.sha256)
    assert versions.newest(first.sha256) == third.sha256


def test_versions_from_before_there_were_numbers_keep_their_order_and_are_older(
    versions: Versions, tmp_path: Path, clock: type[Clock]
) -> None:
    """Each follows the one before it, which tells their order even where the clock does not."""
    path = tmp_path / "one.csv"
    first, second, third = three(versions, path, clock, 20, 21, 3)
    for sha256 in (first, second, third):
        about = versions.folder / f"{sha256}.json"
        values = json.loads(about.read_bytes())
        del values["number"]
        about.write_text(json.dumps(values))
    assert [version.sha256 for version in versions.all()] == [first, second, third]
    clock.day = 2
    fourth = versions.adopt(opened(path, WORKS[3:]))
    assert (fourth.previous, fourth.number) == (third, 1)
    assert [v.sha256 for v in versions.all()] == [first, second, third, fourth.sha256]
    assert versions.newest(first) == fourth.sha256
