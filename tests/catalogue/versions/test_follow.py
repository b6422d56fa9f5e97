"""A work followed through the versions of a catalogue."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue import Catalogue, Versions
from catalogue.versions import renumbering
from catalogue.versions.compare import Version, compare
from tests.version_samples import WORKS, lines, opened


def test_a_work_is_followed_through_versions_both_ways(versions: Versions, tmp_path: Path) -> None:
    path = tmp_path / "catalogue.csv"
    first = opened(path, WORKS)
    versions.adopt(first)
    inserted = [f"{n},{line.split(',', 1)[1]}" for n, line in enumerate(["0,New,X,1", *WORKS], 1)]
    second = opened(path, inserted)
    about = versions.adopt(second)
    assert (about.previous, about.came, about.gone) == (first.sha256, ("1",), ())
    third = opened(path, [line for line in inserted if "Title 3" not in line])
    versions.adopt(third)
    follow = versions.follow
    assert follow("5", first.sha256, second.sha256) == "6"
    assert follow("5", first.sha256, third.sha256) == "6"
    assert follow("6", third.sha256, first.sha256) == "5"
    assert follow("3", first.sha256, third.sha256) is None
    assert follow("1", second.sha256, first.sha256) is None
    assert follow("5", first.sha256, first.sha256) == "5"
    assert versions.family(second.sha256) == (second.sha256, third.sha256, first.sha256)


ids = st.lists(st.integers(1, 9), min_size=1, max_size=7, unique=True)


@pytest.mark.slow
@given(steps=st.lists(ids, min_size=2, max_size=4))
def test_no_work_becomes_another_on_the_way(
    tmp_path_factory: pytest.TempPathFactory, steps: Any
) -> None:
    folder = tmp_path_factory.mktemp("versions")
    versions = Versions(folder / "versions")
    catalogues: list[Catalogue] = []
    for numbers in steps:
        lines = [f"{row},Title {n},Artist {n},17" for row, n in enumerate(numbers, 1)]
        before = catalogues[-1].sha256 if catalogues else None
        catalogues.append(opened(folder / "catalogue.csv", lines))
        versions.adopt(catalogues[-1], before)
    for old in catalogues:
        for new in catalogues:
            for work in old:
                followed = versions.follow(work.identifier, old.sha256, new.sha256)
                assert followed is None or new[followed].title == work.title


@pytest.fixture
def history(versions: Versions, tmp_path: Path) -> Any:
    """A whole catalogue, a part of it, and the whole with a change, each following the other."""
    path, catalogues = tmp_path / "catalogue.csv", []
    whole = lines(*range(1, 13))
    for content in (whole, whole[3:], [*whole[:11], "W-12,Title 12,Artist 0,c. 1712"]):
        catalogues.append(opened(path, content))
        versions.adopt(catalogues[-1])
    return catalogues


def test_a_work_that_one_version_lacks_is_found_again(
    versions: Versions, history: list[Catalogue]
) -> None:
    first, part, last = (catalogue.sha256 for catalogue in history)
    opened_version = versions.find(last)
    assert opened_version
    assert opened_version.previous == part
    assert versions.follow_all(["W-1", "W-5", "W-12"], first, last) == {
        "W-1": "W-1", "W-5": "W-5", "W-12": "W-12"
    }  # fmt: skip
    assert versions.follow("W-1", last, first) == "W-1"
    assert versions.follow("W-1", first, part) is None


def test_the_ends_are_compared_once_and_only_where_it_matters(
    versions: Versions, history: list[Catalogue], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _, last = (catalogue.sha256 for catalogue in history)
    comparing = mock.Mock(wraps=compare)
    monkeypatch.setattr(renumbering, "compare", comparing)
    assert versions.follow("W-5", first, last) == "W-5"
    assert not comparing.called  # it is unaltered in every version
    for _ in range(2):
        assert versions.follow("W-1", first, last) == "W-1"
        assert versions.follow("W-2", last, first) == "W-2"
    assert comparing.call_count == 1
    renumbering._direct_renumbering.cache_clear()  # as after a restart
    assert versions.follow("W-1", first, last) == "W-1"
    assert comparing.call_count == 1


def test_what_cannot_be_stored_or_compared_is_followed_step_by_step(
    versions: Versions, history: list[Catalogue], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _, last = (catalogue.sha256 for catalogue in history)
    works_file = versions.folder / f"{first}.jsonl.gz"
    whole = works_file.read_bytes()
    works_file.unlink()
    assert versions.follow("W-1", first, last) is None
    assert versions.follow("W-5", first, last) == "W-5"
    works_file.write_bytes(whole)

    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("os.replace", refused)
    assert versions.follow("W-1", first, last) == "W-1"
    assert not list(versions.folder.glob("*.way"))


def test_a_version_whose_description_is_lost_is_still_compared(
    versions: Versions, history: list[Catalogue]
) -> None:
    first, _, last = (catalogue.sha256 for catalogue in history)
    (versions.folder / f"{first}.json").unlink()
    assert versions.follow("W-1", first, last) == "W-1"


def test_a_work_renamed_and_named_back_is_the_same(versions: Versions, tmp_path: Path) -> None:
    path = tmp_path / "catalogue.csv"
    rest = lines(*range(2, 9))
    steps = [
        ["W-1,Moise sauvé,Poussin,1638", *rest],
        ["W-90,Landscape with figures,Circle of Poussin,", *rest],
        ["W-1,Moise sauvé,Poussin,1638", "W-90,Landscape with figures,Circle of Poussin,", *rest],
    ]
    first, _, last = (opened(path, step) for step in steps)
    for catalogue, content in ((first, steps[0]), (None, steps[1]), (last, steps[2])):
        versions.adopt(catalogue or opened(path, content))
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
    versions = Versions(folder / "versions")
    catalogues: list[Catalogue] = []
    for works in steps:
        content = [
            f"{'' if numbered else 'W-'}{identifier},{name} {n if name != 'Blank' else ''},A {a},"
            for identifier, (n, name, a) in works.items()
        ]
        before = catalogues[-1].sha256 if catalogues else None
        catalogues.append(opened(folder / "catalogue.csv", content))
        versions.adopt(catalogues[-1], before)
    for old in catalogues:
        for new in catalogues:
            followed = versions.follow_all(old.by_identifier, old.sha256, new.sha256)
            in_both = compare(Version.of(old), Version.of(new)).in_both
            others = set(in_both.values())
            for work, identifier in followed.items():
                assert identifier == in_both[work] if work in in_both else identifier not in others


def test_a_number_given_to_another_work_on_the_way_is_not_followed(
    versions: Versions, tmp_path: Path
) -> None:
    path, rest = tmp_path / "catalogue.csv", lines(*range(2, 9))
    moses, view = "Moses,Poussin,1638", "View of Tivoli,Poussin,1640"
    steps = [[f"W-1,{moses}"], [f"W-1,{view}"], [f"W-1,{view}", f"W-9,{moses}"]]
    first, _, last = (opened(path, [*works, *rest]).sha256 for works in steps)
    for works in steps:
        versions.adopt(opened(path, [*works, *rest]))
    assert versions.follow("W-1", first, last) == "W-9"
    assert versions.follow("W-1", last, first) is None
    assert versions.follow("W-9", last, first) == "W-1"
