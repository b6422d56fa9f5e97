"""Files with odd rows and cells: what of them is read, and which problem is listed."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from catalogue import UnreadableCatalogue, UnusableCatalogue, load
from catalogue.formats import LONGEST_CELL
from tests.catalogue_samples import problem_kinds


def test_a_missing_title_column_names_what_was_found_and_what_is_understood(
    write: Callable[..., Path],
) -> None:
    with pytest.raises(UnusableCatalogue, match=r"Columns found: colour, size.*titolo"):
        load(write("colour,size\nred,3\n"))


def test_a_missing_artist_column_is_a_problem_only(write: Callable[..., Path]) -> None:
    catalogue = load(write("id,title\n1,Flora\n"))
    assert problem_kinds(catalogue) == ["missing-column"]
    assert "autore" in catalogue.problems[0].message


@pytest.mark.parametrize("text", ["", " \n \n", "\ufeff"])
def test_an_empty_file(write: Callable[..., Path], text: str) -> None:
    with pytest.raises(UnusableCatalogue, match="is empty"):
        load(write(text))


@pytest.mark.parametrize("text", ["id,title\n", "id,title\n,,\n\n", "id,title\n1,???\n"])
def test_a_header_and_no_record(write: Callable[..., Path], text: str) -> None:
    with pytest.raises(UnusableCatalogue, match="no usable record"):
        load(write(text))


def test_a_cell_of_five_megabytes_is_cut_and_the_limit_of_csv_is_put_back(
    write: Callable[..., Path],
) -> None:
    csv.field_size_limit(131_072)  # what Python starts with
    catalogue = load(write(f"id,title,artist\n1,{'Flora ' * 900_000},x\n2,Minerva,y\n"))
    assert csv.field_size_limit() == 131_072
    assert len(catalogue["1"].title) <= LONGEST_CELL
    assert catalogue["2"].title == "Minerva"
    assert [(p.kind, p.line) for p in catalogue.problems] == [("long-cell", 2)] * 2
    assert "title in row 2" in catalogue.problems[1].message


def test_five_megabytes_in_a_json_cell_are_cut(write: Callable[..., Path]) -> None:
    catalogue = load(write(json.dumps([{"title": "F" * 5_000_000}]), "c.json"))
    assert len(catalogue.works[0].title) == LONGEST_CELL
    assert "long-cell" in problem_kinds(catalogue)


def test_threads_may_load_at_once(write: Callable[..., Path]) -> None:
    path = write(f"id,title,artist\n1,{'Flora ' * 40_000},x\n" * 3)
    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(lambda _: load(path).sha256, range(12)))) == 1


def test_lines_may_end_as_on_any_system(write: Callable[..., Path]) -> None:
    for end in ("\n", "\r\n", "\r"):
        catalogue = load(write(end.join(["id,title,artist", "1,Flora,x", "2,Minerva,y"])))
        assert [work.records[0].line for work in catalogue] == [2, 3]


def test_a_quotation_mark_that_is_never_closed(write: Callable[..., Path]) -> None:
    rows = "".join(f"{n},Title {n},x\n" for n in range(3000))
    catalogue = load(write(f'id,title,artist\na,Flora,x\nb,"Minerva,y\n{rows}'))
    assert catalogue["a"].title == "Flora"
    assert "quotation mark" in "".join(problem.message for problem in catalogue.problems)


@pytest.mark.parametrize(
    "title",
    ["<script>alert(1)</script>", "=HYPERLINK(0)", "+1", "@SUM(A1)", "**bold** [x](y)", "{{x}}"],
)
def test_markup_and_formulas_are_plain_words(write: Callable[..., Path], title: str) -> None:
    assert load(write(f"id,title,artist\n1,{title},x\n"))["1"].title == title


def test_a_record_without_a_title_is_kept_for_its_artist_and_listed(
    write: Callable[..., Path],
) -> None:
    catalogue = load(write("id,title,artist\n1,,Reni\n2,?,\n3,Flora,\n"))
    assert [work.identifier for work in catalogue] == ["1", "3"]
    assert [(p.kind, p.line) for p in catalogue.problems] == [("no-title", 2), ("no-title", 3)]
    assert ["left out" in p.message for p in catalogue.problems] == [False, True]


def test_nul_bytes_are_left_out(write: Callable[..., Path]) -> None:
    catalogue = load(write(b"id,title,artist\n1,Fl\0ora,x\n"))
    assert catalogue["1"].title == "Flora"
    assert problem_kinds(catalogue) == ["nul"]


def test_rows_of_other_lengths(write: Callable[..., Path]) -> None:
    catalogue = load(write("id,title,artist\n1,Flora\n2,Minerva, dea,Venturini\n3,Galatea,x,,\n"))
    assert [work.identifier for work in catalogue] == ["1", "3"]
    assert [(p.kind, p.line) for p in catalogue.problems] == [("row-length", 2), ("row-length", 3)]


def test_a_problem_on_every_row_is_not_listed_ten_thousand_times(
    write: Callable[..., Path],
) -> None:
    rows = "".join(f"{n},Flora {n},x,no.jpg\n" for n in range(10_000))
    catalogue = load(write(f"id,title,artist,image\n{rows}"))
    assert len(catalogue.problems) == 26
    assert "9,975 more" in catalogue.problems[-1].message


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"PK\x03\x04rest", "catalogue.xlsx", "save it as CSV"),
        (b"%PDF-1.7", "catalogue.csv", "PDF"),
        (bytes(range(1, 255)) * 9, "catalogue.csv", "not text"),
        (b"{broken", "catalogue.json", "not JSON"),
        (b"[" * 100_000, "catalogue.json", "not JSON"),
        (gzip.compress(b"id,title\n" * 999)[:40], "catalogue.csv.gz", "damaged"),
    ],
)
def test_what_is_no_catalogue_is_refused_with_a_cure(
    write: Callable[..., Path], content: Any, name: str, message: str
) -> None:
    with pytest.raises(UnreadableCatalogue, match=message):
        load(write(content, name))


def test_a_file_that_is_not_there_and_a_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "no.csv", tmp_path):
        with pytest.raises(UnreadableCatalogue, match="Cannot read the catalogue"):
            load(path)


@pytest.mark.parametrize("document", ["{}", '"title"', "3", '{"a": {"b": 1}}'])
def test_json_without_a_list_of_records(write: Callable[..., Path], document: str) -> None:
    with pytest.raises(UnusableCatalogue, match="no list of records"):
        load(write(document, "catalogue.json"))


def test_odd_json_entries_are_left_out_one_by_one(write: Callable[..., Path]) -> None:
    text = (
        '[3, {"title": "Flora", "artist": {"name": "Cignani"}}, {"id": 2}, {"title": "\\ud800x"}]'
    )
    catalogue = load(write(text, "catalogue.json"))
    assert [work.title for work in catalogue] == ["Flora", "�x"]
    assert catalogue.works[0].artist == "Cignani"
    assert {"not-an-object", "no-title"} <= set(problem_kinds(catalogue))
