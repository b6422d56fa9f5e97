"""Signals that others write as JSON."""

from __future__ import annotations

import json
from typing import Any

import pytest

from catalogue import Guess
from pipeline import ConfigError
from pipeline.decision.signals_json import read_signals
from pipeline.types import Pointer


def test_words_may_have_a_confidence_and_a_source_and_records_may_be_pointed_at() -> None:
    entry = {
        "id": "a",
        "title": {"text": "Flora", "confidence": 0.5, "source": "label"},
        "artist": ["Titian", {"text": "Tiziano"}],
        "subject": None,
        "number": "N01234",
        "date": {"text": "c. 1510"},
        "work": [{"identifier": "N01234", "confidence": 0.9}, {"identifier": "N01235"}],
    }
    (signals,) = read_signals(json.dumps([entry]))
    assert signals.guesses("title") == (Guess("Flora", 0.5, "label"),)
    assert signals.guesses("artist") == (Guess("Titian"), Guess("Tiziano"))
    assert signals.guesses("subject") == ()
    assert signals.guesses("number") == (Guess("N01234"),)
    assert signals.guesses("date") == (Guess("c. 1510"),)
    assert signals.works == (Pointer("N01234", 0.9), Pointer("N01235", 1.0))


@pytest.mark.parametrize(
    "confidence", ["0", "-1", "1.5", "NaN", "Infinity", '"high"', "true", "null"]
)
@pytest.mark.parametrize("key", ["title", "work"])
def test_a_confidence_that_is_none_is_refused(key: str, confidence: str) -> None:
    words = '"text": "Flora"' if key == "title" else '"identifier": "1"'
    with pytest.raises(ConfigError, match=r"entry 1 has the confidence .* over 0 and at most 1"):
        read_signals(f'[{{"id": "a", "{key}": {{{words}, "confidence": {confidence}}}}}]')


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ({"title": 7}, "'title' of entry 1 must be a string"),
        ({"title": [None]}, "'title' of entry 1 must be a string"),
        ({"title": {"confidence": 1}}, "'title' of entry 1 must be a string"),
        ({"title": {"text": "Flora", "certainty": 1}}, "unknown key 'certainty'"),
        ({"title": {"text": "Flora", "source": 1}}, "source that is not a string"),
        ({"work": "N01234"}, "'work' of entry 1 must be"),
        ({"work": {"identifier": 1}}, "'work' of entry 1 must be"),
        ({"work": {"identifier": "1", "title": "x"}}, "unknown key 'title'"),
        ({"place": "Ferrara"}, "entry 1 has the unknown key 'place'"),
    ],
)
def test_what_is_wrong_is_said(entry: Any, problem: str) -> None:
    with pytest.raises(ConfigError, match=problem):
        read_signals(json.dumps([{"id": "a", **entry}]))
