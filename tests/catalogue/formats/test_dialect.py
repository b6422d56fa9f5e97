"""Quotation marks behind backslashes, numbers kept as text, and other ways to write a cell."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalogue import Catalogue, load
from catalogue.formats.dialect import plain_text


def loaded(folder: Path, text: str) -> Catalogue:
    path = folder / "c.csv"
    path.write_text(text, encoding="utf-8", newline="")
    return load(path)


def test_a_backslash_before_a_mark_makes_it_a_character(tmp_path: Path) -> None:
    text = (
        '"id","title","artist"\n"1","The \\"Blue\\" Room","Ada Brook"\n'
        '"2","A Lady, called \\"La Bella\\", seated",\\N\n"3","On two\\\nlines","C:\\\\"\n'
    )
    catalogue = loaded(tmp_path, text)
    assert [(w.title, w.artist) for w in catalogue] == [
        ('The "Blue" Room', "Ada Brook"),
        ('A Lady, called "La Bella", seated', ""),
        ("On two\nlines", "C:\\"),
    ]
    assert not catalogue.rejects
    assert "backslash" in dict(catalogue.facts)["quotation"]


def test_a_backslash_that_is_a_character_stays_one(tmp_path: Path) -> None:
    text = '"id","title","artist"\n"1","C:\\pictures\\","Ada ""B"" Brook"\n"2","A\\B","x"\n'
    catalogue = loaded(tmp_path, text)
    assert [(w.title, w.artist) for w in catalogue] == [
        ("C:\\pictures\\", 'Ada "B" Brook'),
        ("A\\B", "x"),
    ]
    assert "quotation" not in dict(catalogue.facts)


def test_a_backslash_at_the_end_of_a_cell_swallows_no_row(tmp_path: Path) -> None:
    text = '"id","title","artist"\n"\\"\n"0"\n"1","Dawn","Ada Brook"\n'
    catalogue = loaded(tmp_path, text)
    assert len(catalogue.works) + len(catalogue.rejects) == 3


def test_single_quotation_marks_around_every_cell(tmp_path: Path) -> None:
    catalogue = loaded(tmp_path, "'id';'title';'artist'\n'1';'Dawn; or, Day';'Ada Brook'\n")
    assert catalogue["1"].title == "Dawn; or, Day"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('="00123"', "00123"),
        ('= "a ""b"""', 'a "b"'),
        ('=T("0045")', "0045"),
        ("'00123", "00123"),
        ("'1910.10a", "1910.10a"),
        ("'=1+1", "=1+1"),
        ("'68 Nova", "'68 Nova"),
        ("'t Huys", "'t Huys"),
        ("'1984'", "'1984'"),
        ("=SUM(A1)", "=SUM(A1)"),
        ('="a"&"b"', '="a"&"b"'),
    ],
)
def test_numbers_that_a_spreadsheet_was_kept_from_changing(cell: str, text: str) -> None:
    assert plain_text(cell) == text
