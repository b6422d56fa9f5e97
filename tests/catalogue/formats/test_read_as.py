"""What a person says about encoding, delimiter and sheet, where they were found out wrongly."""

from __future__ import annotations

import io
import json
from pathlib import Path

import openpyxl
import pytest

from catalogue import (
    ColumnMapping,
    Filling,
    SavedMappings,
    UnreadableCatalogue,
    UnusableCatalogue,
    load,
)
from catalogue.__main__ import main
from catalogue.formats import ENCODINGS, ReadAs, read_table
from catalogue.loading.guess_columns import guess_mapping
from catalogue.loading.open_table import open_table
from storage import notices
from tests.lido_samples import lido, titled, value

TEXT = "id;title;artist\n1;Květinářka;Žofie Brook\n2;Růže;Ada Clay\n"
WESTERN = "id,title,artist\n1,Città,Müller\n"
WORDS = {
    "Windows-1250": "Květinářka", "ISO-8859-2": "Květinářka", "CP852": "Květinářka",
    "Mac Central Europe": "Květinářka", "Windows-1251": "Цветы", "ISO-8859-5": "Цветы",
    "KOI8-R": "Цветы", "KOI8-U": "Цветы", "CP866": "Цветы", "Mac Cyrillic": "Цветы",
    "Windows-1253": "Λουλούδια", "ISO-8859-7": "Λουλούδια", "Windows-1254": "Çiçekçi",
    "Windows-1255": "פרחים", "Windows-1256": "زهور", "Windows-1257": "Gėlės",
    "Windows-1258": "Città", "GB18030": "花卉图", "Big5": "花卉圖", "Shift-JIS": "花の図",
    "EUC-JP": "花の図", "EUC-KR": "꽃그림",
}  # fmt: skip
"""A title that the encoding can write; Città where there is none."""


def titles(path: Path, **chosen: str) -> list[str]:
    return [work.title for work in load(path, read_as=ReadAs(**chosen))]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_encoding_can_be_chosen(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "c.csv"
    wanted = WORDS.get(encoding, "Città")
    path.write_bytes(f"id,title,artist\n1,{wanted},x\n".encode(ENCODINGS[encoding]))
    assert titles(path, encoding=encoding)[0] == wanted
    facts = dict(load(path, read_as=ReadAs(encoding)).facts)
    assert facts["encoding"] == f"{encoding if encoding != 'ISO-8859-1' else 'Latin-1'} (as chosen)"


def test_encodings_are_known_by_their_other_names() -> None:
    names = {"cp1250": "Windows-1250", "latin1": "ISO-8859-1", "macroman": "Mac Roman",
             "IBM850": "CP850", "utf8": "UTF-8", "utf-8-sig": "UTF-8", "gbk": "GB18030",
             "sjis": "Shift-JIS", "euc-kr": "EUC-KR", "big5": "Big5"}  # fmt: skip
    assert {name: ReadAs(name).encoding for name in names} == names


@pytest.mark.parametrize(
    ("chosen", "message"),
    [({"encoding": "klingon"}, "no encoding 'klingon'"), ({"encoding": "cp500"}, "Windows-1252"),
     ({"delimiter": "ab"}, "delimiter 'ab'"), ({"delimiter": "\n"}, "delimiter"),
     ({"delimiter": "x"}, "delimiter")],
)  # fmt: skip
def test_what_there_is_not_cannot_be_chosen(chosen: dict[str, str], message: str) -> None:
    with pytest.raises(UnusableCatalogue, match=message):
        ReadAs(**chosen)


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (WESTERN.encode("latin-1"), "UTF-8"),
        (WESTERN.encode("utf-8"), "UTF-16"),
        (b"id,title,artist\n1,Flora,xy", "UTF-16"),  # which would be 13 characters of Chinese
        (b"id,title,artist\n1,A\x81,x\n", "Windows-1252"),
        (b'[{"title": "\xe9"}]', "UTF-8"),
        (b'{"title": "\xe9"}\n{"title": "b"}\n', "UTF-8"),
    ],
)
def test_the_wrong_encoding_says_so(tmp_path: Path, data: bytes, encoding: str) -> None:
    path = tmp_path / ("c.csv" if data.startswith(b"id") else "c.json")
    path.write_bytes(data)
    with pytest.raises(UnreadableCatalogue, match=f"is not in {encoding}.*Choose another"):
        load(path, read_as=ReadAs(encoding))


@pytest.mark.parametrize("given", ["semicolon", ";"])
def test_a_delimiter(tmp_path: Path, given: str) -> None:
    path = tmp_path / "c.csv"
    path.write_text("W;Who, when, where\nFlora;x\n")
    with pytest.raises(UnusableCatalogue, match="no column for the title"):
        load(path)
    table = read_table(path, read_as=ReadAs(delimiter=given))
    assert table.columns == ("W", "Who, when, where")
    assert dict(table.facts)["delimiter"] == "semicolon (as chosen)"


def test_another_mark_and_the_line_of_excel(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_text("sep=,\ntitle^artist\nFlora^Ada, of Ely\n")
    [work] = load(path, read_as=ReadAs(delimiter="^"))
    assert (work.title, work.artist) == ("Flora", "Ada, of Ely")


def workbook(path: Path, **sheets: list[list[str]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    path.write_bytes(out.getvalue())
    return path


def test_a_sheet(tmp_path: Path) -> None:
    rows = [["id", "title"], ["1", "Flora"]]
    path = workbook(tmp_path / "c.xlsx", Old=rows, New=[["id", "title"], ["2", "Dea"]])
    assert titles(path) == ["Flora"]
    assert titles(path, sheet="New") == ["Dea"]
    assert dict(read_table(path).choices)["sheet"] == ("Old", "New")
    with pytest.raises(UnusableCatalogue, match=r"no sheet 'Newer'.*'Old', 'New'"):
        titles(path, sheet="Newer")


@pytest.mark.parametrize(
    ("name", "chosen"),
    [("c.xlsx", {"encoding": "UTF-8"}), ("c.csv", {"sheet": "x"}), ("c.json", {"delimiter": ";"}),
     ("c.xml", {"delimiter": ";"})],
)  # fmt: skip
def test_what_a_format_does_not_have_cannot_be_chosen(
    tmp_path: Path, name: str, chosen: dict[str, str]
) -> None:
    path = tmp_path / name
    if name == "c.xlsx":
        workbook(path, One=[["title"], ["Flora"]])
    else:
        path.write_text({"c.csv": TEXT, "c.json": '[{"title": "A"}]', "c.xml": lido()}[name])
    with pytest.raises(UnusableCatalogue, match=f"has no {next(iter(chosen))}, so none"):
        titles(path, **chosen)


@pytest.mark.parametrize("encoding", [e for e in ENCODINGS if e != "UTF-16"])
def test_xml_that_says_the_wrong_encoding_of_itself(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "c.xml"
    title = WORDS.get(encoding, "Rosé")
    record = lido(titles=titled(value(title)))
    text = f'<?xml version="1.0" encoding="US-ASCII"?>{record}'
    path.write_bytes(text.encode(ENCODINGS[encoding]))
    assert titles(path, encoding=encoding) == [title]


# What is saved


def save(
    path: Path, saved_mappings: SavedMappings, read_as: ReadAs, mapping: ColumnMapping | None = None
) -> None:
    opened = open_table(path, saved_mappings, read_as)
    opened.save(saved_mappings, mapping or guess_mapping(opened.table.columns, opened.table.rows))


def test_an_encoding_is_saved_for_where_the_same_guess_is_made(tmp_path: Path) -> None:
    folder = tmp_path / "mappings"
    first, second, third = (tmp_path / f"{n}.csv" for n in "abc")
    text = "id;title;artist\n1;Vŕba;Ada Clay\n"  # in Windows-1252, "Vàba" is as likely
    first.write_bytes(text.encode("cp1250"))
    second.write_bytes((text + "2;Stĺp;Ada Clay\n").encode("cp1250"))
    third.write_bytes(text.encode("utf-8"))
    assert load(first).works[0].title == "Vàba"
    before = load(first, saved_mappings=folder)
    save(first, SavedMappings(folder), ReadAs("Windows-1250"))
    after = load(first, saved_mappings=folder)
    assert after.works[0].title == "Vŕba"
    assert after.sha256 != before.sha256
    assert [w.title for w in load(second, saved_mappings=folder)] == ["Vŕba", "Stĺp"]
    assert load(third, saved_mappings=folder).works[0].title == "Vŕba"
    assert dict(load(third, saved_mappings=folder).facts)["encoding"].startswith("UTF-8")


def test_a_delimiter_is_saved_with_the_columns_that_it_makes(tmp_path: Path) -> None:
    folder = tmp_path / "mappings"
    path, later = tmp_path / "a.csv", tmp_path / "b.csv"
    path.write_text("W;Who, when, where\nFlora;x\n")
    later.write_text("W;Who, when, where\nDea, of Ely;y\n")
    mapping = ColumnMapping(
        (("title", Filling(("W",))), ("artist", Filling(("Who, when, where",))))
    )
    save(path, SavedMappings(folder), ReadAs(delimiter=";"), mapping)
    assert [(w.title, w.artist) for w in load(later, saved_mappings=folder)] == [
        ("Dea, of Ely", "y")
    ]


def test_a_sheet_that_is_gone_is_reported_and_the_file_read_all_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "mappings"
    rows = [["id", "title"], ["1", "Flora"]]
    path = workbook(tmp_path / "c.xlsx", Old=rows, New=[["nr", "titel"], ["2", "Dea"]])
    save(path, SavedMappings(folder), ReadAs(sheet="New"))
    assert load(path, saved_mappings=folder).works[0].title == "Dea"
    workbook(path, Old=rows)
    catalogue = load(path, saved_mappings=folder)
    assert catalogue.works[0].title == "Flora"
    assert "no sheet 'New'" in next(p.message for p in catalogue.problems if p.kind == "read-as")


@pytest.mark.parametrize("part", ["read_as", "found", "columns"])
def test_what_was_saved_and_is_damaged_says_so(tmp_path: Path, part: str) -> None:
    path = tmp_path / "c.csv"
    path.write_bytes(TEXT.encode("cp1250"))
    saved_mappings = SavedMappings(tmp_path / "mappings")
    save(path, saved_mappings, ReadAs("Windows-1250"))
    place = saved_mappings.path(("id", "title", "artist"))
    values = json.loads(place.read_text())
    place.write_text(json.dumps(values | {part: ["x"]}))
    load(path, saved_mappings=saved_mappings.folder)
    (sentence,) = notices(tmp_path)
    assert place.name in sentence


def test_the_command_chooses_shows_and_saves(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, folder = tmp_path / "c.csv", tmp_path / "mappings"
    path.write_bytes(TEXT.encode("cp1250"))
    given = ["map", str(path), "--mappings", str(folder)]
    assert main([*given, "--encoding", "cp1250", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["records"][0]["title"] == "Květinářka"
    assert answer["read"]["encoding"] == "Windows-1250 (as chosen)"
    assert "Mac Roman" in answer["choices"]["encoding"]
    assert not folder.exists()
    assert main([*given, "--encoding", "Windows-1250", "--save"]) == 0
    assert main([*given, "--set", "genre", "id", "--save"]) == 0  # the encoding stays
    capsys.readouterr()
    assert main([*given, "--delimiter", ";", "--json"]) == 0  # and here, too
    read = json.loads(capsys.readouterr().out)["read"]
    assert read["encoding"] == "Windows-1250 (as chosen)"
    assert read["delimiter"] == "semicolon (as chosen)"
    assert main(["inspect", str(path), "--mappings", str(folder)]) == 0
    assert "Windows-1250 (as chosen)" in capsys.readouterr().out
    assert main([*given, "--guess", "--save"]) == 0
    assert "as chosen" not in capsys.readouterr().out
    assert main([*given, "--encoding", "UTF-8"]) == 2
    assert "is not in UTF-8" in capsys.readouterr().err
