"""Every row of a file is a record or a reject, whatever is in it; and no bytes break reading."""

from __future__ import annotations

import csv
import gzip
import io
import json
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from catalogue import Catalogue, CatalogueError, export, load
from catalogue.reading import LONGEST_CELL, Limits, read_table

HEADER = ["id", "title", "artist", "room"]
GOOD = ["good", "Flora", "Cignani", "1"]
CELLS = st.text(
    st.sampled_from(",;\t\n\r\"' '=+-@x1\0\ufeff\u2028\xe9\ufffd")
    | st.characters(exclude_categories=["Cc"]),
    max_size=12,
)
ROWS = st.lists(st.lists(CELLS, max_size=7), max_size=12)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["title", "artist", "id", "type", "@type", "label", "items", "_label",
                         "identified_by", "metadata", "value", "content", "produced_by"])
        | st.text(max_size=5),
        inner,
        max_size=5,
    ),
    max_leaves=12,
)  # fmt: skip
quick = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def folder():
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def loaded(folder: Path, data: bytes, name: str) -> Catalogue:
    path = folder / name
    path.write_bytes(data)
    return load(path)


def accounted(catalogue: Catalogue) -> int:
    return sum(len(work.records) for work in catalogue) + len(catalogue.rejects)


def table(rows: list[list[str]], **form: Any) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, **form)
    writer.writerows([HEADER, *rows])
    return out.getvalue().encode("utf-8", "surrogatepass")


def is_filled(cells: list[str]) -> bool:
    return any(cell.replace("\0", "").strip() for cell in cells)


@quick
@given(ROWS, st.sampled_from(",;\t|"), st.booleans())
@example([["1", "a\nb,c", "x", "y", "surplus"], ["2", "c"]], ",", False)
def test_of_a_table(folder: Path, rows: list[list[str]], delimiter: str, packed: bool) -> None:
    # An empty cell alone in a row is written as "", and a lone surrogate is no UTF-8.
    rows = [[c.encode("utf-8", "replace").decode() for c in row] for row in rows]
    data = table([*rows, GOOD], delimiter=delimiter, quoting=csv.QUOTE_ALL)
    catalogue = loaded(folder, gzip.compress(data) if packed else data, "c.csv")
    assert accounted(catalogue) == sum(map(is_filled, rows)) + 1
    assert dict(catalogue.facts)["rows"] == f"{accounted(catalogue):,}"
    assert all(reject.line > 1 and reject.reason for reject in catalogue.rejects)


@quick
@given(st.lists(st.text(st.sampled_from('a,"x\t;'), max_size=9), max_size=12))
def test_of_lines_with_quotes_anywhere_no_word_is_lost(folder: Path, lines: list[str]) -> None:
    lines = [line for line in lines if line.strip(' ,\t;"')]
    text = "\n".join(["id,title,artist,room", *lines, "good,Flora,x,1", ""])
    catalogue = loaded(folder, text.encode(), "c.csv")
    kept = [value for w in catalogue for r in w.records
            for value in (r.identifier, r.title, r.artist, *(v for _, v in r.extra))]  # fmt: skip
    kept += [cell for reject in catalogue.rejects for cell in reject.cells]
    letters = sum(text.count(letter) for letter in "ax") - sum(
        "id,title,artist,room".count(c) for c in "ax"
    )
    assert sum(cell.count(letter) for cell in kept for letter in "ax") == letters


@quick
@given(st.lists(JSON, max_size=8))
def test_of_a_json_list(folder: Path, entries: list[Any]) -> None:
    entries = [*entries, {"title": "Flora"}]
    try:
        catalogue = loaded(folder, json.dumps(entries).encode(), "c.json")
    except CatalogueError:
        return  # other entries made it Linked Art or IIIF, where the last one has no title
    nested = any("items" in json.dumps(entry) for entry in entries)  # a collection holds several
    assert accounted(catalogue) == len(entries) or nested


@quick
@given(st.lists(st.one_of(JSON.map(json.dumps), CELLS), max_size=8))
def test_of_json_lines(folder: Path, lines: list[str]) -> None:
    lines = [line.replace("\n", " ").replace("\r", " ").encode("utf-8", "replace").decode()
             for line in lines if "type" not in line and "label" not in line]  # fmt: skip
    text = "\n".join(["[]", *lines, '{"title": "Flora"}'])
    catalogue = loaded(folder, text.encode(), "c.jsonl")
    filled = [line for line in lines if line.replace("\0", "").strip(" \t\ufeff")]
    assert accounted(catalogue) == len(filled) + 2


@settings(quick, max_examples=25)
@given(st.lists(st.lists(st.none() | st.integers() | st.text(st.sampled_from("ab1 #"), max_size=5),
                         max_size=6), max_size=6))  # fmt: skip
def test_of_a_spreadsheet(folder: Path, rows: list[list[Any]]) -> None:
    book = openpyxl.Workbook()
    for row in [HEADER, *rows, GOOD]:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    catalogue = loaded(folder, out.getvalue(), "c.xlsx")
    filled = [row for row in rows if any(c is not None and str(c).strip() for c in row)]
    assert accounted(catalogue) == len(filled) + 1


# No bytes do more than raise CatalogueError

NAMES = st.sampled_from(["c", "c.csv", "c.tsv", "c.json", "c.jsonl", "c.xml", "c.xlsx", "c.csv.gz"])
BEGINNINGS = (b"", b"\xef\xbb\xbf", b"\xff\xfe", b"PK\x03\x04", b"\x1f\x8b\x08", b"<?xml version=",
              b"[{", b'{"items": [', b"sep=;\r\n", b"title,artist\n", b"<lido>")  # fmt: skip


@settings(quick, max_examples=150)
@given(st.sampled_from(BEGINNINGS), st.binary(max_size=300), NAMES)
def test_any_bytes(folder: Path, beginning: bytes, rest: bytes, name: str) -> None:
    with suppress(CatalogueError):
        loaded(folder, beginning + rest, name)


def whole_files() -> list[bytes]:
    book = openpyxl.Workbook()
    for row in (HEADER, GOOD, [1, "=A1", 2.5]):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    lido = (b'<lidoWrap xmlns="http://www.lido-schema.org"><lido><lidoRecID>1</lidoRecID><titleSet>'
            b"<appellationValue>Flora</appellationValue></titleSet></lido></lidoWrap>")  # fmt: skip
    manifest = {"type": "Manifest", "label": {"en": ["A"]}, "items": [], "metadata": [{}]}
    lines = b'{"title": "A"}\n{"title": "B"}\n'
    return [table([GOOD, GOOD]), out.getvalue(), lido, json.dumps([manifest]).encode(), lines,
            gzip.compress(table([GOOD])), table([GOOD]).decode().encode("utf-16")]  # fmt: skip


FILES = whole_files()
CHANGES = st.lists(
    st.tuples(st.integers(0, 6000), st.sampled_from([0, 1, 5, 50]), st.binary(max_size=6)),
    min_size=1,
    max_size=6,
)


@settings(quick, max_examples=200)
@given(st.sampled_from(range(len(FILES))), CHANGES, NAMES)
def test_any_damage_to_a_good_file(folder: Path, which: int, changes: Any, name: str) -> None:
    data = FILES[which]
    for place, cut, new in changes:
        at = place % (len(data) + 1)
        data = data[:at] + new + data[at + cut :]
    with suppress(CatalogueError):
        loaded(folder, data, name)


# Single cases


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
    monkeypatch.setattr("catalogue.formats.delimited._PATIENCE", 500_000)
    line = 'a"b,"c\n'  # leaves a quotation open, whether or not one was open before
    with pytest.raises(CatalogueError, match="never closed"):
        loaded(folder, b"id,title\n" + line.encode() * 30_000, "c.csv")


def test_a_long_cell_of_one_line_is_cut_and_its_row_kept(folder: Path) -> None:
    data = f"id,title,artist\n1,{'x' * (LONGEST_CELL + 5)},y\n".encode()
    assert len(loaded(folder, data, "c.csv")["1"].title) == LONGEST_CELL


def test_the_documents_name_the_limits() -> None:
    text = (Path(__file__).parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")
    limits = Limits()
    assert f"| {limits.rows:,} and {limits.columns:,} |" in text
    assert f"| {limits.unpacked >> 30} GiB |" in text
    assert f"| {limits.whole >> 20} MiB |" in text
    assert f"| {limits.line >> 20} MiB |" in text
    assert f"| {limits.kept >> 30} GiB |" in text
    assert f"{LONGEST_CELL:,} characters" in text


def test_limits_of_a_table(folder: Path) -> None:
    path = folder / "c.csv"
    for limits, message in (
        (Limits(rows=5), "more than 5 rows"),
        (Limits(columns=2), "4 columns"),
        (Limits(kept=500), "more text"),
        (Limits(unpacked=100), "larger than"),
        (Limits(line=200_000), "goes on for more"),
    ):
        path.write_bytes(table([GOOD] * 20) + b"x" * 300_000 * (limits.line < 1 << 20))
        with pytest.raises(CatalogueError, match=message):
            read_table(path, limits)


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
    assert [p.line for p in catalogue.findings] == list(range(2, 62))


def test_rejects_as_a_spreadsheet_runs_nothing(folder: Path) -> None:
    catalogue = loaded(folder, table([["=1+1", "-", "?", "@x", "more"], GOOD]), "c.csv")
    header, row = csv.reader(io.StringIO("".join(export.rejects(catalogue)), newline=""))
    assert header == ["line", "reason", *HEADER]
    assert row[2:] == ["'=1+1", "'-", "?", "'@x", "more"]
    assert (row[0], "5 cells" in row[1]) == ("2", True)
