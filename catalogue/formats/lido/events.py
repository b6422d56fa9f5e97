"""The events of a LIDO record that made the work.

Numbers are those of http://terminology.lido-schema.org and of the AAT. Many museums give only
words, each in its own language.
"""

from __future__ import annotations

from catalogue.formats.lido.words import MAKING, MAKING_NUMBERS, OTHER, OTHER_NUMBERS
from catalogue.normalise import normalise


def is_making(numbers: set[str], words: str) -> bool:
    """Whether an event of these kinds made the work."""
    if numbers & MAKING_NUMBERS:
        return True
    return not numbers & OTHER_NUMBERS and _has(words, MAKING)


def is_other(numbers: set[str], words: str) -> bool:
    """Whether an event of these kinds is known not to have made the work."""
    return bool(numbers & OTHER_NUMBERS) or _has(words, OTHER)


def _has(text: str, words: frozenset[str]) -> bool:
    return not words.isdisjoint(normalise(text).split())
