"""The value of merged cells counts for every row under them."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl

from catalogue import load
from catalogue.formats.merged_cells import MergedRange, filled_down, merged_ranges


def test_a_merged_artist_is_that_of_all_its_rows(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["Museum on the Hill, loans", None, None, None],
        ["Artist", "Title", "Inv", "Date"],
        ["Ada Brook", "Dawn", 1, 1880],
        [None, "Noon", 2, None],
        [None, None, None, None],
        [None, "Dusk", 3, None],
        [None, "Night", 4, None],
    ):
        sheet.append(row)
    for cells in ("A1:D1", "A3:A6", "D3:D4"):
        sheet.merge_cells(cells)
    path = tmp_path / "c.xlsx"
    book.save(path)
    catalogue = load(path)
    assert [(w.title, w.artist, w.date) for w in catalogue] == [
        ("Dawn", "Ada Brook", "1880"),
        ("Noon", "Ada Brook", "1880"),
        ("Dusk", "Ada Brook", ""),
        ("Night", "", ""),
    ]
    assert [reject.line for reject in catalogue.rejects] == [1]


def test_ranges_are_found_wherever_the_file_is_cut() -> None:
    filler = b"<row/>" * 200_000
    xml = filler + b'<mergeCell ref="B2:C9"/><mergeCell ref="A4:F4"/>' + filler
    xml += b'<x:mergeCell  ref="AA1:AA3"/>'
    for cut in range(0, 60, 7):
        found = merged_ranges(io.BytesIO(b" " * cut + xml))
        assert found == (MergedRange(26, 1, 3), MergedRange(1, 2, 9))


def test_rows_without_a_value_of_their_own_stay_empty() -> None:
    rows = [(1, ("a", "x")), (2, ()), (3, ("", "y")), (4, ("b", "z")), (5, ("", "w"))]
    assert list(filled_down(rows, [MergedRange(0, 1, 4)])) == [
        (1, ("a", "x")),
        (2, ()),
        (3, ("a", "y")),
        (4, ("b", "z")),
        (5, ("", "w")),
    ]
