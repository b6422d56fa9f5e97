"""Whether a label's own words bear out what a model drew from them.

A model completes and translates what it half reads, and may obey what is printed. So a guess
counts only if it occurs in the transcription, a few misread letters apart.
"""

from __future__ import annotations

from functools import lru_cache

from catalogue import normalise
from pipeline.stages.parsing import FIELD
from pipeline.stages.prompt_injection import without_orders

SUPPORT = 80.0
"""Percent that guess and label must have in common.

On 1,292 labels made of real artists and titles (Estense, SemArt, Tate, Carnegie) with one letter in
twenty misread, 99.9% of the true titles and artists reach it (98.5% with one in ten), and 0.5% of
another work's, most of which the label does hold ("Untitled").
"""
_WORD = 75.0
"""Percent that two words must have in common to be one: two letters of eight may differ."""


@lru_cache(maxsize=4096)  # a moved slider asks again about every clip
def supported(guess: str, label: str) -> bool:
    """Whether the words of a guess occur in a label: as they stand, or in another order."""
    wanted, text = normalise(guess[:FIELD]), normalise(without_orders(label))
    if not wanted or not text:
        return False
    return _stretch(wanted, text) >= SUPPORT or _words(wanted.split(), text.split()) >= SUPPORT


def _stretch(wanted: str, text: str) -> float:
    """Percent of the guess in the stretch of the label that is most like it."""
    from rapidfuzz import fuzz

    return (
        fuzz.partial_ratio(wanted, text) if len(wanted) <= len(text) else fuzz.ratio(wanted, text)
    )


def _words(wanted: list[str], text: list[str]) -> float:
    """Percent of the guess's letters in words that the label has too ("Reni, Guido")."""
    from rapidfuzz import fuzz

    others = dict.fromkeys(text)
    shared = [word for word in wanted if any(fuzz.ratio(word, other) >= _WORD for other in others)]
    return 100 * sum(map(len, shared)) / sum(map(len, wanted))
