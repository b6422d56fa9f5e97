"""The guesses of signals that count."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from catalogue import FIELDS, Field, Guess, normalise
from pipeline.stages.uncertainty import uncertain
from pipeline.types import PICTURE, Signals

Guesses = Mapping[Field, tuple[Guess, ...]]


def usable(signals: Signals, strict: bool) -> Guesses:
    """The guesses that hold a word and, under strict abstention, are no uncertain answer.

    A recognised picture lends the words of its record, which are no answer: a work may be called
    "Unknown".
    """
    return {
        field: tuple(
            guess
            for guess in signals.guesses(field)
            if _speaks(guess.text, strict and guess.source != PICTURE)
        )
        for field in FIELDS
    }


@lru_cache(maxsize=4096)  # a moved slider asks again about the same words of every clip
def _speaks(guess: str, strict: bool) -> bool:
    return bool(normalise(guess)) and not (strict and uncertain(guess))
