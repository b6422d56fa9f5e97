"""Versions of a catalogue that are kept, and the way of a work through them."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue import Catalogue, UnreadableCatalogue, Versions, load
from catalogue.versions import renumbering
from catalogue.versions.compare import Version, compare, describe

HEADER = "id,title,artist,date"
WORKS = [f"{n},Title {n},Artist {n % 3},17{n:02}" for n in range(1, 9)]


def opened(path: Path, lines: list[str], header: str = HEADER) -> Catalogue:
    path.write_text("\n".join((header, *lines)))
    return load(path)


@pytest.fixture
def versions(tmp_path: Path) -> Any:
    return Versions(tmp_path / "kept")


def test_a_work_is_followed_through_versions_both_ways(versions: Any, tmp_path: Path) -> None:
    path = tmp_path / "catalogue.csv"
    first = opened(path, WORKS)
    versions.adopt(first)
    inserted = [f"{n},{line.split(',', 1)[1]}" for n, line in enumerate(["0,New,X,1", *WORKS], 1)]
    second = opened(path, inserted)
    about = versions.adopt(second)
    assert (about.previous, about.came, about.gone) == (first.sha256, ("1",), ())
    third = opened(path, [one for one in inserted if "Title 3" not in one])
    versions.adopt(third)
    follow = versions.follow
    assert follow("5", first.sha256, second.sha256) == "6"
    assert follow("5", first.sha256, third.sha256) == "6"
    assert follow("6", third.sha256, first.sha256) == "5"
    assert follow("3", first.sha256, third.sha256) is None
    assert follow("1", second.sha256, first.sha256) is None
    assert follow("5", first.sha256, first.sha256) == "5"
    assert versions.family(second.sha256) == (second.sha256, third.sha256, first.sha256)


def test_what_was_said_of_a_work_is_kept_when_it_has_gone(versions: Any, tmp_path: Path) -> None:
    path = tmp_path / "catalogue.csv"
    first = opened(path, [*WORKS, "9,Flòra,Cignani,c. 1680"])
    versions.adopt(first)
    versions.adopt(opened(path, WORKS))
    kept = versions.records(first.sha256, ["9", "2", "none"])
    assert kept["9"] == {"title": "Flòra", "artist": "Cignani", "date": "c. 1680"}
    assert kept["2"] == describe(first["2"])
    assert set(kept) == {"9", "2"}
    assert versions.records("unknown", ["9"]) == {}


def test_another_museum_s_catalogue_is_no_version(versions: Any, tmp_path: Path) -> None:
    first = opened(tmp_path / "one.csv", WORKS)
    other = opened(tmp_path / "two.csv", [f"{n},Opera {n},Autore {n},1500" for n in range(9)])
    versions.adopt(first)
    assert versions.adopt(other).previous is None
    assert versions.family(other.sha256) == (other.sha256,)
    assert versions.follow("1", first.sha256, other.sha256) is None


def test_the_same_place_takes_fewer_works_in_common(versions: Any, tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    first = opened(path, WORKS)
    versions.adopt(first)
    changed = [*WORKS[:4], *(f"{n},Opera {n},Autore {n},1500" for n in range(11, 17))]
    assert versions.adopt(opened(tmp_path / "two.csv", changed)).previous is None
    assert versions.adopt(opened(path, [*changed, "99,Z,Z,1"])).previous == first.sha256


def test_a_person_can_say_which_version_it_follows(versions: Any, tmp_path: Path) -> None:
    first = opened(tmp_path / "one.csv", WORKS)
    versions.adopt(first)
    other = opened(tmp_path / "two.csv", ["1,Title 1,Artist 1,1701", "20,Opera,Autore,1"])
    assert versions.adopt(other, first.sha256).previous == first.sha256
    assert versions.follow("1", first.sha256, other.sha256) == "1"


def test_a_known_version_is_left_as_it_is(versions: Any, tmp_path: Path) -> None:
    catalogue = opened(tmp_path / "one.csv", WORKS)
    first = versions.adopt(catalogue)
    assert versions.adopt(catalogue) == first
    assert versions.all() == (first,)


def test_a_kept_version_compares_as_the_catalogue_does(versions: Any, tmp_path: Path) -> None:
    catalogue = opened(tmp_path / "one.csv", [*WORKS, "9,A\tB,C,", "10,é\u2028,D,"])
    versions.adopt(catalogue)
    kept, fresh = versions.version(catalogue.sha256), Version.of(catalogue)
    assert kept.keys == fresh.keys
    assert [kept.describe(n) for n in kept.keys] == [fresh.describe(n) for n in "123456789"] + [
        fresh.describe("10")
    ]


def test_damage_and_lack_of_rights_say_what_to_do(versions: Any, tmp_path: Path) -> None:
    catalogue = opened(tmp_path / "one.csv", WORKS)
    versions.adopt(catalogue)
    works = versions.folder / f"{catalogue.sha256}.jsonl.gz"
    works.write_bytes(works.read_bytes()[:50])
    with pytest.raises(UnreadableCatalogue, match="Restore it"):
        versions.records(catalogue.sha256, ["1"])
    (tmp_path / "file").write_text("")
    with pytest.raises(UnreadableCatalogue, match="cannot be kept"):
        Versions(tmp_path / "file").adopt(catalogue)


@pytest.mark.parametrize("damage", ["{", "[]", '{"sha256": "x"}', "\udcff"])
def test_a_damaged_version_is_reported_and_not_taken_for_none(
    versions: Any, tmp_path: Any, damage: Any
) -> None:
    path = tmp_path / "catalogue.csv"
    first, second = opened(path, WORKS), opened(path, WORKS[1:])
    versions.adopt(first)
    about = versions.folder / f"{first.sha256}.json"
    whole = about.read_bytes()
    about.write_bytes(damage.encode("utf-8", "surrogateescape"))
    calls: tuple[Callable[[], object], ...] = (
        lambda: versions.adopt(first),
        lambda: versions.adopt(second),
        lambda: versions.family(second.sha256),
        lambda: versions.follow("2", first.sha256, second.sha256),
    )
    for call in calls:
        with pytest.raises(UnreadableCatalogue, match=f"{first.sha256}.json.*Restore it") as fault:
            call()
        assert "delete it" in str(fault.value)
    about.write_bytes(whole)
    assert versions.adopt(second).previous == first.sha256
    about.unlink()
    assert versions.adopt(first).sha256 == first.sha256


def test_nothing_half_written_is_left(versions: Any, tmp_path: Any, monkeypatch: Any) -> None:
    catalogue = opened(tmp_path / "one.csv", WORKS)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(gzip.GzipFile, "write", full)
    with pytest.raises(UnreadableCatalogue, match="No space left"):
        versions.adopt(catalogue)
    assert list(versions.folder.iterdir()) == []


ids = st.lists(st.integers(1, 9), min_size=1, max_size=7, unique=True)


@pytest.mark.slow
@given(steps=st.lists(ids, min_size=2, max_size=4))
def test_no_work_becomes_another_on_the_way(
    tmp_path_factory: pytest.TempPathFactory, steps: Any
) -> None:
    folder = tmp_path_factory.mktemp("versions")
    versions = Versions(folder / "kept")
    opened_ones: list[Catalogue] = []
    for numbers in steps:
        lines = [f"{row},Title {n},Artist {n},17" for row, n in enumerate(numbers, 1)]
        before = opened_ones[-1].sha256 if opened_ones else None
        opened_ones.append(opened(folder / "catalogue.csv", lines))
        versions.adopt(opened_ones[-1], before)
    for old in opened_ones:
        for new in opened_ones:
            for work in old:
                found = versions.follow(work.identifier, old.sha256, new.sha256)
                assert found is None or new[found].title == work.title


def lines(*numbers: int) -> list[str]:
    return [f"W-{n},Title {n},Artist {n % 3},17{n:02}" for n in numbers]


@pytest.fixture
def history(versions: Any, tmp_path: Path) -> Any:
    """A whole catalogue, a part of it, and the whole with a change, each following the other."""
    path, found = tmp_path / "catalogue.csv", []
    whole = lines(*range(1, 13))
    for content in (whole, whole[3:], [*whole[:11], "W-12,Title 12,Artist 0,c. 1712"]):
        found.append(opened(path, content))
        versions.adopt(found[-1])
    return found


def test_a_work_that_one_version_lacks_is_found_again(versions: Any, history: Any) -> None:
    first, part, last = (one.sha256 for one in history)
    assert versions.find(last).previous == part
    assert versions.follow_all(["W-1", "W-5", "W-12"], first, last) == {
        "W-1": "W-1", "W-5": "W-5", "W-12": "W-12"
    }  # fmt: skip
    assert versions.follow("W-1", last, first) == "W-1"
    assert versions.follow("W-1", first, part) is None


def test_the_ends_are_compared_once_and_only_where_it_matters(
    versions: Any, history: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _, last = (one.sha256 for one in history)
    compared = []
    real = renumbering.compare  # type: ignore[attr-defined]
    monkeypatch.setattr(renumbering, "compare", lambda *two: compared.append(two) or real(*two))  # type: ignore[func-returns-value]
    assert versions.follow("W-5", first, last) == "W-5"
    assert not compared  # it is what it was, under every version
    for _ in range(2):
        assert versions.follow("W-1", first, last) == "W-1"
        assert versions.follow("W-2", last, first) == "W-2"
    assert len(compared) == 1
    renumbering._direct_renumbering.cache_clear()  # as after a restart
    assert versions.follow("W-1", first, last) == "W-1"
    assert len(compared) == 1


def test_what_cannot_be_kept_or_compared_is_walked(
    versions: Any, history: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _, last = (one.sha256 for one in history)
    (kept,) = [versions.folder / f"{first}.jsonl.gz"]
    whole = kept.read_bytes()
    kept.unlink()
    assert versions.follow("W-1", first, last) is None
    assert versions.follow("W-5", first, last) == "W-5"
    kept.write_bytes(whole)

    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("os.replace", refused)
    assert versions.follow("W-1", first, last) == "W-1"
    assert not list(versions.folder.glob("*.way"))


def test_a_version_whose_description_is_lost_is_still_compared(versions: Any, history: Any) -> None:
    first, _, last = (one.sha256 for one in history)
    (versions.folder / f"{first}.json").unlink()
    assert versions.follow("W-1", first, last) == "W-1"


def test_a_work_renamed_and_named_back_is_the_same(versions: Any, tmp_path: Path) -> None:
    path = tmp_path / "catalogue.csv"
    rest = lines(*range(2, 9))
    steps = [
        ["W-1,Moise sauvé,Poussin,1638", *rest],
        ["W-90,Landscape with figures,Circle of Poussin,", *rest],
        ["W-1,Moise sauvé,Poussin,1638", "W-90,Landscape with figures,Circle of Poussin,", *rest],
    ]
    first, _, last = (opened(path, one) for one in steps)
    for one, content in ((first, steps[0]), (None, steps[1]), (last, steps[2])):
        versions.adopt(one or opened(path, content))
    assert versions.follow("W-1", first.sha256, last.sha256) == "W-1"
    assert versions.follow("W-90", last.sha256, first.sha256) is None


NAMES = ("Title", "Another", "Blank")
row = st.tuples(st.integers(1, 6), st.sampled_from(NAMES), st.integers(0, 2))
step = st.dictionaries(st.integers(1, 6), row, min_size=1, max_size=6)


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(steps=st.lists(step, min_size=3, max_size=5), numbered=st.booleans())
def test_what_comparing_two_versions_says_is_what_is_followed(
    tmp_path_factory: pytest.TempPathFactory,
    steps: list[dict[int, tuple[int, str, int]]],
    numbered: bool,
) -> None:
    """Works are dropped, added, renumbered and renamed, and come back, in any order."""
    folder = tmp_path_factory.mktemp("versions")
    versions = Versions(folder / "kept")
    opened_ones: list[Catalogue] = []
    for works in steps:
        content = [
            f"{'' if numbered else 'W-'}{identifier},{name} {n if name != 'Blank' else ''},A {a},"
            for identifier, (n, name, a) in works.items()
        ]
        before = opened_ones[-1].sha256 if opened_ones else None
        opened_ones.append(opened(folder / "catalogue.csv", content))
        versions.adopt(opened_ones[-1], before)
    for old in opened_ones:
        for new in opened_ones:
            followed = versions.follow_all(old.by_identifier, old.sha256, new.sha256)
            kept = compare(Version.of(old), Version.of(new)).in_both
            others = set(kept.values())
            for work, found in followed.items():
                assert found == kept[work] if work in kept else found not in others


def test_a_number_given_to_another_work_on_the_way_is_not_followed(
    versions: Any, tmp_path: Path
) -> None:
    path, rest = tmp_path / "catalogue.csv", lines(*range(2, 9))
    moses, view = "Moses,Poussin,1638", "View of Tivoli,Poussin,1640"
    steps = [[f"W-1,{moses}"], [f"W-1,{view}"], [f"W-1,{view}", f"W-9,{moses}"]]
    first, _, last = (opened(path, [*one, *rest]).sha256 for one in steps)
    for one in steps:
        versions.adopt(opened(path, [*one, *rest]))
    assert versions.follow("W-1", first, last) == "W-9"
    assert versions.follow("W-1", last, first) is None
    assert versions.follow("W-9", last, first) == "W-1"


@pytest.mark.slow
@pytest.mark.parametrize("kept", [300, 40])
def test_an_export_that_was_cut_off_follows_the_whole(
    versions: Any, tmp_path: Path, kept: int
) -> None:
    whole = opened(tmp_path / "whole.csv", lines(*range(20_000)))
    part = opened(tmp_path / "part.csv", lines(*range(kept)))
    versions.adopt(whole)
    assert versions.adopt(part).previous == whole.sha256
    assert versions.follow("W-7", whole.sha256, part.sha256) == "W-7"
    assert versions.follow("W-7000", whole.sha256, part.sha256) is None


def test_the_whole_follows_the_part_that_was_opened_first(versions: Any, tmp_path: Path) -> None:
    part = opened(tmp_path / "part.csv", lines(*range(40)))
    versions.adopt(part)
    whole = opened(tmp_path / "whole.csv", lines(*range(2_000)))
    assert versions.adopt(whole).previous == part.sha256


def test_a_few_common_titles_make_no_version(versions: Any, tmp_path: Path) -> None:
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
    paths = {one.path for one in Versions(second / "catalogues").all()}
    assert paths == {str(second / "uploads" / "works.csv"), str(tmp_path / "works.csv")}
