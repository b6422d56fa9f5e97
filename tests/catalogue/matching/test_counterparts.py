"""Texts and names compared word by word."""

from __future__ import annotations

import pytest

from catalogue.matching.counterparts import Shared, alike
from tests.whole_catalogue import index_of

INDEX = index_of(
    ("The Old Bridge at Night", "John Smith"),
    ("Past and Present, No. 1", "Augustus Egg"),
    *[(f"Sunrise {n}", f"Mary Ann{n}") for n in range(3)],
    *[(f"Harbour {n}", f"Peter Paul{n}") for n in range(9)],
)


def shared(title: str, work: int = 0) -> Shared:
    return max(INDEX.counterparts.of("title", title, work))


def test_all_words_of_a_title_that_is_read_well_are_found_both_ways() -> None:
    assert shared("The Old Bridge at Night") == (1.0, 1.0, False)


@pytest.mark.parametrize("title", ["Tbe 0ld Brldge ot Nigbt", "thc Old Bridge af Night"])
def test_a_misread_word_has_a_counterpart_and_a_misread_stop_word_tells_nothing(title: str) -> None:
    assert shared(title)[:2] == (1.0, 1.0)


def test_another_word_has_none_and_one_that_the_catalogue_holds_was_hardly_misread() -> None:
    title = shared("The Old Bridge at Sunrise")
    assert 0.5 < title.text < 0.8
    assert title.other_word
    assert not shared("The Old Bridge at Dawn").other_word


def test_a_part_of_a_title_is_a_share_of_the_name() -> None:
    part = shared("Night")
    assert part.text == 1.0
    assert 0.2 < part.name < 0.5


@pytest.mark.parametrize(
    ("title", "whole"),
    [
        ("Tbe 0ld Brldge ot Nigbt", True),
        ("Old Bridge", False),
        ("The Old Stone Bridge at Night", False),
        ("Bridge at Old Night", False),
    ],
)
def test_a_whole_title_has_every_word_in_order(title: str, whole: bool) -> None:
    assert any(INDEX.counterparts.whole("title", title, 0)) == whole


def test_a_name_may_be_turned_round_and_is_whole() -> None:
    assert any(INDEX.counterparts.whole("artist", "Smith John", 0))


def test_another_number_is_another_title() -> None:
    assert shared("Past and Present, No. 1", 1).text == 1.0
    assert shared("Past and Present, No. 2", 1) == (0.0, 0.0, True)
    assert shared("Past and Present, No. II", 1) == (0.0, 0.0, True)


def test_an_initial_stands_for_a_forename() -> None:
    of = INDEX.counterparts.of
    assert max(of("artist", "J. Smith", 0))[:2] == (1.0, 1.0)
    assert max(of("artist", "M. Smith", 0)).text < 1


@pytest.mark.parametrize(
    ("word", "other", "least", "most"),
    [
        ("night", "night", 1, 1),
        ("nigbt", "night", 0.8, 1),
        ("0ld", "old", 1, 1),
        ("rnoon", "moon", 1, 1),
        ("12", "13", 0, 0),
        ("bridge", "night", 0, 0.4),
    ],
)
def test_words_are_alike_by_their_letters(word: str, other: str, least: float, most: float) -> None:
    assert least <= alike(word, other) <= most
