"""What was read and what speaks against a work, in a curator's words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from catalogue.records import Record, Work
from pages._ui.words import decisions, readings
from pipeline import Candidate, Decision, Evidence, FieldEvidence, Reason, Sighting, Signals
from tests import builders

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


def test_of_a_stranger_by_another_artist_the_nearest_works_artist_is_named() -> None:
    other = against("artist", "J. M. W. Turner", "John Constable")
    nearest = "and the nearest work is “Fishermen at Sea” by “John Constable”"
    assert decisions.headline(decided("label", other)).endswith(nearest)
    assert decisions.headline(decided("label", other, OTHER_TITLE)).endswith(nearest)


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


def seen(clip: Evidence, *proofs: tuple[float, int, float | None]) -> Evidence:
    """The clip with a sighting of T-01 in each of its first frames: worth, points, coverage."""
    pairs = zip(clip.frames, proofs, strict=False)
    sightings = (
        Sighting("T-01", f.sha256, f.time, builders.QUAD, n, c, s) for f, (c, n, s) in pairs
    )
    return replace(clip, sightings=tuple(sightings))


@pytest.mark.parametrize(
    ("proofs", "words"),
    [
        (
            [(0.9, 40, 0.5), (0.97, 57, 0.834), (0.9, 60, 0.9)],
            "Recognised by its picture in 3 frames: 57 matching points over 83 % of it",
        ),
        ([(1.0, 40, None)], "Recognised by its picture in 1 frame: 40 matching points"),
        (
            [(0.6, 0, None)],
            "Recognised by its colours in 1 frame: it is too plain for matching points",
        ),
        ([], ""),
    ],
)
def test_a_proof_is_that_of_the_surest_frame(
    proofs: list[tuple[float, int, float | None]], words: str, tmp_path: Path
) -> None:
    clip = seen(builders.evidence(tmp_path), *proofs)
    assert readings.proof(clip, "T-01") == words
    assert readings.proof(clip, "T-02") == ""


def test_sightings_are_the_surest_first_and_only_those_whose_frame_is_kept(tmp_path: Path) -> None:
    clip = seen(builders.evidence(tmp_path), (1.0, 40, None), (1.0, 41, None), (0.9, 99, None))
    first, second, third = clip.frames
    found = [s.frame for s in readings.sightings(clip, "T-01")]
    assert found == [second.sha256, first.sha256, third.sha256]
    assert len(readings.sightings(replace(clip, frames=(first,)), "T-01")) == 1


def test_an_identification_by_a_picture_says_by_what_it_was_recognised() -> None:
    accepted = Reason("artist_accept", 0.5, 0.38, True)
    proof = "Recognised by its picture in 3 frames: 57 matching points over 83 % of it"
    by_picture = decided("picture", accepted, outcome="accept")
    assert decisions.headline(by_picture, proof) == f"{proof}. Score: 0.50 over 0.38"
    by_label = decided("label", accepted, outcome="accept")
    assert decisions.headline(by_label, proof) == "Read on the label: 0.50 over 0.38"
    assert decisions.headline(decided("picture", OTHER_TITLE), proof).startswith("Not in this")


def test_what_there_is_nothing_to_compare_with_is_told_apart() -> None:
    work = Work("N1", (Record("N1", "Fishermen at Sea", ""),))
    read = Signals("x", title=("Fishermen",), subject=("boats",))
    assert readings.missing(work, read) == {
        "artist": "not in the catalogue, and nothing was read",
        "subject": "not in the catalogue",
    }
    whole = Work("N1", (Record("N1", "Fishermen at Sea", "Turner", subject="boats"),))
    assert readings.missing(whole, read) == {"artist": "nothing was read"}
    assert readings.missing(None, read) == {"artist": "nothing was read"}


def test_what_a_member_read_was_read() -> None:
    work = Work("N1", (Record("N1", "Fishermen at Sea", "Turner", subject="boats"),))
    members = (Signals("embedded", title=("Sea",)), Signals("qwen2-vl", subject=("a boat",)))
    assert readings.missing(work, Signals("x", members=members)) == {"artist": "nothing was read"}


def test_a_cut_out_says_when_it_is_of_and_that_it_is_the_surest() -> None:
    assert readings.cut_out("0:26", 4) == "Cut out at 0:26, the surest of 4 frames"
    assert readings.cut_out("0:26", 0) == readings.cut_out("0:26", 1) == "Cut out at 0:26"
    assert readings.cut_out("", 1) == "Cut out of the photograph"


def test_points_say_how_many_are_joined() -> None:
    assert readings.points(57, 40) == "57 matching points; lines join 40 of them"
    assert readings.points(40, 40) == "40 matching points"


def test_words_of_a_label_and_of_a_picture_are_no_single_source() -> None:
    mixed = Candidate(
        "N1", FieldEvidence(1.0, "x", "x", source="label"),
        FieldEvidence(1.0, "y", "y", source="picture"), NONE, 0.5,
    )  # fmt: skip
    assert readings.source(mixed) == ""
