"""The words of wall labels that are neither title nor artist, as `words.toml` lists them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from catalogue import normalise

Section = Literal[
    "material", "link", "credit", "inscription", "side", "from", "life", "where", "nation",
    "qualifier", "about", "place",
]  # fmt: skip
_WORDS = Path(__file__).with_name("words.toml")
_HOUSES = (
    "museum", "museet", "muzeum", "museo", "galerie", "galleri", "galleriet", "gallerie", "halle",
    "pinakothek", "kunsthaus", "glyptotek", "sammlung", "samling", "samlingen", "kokoelma",
    "kokoelmat", "kokoelma", "kokoelmasta", "collectie",
)  # fmt: skip
"""How the name of a museum or a collection ends in one word: Kunstmuseum, Privatsammlung."""
_LETTERS = 5
"""Letters from which a word may be misread; a shorter one is soon another word. The name of a place
is soon another place: Orford, Oxford."""
_DIGITS = str.maketrans("0158", "olsb")
"""Digits that are read for letters in a word that has `_SOME` letters otherwise: "te1a"."""
_SOME = 3
_SHORTEST = 4
"""Letters of a word for a church or a palace at the end of another: Dominicuskerk."""
_NEAR = 0.79
"""Share of the letters: four of five."""


def is_in(section: Section, word: str) -> bool:
    """Whether a normalised word is one of a section, a misread letter or two aside."""
    return section in _sections_of(word)


def is_house(words: Sequence[str]) -> bool:
    """Whether words name a museum or collection, and do not say that it gave, lent or sold."""
    headings = {_listed()["credit"].get(word) for word in words}
    named = "houses" in headings or any(word.endswith(_HOUSES) for word in words)
    return named and "giving" not in headings


def is_holder(word: str) -> bool:
    """Whether a word is that of a church, a palace or a collection, as a whole or at its end."""
    holders = {w for w, heading in _listed()["from"].items() if heading == "holders"}
    return (
        word in holders
        or word.endswith(_HOUSES)
        or word.endswith(tuple(holder for holder in holders if len(holder) >= _SHORTEST))
    )


def phrases(words: Sequence[str]) -> tuple[str, ...]:
    """Words in normal form, those of a listed phrase together: ("new york", "school")."""
    together: list[str] = []
    at = 0
    while at < len(words):
        lengths = (4, 3, 2) if words[at] in _first_words() else ()
        length = next((n for n in lengths if " ".join(words[at : at + n]) in _phrases()), 1)
        together.append(" ".join(words[at : at + length]) if length > 1 else words[at])
        at += length
    return tuple(together)


def qualifier(name: str) -> str:
    """What stands beside a name of the hand: "workshop", "copy" …; empty for the master's own."""
    kinds = _listed()["qualifier"]
    return next((kinds[word] for word in normalise(name).split() if word in kinds), "")


def unqualified(name: str) -> str:
    """A name without the words that say of the hand."""
    if not qualifier(name):
        return " ".join(name.split())
    kinds = _listed()["qualifier"]
    return " ".join(word for word in name.split() if not set(normalise(word).split()) & set(kinds))


def qualified_as(name: str, other: str) -> str:
    """A name with its qualifier in the words of another name, if both mean the same hand.

    "Efter Guido Reni" as "after Guercino" has it is "after Guido Reni".
    """
    if not qualifier(name) or qualifier(name) != qualifier(other):
        return name
    kinds = _listed()["qualifier"]
    words = [word for word in other.split() if set(normalise(word).split()) & set(kinds)]
    return " ".join([*words, unqualified(name)])


@lru_cache(maxsize=50_000)
def _sections_of(word: str) -> frozenset[Section]:
    if sum(map(str.isalpha, word)) >= _SOME:
        word = word.translate(_DIGITS)
    exact = frozenset(section for section, words in _listed().items() if word in words)
    if exact or len(word) < _LETTERS or not word.isalpha():
        return exact
    if any(word.endswith(part) for part in _listed()["material"] if len(part) > _LETTERS):
        return frozenset({"material"})  # a compound: Silbergelatineabzug, sølvgelatinefotografi
    if word.endswith(_HOUSES):
        return frozenset({"credit"})
    sections = _sections_of_long_words()
    near = process.extract(
        word, sections.keys(), scorer=Levenshtein.normalized_similarity,
        score_cutoff=_NEAR, limit=None,
    )  # fmt: skip
    alike = (other for other, _, _ in near if abs(len(other) - len(word)) < 2)
    return frozenset(section for other in alike for section in sections[other])


@cache
def _sections_of_long_words() -> Mapping[str, frozenset[Section]]:
    """The sections of each word that may be misread."""
    sections: dict[str, set[Section]] = {}
    for section, words in _listed().items():
        for word in words:
            if len(word) >= _LETTERS and section != "where":
                sections.setdefault(word, set()).add(section)
    return {word: frozenset(of) for word, of in sections.items()}


@cache
def _listed() -> Mapping[Section, Mapping[str, str]]:
    """Section → normalised word → the heading under which it stands."""
    sections: Mapping[Section, dict[str, str]]
    sections = tomllib.loads(_WORDS.read_text(encoding="utf-8"))  # type: ignore[assignment]
    return {
        section: {
            normalise(word): heading for heading, words in lists.items() for word in words.split()
        }
        for section, lists in sections.items()
    }


@cache
def _first_words() -> frozenset[str]:
    return frozenset(phrase.partition(" ")[0] for phrase in _phrases())


@cache
def _phrases() -> frozenset[str]:
    return frozenset(word for words in _listed().values() for word in words if " " in word)
