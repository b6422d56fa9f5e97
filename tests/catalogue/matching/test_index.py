"""The index against hand-derived figures and against the formula written as naive loops."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue import FIELDS, Field, Index, Record, Work, load
from catalogue.lengths import LONGEST_CELL
from catalogue.normalise import artist_aliases, normalise, title_aliases, tokens, trigrams
from tests.places import KIT
from tests.whole_catalogue import explained, index_of, scores_of

THREE = (
    ("The Red Boy", "Thomas Lawrence"),
    ("The Blue Boy", "Gainsborough"),
    ("Hay Wain", "John Constable"),
)


def test_idf_counts_a_token_once_a_work() -> None:
    index = index_of(*THREE, ("Boy (Boy with a boy)",))
    assert index.idf("title", "boy") == pytest.approx(math.log(5 / 4) + 1)
    assert index.idf("title", "hay") == pytest.approx(math.log(5 / 2) + 1)
    assert index.idf("title", "unseen") == pytest.approx(math.log(5) + 1)


def test_a_score_by_hand() -> None:
    # Tokens: "boy" in two of three works, "red" in one: ln(4/3)+1 over ln(4/3)+1 + ln(4/2)+1.
    # The stop word is part of the trigrams: " the red boy " has 11, of which " boy " shares its 3.
    token = 1.2876820724517808 / (1.2876820724517808 + 1.6931471805599454)
    expected = 0.65 * token + 0.35 * 3 / 11
    scores = scores_of(index_of(*THREE), "title", ["Boy"], 0.65)
    assert scores[0] == pytest.approx(expected, abs=1e-12)
    assert scores[1] == scores[0]  # " the blue boy " has 12 trigrams, of which "e b" comes twice
    assert scores[2] == 0


def test_a_guess_as_the_catalogue_has_it_scores_exactly_one() -> None:
    index = index_of(*THREE)
    for weight in (0, 0.3, 0.65, 1):
        assert scores_of(index, "artist", ["LAWRENCE thomas", "thomas LAWRENCE"], weight)[0] == 1.0


def test_the_best_guess_and_the_best_alias_count() -> None:
    index = index_of(("Madonna della Colonna (Madonna col Bambino)",))
    explanation = explained(index, 0, "title", ["Ecce Homo", "Madonna col bambino"], 0.65)
    assert explanation[:5] == (1, "Madonna col bambino", "Madonna col Bambino", 1, 1)


def test_of_guesses_that_score_alike_the_first_is_named() -> None:
    assert explained(index_of(("Flora",)), 0, "title", ["Flora!", "FLORA"], 0.65).guess == "Flora!"


def test_without_a_guess_or_a_value_a_field_scores_nothing() -> None:
    index = index_of(*THREE)
    assert not scores_of(index, "subject", ["boy"], 0.65).any()
    assert not scores_of(index, "title", [], 0.65).any()
    assert not scores_of(index, "title", ["", "?!"], 0.65).any()
    assert explained(index, 0, "title", ["?"], 0.65)[:5] == (0, "", "", 0, 0)


def test_a_text_longer_than_any_cell_is_found_by_its_beginning() -> None:
    text = "".join(random.Random(0).choices([chr(0x4E00 + n) for n in range(300)], k=40_000))
    assert LONGEST_CELL / 2 < len(trigrams(normalise(text))) < LONGEST_CELL + 3
    index = index_of(*THREE, ("", "", text))
    assert scores_of(index, "subject", [text], 0.3).tolist() == [0, 0, 0, 1]
    works, best = index.query({"subject": [text]}, 0.3).best({"subject": 1.0}, 1)
    assert (works.tolist(), best.tolist()) == ([3], [1.0])


def test_an_empty_catalogue_scores_nothing() -> None:
    assert scores_of(Index(()), "title", ["boy"], 0.65).shape == (0,)


@pytest.mark.parametrize(
    ("name", "work", "common"),
    [
        ("Bridge", 0, True),
        ("Bridge; Saint Cloud", 0, False),  # the whole title
        ("Harbour", 2, False),  # no other title of the artist has it
        ("Study", 3, False),  # the other one has the same title as a whole
        ("Bridge", 5, False),  # another artist's
        ("Rain", 6, True),  # what it is a study for
        ("Rain", 7, False),  # named so
    ],
)
def test_a_part_of_a_title_may_be_common_to_an_artist(name: str, work: int, common: bool) -> None:
    index = index_of(
        ("Bridge; Saint Cloud", "Falk"), ("Bridge with Goats", "Falk"), ("Harbour; Port", "Falk"),
        ("Study; Estudio", "Falk"), ("Study; Estudio", "Falk"), ("Bridge; Puente", "Berg"),
        ("Study for ‘Rain’", "Ahl"), ("Red House ‘Rain’", "Lund"),
    )  # fmt: skip
    assert index.is_common_part(name, work) == common


def test_every_merged_record_lends_its_names() -> None:
    other = Record("1", "Man of Sorrows", extra=(("Title_raw", "Vir dolorum"),))
    index = Index([Work("1", (Record("1", "Ecce Homo"), other))])
    assert scores_of(index, "title", ["Man of sorrows"], 0.65)[0] == 1
    assert scores_of(index, "title", ["vir dolorum"], 0.65)[0] == 1
    assert index.aliases(0, "title")[0] == "Ecce Homo"


# The naive formula, written apart from the index.


def naive(
    works: Sequence[Work], field: Field, guesses: Sequence[str], weight: float
) -> list[float]:
    aliases = [names_of(work, field) for work in works]
    sets = [set().union(*(tokens(a) for a in names)) if names else set() for names in aliases]

    def idf(token: str) -> float:
        return math.log((len(works) + 1) / (sum(token in s for s in sets) + 1)) + 1

    def similarity(guess: str, alias: str) -> float:
        shared, union = tokens(guess) & tokens(alias), tokens(guess) | tokens(alias)
        token = sum(map(idf, shared)) / sum(map(idf, union))
        grams, other = trigrams(guess), trigrams(alias)
        return weight * token + (1 - weight) * len(grams & other) / len(grams | other)

    worded = [normalise(g) for g in guesses if normalise(g)]
    return [
        max([similarity(g, a) for g in worded for a in names], default=0.0) for names in aliases
    ]


def names_of(work: Work, field: Field) -> list[str]:
    value = getattr(work, field)
    aliases_of: dict[str, Callable[[str], dict[str, str]]] = {
        "title": title_aliases,
        "artist": artist_aliases,
    }
    aliases = [*aliases_of[field](value)] if field in aliases_of else [value]
    return [normalise(alias) for alias in aliases if normalise(alias)]


words = st.sampled_from(
    [
        "Madonna",
        "Bambino",
        "col",
        "di",
        "santi",
        "Ercole",
        "II",
        "d'Este",
        "red",
        "(Flora)",
        ";",
        "detto",
    ]
)
phrases = st.lists(words, max_size=6).map(" ".join)
records = st.lists(st.tuples(phrases, phrases, phrases), max_size=8)


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(records, st.lists(phrases | st.text(max_size=12), max_size=3), st.floats(0, 1))
def test_the_index_is_the_formula(
    rows: list[tuple[str, ...]], guesses: list[str], weight: float
) -> None:
    index = index_of(*rows)
    for field in FIELDS:
        expected = naive(index.works, field, guesses, weight)
        scores = scores_of(index, field, guesses, weight)
        assert np.allclose(scores, expected, atol=2e-12, rtol=0)
        reasons = [explained(index, n, field, guesses, weight).score for n in range(len(rows))]
        assert reasons == list(scores)
        assert ((scores >= 0) & (scores <= 1 + 1e-12)).all()


@pytest.mark.kit
@pytest.mark.skipif(not KIT.exists(), reason="needs the real material")
def test_the_index_is_the_formula_on_a_real_catalogue() -> None:
    index = Index.build(load(KIT / "catalogues" / "estense" / "catalogue.csv"))
    guesses: dict[Field, str] = {"title": "Madonna in trono, col Bambino", "artist": "Dosso Dossi"}
    for field, guess in guesses.items():
        expected = naive(index.works, field, [guess], 0.65)
        assert np.allclose(scores_of(index, field, [guess], 0.65), expected, atol=2e-12, rtol=0)


@pytest.mark.kit
@pytest.mark.skipif(not KIT.exists(), reason="needs the real material")
@pytest.mark.parametrize(
    ("wall", "identifier"),
    [
        ("Fra' Paolino da Pistoia (Paolo di Bernardino di Antonio del Signoraccio)", "EST-065"),
        ("Jacopo Negretti, detto Palma il Giovane", "EST-015"),
        ("Correggio (Antonio Allegri)", "EST-055"),
        ("Nicolas Régnier", "EST-005"),
        ("Cima da Conegliano", "EST-018"),
        ("Bernardo Parenzano", "EST-004"),
        ("Diego Velázquez", "EST-083"),
    ],
)
def test_names_on_walls_match_names_in_catalogues(wall: str, identifier: str) -> None:
    index = Index.build(load(KIT / "catalogues" / "estense" / "catalogue.csv"))
    scores = scores_of(index, "artist", [wall], 0.65)
    assert index.works[int(scores.argmax())].identifier == identifier
    assert scores.max() > 0.45
