"""A recognised picture, or a number, among works that words do not tell apart."""

from __future__ import annotations

from typing import Any

import pytest

from catalogue import Guess, Index, Record, Work
from pipeline import Decision, Signals, decide
from pipeline.types import LABEL, PICTURE, UNMARKED, VISUAL, Pointer

NAMES = "Natura morta", "Cristoforo Munari"
ROWS = [("Ecce Homo", "Guido Reni"), *[NAMES] * 6, ("Natura morta con frutta", NAMES[1])]
INDEX = Index([Work(f"E-{n}", (Record(f"E-{n}", *row),)) for n, row in enumerate(ROWS)])


def shown(*works: Pointer, confidence: float = 0.9, **others: Any) -> Decision:
    title, artist = ((Guess(text, confidence, PICTURE),) for text in NAMES)
    return decide(Signals("s", title, artist, works=works, **others), INDEX)


def test_a_recognised_picture_names_one_of_six_namesakes() -> None:
    decision = shown(Pointer("E-5", 0.9))
    assert decision.accepted
    assert [c.work for c in decision.candidates] == ["E-5", "E-1", "E-2"]
    # C of the still life with fruit is the best outside the six; the pointer has no rival.
    outside = max(c.score for c in shown().candidates[:1]) - decision.margin
    assert 0 < outside < decision.candidates[0].score


def test_without_one_they_are_a_tie() -> None:
    assert shown().guards == ("tie", "ambiguous")


def test_a_weak_pointer_settles_nothing() -> None:
    assert not shown(Pointer("E-5", 0.52)).accepted
    assert shown(Pointer("E-5", 0.53)).accepted


def test_the_margin_is_the_distance_to_the_next_pointer_into_the_group() -> None:
    decision = shown(Pointer("E-5", 0.9), Pointer("E-2", 0.85))
    assert decision.margin == pytest.approx(0.05)
    assert decision.accepted
    close = shown(Pointer("E-5", 0.9), Pointer("E-2", 0.87))
    assert (close.accepted, close.guards) == (False, ("ambiguous",))
    even = shown(Pointer("E-5", 0.9), Pointer("E-2", 0.9))
    assert "tie" in even.guards


def test_a_pointer_at_another_work_settles_nothing() -> None:
    assert not shown(Pointer("E-0", 0.99)).accepted
    assert not shown(Pointer("no such record", 0.99)).accepted


def test_a_record_that_is_contradicted_does_not_lead() -> None:
    decision = shown(Pointer("E-5", 0.9), number=("E-3",))
    assert decision.candidate
    assert decision.candidate.work == "E-3"
    assert not shown(Pointer("E-5", 0.9), number=("E-0",)).accepted


def test_no_pointer_accepts_what_the_score_does_not() -> None:
    assert not shown(Pointer("E-5", 0.9), confidence=0.3).accepted


def test_a_whole_number_settles_among_works_that_are_nearly_equal() -> None:
    index = Index([
        Work(n, (Record(n, title, "Guido Reni"),))
        for n, title in (("A-1", "Ecce Homo I"), ("A-2", "Ecce Homo"), ("A-3", "Lucrezia"))
    ])  # fmt: skip
    words: Any = {"title": ("Ecce Homo",), "artist": ("Guido Reni",)}
    (best, next_) = decide(Signals("s", **words), index).candidates[:2]
    assert best.work == "A-2"
    assert best.score - next_.score > 0.04
    assert not decide(Signals("s", **words, number=("A-1",)), index).accepted


TURNER = "Joseph Mallord William Turner"
LONG = " ".join(
    start + end
    for start in "BDFGLM"
    for end in ["ara", "elo", "ina", "osa", "umi", "eri", "ato", "ole"]
)
"""A title of so many words that one more or less hardly counts."""
VIEWS = f"{LONG} Vesta", LONG
PLATES = f"{LONG} 3", f"{LONG} 8"


def of_one_artist(
    titles: tuple[str, ...], read: str, source: Any = LABEL, **others: Any
) -> Decision:
    index = Index([
        Work(f"V-{n}", (Record(f"V-{n}", title, TURNER),))
        for n, title in enumerate(titles)
    ])  # fmt: skip
    title, artist = (Guess(text, 0.98, source) for text in (read, TURNER))
    return decide(Signals("s", (title,), (artist,), works=(Pointer("V-0", 0.98),), **others), index)


def test_a_title_letter_for_letter_settles_among_works_that_are_nearly_equal() -> None:
    decision = of_one_artist(VIEWS, VIEWS[0].upper())
    assert decision.accepted, decision.reasons
    assert decision.candidates[0].work == "V-0"
    misread = of_one_artist(VIEWS, VIEWS[0].replace("Vesta", "Uesta"))
    assert "ambiguous" in misread.guards
    assert "ambiguous" in of_one_artist(VIEWS, VIEWS[0], VISUAL).guards  # no print


def test_one_digit_is_soon_another() -> None:
    assert "ambiguous" in of_one_artist(PLATES, PLATES[0]).guards


def test_of_two_pointers_at_one_record_the_one_that_reaches_further_counts() -> None:
    assert of_one_artist(PLATES, PLATES[0], number=(Guess("V-0", 0.95, LABEL),)).accepted


def test_a_number_alone_is_a_proposal_and_no_acceptance() -> None:
    decision = decide(Signals("s", number=("inv. E-4",)), INDEX)
    assert (decision.outcome, decision.regime) == ("abstain", None)
    assert [(c.work, c.score) for c in decision.candidates] == [("E-4", 0.0)]
    assert decide(Signals("s", number=("E-99",)), INDEX).candidates == ()


def test_an_unmarked_number_points_only_in_the_form_of_the_catalogues() -> None:
    index = Index([Work(n, (Record(n, *NAMES),)) for n in ("E-1", "46")])
    for text, works in (("E-1", ["E-1"]), ("46", [])):
        decision = decide(Signals("s", number=(Guess(text, source=UNMARKED),)), index)
        assert [c.work for c in decision.candidates] == works


def test_a_work_called_unknown_is_recognised_by_its_picture_like_any_other() -> None:
    index = Index([Work("U-1", (Record("U-1", "Unknown", "Unknown"),))])
    lent = (Guess("Unknown", 0.9, PICTURE),)
    assert decide(Signals("s", lent, lent, works=(Pointer("U-1", 0.9),)), index).accepted
    assert not decide(Signals("s", ("Unknown",), ("Unknown",)), index).candidates


@pytest.mark.parametrize("confidence", [0.0, 1.1, float("nan")])
def test_a_pointer_needs_a_confidence(confidence: float) -> None:
    with pytest.raises(ValueError, match="over 0 and at most 1"):
        Pointer("E-1", confidence)
