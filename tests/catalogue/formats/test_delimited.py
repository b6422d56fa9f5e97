"""Tables of text: quotation marks that are never closed, broken encodings, and limits."""

from __future__ import annotations

import csv
import gzip
import io
from pathlib import Path

import pytest

from catalogue import Catalogue, CatalogueError, load, rejects
from catalogue.formats import LONGEST_CELL, Limits, read_table
from tests.places import DOCS

HEADER = ["id", "title", "artist", "room"]
GOOD = ["good", "Flora", "Cignani", "1"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def loaded(folder: Path, data: bytes, name: str) -> Catalogue:
    path = folder / name
    path.write_bytes(data)
    return load(path)


def table(rows: list[list[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([HEADER, *rows])
    return out.getvalue().encode()


def test_many_problems_are_weighed_too(folder: Path) -> None:
    path = folder / "c.csv"
    path.write_bytes(table([["1"]] * 2000))
    assert len(read_table(path, Limits(memory=800_000)).problems) == 2000
    with pytest.raises(CatalogueError, match="more text"):
        read_table(path, Limits(memory=400_000))


def test_a_quotation_mark_that_is_never_closed_costs_one_line(folder: Path) -> None:
    rows = "".join(f"{n},Title {n},x\n" for n in range(3000))
    catalogue = loaded(
        folder, f'id,title,artist\na,Flora,x\nb,"Minerva,y\n{rows}'.encode(), "c.csv"
    )
    assert len(catalogue) == 3001
    [reject] = catalogue.rejects
    assert (reject.line, reject.cells) == (3, ('b,"Minerva,y',))
    assert catalogue["2999"].records[0].line == 3003


def test_a_quotation_mark_that_swallows_a_row_costs_one_line(folder: Path) -> None:
    text = 'id,title,artist\n1,"Flora,x\n2,Minerva,y\n3,"Ceres",z\n'
    catalogue = loaded(folder, text.encode(), "c.csv")
    assert [work.identifier for work in catalogue] == ["2", "3"]
    assert [reject.line for reject in catalogue.rejects] == [2]


def test_a_quotation_mark_on_the_last_line(folder: Path) -> None:
    catalogue = loaded(folder, b'id,title,artist\n1,Flora,x\n2,"Ceres,y\n', "c.csv")
    assert [reject.cells for reject in catalogue.rejects] == [('2,"Ceres,y',)]


def test_quotation_marks_that_are_never_closed_end_in_an_error_and_not_in_a_hang(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("catalogue.formats.delimited._MOST_REREAD", 500_000)
    line = 'a"b,"c\n'  # leaves a quotation open, whether or not one was open before
    with pytest.raises(CatalogueError, match="never closed"):
        loaded(folder, b"id,title\n" + line.encode() * 30_000, "c.csv")


def test_a_long_cell_of_one_line_is_cut_and_its_row_kept(folder: Path) -> None:
    data = f"id,title,artist\n1,{'x' * (LONGEST_CELL + 5)},y\n".encode()
    assert len(loaded(folder, data, "c.csv")["1"].title) == LONGEST_CELL


def test_the_documents_name_the_limits() -> None:
    text = (DOCS / "formats.md").read_text(encoding="utf-8")
    limits = Limits()
    assert f"| {limits.rows:,} and {limits.columns:,} |" in text
    assert f"| {limits.unpacked >> 30} GiB |" in text
    assert f"| {limits.whole >> 20} MiB |" in text
    assert f"| {limits.line >> 20} MiB |" in text
    assert f"| {limits.memory >> 30} GiB |" in text
    assert f"{LONGEST_CELL:,} characters" in text


def test_limits_of_a_table(folder: Path) -> None:
    path = folder / "c.csv"
    for limits, message in (
        (Limits(rows=5), "more than 5 rows"),
        (Limits(columns=2), "4 columns"),
        (Limits(memory=500), "more text"),
        (Limits(unpacked=100), "larger than"),
        (Limits(line=200_000), "goes on for more"),
    ):
        path.write_bytes(table([GOOD] * 20) + b"x" * 300_000 * (limits.line < 1 << 20))
        with pytest.raises(CatalogueError, match=message):
            read_table(path, limits)


def test_rows_of_one_cell_under_a_wide_header_are_weighed_as_wide(folder: Path) -> None:
    path = folder / "c.csv"
    header = ",".join(["title", *(f"column {n}" for n in range(1000))])
    path.write_text(header + "\nFlora" * 1000)
    assert len(read_table(path, Limits(memory=9_000_000)).rows) == 1000
    with pytest.raises(CatalogueError, match="more text"):
        read_table(path, Limits(memory=7_000_000))


def test_a_gzip_bomb_is_not_unpacked(folder: Path) -> None:
    path = folder / "c.csv.gz"
    path.write_bytes(gzip.compress(b"id,title\n" + b"x" * 50_000_000))
    with pytest.raises(CatalogueError, match="larger than 1 MiB"):
        read_table(path, Limits(unpacked=1 << 20))


def test_a_few_broken_bytes_do_not_turn_a_file_into_another_encoding(folder: Path) -> None:
    rows = "".join(f"{n},Città è perché {n},x\n" for n in range(100)).encode()
    catalogue = loaded(folder, b"id,title,artist\n" + rows + b"z,Carit\xe0 \x81,y\n", "c.csv")
    assert catalogue["0"].title == "Città è perché 0"
    assert catalogue["z"].title == "Carità \x81"
    [problem] = catalogue.problems
    assert (problem.kind, problem.line) == ("encoding", 102)
    assert "2 bytes" in dict(catalogue.facts)["encoding"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark(folder: Path, encoding: str) -> None:
    data = "id,title,artist\n1,Città,x\n".encode(encoding)
    catalogue = loaded(folder, data, "c.csv")
    assert catalogue["1"].title == "Città"
    assert "pattern" in dict(catalogue.facts)["encoding"]


def test_two_columns_of_one_name_are_told(folder: Path) -> None:
    catalogue = loaded(folder, b"id,title,title\n1,Flora,Ceres\n", "c.csv")
    assert catalogue["1"].title == "Flora"
    assert ("title", "Ceres") in catalogue["1"].records[0].extra
    assert "same-column" in {p.kind for p in catalogue.problems}


def test_every_problem_can_be_had_one_by_one(folder: Path) -> None:
    rows = [[str(n), "", "x", ""] for n in range(60)]
    catalogue = loaded(folder, table(rows), "c.csv")
    assert len(catalogue.problems) == 26
    assert [p.line for p in catalogue.all_problems] == list(range(2, 62))


def test_rejects_as_a_spreadsheet_runs_nothing(folder: Path) -> None:
    catalogue = loaded(folder, table([["=1+1", "-", "?", "@x", "more"], GOOD]), "c.csv")
    header, row = csv.reader(io.StringIO("".join(rejects(catalogue)), newline=""))
    assert header == ["line", "reason", *HEADER]
    assert row[2:] == ["'=1+1", "'-", "?", "'@x", "more"]
    assert (row[0], "5 cells" in row[1]) == ("2", True)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_empty_lines_are_passed_over_and_counted(folder: Path, end: str) -> None:
    lines = ["", "", "id,title,artist", "", '1,"Flora', "", 'in spring",Brook', "", "2,a,b,c,d", ""]
    catalogue = loaded(folder, end.join(lines).encode(), "c.csv")
    assert [work.title.split() for work in catalogue.works] == [["Flora", "in", "spring"]]
    assert [reject.line for reject in catalogue.rejects] == [9]
