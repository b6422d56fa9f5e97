"""The queue: filters, order, what is next."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pages._ui.words import queue
from pages._ui.words.queue import Filters, Row

ROWS = [
    Row("a", "one.mp4", 0.0, 8.0, "Harbour", "identified", "title", 0.9, 0.4, "accepted",
        room="7"),
    Row("b", "one.mp4", 8.0, 16.0, "Lemons", "not visible", "title", 0.3, 0.1, "unjudged"),
    Row("c", "two.mp4", 0.0, 8.0, "Notary", "identified", "artist", 0.7, 0.02, "unjudged"),
    Row("d", "two.mp4", 8.0, 16.0, "Dawn", "not visible", "", 0.0, 0.0, "deferred", room="7"),
]  # fmt: skip


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
        (Filters(room=("7",)), "ad"),
        (Filters(job=("j",), clips=frozenset("bd")), "bd"),
        (Filters(job=("of another catalogue",)), ""),
    ],
)
def test_filters(filters: Filters, shown: str) -> None:
    assert keys(filters) == shown


@pytest.mark.parametrize(
    ("filters", "order"),
    [
        (Filters(), "as filmed"),
        (Filters(outcome=("identified", "not visible"), room=("Gallery 3, east",)), "as filmed"),
        (Filters(text="à & b=c", flipped=True, score=(0.25, 0.9)), "doubtful first"),
        (Filters(margin=(0.0, 0.1), work=("W/1", "W 2"), job=("j",)), "surest first"),
    ],
)
def test_filters_come_back_from_the_address(filters: Filters, order: str) -> None:
    values = queue.read_address(queue.address(filters, order))
    chosen = {name.removeprefix("filter_"): v for name, v in values.items() if name != "order"}
    lists: dict[str, Any] = {n: tuple(v) if isinstance(v, list) else v for n, v in chosen.items()}
    assert Filters(**lists) == filters
    assert values.get("order", "as filmed") == order


def test_an_address_may_hold_anything() -> None:
    wrong = {"filter_score": ["2", "x"], "filter_margin": ["0.5"], "order": ["backwards"],
             "filter_text": []}  # fmt: skip
    assert queue.read_address(wrong) == {}


def test_orders() -> None:
    assert keys(Filters(), "surest first") == "acbd"
    weak = [replace(row, confidence=0.5 if row.key == "a" else 1.0) for row in ROWS]
    assert "".join(row.key for row in queue.arrange(weak, Filters(), "surest first")) == "cbda"
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
