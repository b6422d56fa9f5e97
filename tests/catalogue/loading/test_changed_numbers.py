"""Numbers that a spreadsheet program changed are pointed at, and columns that belong to others."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalogue import Index, load
from catalogue.matching.match import match


def problems(folder: Path, *numbers: str) -> list[int]:
    path = folder / "c.csv"
    rows = "".join(f"{number},Title {n},x\n" for n, number in enumerate(numbers))
    path.write_text(f"Inv,Title,Artist\n{rows}", encoding="utf-8")
    return [p.line for p in load(path).problems if p.kind == "number-as-date"]


def test_a_date_among_numbers(tmp_path: Path) -> None:
    numbers = ("3-5", "03-Apr", "2024-04-03", "Mar-10", "5. Mai", "3-6", "3-7", "3-8", "3-9")
    assert problems(tmp_path, *numbers) == [3, 4, 5, 6]


def test_a_rounded_figure(tmp_path: Path) -> None:
    assert problems(tmp_path, "123456789012", "1.23457E+11", "123456789014") == [3]


def test_dates_that_a_museum_uses_as_numbers(tmp_path: Path) -> None:
    assert problems(tmp_path, "2024-04-03", "2024-04-04", "2023-01-02", "7") == []


@pytest.mark.parametrize(
    "name", ["Title (English)", "title_en", "Titel (Englisch)", "Other titles"]
)
def test_a_title_in_another_language_is_another_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / "c.csv"
    path.write_text(f"Inv,Titel,{name},Artist\n1,Näcken,The Water Sprite,Ada\n", encoding="utf-8")
    catalogue = load(path)
    assert catalogue["1"].title == "Näcken"
    [best] = match(Index.build(catalogue), {"title": "The Water Sprite"})
    assert best["fields"]["title"]["score"] == 1.0


def test_the_qualifier_of_another_column_stays_with_the_artist(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_text(
        "Inv,Title,Artist Prefix,Artist Display Name,Artist Suffix\n"
        "1,Man,Style of,Ada Brook,\n2,Cup,Designed by|After,Ada Brook|Joe Clay,\n"
        '3,Sea,,Joe Clay,", and Workshop"\n4,Sky,,,\n'
    )
    assert [work.artist for work in load(path)] == [
        "Ada Brook (style of)",
        "Ada Brook (designed by)|Joe Clay (After)",
        "Joe Clay (and Workshop)",
        "",
    ]
