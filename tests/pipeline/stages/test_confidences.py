"""Confidences in answers: read where they are one, left out where they are not."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.stages import label_fields, visual
from pipeline.stages.answers import confidence


def read(value: Any, encode: Any = json.dumps) -> dict[str, float]:
    text = encode({"title": {"text": "Dusk", "confidence": value}, "artist": "Anna Merz"})
    answer = label_fields.parse(text)
    assert (answer.title, answer.artist) == ("Dusk", "Anna Merz")
    assert visual.parse(text).confidences == answer.confidences
    return dict(answer.confidences)


@given(st.floats(0, 1, exclude_min=True))
def test_a_confidence_is_read_as_it_was_written(value: float) -> None:
    assert read(value) == {"title": value}


@pytest.mark.parametrize(
    "value",
    [0, 0.0, -0.5, 1.0001, 2, 90, float("nan"), float("inf"), -float("inf"), "high", "90 %", "",
     None, True, False, [], [0.5], {}, {"value": 0.5}],
)  # fmt: skip
def test_what_is_no_confidence_is_left_out(value: Any) -> None:
    assert read(value) == {}


def test_a_field_without_a_confidence_counts_1() -> None:
    answer = label_fields.parse('{"title": {"text": "Dusk"}, "artist": "Anna Merz"}')
    assert (answer.title, answer.artist, answer.confidences) == ("Dusk", "Anna Merz", ())
    assert confidence(answer, "title") == confidence(answer, "artist") == 1.0


def test_confidences_come_from_the_object_that_gives_the_words() -> None:
    answer = label_fields.parse(
        '{"thought": {"confidence": 0.1}} {"title": {"text": "Dusk", "confidence": 0.7},'
        ' "date": {"text": "1890", "confidence": 0.6}, "inventory": null}'
    )
    assert (answer.title, answer.date, answer.inventory) == ("Dusk", "1890", None)
    assert answer.confidences == (("title", 0.7), ("date", 0.6))
