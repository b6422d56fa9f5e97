"""Files that are no catalogue, or an odd one: each gets a sentence that says what to do."""

from __future__ import annotations

import gzip
import io
import os
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from catalogue import CatalogueError, UnreadableCatalogue, UnusableCatalogue, load

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ALL = bytes(range(256)) * 9
CSV = b"id,title,artist\n1,Flora,x\n"


def zipped(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, text in parts.items():
            package.writestr(name.replace("__", "/").replace("_dot_", "."), text)
    return out.getvalue()


def archive() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as packed:
        part = tarfile.TarInfo("c.csv")
        part.size = len(CSV)
        packed.addfile(part, io.BytesIO(CSV))
    return out.getvalue()


def book(*rows: list[Any], hidden: bool = False) -> bytes:
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    if hidden:
        workbook.active.sheet_state = "hidden"
        workbook.create_sheet("shown")
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF; export"),
        (b"\n%PDF-1.7\n", "a PDF; export"),
        (b"{\\rtf1\\ansi title}", "a text document; export"),
        (zipped(word__document_dot_xml="<a/>"), "a text document; export"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF" + ALL, "a picture; open the file that lists"),
        (b"\x89PNG\r\n\x1a\n" + ALL, "a picture"),
        (b"GIF89a" + ALL, "a picture"),
        (b"II*\0" + ALL, "a picture"),
        (b"RIFF\0\0\0\0WEBPVP8 " + ALL, "a picture, video or sound"),
        (b"\0\0\0\x18ftypmp42" + ALL, "not text. Export it"),
        (b"SQLite format 3\0" + ALL, "a database; export"),
        (b"\0\x01\0\0Standard Jet DB" + ALL, "a database of Access"),
        (OLE + bytes(2000), "old Excel file, or one that has a password; open it"),
        (OLE + bytes(500) + "EncryptedPackage".encode("utf-16-le"), "has a password"),
        (zipped(mimetype="x", content_dot_xml="<a/>"), "of another kind; save it as XLSX"),
        (zipped(a_dot_csv="title"), "a ZIP file; unpack it"),
        (b"PK\x03\x04" + ALL, "cannot be read.*save it as CSV"),
        (book(["title"], ["Flora"])[:-99], "cannot be read.*save it as CSV"),
        (b"<html><table><tr><td>title</td></tr></table></html>", "a web page.*spreadsheet program"),
        (b"\xef\xbb\xbf<!-- x --><!DOCTYPE html><p>title<br>", "a web page"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
         "XML of 2003; open it"),
        (b"7z\xbc\xaf\x27\x1c" + ALL, "packed, and not with gzip; unpack it"),
        (b"Rar!\x1a\x07" + ALL, "packed, and not with gzip"),
        (b"BZh91AY&SY" + ALL, "packed, and not with gzip"),
        (b"\xfd7zXZ\0" + ALL, "packed, and not with gzip"),
        (archive(), "an archive; unpack it"),
        (gzip.compress(archive()), "an archive; unpack it"),
        (gzip.compress(gzip.compress(CSV)), "packed twice"),
        (gzip.compress(b"%PDF-1.7"), "a PDF"),
        (gzip.compress(CSV)[:-9], "damaged.*Copy or export"),
        (b"\x1f\x8b" + ALL, "damaged.*Copy or export"),
        (b"[" * 100_000 + b"]" * 100_000, "nested too deeply"),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "nested too deeply"),
        (b"<lido>" + b"<a>" * 1000 + b"</a>" * 1000 + b"</lido>", "nested too deeply"),
        (b"[]", "no record. Export it"),
        (b"{}", "no list of records. Give"),
        (b'[{"title": "a"},]', "not JSON: line 1"),
        (b'[{"title": "a"}, {"ti', "not JSON: line 1"),
        (book(["id", "title"], hidden=True), "hidden sheet.*--sheet"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["c.csv", "c.xlsx"])
def test_what_is_no_catalogue_says_what_to_do(
    tmp_path: Path, data: bytes, message: str, name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises((UnreadableCatalogue, UnusableCatalogue), match=f"(?s){message}"):
        load(path)


@pytest.mark.parametrize(
    ("name", "data", "title"),
    [
        ("c.json", CSV, "Flora"),
        ("c.jsonl", CSV, "Flora"),
        ("c.xlsx", CSV, "Flora"),
        ("c.xml", CSV, "Flora"),
        ("c.csv.gz", CSV, "Flora"),
        ("c", CSV, "Flora"),
        ("c.csv", b'[{"title": "Flora"}]', "Flora"),
        ("c.xml", b'{"title": "Flora"}\n{"title": "Dea"}\n', "Flora"),
        ("c.csv", book(["title"], ["Flora"]), "Flora"),
        ("c.csv", gzip.compress(book(["title"], ["Flora"])), "Flora"),
        ("c.json", b'{"title": "Flora", "artist": "x"}', "Flora"),
        ("c.json", b'\xef\xbb\xbf[{"title": "Flora"}]', "Flora"),
    ],
)
def test_a_wrong_name_does_no_harm(tmp_path: Path, name: str, data: bytes, title: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert load(path).works[0].title == title


def test_what_is_no_file(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.csv", Path("\0")):
        with pytest.raises(UnreadableCatalogue, match="Cannot read the catalogue"):
            load(path)


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights otherwise")
def test_a_file_without_rights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "c.csv"
    path.write_bytes(CSV)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)  # who runs the tests may have all rights
    with pytest.raises(UnreadableCatalogue, match="Permission denied"):
        load(path)


# JSON


def test_numbers_of_works_stay_as_they_are_written(tmp_path: Path) -> None:
    path = tmp_path / "c.json"
    long = "9" * 5000
    path.write_text(f'[{{"title": "A", "id": 1.10, "n": {long}, "x": NaN, "artist": -Infinity}}]')
    [work] = load(path)
    assert (work.identifier, work.artist) == ("1.10", "")
    assert dict(work.records[0].extra) == {"n": long}


def test_a_line_that_is_nested_too_deeply_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    deep = "[" * 100_000 + "]" * 100_000
    path.write_text(f'{{"title": "A"}}\n{{"title": "B", "x": {deep}}}\n')
    catalogue = load(path)
    assert [work.title for work in catalogue] == ["A"]
    assert [reject.line for reject in catalogue.rejects] == [2]


def test_a_written_nul_is_left_out_and_listed(tmp_path: Path) -> None:
    path = tmp_path / "c.json"
    path.write_text('[{"title": "Fl\\u0000ora"}]')
    catalogue = load(path)
    assert catalogue.works[0].title == "Flora"
    assert "nul" in {problem.kind for problem in catalogue.problems}


# A heading above the names of the columns


HEADING = ["Catalogue of the museum", "As of March"]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_heading_above_a_table(tmp_path: Path, mark: str) -> None:
    path = tmp_path / "c.csv"
    lines = [*HEADING, "", mark.join(("Inv.", "Title", "Artist")), mark.join(("1", "Flora", "x"))]
    path.write_text("\n".join(lines))
    catalogue = load(path)
    [work] = catalogue
    assert (work.identifier, work.title, work.artist) == ("1", "Flora", "x")
    assert [(r.line, r.cells[0]) for r in catalogue.rejects] == [(1, HEADING[0]), (2, HEADING[1])]
    assert work.records[0].line == 5


def test_a_heading_in_merged_cells(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    for row in ([HEADING[0]], ["id", "title", "artist"], [1, "Flora", "x"], [2, "Dea"]):
        sheet.append(row)
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("B4:C4")
    path = tmp_path / "c.xlsx"
    workbook.save(path)
    catalogue = load(path)
    assert [(w.identifier, w.title, w.artist) for w in catalogue] == [("1", "Flora", "x"),
                                                                    ("2", "Dea", "")]  # fmt: skip
    assert [reject.line for reject in catalogue.rejects] == [1]


@pytest.mark.parametrize(
    "text",
    [
        "rhif,teitl,math\n1,Flora,painting\n2,title,artist\n",  # a row that reads like a header
        "teitl\ntitle\nFlora\n",
    ],
)
def test_a_header_in_an_unknown_language_is_no_heading(tmp_path: Path, text: str) -> None:
    path = tmp_path / "c.csv"
    path.write_text(text)
    with pytest.raises(CatalogueError, match=r"Columns found: (rhif, )?teitl"):
        load(path)
