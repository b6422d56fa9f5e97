"""Laws of guards and confidences, over random catalogues and readings."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from catalogue import FIELDS, Field, Guess, Index, guesses_of
from pipeline import AbstentionConfig, Guards, Signals, decide
from tests.whole_catalogue import index_of

WORDS = ("flora", "madonna", "harbour", "night", "rome", "garden", "boy", "red", "study", "lemons")
PEOPLE = ("Dosso Dossi", "Battista Dossi", "Guido Reni", "Titian", "Rosa Bonheur")
phrases = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
garbled = st.text("aeioubcdfgzqkx", min_size=3, max_size=9)
misread = phrases.map(lambda text: text.translate(str.maketrans("oela", "0c1o")))
rows = st.lists(st.tuples(phrases, st.sampled_from(PEOPLE), phrases | st.just("")), max_size=12)
confidence = st.sampled_from([1.0, 0.7, 0.3]) | st.floats(0, 1, exclude_min=True)


def guessed(texts: Any) -> Any:
    return st.lists(texts | st.builds(Guess, texts, confidence), max_size=2).map(tuple)


readings = st.builds(
    Signals,
    st.just("s"),
    title=guessed(phrases),
    artist=guessed(st.sampled_from(PEOPLE)),
    subject=guessed(phrases),
    date=st.lists(st.sampled_from(["1796", "c. 1640", "undated"]), max_size=1).map(tuple),
)
switches = st.builds(Guards, **dict.fromkeys(Guards.__dataclass_fields__, st.booleans()))
THRESHOLDS = (
    "artist_accept", "title_accept", "title_margin", "combined_accept", "combined_margin",
    "fallback_accept", "fallback_margin",
)  # fmt: skip


@pytest.mark.slow
@settings(max_examples=400, deadline=None)
@given(rows, readings, switches, st.sampled_from(list(Guards.__dataclass_fields__)))
def test_no_guard_turns_an_abstention_into_an_acceptance(
    works: Any, signals: Any, guards: Any, name: str
) -> None:
    index = index_of(*works)
    on, off = replace(guards, **{name: True}), replace(guards, **{name: False})
    if decide(signals, index, guards=on).accepted:
        assert decide(signals, index, guards=off).accepted


@pytest.mark.slow
@settings(max_examples=400, deadline=None)
@given(rows, readings, switches, st.sampled_from(THRESHOLDS), st.floats(0, 0.5), st.floats(0, 0.5))
def test_raising_a_threshold_never_identifies_whatever_guards_are_on(
    works: Any, signals: Any, guards: Any, name: str, first: float, second: float
) -> None:
    index = index_of(*works)
    lenient = AbstentionConfig().replace(**{name: min(first, second)})
    strict = lenient.replace(**{name: max(first, second)})
    if decide(signals, index, strict, guards).accepted:
        assert decide(signals, index, lenient, guards).accepted


def fits_nothing(index: Index, field: Field, guess: Guess) -> bool:
    """Whether S is under 0.2 for every work, whatever the guess's confidence."""
    scores = index.query({field: [guess.text]}, 0.65).scores(field, np.arange(len(index)))
    return bool((scores < 0.2).all())


@pytest.mark.slow
@settings(max_examples=600, deadline=None)
@given(rows, readings, st.sampled_from(FIELDS), garbled | phrases | misread, confidence)
@example(
    [("flora", "Titian", "")], Signals("s", artist=(Guess("Titian", 0.8),)), "title", "fl0ra", 1.0
)
def test_adding_a_reading_that_fits_no_work_never_identifies(
    works: Any, signals: Any, field: Field, text: str, sure: float
) -> None:
    index, added = index_of(*works), Guess(text, sure)
    assume(fits_nothing(index, field, added))
    more = replace(signals, **{field: (*getattr(signals, field), added)})
    if decide(more, index).accepted:
        assert decide(signals, index).accepted


@pytest.mark.slow
@settings(max_examples=400, deadline=None)
@given(rows, readings, confidence)
def test_raising_the_guess_that_leads_keeps_the_lead(works: Any, signals: Any, raised: Any) -> None:
    """Of a guess that fits no other work better, within a regime."""
    index = index_of(*works)
    before = decide(signals, index)
    assume(before.candidate is not None)
    assert before.candidate
    number = index.number[before.candidate.work]
    for field in FIELDS:
        met = getattr(before.candidate, field)
        guesses = guesses_of(getattr(signals, field))
        scores = index.query({field: [met.guess]}, 0.65).scores(field, np.arange(len(index)))
        if not met.guess or (scores > scores[number]).any():
            continue
        higher = tuple(
            replace(g, confidence=max(g.confidence, raised)) if g.text == met.guess else g
            for g in guesses
        )
        after = decide(replace(signals, **{field: higher}), index)
        if after.regime == before.regime:
            assert after.candidate
            assert after.candidate.work == before.candidate.work or (
                after.candidate.score <= after_score(after, before.candidate.work)
            )


def after_score(decision: Any, work: str) -> float:
    """C of a work among the candidates."""
    return max((c.score for c in decision.candidates if c.work == work), default=0.0)


def test_with_the_new_guards_off_and_confidences_of_one_words_decide_as_published() -> None:
    index = index_of(("Flora", "Titian"), ("Rome at night", "Dosso Dossi"))
    plain = Signals("s", ("Garden",), ("Titian",))
    sure = Signals("s", (Guess("Garden"),), (Guess("Titian"),))
    off = Guards(contradicted=False, ambiguous=False)
    assert decide(plain, index, guards=off) == decide(sure, index, guards=off)
    assert decide(plain, index, guards=off).accepted
    assert not decide(plain, index).accepted
