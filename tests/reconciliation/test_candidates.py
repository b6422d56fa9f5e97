"""Candidates: who comes first, why, and that only our own decision calls a match certain."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import Signals, decide
from reconciliation import Collection
from reconciliation.candidates import candidates
from reconciliation.queries import Query


def features(candidate: dict[str, Any]) -> dict[str, float | bool]:
    return {feature["id"]: feature["value"] for feature in candidate["features"]}


def test_features_are_the_scores_of_the_fields_and_the_score_is_their_weighted_sum(
    collection: Collection,
) -> None:
    query = Query("The Fighting Temeraire", properties={"artist": ("Turner",)})

    best, *_ = candidates(query, collection)

    assert (best["id"], best["match"]) == ("1", True)
    assert features(best) == {"title": 1.0, "artist": 1.0, "subject": 0.0, "identifier": False}
    assert best["score"] == pytest.approx(100 * (0.46 + 0.36))
    assert best["type"] == [{"id": "work", "name": "Work of art"}]
    assert best["description"] == "Turner, 1838, 1"


def test_a_number_names_its_work_but_does_not_make_it_certain(collection: Collection) -> None:
    first, *others = candidates(Query("Untitled", properties={"identifier": ("1",)}), collection)

    assert (first["id"], first["score"], first["match"]) == ("1", 100.0, False)
    assert features(first)["identifier"] is True
    assert "1" not in [other["id"] for other in others]
    assert not any(features(other)["identifier"] for other in others)
    (alone,) = candidates(Query(properties={"identifier": ("1",)}), collection)
    assert alone["id"] == "1"


words = st.sampled_from(
    ["", "Untitled", "Harvest", "The Harvesters", "Turner", "Rothko", "fields", "unknown"]
)


@settings(max_examples=60)
@given(words, words, words, st.integers(1, 6))
def test_a_match_is_what_the_decision_accepts_and_nothing_else(
    collection: Collection, title: str, artist: str, subject: str, limit: int
) -> None:
    properties = {"artist": (artist,), "subject": (subject,)}
    ranked = candidates(Query(title, limit, properties), collection)

    signals = Signals("", (title,), (artist,), (subject,))
    decision = decide(signals, collection.index, collection.config, collection.guards)
    accepted = [decision.candidate.work] if decision.accepted and decision.candidate else []
    assert [c["id"] for c in ranked if c["match"]] == accepted
    assert len(ranked) <= limit
    assert [c["score"] for c in ranked] == sorted((c["score"] for c in ranked), reverse=True)


def test_a_date_tells_namesakes_apart_but_a_tie_is_never_certain(collection: Collection) -> None:
    query = Query("Untitled", 1, {"artist": ("Mark Rothko",), "date": ("1969",)})

    (best,) = candidates(query, collection)

    assert (best["id"], features(best)["date"], best["match"]) == ("3", True, False)


def test_a_date_that_contradicts_withholds_the_match(collection: Collection) -> None:
    artist = {"artist": ("Turner",)}
    agreeing, contradicting, silent = (
        candidates(
            Query("The Fighting Temeraire", properties={**artist, "date": (date,)}), collection
        )
        for date in ("about 1840", "1969", "undated")
    )

    assert agreeing[0]["match"]
    assert not contradicting[0]["match"]
    assert features(contradicting[0])["date"] is False
    assert silent[0]["match"]
    assert "date" not in features(silent[0])


def test_a_number_as_query_finds_its_work_first(collection: Collection) -> None:
    best, *_ = candidates(Query("5/a&b"), collection)

    assert (best["id"], best["score"], best["match"]) == ("5/a&b", 100.0, False)
    assert features(best)["identifier"] is True


def test_any_other_property_agrees_or_not(collection: Collection) -> None:
    query = Query("Untitled", properties={"medium": ("ACRYLIC",)})

    first_two = candidates(query, collection)[:2]

    assert [(candidate["id"], features(candidate)["medium"]) for candidate in first_two] == [
        ("3", True),
        ("2", False),
    ]


def test_words_that_say_nothing_find_nothing(collection: Collection) -> None:
    assert candidates(Query("not visible"), collection) == []
    assert candidates(Query("?!"), collection) == []
