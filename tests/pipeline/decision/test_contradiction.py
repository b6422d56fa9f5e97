"""What was read against what the record says, with works made for it."""

from __future__ import annotations

from typing import Any

import pytest

from catalogue import Guess, Index, Record, Work
from pipeline import ConfigError, Decision, Guards, Signals, decide
from pipeline.types import LABEL, PICTURE, UNMARKED

FILLERS = [(f"Study {n} of a harbour", f"Painter Number{n}") for n in range(40)]
OFF = Guards(contradicted=False, ambiguous=False)


def index_of(*works: Any) -> Index:
    """Works (title, artist, date) with the numbers N00001 …, among forty others."""
    rows = [*works, *FILLERS]
    records = [
        Record(f"N{n:05}", row[0], row[1], date=row[2] if len(row) > 2 else "")
        for n, row in enumerate(rows, 1)
    ]
    return Index([Work(record.identifier, (record,)) for record in records])


TURNER = ("Fishermen at Sea", "Joseph Mallord William Turner", "exhibited 1796")
INDEX = index_of(
    TURNER,
    ("Madonna della Colonna", "Guido Reni", "c. 1630"),
    ("Ecce Homo", "Giovanni Bellini"),
    ("The Gallery, No. 1", "Augustus Egg"),
    ("Sketch for ‘Calais Sands’", "Wilhelm Falk"),
    ("The ‘Bounty’", "Wilhelm Falk"),
)


def against(decision: Decision) -> list[str]:
    return [reason.what for reason in decision.reasons if reason.parameter == "contradicted"]


def read(title: Any = (), artist: Any = (), **others: Any) -> Decision:
    words = {"title": title, "artist": artist, **others}
    listed: Any = {k: (v,) if isinstance(v, (str, Guess)) else v for k, v in words.items()}
    return decide(Signals("s", **listed), INDEX)


@pytest.mark.parametrize(
    ("title", "artist"),
    [
        ("Fishermen at Sea", "Joseph Mallord William Turner"),
        ("Fishermen ot Sea", "J. M. W. Turner"),
        ("Fisbermen at 5ea", "Turner, Joseph Mallord William"),
        ("Fishermen at Sea", "Joseph Mallord Wi1liam Turner RA"),
        ("Madonna della Colonna", "Reni, Guido"),
        ("Madoma del1a Colonna", "Guido Reni, bottega"),
        ("Ecce Homo", "Bellini"),
        (Guess("Sketch for Calais Sands", 1.0, LABEL), "Wilhelm Falk"),
        (Guess("Bounty", 1.0, LABEL), "Wilhelm Falk"),
    ],
)
def test_what_is_so_or_misread_contradicts_nothing(title: str | Guess, artist: str) -> None:
    decision = read(title, artist)
    assert decision.accepted, decision.reasons


@pytest.mark.parametrize(
    ("title", "artist", "what"),
    [
        ("Rain, Steam and Speed", "Joseph Mallord William Turner", ["title"]),
        ("Fishermen", "Joseph Mallord William Turner", ["title"]),  # not the greater part of it
        ("Madonna dell", "Guido Reni", ["title"]),
        ("Ecce Homo", "Gentile Bellini", ["artist"]),
        ("Ecce Homo", "Antonello da Messina", ["artist"]),
        ("The Gallery, No. 2", "Augustus Egg", ["title"]),
        (Guess("Calais Sands", 1.0, LABEL), "Wilhelm Falk", ["title"]),  # what the sketch is for
    ],
)
def test_another_title_or_artist_does(title: str | Guess, artist: str, what: list[str]) -> None:
    assert against(read(title, artist)) == what


def test_a_stranger_of_a_known_artist_is_not_named_and_the_reason_says_why() -> None:
    decision = read("Rain, Steam and Speed", "Joseph Mallord William Turner")
    assert (decision.outcome, "contradicted" in decision.guards) == ("abstain", True)
    (reason,) = (r for r in decision.reasons if r.parameter == "contradicted")
    assert (reason.read, reason.recorded) == ("Rain, Steam and Speed", "Fishermen at Sea")
    published = decide(
        Signals("s", ("Rain, Steam and Speed",), ("Joseph Mallord William Turner",)), INDEX,
        guards=OFF,
    )  # fmt: skip
    assert published.candidate
    assert published.candidate.work == "N00001"
    assert published.accepted, "else the guard saves nothing"


@pytest.mark.parametrize("number", ["N00001", "n 00001", "Inv. N1", "NO0001", "N0000l"])
def test_the_number_of_the_work_agrees(number: str) -> None:
    assert read(*TURNER[:2], number=number).accepted


@pytest.mark.parametrize("number", ["N00002", "N99999", "inv. 1234"])
def test_another_number_contradicts_whether_a_work_bears_it_or_not(number: str) -> None:
    decision = read(*TURNER[:2], number=number)
    assert (decision.outcome, against(decision)) == ("abstain", ["number"])


@pytest.mark.parametrize("number", ["1889", "12", "room 12", "NG 123", "N 12345678"])
def test_an_unmarked_number_contradicts_only_in_the_form_of_the_catalogues(number: str) -> None:
    assert read(*TURNER[:2], number=(Guess(number, source=UNMARKED),)).accepted
    assert against(read(*TURNER[:2], number=(Guess(number, source="label"),))) == ["number"]
    in_form = Guess("N00002", source=UNMARKED)
    assert against(read(*TURNER[:2], number=(in_form,))) == ["number"]


def test_an_unmarked_number_out_of_form_agrees_with_nothing_either() -> None:
    index = Index([Work("7", (Record("7", *TURNER[:2], date="1796"),))])
    for source, outcome in ((UNMARKED, "abstain"), ("label", "accept")):
        number = (Guess("7", source=source),)
        one = Signals("s", TURNER[:1], TURNER[1:2], number=number, date=("1811",))
        assert decide(one, index).outcome == outcome


@pytest.mark.parametrize(
    ("date", "accepted"),
    [
        ("1796", True),
        ("c. 1790", True),
        ("c.1806", True),
        ("1790s", True),
        ("18th century", True),
        ("before 1800", True),
        ("undated", True),
        ("born 1775", True),
        ("purchased 1972", True),
        ("1811", False),
        ("after 1888", False),
        ("XX secolo", False),
    ],
)
def test_a_date_that_cannot_be_the_works_contradicts(date: str, accepted: bool) -> None:
    decision = read(*TURNER[:2], date=date)
    assert decision.accepted == accepted
    assert against(decision) == ([] if accepted else ["date"])


def test_a_number_that_agrees_outweighs_the_date() -> None:
    assert read(*TURNER[:2], date="1811", number="N00001").accepted


def test_words_that_a_picture_lends_contradict_nothing() -> None:
    lent = Guess("Fishermen at Sea", 0.9, PICTURE), Guess(TURNER[1], 0.9, PICTURE)
    assert decide(Signals("s", lent[:1], lent[1:]), INDEX).accepted
    label = Guess("Rain, Steam and Speed", 0.9, "label")
    assert against(decide(Signals("s", (label,), lent[1:]), INDEX)) == ["title"]


def test_an_artist_alone_never_accepts_where_that_guard_is_on() -> None:
    signals = Signals("s", artist=("Guido Reni",))
    assert decide(signals, INDEX).accepted
    decision = decide(signals, INDEX, guards=Guards(artist_alone=True))
    assert (decision.outcome, decision.guards) == ("abstain", ("artist_alone",))


def test_what_else_was_read_has_to_single_out_one_of_the_artists_works() -> None:
    index = index_of(("View of Rome by Day", "Ippolito Caffi"), ("View of Rome", "Ippolito Caffi"))
    decision = decide(Signals("s", ("View of Rome at",), ("Ippolito Caffi",)), index)
    assert decision.candidate
    assert decision.candidate.work == "N00002"
    twice = index_of(*[("View of Rome", "Ippolito Caffi")] * 2)
    decision = decide(Signals("s", ("View of Rome",), ("Ippolito Caffi",)), twice)
    assert "ambiguous" in decision.guards


def test_a_title_that_another_artist_used_too_is_not_ambiguous() -> None:
    index = index_of(("Self-Portrait", "Rosa Bonheur"), ("Self-Portrait", "Gwen John"))
    assert decide(Signals("s", ("Self-Portrait",), ("Gwen John",)), index).accepted


def test_guards_are_switched_by_name() -> None:
    guards = Guards.changed(on=["artist_alone"], off=["tie", "contradicted"])
    assert guards == Guards(tie=False, contradicted=False, artist_alone=True)
    with pytest.raises(ConfigError, match=r"no guard 'ties'\. The guards are tie, conflict"):
        Guards.changed(off=["ties"])
