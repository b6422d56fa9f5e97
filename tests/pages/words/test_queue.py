"""The queue: filters, order, what is next, flips."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import catalogue
from pages._ui.words import queue
from pages._ui.words.queue import Filters, Row
from pipeline.types import Candidate, Decision, FieldEvidence
from tests import builders

ROWS = [
    Row("a", "one.mp4", 0.0, 8.0, "Harbour", "identified", "title", 0.9, 0.4, "accepted"),
    Row("b", "one.mp4", 8.0, 16.0, "Lemons", "not visible", "title", 0.3, 0.1, "unjudged"),
    Row("c", "two.mp4", 0.0, 8.0, "Notary", "identified", "artist", 0.7, 0.02, "unjudged"),
    Row("d", "two.mp4", 8.0, 16.0, "Dawn", "not visible", "", 0.0, 0.0, "deferred"),
]


def keys(filters: Filters, order: str = "as filmed") -> str:
    return "".join(row.key for row in queue.arrange(ROWS, filters, order))


@pytest.mark.parametrize(
    ("filters", "shown"),
    [
        (Filters(), "abcd"),
        (Filters(outcome=("identified",)), "ac"),
        (Filters(regime=("title", "")), "abd"),
        (Filters(state=("unjudged", "deferred")), "bcd"),
        (Filters(score=(0.3, 0.7)), "bc"),
        (Filters(margin=(0.0, 0.1)), "bcd"),
        (Filters(text="TWO.mp4"), "cd"),
        (Filters(text="lem"), "b"),
    ],
)
def test_filters(filters: Filters, shown: str) -> None:
    assert keys(filters) == shown


def test_orders() -> None:
    assert keys(Filters(), "surest first") == "acbd"
    assert keys(Filters(), "doubtful first") == "dcba"


def test_next_unjudged_goes_round_then_takes_the_deferred() -> None:
    assert queue.next_unjudged(ROWS, "a") == "b"
    assert queue.next_unjudged(ROWS, "c") == "b"
    judged = [replace(row, state="accepted") if row.key in "bc" else row for row in ROWS]
    assert queue.next_unjudged(judged, "a") == "d"
    assert queue.next_unjudged(judged[:3], "a") == "b"
    assert queue.next_unjudged([], None) is None


def test_next_unjudged_never_answers_the_clip_itself() -> None:
    only_b = [replace(row, state="accepted") if row.key != "b" else row for row in ROWS]
    assert queue.next_unjudged(only_b, "b") == "c"


def test_step_stops_at_the_ends() -> None:
    assert queue.step(ROWS, "a", -1) == "a"
    assert queue.step(ROWS, "a", 1) == "b"
    assert queue.step(ROWS, "d", 1) == "d"
    assert queue.step(ROWS, "gone", 1) == "a"


def test_a_deferred_clip_is_not_judged() -> None:
    assert queue.judged_of_all(ROWS) == "1 of 4 judged"


def test_bulk_touches_only_unjudged_identifications() -> None:
    assert [row.key for row in queue.bulk(ROWS, 0.5)] == ["c"]
    assert queue.bulk(ROWS, 0.71) == []


def _decision(key: str, work: str, accepted: bool) -> Decision:
    none = FieldEvidence(0.0)
    best = Candidate(work, none, none, none, 0.5)
    return Decision(key, "accept" if accepted else "abstain", "title", (best,), 0.1, (), (), "h")


def test_flips_count_named_works_that_change() -> None:
    before = {k: _decision(k, "W1", k in "ab") for k in "abcd"}
    after = {
        "a": _decision("a", "W1", False),
        "b": _decision("b", "W2", True),
        "c": _decision("c", "W9", False),
        "d": _decision("d", "W1", True),
    }
    flips = queue.flips(before, after, frozenset("bc"))
    assert [(f.key, f.before, f.after, f.judged) for f in flips] == [
        ("a", "W1", None, False),
        ("b", "W1", "W2", True),
        ("d", None, "W1", False),
    ]
    assert queue.flip_words(flips) == "3 decisions flip, 1 already judged"
    assert queue.flip_words(flips[:1]) == "1 decision flips, none already judged"
    assert queue.flip_words([]) == "No decision flips"


def test_each_flip_says_where_and_from_what_to_what(tmp_path: Path) -> None:
    loaded = catalogue.load(builders.catalogue_file(tmp_path))
    clip = builders.evidence(tmp_path)
    flips = [queue.Flip(clip.clip.key, "T-01", None, True)]
    ((where, what),) = queue.flip_lines(flips, {clip.clip.key: clip}, loaded)
    assert what == "The Harbour at Dusk → not visible"
    assert where.startswith(clip.clip.video.path.name)
    assert where.endswith("already judged")
