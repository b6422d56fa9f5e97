"""A catalogue in counts, and searching its works."""

from __future__ import annotations

from pathlib import Path

import catalogue
from pages._ui.words.works import also, counts, named, oddities, search
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
    (problem,) = oddities(loaded)
    assert "3" in problem.message
    figures = {count.name: (count.number, count.view) for count in counts(loaded)}
    assert figures["row left out"] == (1, "Rows left out")
    assert figures["oddity in the file"] == (1, "Rows left out")


def test_works_of_several_records_are_counted_as_such(tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    path.write_text("Inv,Artist,Title\n1,Ada,Mill\n1,Ada,Mill\n2,Ada,Ford\n", encoding="utf-8")
    figures = [(count.number, count.name) for count in counts(catalogue.load(path))]
    assert figures[:3] == [(2, "works"), (2, "without picture"), (1, "of several records")]
    assert not any("artist" in name for _, name in figures), "every work has one"


def test_a_catalogue_is_named_with_its_folder() -> None:
    demo = Path("/ws/demo")
    assert named(Path("/museum/north/catalogue.csv"), demo) == "north/catalogue.csv"
    assert named(demo / "catalogue.csv", demo) == "the demonstration collection"
    assert named(Path("catalogue.csv")) == "catalogue.csv"


def test_a_work_is_also_found_as_what_the_catalogue_does_not_call_it(tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    path.write_text("Inv,Artist,Title\n1,Ada  Low (1500),Mill\n", encoding="utf-8")
    (work,) = catalogue.load(path).works
    aliases = {"title": ("Mill",), "artist": ("Ada Low (1500)", "Ada Low")}
    assert also(work, aliases) == [("Artist", "Ada Low")]
