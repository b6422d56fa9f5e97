"""Records that share a number: one work if the title is the same, else a person decides."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from catalogue import Catalogue, load
from catalogue.loading import SavedMappings, open_table, prepared
from catalogue.loading.merge_records import merge_records
from catalogue.merging import Merging
from catalogue.records import Record
from tests.catalogue_samples import problem_kinds

HEADER = "id,title,artist\n"
LANGUAGES = (
    HEADER + "7,Harbour,Lund\n7,Hafen,Lund\n8,Night,Kell\n8,NIGHT!,Kell\n9,Dawn,Orr\n9,,Orr\n"
)
"""Number 7 has two languages, 8 a row a picture, 9 a record without a title."""


def titles(catalogue: Catalogue) -> dict[str, list[str]]:
    return {work.identifier: [r.title for r in work.records] for work in catalogue}


def test_records_with_a_number_but_not_the_title_in_common_stay_apart(
    write: Callable[..., Path],
) -> None:
    """They were one work until merging stopped being silent: DESIGN, "Duplicates"."""
    catalogue = load(write(HEADER + "1,Flora,Cignani\n1,Minerva,Cignani\n"))
    assert titles(catalogue) == {"1 (line 2)": ["Flora"], "1 (line 3)": ["Minerva"]}
    (problem,) = catalogue.problems
    assert (problem.kind, problem.line) == ("duplicate-identifier", 3)
    for words in ("'Flora' (line 2)", "'Minerva' (line 3)", "kept apart", "--merge '1' --save"):
        assert words in problem.message
    assert "1" not in catalogue


def test_what_is_shared_is_merged_or_apart_by_title(write: Callable[..., Path]) -> None:
    catalogue = load(write(LANGUAGES))
    assert titles(catalogue) == {
        "7 (line 2)": ["Harbour"], "7 (line 3)": ["Hafen"], "8": ["Night", "NIGHT!"],
        "9 (line 6)": ["Dawn"], "9 (line 7)": [""],
    }  # fmt: skip
    assert [(s.number, s.merged, len(s.records)) for s in catalogue.shared_numbers] == [
        ("7", False, 2), ("9", False, 2),
    ]  # fmt: skip
    assert problem_kinds(catalogue).count("same-work") == 1


def test_a_person_merges_one_number_or_all_and_parts_them_again(
    write: Callable[..., Path],
) -> None:
    path = write(LANGUAGES)
    one = load(path, merging=Merging().merging(["7"]))
    assert titles(one)["7"] == ["Harbour", "Hafen"]
    assert {"9 (line 6)", "9 (line 7)"} < titles(one).keys()
    every = load(path, merging=Merging(all=True))
    assert titles(every) == {
        "7": ["Harbour", "Hafen"], "8": ["Night", "NIGHT!"], "9": ["Dawn", ""],
    }  # fmt: skip
    assert problem_kinds(every).count("merged-number") == 2
    assert titles(load(path, merging=Merging(all=True).parting(["9"]))) == titles(one)
    assert Merging(all=True).parting(["9"]).merging(["9"]) == Merging(all=True)
    assert Merging().merging(["7"]).parting(["7", "8"]) == Merging()


def test_records_of_one_title_within_a_shared_number_are_one_work() -> None:
    records = [Record("7", "Harbour", line=2), Record("7", "Hafen", line=3)]
    records += [Record("7", "HARBOUR.", line=4), Record("7", "Håfen", line=5)]
    works = merge_records(records, Merging())
    assert [(w.identifier, [r.line for r in w.records]) for w in works] == [
        ("7 (line 2)", [2, 4]), ("7 (line 3)", [3, 5]),
    ]  # fmt: skip


def test_records_without_a_title_are_distinguished_by_their_artist() -> None:
    records = [Record("7", "", "Lund"), Record("7", "?", "LUND"), Record("7", "", "Kell")]
    assert [len(work.records) for work in merge_records(records, Merging())] == [2, 1]


def test_numbers_are_compared_as_they_are_written(write: Callable[..., Path]) -> None:
    text = "INV 12,A,x\nINV  12,A,x\ninv. 12,B,x\n1910.1,C,x\n1910.10,D,x\n12,E,x\n012,F,x\n"
    assert titles(load(write(HEADER + text))) == {
        "INV 12": ["A", "A"], "inv. 12": ["B"], "1910.1": ["C"], "1910.10": ["D"], "12": ["E"],
        "012": ["F"],
    }  # fmt: skip


def test_an_identifier_of_its_own_is_no_number_of_the_file_and_the_same_every_time() -> None:
    records = [Record("7", "A", line=1), Record("7", "B", line=1), Record("7", "C", line=2)]
    records += [Record("7 (line 2)", "D", line=3), Record("7 (record 3)", "E", line=4)]
    works = merge_records(records, Merging())
    assert [work.identifier for work in works] == [
        "7 (record 1)", "7 (record 2)", "7 (record 3)*", "7 (line 2)", "7 (record 3)",
    ]  # fmt: skip
    assert merge_records(records, Merging()) == works
    assert [work.number for work in works[:3]] == ["7", "7", "7"]


def test_the_choice_is_saved_with_the_mapping_and_applies_to_the_next_export(
    write: Callable[..., Path], tmp_path: Path
) -> None:
    folder = tmp_path / "mappings"
    opened = open_table(write(LANGUAGES), SavedMappings(folder))
    mapping = load(write(LANGUAGES)).mapping
    opened.save(SavedMappings(folder), mapping, Merging(all=True))
    longer = write(LANGUAGES + "10,Bay,Lund\n10,Bucht,Lund\n")
    assert titles(load(longer, saved_mappings=folder))["10"] == ["Bay", "Bucht"]
    again = open_table(longer, SavedMappings(folder))
    again.save(SavedMappings(folder), mapping)  # other columns, same choice
    assert open_table(longer, SavedMappings(folder)).merging == Merging(all=True)


@pytest.mark.parametrize(
    "choice", [[], {"every": True}, {"all": 1}, {"exceptions": "7"}, {"exceptions": [7]}]
)
def test_a_damaged_choice_is_set_aside_and_nothing_is_merged(
    choice: object, write: Callable[..., Path], tmp_path: Path
) -> None:
    folder = tmp_path / "mappings"
    mapping = load(write(LANGUAGES)).mapping
    path = open_table(write(LANGUAGES)).save(SavedMappings(folder), mapping, Merging(all=True))
    damaged = json.dumps(json.loads(path.read_text()) | {"merging": choice})
    path.write_text(damaged)
    catalogue = load(write(LANGUAGES), saved_mappings=folder)
    assert titles(catalogue) == titles(load(write(LANGUAGES)))
    assert path.with_name(f"{path.name}.unreadable-1").read_text() == damaged


def test_what_is_merged_makes_another_catalogue_of_the_file(write: Callable[..., Path]) -> None:
    """With all merged it has the hash of earlier versions, which merged without asking."""
    path = write(LANGUAGES)
    apart, one, every = (
        load(path, merging=merging)
        for merging in (Merging(), Merging().merging(["7"]), Merging(all=True))
    )
    assert len({apart.sha256, one.sha256, every.sha256}) == 3
    assert every.sha256 == every.file_sha256 == apart.file_sha256
    assert load(path, merging=Merging().merging(["7", "9"])).sha256 == every.sha256
    assert load(path, merging=Merging().merging(["nowhere"])).sha256 == apart.sha256


def test_the_choice_comes_out_of_the_cache(write: Callable[..., Path], tmp_path: Path) -> None:
    path, choice = write(LANGUAGES), Merging().merging(["7"])
    first = prepared(path, tmp_path, lambda p, report: load(p, merging=choice)).catalogue
    again = prepared(path, tmp_path, lambda p, report: pytest.fail("It was read again.")).catalogue
    assert again == first
    assert again.merging == choice
    assert [s.merged for s in again.shared_numbers] == [True, False]
