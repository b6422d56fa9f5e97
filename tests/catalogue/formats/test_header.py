"""Files without names of columns, with unknown ones, and with a header on every page."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from catalogue import UnusableCatalogue, load
from catalogue.__main__ import main
from catalogue.formats import ReadAs, read_table

HEADERLESS = [
    "Gemälde,Carl Lang,Der Poet,1839\nGemälde,Max Kurz,Der Mönch,1810\nDruck,Eva B.,Balkon,1845\n",
    "Opera;Ada Brook;1538;A-1\nOpera;Joe Clay;1508;A-2\n",
    "1951.65,Self-Portrait,Ada Brook,1888\n1951.66,Irises,Joe Clay,1889\n",
    "NM 12,Dawn,Ada Brook,x\nNM 13,Dusk,Joe Clay,y\n",
    "Painting,Ada Brook,NULL,http://a.example/1\nPainting,Joe Clay,NULL,http://a.example/2\n",
    "Dawn,Ada Brook\nDusk,Ada Brook\n",
]
WITH_HEADER = [
    "Title;Artist;Inv\nOpera;Ada Brook;A-1\nPainting;Joe Clay;A-2\n",
    "Painting;Artist;Inv\nPainting;Ada Brook;A-1\n",
    "K1;K2;K3\nM1;Dawn;Ada Brook\nM2;Dusk;Joe Clay\n",
    "rhif;teitl;arlunydd\n1;Dawn;Ada Brook\n2;Dusk;Joe Clay\n",
    "1;Title;Artist\nx;Dawn;Ada Brook\n",
    "id;title;artist\n1;title;x\n2;Dawn;artist\n",
]


@pytest.mark.parametrize("text", HEADERLESS)
def test_a_file_without_header_says_so_and_keeps_all_rows(tmp_path: Path, text: str) -> None:
    path = tmp_path / "c.csv"
    path.write_text(text, encoding="utf-8")
    table = read_table(path)
    assert len(table.rows) == text.count("\n")
    assert not any(table.columns)
    assert "no-header" in {problem.kind for problem in table.problems}
    with pytest.raises(UnusableCatalogue, match=r"no names of columns.*--set title 'column 2'"):
        load(path)


@pytest.mark.parametrize("text", WITH_HEADER)
def test_a_header_is_no_record(tmp_path: Path, text: str) -> None:
    path = tmp_path / "c.csv"
    path.write_text(text, encoding="utf-8")
    table = read_table(path)
    assert len(table.rows) == text.count("\n") - 1
    assert all(table.columns)


def test_columns_are_mapped_by_number_for_this_file_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, other, folder = tmp_path / "a.csv", tmp_path / "b.csv", tmp_path / "mappings"
    path.write_text(HEADERLESS[2])
    other.write_text("1888,Ada Brook,Self-Portrait,1951.65\n1889,Joe Clay,Irises,1951.66\n")
    fields = ("identifier", "title", "artist")
    command = [w for n, field in enumerate(fields, 1) for w in ("--set", field, f"column {n}")]
    assert main(["map", str(path), *command, "--save", "--mappings", str(folder)]) == 0
    capsys.readouterr()
    catalogue = load(path, saved_mappings=folder)
    assert [(w.identifier, w.title, w.artist) for w in catalogue] == [
        ("1951.65", "Self-Portrait", "Ada Brook"),
        ("1951.66", "Irises", "Joe Clay"),
    ]
    with pytest.raises(UnusableCatalogue, match="no names of columns"):
        load(other, saved_mappings=folder)


def test_a_person_may_say_that_there_is_a_header_or_none(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_text("rhif;teitl\n1;Dawn\n2;Dusk\n")
    table = read_table(path)
    assert [p.kind for p in table.problems] == ["unknown-header"]
    assert len(read_table(path, read_as=ReadAs(header="none")).rows) == 3
    path.write_text("Opera;Ada Brook\nOpera;Joe Clay\n")
    assert len(read_table(path).rows) == 2
    assert read_table(path, read_as=ReadAs(header="first row")).columns == ("Opera", "Ada Brook")
    with pytest.raises(UnusableCatalogue, match="Headers: first row, none"):
        ReadAs(header="last row")


def test_a_header_that_every_page_repeats_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_text("Inv;Title;Artist\n1;Dawn;x\nInv;Title;Artist\n2;Title;y\n3;Dusk;z\n")
    catalogue = load(path)
    assert [w.title for w in catalogue] == ["Dawn", "Title", "Dusk"]
    assert [reject.line for reject in catalogue.rejects] == [3]


def test_a_spreadsheet_without_header(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["Opera", "Ada Brook", 1538], ["Opera", "Joe Clay", 1508]):
        book.active.append(row)
    path = tmp_path / "c.xlsx"
    book.save(path)
    assert [row.line for row in read_table(path).rows] == [1, 2]
