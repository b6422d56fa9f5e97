"""The words of wall labels that are neither title nor artist, as `words.toml` lists them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from rapidfuzz.distance import Levenshtein

from catalogue import normalise

Section = Literal[
    "material", "link", "credit", "life", "where", "nation", "qualifier", "about", "place"
]
_WORDS = Path(__file__).with_name("words.toml")
_LETTERS = 5
"""Letters from which a word may be misread; a shorter one is soon another word."""
_NEAR = 0.8


def is_in(section: Section, word: str) -> bool:
    """Whether a normalised word is one of a section, a misread letter or two aside."""
    return section in _sections_of(word)


def qualifier(name: str) -> str:
    """What stands beside a name of the hand: "workshop", "copy" …; empty for the master's own."""
    kinds = _listed()["qualifier"]
    return next((kinds[word] for word in normalise(name).split() if word in kinds), "")


def unqualified(name: str) -> str:
    """A name without the words that say of the hand."""
    kinds = _listed()["qualifier"]
    return " ".join(word for word in name.split() if not set(normalise(word).split()) & set(kinds))


@lru_cache(maxsize=50_000)
def _sections_of(word: str) -> frozenset[str]:
    exact = frozenset(section for section, words in _listed().items() if word in words)
    if exact or len(word) < _LETTERS or not word.isalpha():
        return exact
    if any(word.endswith(part) for part in _listed()["material"] if len(part) > _LETTERS):
        return frozenset({"material"})  # a compound: Silbergelatineabzug, sølvgelatinefotografi
    return frozenset(
        section
        for section, words in _listed().items()
        if any(
            len(other) >= _LETTERS
            and abs(len(other) - len(word)) < 2
            and Levenshtein.normalized_similarity(word, other, score_cutoff=_NEAR) >= _NEAR
            for other in words
        )
    )


@cache
def _listed() -> Mapping[str, Mapping[str, str]]:
    """Section → normalised word → the heading under which it stands."""
    sections = tomllib.loads(_WORDS.read_text(encoding="utf-8"))
    return {
        section: {
            word: heading for heading, words in lists.items() for word in normalise(words).split()
        }
        for section, lists in sections.items()
    }
