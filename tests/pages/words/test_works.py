"""A catalogue in counts, and searching its works."""

from __future__ import annotations

from pathlib import Path

import catalogue
from pages._ui.words.works import also, counts, oddities, search
from tests import builders


def test_a_search_needs_every_word(tmp_path: Path) -> None:
    loaded = catalogue.load(builders.catalogue_file(tmp_path))
    assert [work.identifier for work in search(loaded, "harbour ONE")] == ["T-01", "T-04"]
    assert [work.identifier for work in search(loaded, "t-03")] == ["T-03"]
    assert search(loaded, "harbour lemons") == []
    assert len(search(loaded, "", 2)) == 2


def test_a_row_left_out_is_not_counted_as_odd_again(tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    path.write_text("Inv,Artist,Title\n1,Ada,Mill\n2,,\n3,,Ford\n3,,Reeds\n", encoding="utf-8")
    loaded = catalogue.load(path)
    numbers = dict(counts(loaded))
    assert numbers["row left out"] == 1
    (problem,) = oddities(loaded)
    assert "3" in problem.message
    assert numbers["oddity in the file"] == 1


def test_works_of_several_records_are_counted_as_such(tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    path.write_text("Inv,Artist,Title\n1,Ada,Mill\n1,Ada,Mill\n2,Ada,Ford\n", encoding="utf-8")
    assert dict(counts(catalogue.load(path)))["of several records"] == 1


def test_a_work_is_also_found_as_what_the_catalogue_does_not_call_it(tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    path.write_text("Inv,Artist,Title\n1,Ada  Low (1500),Mill\n", encoding="utf-8")
    (work,) = catalogue.load(path).works
    aliases = {"title": ("Mill",), "artist": ("Ada Low (1500)", "Ada Low")}
    assert also(work, aliases) == [("Artist", "Ada Low")]
