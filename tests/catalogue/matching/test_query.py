"""Queries that look at few works, against every work scored one by one."""

from typing import Any
from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue import FIELDS, Guess, Index, Record, Work, load
from catalogue.matching import field_query, similarity, top_matches
from tests.places import KIT
from tests.whole_catalogue import PlainIndex

words = st.sampled_from(
    ["Madonna", "Bambino", "col", "di", "santi", "Ercole", "II", "red", "(Flora)", ";", "detto"]
)
phrases = st.lists(words, max_size=6).map(" ".join)
texts = phrases | st.text("ab mn", max_size=8)
confidence = st.sampled_from([1.0, 0.5, 1e-4]) | st.floats(0, 1, exclude_min=True)
guessed = texts | st.builds(Guess, texts, confidence)
share = st.sampled_from([0.0, 1.0, 0.65, 1e-5, 1e-13]) | st.floats(0, 1)
weights = st.permutations(FIELDS).flatmap(
    lambda order: st.fixed_dictionaries(dict.fromkeys(order, share))
)


def works_of(*records: Any) -> Any:
    return [Work(str(n), (Record(str(n), *one),)) for n, one in enumerate(records)]


LISTS = {"_LITTLE": -1, "_FEW": 1, "_DEARER": 0}
HOW = {
    "as it is": ({}, {}, {}),
    "all trigrams counted": ({"_LITTLE": 10**6}, {"_CLOSE": 0, "_FIRST": 1}, {"_SEEDS": 1}),
    "lengths and words alone": (LISTS, {"_CROWD": 0, "_SORTED": 0}, {"_PEAKS": 1}),
    "the rarer trigrams first": ({"_LITTLE": -1, "_DEARER": 10**6}, {"_CROWD": 1}, {"_SHARE": 0.9}),
    "few looked at": (LISTS, {"_CLOSE": 0, "_FIRST": 1, "_CROWD": 1}, {"_SEEDS": 1, "_PEAKS": 2}),
}


@pytest.mark.slow
@pytest.mark.parametrize("how", HOW)
@settings(max_examples=120, deadline=None)
@given(
    st.lists(st.tuples(texts, texts, texts), max_size=30),
    st.fixed_dictionaries({field: st.lists(guessed, max_size=2) for field in FIELDS}),
    weights,
    share,
    st.integers(1, 4),
)
def test_a_query_answers_as_if_every_work_were_scored(
    how: Any, rows: Any, guesses: Any, weights: Any, alpha: Any, limit: Any
) -> None:
    works = works_of(*rows)
    plain = PlainIndex(works).query(guesses, alpha)
    every = np.arange(len(works))
    of_guess, of_best, of_field = HOW[how]
    with (
        mock.patch.dict(vars(similarity), of_guess),
        mock.patch.dict(vars(top_matches), of_best),
        mock.patch.dict(vars(field_query), of_field),
    ):
        query = Index(works).query(guesses, alpha)
        highest = [query.highest(field) for field in FIELDS]
        answers = {ties: query.best(weights, limit, ties) for ties in (False, True)}
        united = query.united("title", "artist")
    assert highest == [plain.highest(field) for field in FIELDS]
    assert united == plain.united("title", "artist")
    for ties, answer in answers.items():
        expected = plain.best(weights, limit, ties)
        assert [one.tolist() for one in answer] == [one.tolist() for one in expected]
    assert query.combined(weights, every).tolist() == plain.combined(weights, every).tolist()
    for field in FIELDS:
        assert query.scores(field, every).tolist() == plain.scores(field, every).tolist()
        assert query.explain(field, every) == plain.explain(field, every)


def test_of_equals_all_are_named_in_the_order_of_the_catalogue() -> None:
    index = Index(works_of(*[("Flora", "Titian")] * 4, ("Flora in red", "Titian")))
    query = index.query({"title": ["Flora"]}, 0.65)
    works, scores = query.best({"title": 0.5}, 2, ties=True)
    assert (works.tolist(), scores.tolist()) == ([0, 1, 2, 3], [0.5] * 4)
    assert query.best({"title": 0.5}, 2)[0].tolist() == [0, 1]


def test_one_work_has_both_or_two_works_have_one_each() -> None:
    rows = ("Flora", "Titian"), ("Minerva", "Dosso Dossi")
    index = Index(works_of(*rows))
    assert index.query({"title": ["Flora"], "artist": ["Titian"]}, 0.65).united("title", "artist")
    apart = index.query({"title": ["Flora"], "artist": ["Dosso Dossi"]}, 0.65)
    assert not apart.united("title", "artist")


def test_a_guess_counts_as_much_as_its_confidence() -> None:
    index = Index(works_of(("Flora",), ("Flora in red",)))
    sure = index.query({"title": ["Flora"]}, 0.65).scores("title", np.array([0, 1]))
    half = index.query({"title": [Guess("Flora", 0.5)]}, 0.65)
    assert sure[0] == 1.0
    assert half.scores("title", np.array([0, 1])) == pytest.approx(sure / 2)
    both = index.query({"title": [Guess("Flora", 0.5), Guess("Flora in red", 0.9, "label")]}, 0.65)
    assert both.scores("title", np.array([1])) == pytest.approx([0.9])
    (met,) = both.explain("title", np.array([1]))
    assert (met.guess, met.confidence, met.source) == ("Flora in red", 0.9, "label")


@pytest.mark.parametrize("confidence", [0.0, -0.1, 1.01, float("nan"), float("inf")])
def test_a_confidence_that_is_none_is_refused(confidence: float) -> None:
    with pytest.raises(ValueError, match="over 0 and at most 1"):
        Guess("Flora", confidence)


def test_without_works_or_words_there_is_nothing() -> None:
    for index in (Index(()), Index(works_of(("Flora",)))):
        query = index.query({"title": ["?!"], "artist": []}, 0.65)
        works, scores = query.best({"title": 1.0, "artist": 1.0}, 3)
        assert (works.tolist(), scores.tolist(), query.highest("title")) == ([], [], 0.0)
    assert Index(works_of(("Flora",))).query({"title": ["Flora"]}, 0.65).best({}, 3)[0].size == 0


def test_few_works_are_scored_to_find_the_best(monkeypatch: Any) -> None:
    rows = [(f"Study number {n} of a hay wain", "John Constable") for n in range(5000)]
    index = Index(works_of(*rows))
    scored = []
    whole = field_query.FieldQuery.scores
    monkeypatch.setattr(
        field_query.FieldQuery,
        "scores",
        lambda self, works: scored.append(len(works)) or whole(self, works),  # type: ignore[func-returns-value]
    )
    guesses = {"title": ["Study number 4321 of a hay wain"], "artist": ["Constable, John"]}
    works, _ = index.query(guesses, 0.65).best({"title": 0.7, "artist": 0.3}, 1)  # type: ignore[arg-type]
    assert works.tolist() == [4321]
    assert 0 < sum(scored) < 500


@pytest.mark.kit
@pytest.mark.skipif(not KIT.exists(), reason="needs the real material")
def test_a_query_answers_as_if_every_work_of_a_real_catalogue_were_scored() -> None:
    works = load(KIT / "catalogues" / "semart_val_1069.tsv.gz").works
    index, plain = Index(works), PlainIndex(works)
    weights = {"artist": 0.46, "title": 0.36, "subject": 0.18}
    for work in works[::120]:
        guesses = {
            "title": [work.title[2:]],
            "artist": [work.artist[::-1], work.artist],
            "subject": [work.title],
        }
        found = index.query(guesses, 0.65).best(weights, 3)  # type: ignore[arg-type]
        expected = plain.query(guesses, 0.65).best(weights, 3)  # type: ignore[arg-type]
        assert [one.tolist() for one in found] == [one.tolist() for one in expected]
