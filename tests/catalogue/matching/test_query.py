"""Queries that look at few works, against every work scored one by one."""

from contextlib import ExitStack
from typing import Any
from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue import FIELDS, Field, Index, load
from catalogue.matching import field_query, similarity, top_matches
from tests.places import KIT
from tests.whole_catalogue import PlainIndex, index_of, works_of

words = st.sampled_from(
    ["Madonna", "Bambino", "col", "di", "santi", "Ercole", "II", "red", "(Flora)", ";", "detto"]
)
phrases = st.lists(words, max_size=6).map(" ".join)
texts = phrases | st.text("ab mn", max_size=8)
share = st.sampled_from([0.0, 1.0, 0.65, 1e-5, 1e-13]) | st.floats(0, 1)
weights = st.permutations(FIELDS).flatmap(
    lambda order: st.fixed_dictionaries(dict.fromkeys(order, share))
)


LISTS: dict[str, float] = {
    "_COUNTED_AT_ONCE": -1,
    "_SHARE_LEFT": 1,
    "_ROUGH_PEAKS": 1,
    "_LOOKUP_COST": 0,
}
ALL: dict[str, float] = {"_COUNTED_AT_ONCE": 10**6}
RARE: dict[str, float] = {"_COUNTED_AT_ONCE": -1, "_LOOKUP_COST": 10**6}
FEW: dict[str, float] = {"_SCORED_AT_ONCE": 0, "_FIRST": 1}
CONSTANTS: dict[str, tuple[dict[str, float], ...]] = {
    "as it is": ({}, {}, {}),
    "all trigrams counted": (ALL, FEW, {"_SEEDS": 1}),
    "lengths and words alone": (LISTS, {"_MANY_LEADERS": 0, "_SORTED": 0}, {"_PEAKS": 1}),
    "the rarer trigrams first": (RARE, {"_MANY_LEADERS": 1}, {"_SHARE": 0.9}),
    "few works scored": (LISTS, {**FEW, "_MANY_LEADERS": 1}, {"_SEEDS": 1, "_PEAKS": 2}),
}
"""Constants of `similarity`, `top_matches` and `field_query` that send a query every way."""


@pytest.mark.slow
@pytest.mark.parametrize("constants", CONSTANTS)
@settings(max_examples=120, deadline=None)
@given(
    st.lists(st.tuples(texts, texts, texts), max_size=30),
    st.fixed_dictionaries({field: st.lists(texts, max_size=2) for field in FIELDS}),
    weights,
    share,
    st.integers(1, 4),
)
def test_a_query_answers_as_if_every_work_were_scored(
    constants: str, rows: Any, guesses: Any, weights: Any, alpha: Any, limit: Any
) -> None:
    works = works_of(*rows)
    plain = PlainIndex(works).query(guesses, alpha)
    every = np.arange(len(works))
    modules = [vars(module) for module in (similarity, top_matches, field_query)]
    changes = list(zip(modules, CONSTANTS[constants], strict=True))
    assert all(change.keys() <= module.keys() for module, change in changes)
    with ExitStack() as stack:
        for module, change in changes:
            stack.enter_context(mock.patch.dict(module, change))
        query = Index(works).query(guesses, alpha)
        highest = [query.highest(field) for field in FIELDS]
        answers = {ties: query.best(weights, limit, ties) for ties in (False, True)}
        same_work_leads = query.same_work_leads("title", "artist")
    assert highest == [plain.highest(field) for field in FIELDS]
    assert same_work_leads == plain.same_work_leads("title", "artist")
    for ties, answer in answers.items():
        expected = plain.best(weights, limit, ties)
        assert [array.tolist() for array in answer] == [array.tolist() for array in expected]
    assert query.combined(weights, every).tolist() == plain.combined(weights, every).tolist()
    for field in FIELDS:
        assert query.scores(field, every).tolist() == plain.scores(field, every).tolist()
        assert query.explain(field, every) == plain.explain(field, every)


def test_of_equals_all_are_named_in_the_order_of_the_catalogue() -> None:
    index = index_of(*[("Flora", "Titian")] * 4, ("Flora in red", "Titian"))
    query = index.query({"title": ["Flora"]}, 0.65)
    works, scores = query.best({"title": 0.5}, 2, ties=True)
    assert (works.tolist(), scores.tolist()) == ([0, 1, 2, 3], [0.5] * 4)
    assert query.best({"title": 0.5}, 2)[0].tolist() == [0, 1]


def test_one_work_has_both_or_two_works_have_one_each() -> None:
    rows = ("Flora", "Titian"), ("Minerva", "Dosso Dossi")
    index = index_of(*rows)
    assert index.query({"title": ["Flora"], "artist": ["Titian"]}, 0.65).same_work_leads(
        "title", "artist"
    )
    apart = index.query({"title": ["Flora"], "artist": ["Dosso Dossi"]}, 0.65)
    assert not apart.same_work_leads("title", "artist")


def test_without_works_or_words_there_is_nothing() -> None:
    for index in (Index(()), index_of(("Flora",))):
        query = index.query({"title": ["?!"], "artist": []}, 0.65)
        works, scores = query.best({"title": 1.0, "artist": 1.0}, 3)
        assert (works.tolist(), scores.tolist(), query.highest("title")) == ([], [], 0.0)
    assert index_of(("Flora",)).query({"title": ["Flora"]}, 0.65).best({}, 3)[0].size == 0


def test_few_works_are_scored_to_find_the_best(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [(f"Study number {n} of a hay wain", "John Constable") for n in range(5000)]
    index = index_of(*rows)
    scores = mock.Mock(side_effect=field_query.FieldQuery.scores)
    monkeypatch.setattr(field_query.FieldQuery, "scores", lambda *given: scores(*given))
    query = index.query(
        {"title": ["Study number 4321 of a hay wain"], "artist": ["Constable, John"]}, 0.65
    )
    works, _ = query.best({"title": 0.7, "artist": 0.3}, 1)
    assert works.tolist() == [4321]
    assert 0 < sum(len(call.args[1]) for call in scores.call_args_list) < 500


@pytest.mark.kit
@pytest.mark.skipif(not KIT.exists(), reason="needs the real material")
def test_a_query_answers_as_if_every_work_of_a_real_catalogue_were_scored() -> None:
    works = load(KIT / "catalogues" / "semart_val_1069.tsv.gz").works
    index, plain = Index(works), PlainIndex(works)
    weights: dict[Field, float] = {"artist": 0.46, "title": 0.36, "subject": 0.18}
    for work in works[::120]:
        guesses: dict[Field, list[str]] = {
            "title": [work.title[2:]],
            "artist": [work.artist[::-1], work.artist],
            "subject": [work.title],
        }
        best = index.query(guesses, 0.65).best(weights, 3)
        expected = plain.query(guesses, 0.65).best(weights, 3)
        assert [array.tolist() for array in best] == [array.tolist() for array in expected]
