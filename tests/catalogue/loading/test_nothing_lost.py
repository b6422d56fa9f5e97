"""Every row of a file is a record or a reject, whatever is in it; and no bytes break reading."""

from __future__ import annotations

import csv
import gzip
import io
import json
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from catalogue import Catalogue, CatalogueError, load
from tests.catalogue_samples import accounted

pytestmark = pytest.mark.slow

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
def folder() -> Iterator[Any]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def loaded(folder: Path, data: bytes, name: str) -> Catalogue:
    path = folder / name
    path.write_bytes(data)
    return load(path)


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
@example([["\\"], ["0"]], ",", False)
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
    texts = [value for w in catalogue for r in w.records
            for value in (r.identifier, r.title, r.artist, *(v for _, v in r.extra))]  # fmt: skip
    texts += [cell for reject in catalogue.rejects for cell in reject.cells]
    letters = sum(text.count(letter) for letter in "ax") - sum(
        "id,title,artist,room".count(c) for c in "ax"
    )
    assert sum(cell.count(letter) for cell in texts for letter in "ax") == letters


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
        assert len(loaded(folder, beginning + rest, name)) > 0


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
        catalogue = loaded(folder, data, name)
        assert dict(catalogue.facts)["rows"] == f"{accounted(catalogue):,}"
