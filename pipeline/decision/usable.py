"""The guesses of signals that count."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from catalogue import FIELDS, Field, Guess, Index, normalise
from pipeline.stages.uncertainty import uncertain
from pipeline.types import PICTURE, UNMARKED, Signals

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


def usable_numbers(signals: Signals, index: Index) -> tuple[Guess, ...]:
    """The numbers that are a work's beyond doubt: marked as one, or in the form of this catalogue.

    Any other may be a year, a room or an audio guide's.
    """
    return tuple(
        guess
        for guess in signals.guesses("number")
        if guess.source != UNMARKED or index.numbers.in_form(guess.text)
    )


@lru_cache(maxsize=4096)  # a moved slider asks again about the same words of every clip
def _speaks(guess: str, strict: bool) -> bool:
    return bool(normalise(guess)) and not (strict and uncertain(guess))
