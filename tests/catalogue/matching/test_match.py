"""Works in the order in which a person is shown them."""

from __future__ import annotations

from catalogue import Index
from catalogue.matching.match import match, ranked
from tests.whole_catalogue import index_of


def order(index: Index, limit: int = 5, **guesses: str) -> list[int]:
    return [n for n, _ in ranked(index, guesses, limit)]


def test_of_equals_the_title_itself_comes_before_one_that_has_it_as_an_alias() -> None:
    index = index_of(("Spring (Flora)",), ("Sketch for ‘Flora’",), ("Flora",), ("Flora; a study",))
    assert order(index, title="Flora")[0] == 2
    assert {score for _, score in ranked(index, {"title": "Flora"})} == {1.0}


def test_of_equals_the_words_in_their_order_come_first() -> None:
    index = index_of(("Buildings, with Mountains",), ("Mountains, with Buildings",))
    assert order(index, title="Mountains witb Buildings") == [1, 0]
    assert order(index, title="Buildings witb Mountains") == [0, 1]


def test_a_higher_score_comes_first_whatever_it_reads_like() -> None:
    index = index_of(("Madonna",), ("Madonna with Child", "", ""))
    assert order(index, title="with child madonna") == [1, 0]


def test_of_many_equals_the_most_alike_is_shown_and_no_more_than_asked_for() -> None:
    index = index_of(*[(f"No title ({n})", "Nobody") for n in "abcdefgh"], ("No title", "Nobody"))
    assert order(index, 2, title="No title", artist="Nobody")[0] == 8
    assert len(match(index, {"title": "No title"}, limit=2)) == 2


def test_the_score_is_the_mean_of_what_was_given() -> None:
    index = index_of(("Flora", "Titian"), ("Flora", "Dosso Dossi"))
    (first, second) = match(index, {"title": "Flora", "artist": "Dosso Dossi"})
    assert (first["work"], first["score"]) == ("1", 1.0)
    assert (second["work"], second["score"]) == ("0", 0.5)
    assert match(index, {}) == match(index, {"title": "?"}) == []
