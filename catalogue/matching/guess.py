"""A guess: words that may name a work, and how far they can be relied on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Guess:
    """Words that may be a title, an artist or a subject.

    A work's score in a field is the highest of `confidence` × S over guesses and names. `source`
    says where the words come from; it has no part in a score. Raises ValueError for a confidence
    that is not in (0, 1].
    """

    text: str
    confidence: float = 1.0
    source: str = ""

    def __post_init__(self) -> None:
        if not 0 < self.confidence <= 1:  # false for NaN as well
            raise ValueError(f"A confidence is over 0 and at most 1, not {self.confidence}.")


def guesses_of(words: Iterable[str | Guess]) -> tuple[Guess, ...]:
    """Guesses; a plain text is one with a confidence of 1."""
    return tuple(Guess(word) if isinstance(word, str) else word for word in words)
