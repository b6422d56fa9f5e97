"""Groups of works get one title and artist, and what is named by a picture is counted."""

from __future__ import annotations

import csv
from pathlib import Path

import cv2
import pytest

import catalogue
from benchmark.scoring.namesakes import Showing, grouped, main, namesakes, report, with_pictures
from tests import builders
from tests.backends.embedded.paintings.test_recogniser import painting


def shown(work: str, recognised: str, named: str, sight: str = "glare") -> Showing:
    return Showing(work, sight, frozenset(recognised), frozenset(named))


def test_so_many_works_together_share_their_words(tmp_path: Path) -> None:
    collection = catalogue.load(builders.catalogue_file(tmp_path))
    made = grouped(collection, with_pictures(collection, 9), 3)
    first, fourth = builders.WORKS[0], builders.WORKS[3]
    words = [(w.identifier, w.title, w.artist, w.subject) for w in made]
    assert words == [(identifier, *first[1:]) for identifier, *_ in builders.WORKS[:3]] + [fourth]
    assert [work.picture for work in made] == [work.picture for work in collection]
    assert [w.identifier for w in namesakes(made, collection.works)] == ["T-01", "T-02", "T-03"]
    assert namesakes(collection, collection.works) == []


def test_evidence_about_the_catalogue_as_it_is_is_not_taken(tmp_path: Path) -> None:
    collection = catalogue.load(builders.catalogue_file(tmp_path))
    hashes = {grouped(collection, collection.works, n).sha256 for n in (2, 3)}
    assert len(hashes | {collection.sha256}) == 3


def test_works_that_are_shown_are_spread_over_the_catalogue(tmp_path: Path) -> None:
    collection = catalogue.load(builders.catalogue_file(tmp_path))
    assert [work.identifier for work in with_pictures(collection, 2)] == ["T-01", "T-03"]


def test_a_right_and_a_wrong_name_are_none() -> None:
    assert shown("a", "a", "a").right
    assert not shown("a", "a", "a").wrong
    assert shown("a", "a", "ab").wrong
    assert not shown("a", "a", "ab").right
    assert not shown("a", "a", "").right
    assert not shown("a", "a", "").wrong
    assert not shown("a", "ab", "a").told_apart


def test_the_report_counts_renderings_and_works() -> None:
    text = report([shown("a", "a", "a"), shown("a", "a", "", "blurred"), shown("b", "b", "b"),
                   shown("b", "ab", "a", "blurred"), shown("c", "", "")])  # fmt: skip
    assert "| glare | 3 | 2 | 2 | 0 |\n| blurred | 2 | 1 | 0 | 1 |\n| all | 5 | 3 | 2 | 1 |" in text
    rates = [line.split("(")[0].split()[-3:] for line in text.splitlines()[-4:]]
    assert [(a, b) for a, _, b in rates] == [("2", "3"), ("1", "2"), ("1", "5"), ("1", "3")]
    assert "1 of 5 (95 %: 0.5% to 71.6%)" in text


@pytest.mark.slow
def test_each_is_named_by_its_picture(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with (tmp_path / "catalogue.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "title", "artist", "image"])
        for number in range(4):
            cv2.imwrite(str(tmp_path / f"{number}.png"), painting(number))
            title = "Flora" if number > 1 else f"Title {number}"
            writer.writerow([f"N-{number}", title, "Unknown", f"{number}.png"])
    asked = [str(tmp_path / "catalogue.csv"), "--together", "2", "--sights", "fills the frame"]
    assert main(asked) == 0
    made, real = capsys.readouterr().out.split("\n\n2 works")
    assert "4 works with a picture in groups of 2" in made
    assert "| all | 4 | 4 | 4 | 0 |" in made
    assert "| all | 2 | 2 | 2 | 0 |" in real
