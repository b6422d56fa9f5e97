"""XLSX: what people do with spreadsheets, and packages that are traps."""

from __future__ import annotations

import datetime
import gzip
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from catalogue import UnreadableCatalogue, UnusableCatalogue, load
from catalogue.formats import Limits, read_table

HEADER = ["Inv", "Title", "Artist"]


def workbook(*rows: list[Any], sheet: str = "Works") -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in rows:
        book.active.append(row)
    return book


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def changed(data: bytes, part: str, old: str, new: str) -> bytes:
    """The package with other words in one part."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(out, "w") as package:
        for name in given.namelist():
            text = given.read(name)
            if name == part:
                assert old.encode() in text
                text = text.replace(old.encode(), new.encode(), 1)
            package.writestr(name, text)
    return out.getvalue()


@pytest.fixture
def write(tmp_path: Path) -> Any:
    def write(data: bytes, name: str = "catalogue.xlsx") -> Path:
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return write


@pytest.mark.parametrize("name", ["catalogue.xlsx", "catalogue.csv", "catalogue"])
def test_values_are_what_a_person_would_type(write: Callable[..., Path], name: str) -> None:
    date = datetime.datetime(1650, 1, 2)
    book = workbook(["Inv", "Title", "Date", "Size"], [7, " Flora ", date, 1.5], [None], [8.0, "B"])
    catalogue = load(write(saved(book), name))
    assert [w.identifier for w in catalogue] == ["7", "8"]
    assert [w.records[0].line for w in catalogue] == [2, 4]
    assert catalogue["7"].records[0].extra == (("Size", "1.5"),)
    assert catalogue["7"].date == "1650-01-02"
    assert dict(catalogue.facts) == {
        "format": "XLSX", "sheet": "Works", "header": "first row", "rows": "2",
    }  # fmt: skip


def test_gzip_too(write: Callable[..., Path]) -> None:
    data = gzip.compress(saved(workbook(HEADER, [1, "Flora", "x"])))
    assert load(write(data))["1"].title == "Flora"


def test_zeros_that_a_format_adds_are_part_of_the_number(write: Callable[..., Path]) -> None:
    book = workbook(HEADER, [42, "Flora", "x"])
    book.active["A2"].number_format = "00000"
    assert "00042" in load(write(saved(book)))


def test_a_formula_without_a_value_and_an_error_are_listed(write: Callable[..., Path]) -> None:
    book = workbook(HEADER, [1, "=A2&1", "x"], [2, "#REF!", "y"])
    catalogue = load(write(saved(book)))
    problems = {p.kind: p for p in catalogue.all_problems if p.kind in ("formula", "error-cell")}
    assert (problems["formula"].line, problems["error-cell"].line) == (2, 3)
    assert "=A2&1" in problems["formula"].message
    assert catalogue["1"].title == ""


def test_of_a_formula_its_computed_value_is_taken(write: Callable[..., Path]) -> None:
    data = saved(workbook(HEADER, [1, "=A2&1", "x"]))
    part = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert b"<f>A2&amp;1</f>" in package.read(part)
    data = changed(data, part, '<c r="B2"><f>A2&amp;1</f><v></v></c>',
                   '<c r="B2" t="str"><f>A2&amp;1</f><v>Flora</v></c>')  # fmt: skip
    catalogue = load(write(data))
    assert catalogue["1"].title == "Flora"
    assert not catalogue.all_problems


def test_the_sheet_with_the_titles_is_read_and_the_others_are_named(
    write: Callable[..., Path],
) -> None:
    book = workbook(["Exported on Monday"], sheet="About")
    book.create_sheet("Empty")
    hidden = book.create_sheet("Secret")
    hidden.append(HEADER)
    hidden.sheet_state = "hidden"
    sheet = book.create_sheet("Works")
    for row in (HEADER, [1, "Flora", "x"]):
        sheet.append(row)
    catalogue = load(write(saved(book)))
    assert dict(catalogue.facts)["sheet"] == "Works"
    [problem] = catalogue.all_problems
    assert "About" in problem.message


def test_rows_of_other_lengths_and_columns_of_one_name(write: Callable[..., Path]) -> None:
    book = workbook([*HEADER, "Title"], [1, "Flora"], [2, "B", "x", "y", None, "more"])
    catalogue = load(write(saved(book)))
    assert [(w.identifier, w.title) for w in catalogue] == [("1", "Flora")]
    assert [(r.line, r.cells[-1]) for r in catalogue.rejects] == [(3, "more")]
    assert "same-column" in {p.kind for p in catalogue.all_problems}


def test_cells_far_to_the_right(write: Callable[..., Path]) -> None:
    book = workbook(HEADER, [1, "Flora", "x"], [2, "Ceres", "y"])
    book.active["XFD2"].font = openpyxl.styles.Font(bold=True)
    book.active["XFD3"] = "stray"
    catalogue = load(write(saved(book)))
    assert [work.identifier for work in catalogue] == ["1"]
    assert [reject.cells[-1] for reject in catalogue.rejects] == ["stray"]


def test_many_cells_far_to_the_right_end_soon(
    write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("catalogue.formats.spreadsheet._WIDE_ROWS", 5)
    book = workbook(HEADER, *([n, "Flora", "x"] for n in range(10)))
    for n in range(2, 12):
        book.active[f"XFD{n}"] = n
    with pytest.raises(UnusableCatalogue, match="to the right of the table"):
        load(write(saved(book)))


def test_an_empty_workbook_and_a_header_only(write: Callable[..., Path]) -> None:
    with pytest.raises(UnusableCatalogue, match="empty"):
        load(write(saved(workbook())))
    with pytest.raises(UnusableCatalogue, match="no usable record"):
        load(write(saved(workbook(HEADER))))


@pytest.mark.parametrize(
    ("names", "message"),
    [(["a.txt"], "unpack it"), (["content.xml"], "another kind"), (["xl/workbook.bin"], "another")],
)
def test_other_packages_say_what_to_do(
    write: Callable[..., Path], names: list[str], message: str
) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name in names:
            package.writestr(name, "x")
    with pytest.raises(UnreadableCatalogue, match=message):
        load(write(out.getvalue()))


def test_a_zip_bomb_is_refused_unopened(write: Callable[..., Path]) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
        package.writestr("xl/worksheets/sheet1.xml", b"0" * 4_000_000)
    with pytest.raises(UnreadableCatalogue, match="unpacks to 3 MiB"):
        read_table(write(out.getvalue()), Limits(whole=1_000_000))


def test_a_package_that_lies_about_its_sizes(write: Callable[..., Path]) -> None:
    """The central directory says less than the part unpacks to: not a byte more is read."""
    data = bytearray(saved(workbook(HEADER, *([n, f"Flora {n}", "x"] for n in range(20_000)))))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        part = package.getinfo("xl/worksheets/sheet1.xml")
    at = data.index(b"PK\x01\x02")
    while data[at + 46 :].startswith(part.filename.encode()) is False:
        at = data.index(b"PK\x01\x02", at + 1)
    data[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    with pytest.raises(UnreadableCatalogue):
        load(write(bytes(data)))


def test_a_row_that_never_ends_and_entities_are_refused(write: Callable[..., Path]) -> None:
    data = saved(workbook(HEADER, [1, "Flora", "x"]))
    long = changed(data, "xl/worksheets/sheet1.xml", "</row>", "</row>" + " " * 9_000_000)
    with pytest.raises(UnreadableCatalogue, match="a row of more than"):
        read_table(write(long), Limits(line=2 << 20))
    trap = changed(data, "xl/workbook.xml", "<workbook", '<!DOCTYPE x [<!ENTITY a "b">]><workbook')
    with pytest.raises(UnreadableCatalogue, match="entities"):
        load(write(trap))


def test_a_row_number_that_no_sheet_has_ends_soon(write: Callable[..., Path]) -> None:
    data = saved(workbook(HEADER, [1, "Flora", "x"]))
    data = changed(data, "xl/worksheets/sheet1.xml", '<row r="2"', '<row r="900000000000"')
    with pytest.raises(UnreadableCatalogue, match="more rows than"):
        load(write(data))
