"""What was read and what speaks against a work, in a curator's words."""

from __future__ import annotations

import pytest

from pages._ui.words import decisions, readings
from pipeline import Candidate, Decision, FieldEvidence, Reason

NONE = FieldEvidence(0.0)


def decided(source: str, *reasons: Reason, outcome: str = "abstain") -> Decision:
    title = FieldEvidence(0.1, "Rain, Steam and Speed", "Fishermen at Sea", source=source)
    artist = FieldEvidence(1.0, "J. M. W. Turner", "Joseph Mallord William Turner", source=source)
    best = Candidate("N1", title, artist, NONE, 0.5)
    guards = tuple(dict.fromkeys(r.parameter for r in reasons if not r.passed))
    return Decision("x", outcome, "artist", (best,), 0.3, reasons, guards, "hash")  # type: ignore[arg-type]


def against(what: str, read: str, recorded: str) -> Reason:
    return Reason("contradicted", 0.1, 0.9, False, what, read, recorded)


OTHER_TITLE = against("title", "Rain, Steam and Speed", "Fishermen at Sea")


def test_a_label_of_a_stranger_is_said_to_be_one() -> None:
    assert decisions.headline(decided("label", OTHER_TITLE)) == (
        "Not in this catalogue: the label says “Rain, Steam and Speed” by “J. M. W. Turner”, "
        "and the nearest work is “Fishermen at Sea”"
    )
    assert "what was read is “Rain" in decisions.headline(decided("visual", OTHER_TITLE))


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (
            OTHER_TITLE,
            "The title that was read, “Rain, Steam and Speed”, is not “Fishermen at Sea”",
        ),
        (against("number", "N2", "N1"), "The number that was read, “N2”, is not “N1”"),
        (against("date", "1811", "1796"), "The date that was read, “1811”, does not fit “1796”"),
        (against("reading", "", ""), "It would not be named without a reading that fits no work"),
    ],
)
def test_every_contradiction_says_what_was_read_and_what_the_record_says(
    reason: Reason, words: str
) -> None:
    assert decisions.sentence(reason).startswith(words)


def test_a_number_that_is_not_the_works_is_no_stranger_yet() -> None:
    headline = decisions.headline(decided("label", against("number", "N2", "N1")))
    assert headline == "Not visible: the number that was read, “N2”, is not “N1”"


@pytest.mark.parametrize(
    ("source", "how"),
    [
        ("picture", "Recognised by its picture: 0.50 over 0.38"),
        ("label", "Read on the label: 0.50 over 0.38"),
        ("visual", "Identified by its artist: 0.50 over 0.38"),
        ("", "Identified by its artist: 0.50 over 0.38"),
    ],
)
def test_an_identification_says_where_its_words_come_from(source: str, how: str) -> None:
    accepted = Reason("artist_accept", 0.5, 0.38, True)
    assert decisions.headline(decided(source, accepted, outcome="accept")) == how


def test_words_of_a_label_and_of_a_picture_are_no_single_source() -> None:
    mixed = Candidate(
        "N1", FieldEvidence(1.0, "x", "x", source="label"),
        FieldEvidence(1.0, "y", "y", source="picture"), NONE, 0.5,
    )  # fmt: skip
    assert readings.source(mixed) == ""
