"""How far the words of a text are those of a name, reading errors aside.

A similarity cannot tell a title that was read badly from another title. Word by word they differ: a
misread word still has a counterpart in the name, a word of another title has none. Words count by
their idf; common ones, and stop words that were misread, tell nothing.

The limits were fitted on 1,200 oils of one collection with reading errors of two strengths
(`benchmark strangers`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

from catalogue.matching.field_index import FieldIndex
from catalogue.normalise import STOP_WORDS, normalise, tokens
from catalogue.records import Field

_NEAR, _NEAR_OF_A_WORD = 0.6, 0.75
"""Share of the letters that counterparts have in common; more for a word that the catalogue holds,
because reading errors seldom turn one word into another."""
_TELLING = 0.5
"""A word tells something if its idf is at least this share of the highest."""
_STOP_WORD = 4
"""Letters of a misread stop word at most: "tbe", "witb"."""
_READ_AS = str.maketrans("0158i|cf", "olsbllet")
"""Characters that are read for one another."""
_MISSING = 2
"""Letters that reading adds to a word or loses at most: "robing" is not "disrobing"."""
_YEAR = 4
"""Digits of a year."""
_TOGETHER, _LONG = (4, 3, 2), 6
"""Words that are read as one, and the letters that they have then: less may be a word."""
_LONGEST_WORD = 200
"""Letters of a word that are compared; those of two texts, each with each, are quadratic."""
_CACHED = 100_000


_normal = lru_cache(maxsize=_CACHED)(normalise)


class Shared(NamedTuple):
    """The share of a text's words that a name has, and the reverse, by weight, from 0 to 1.

    `other_word`: the text has a word that other names hold and this one does not, so that it was
    hardly misread.
    """

    text: float
    name: float
    other_word: bool


NOTHING = Shared(0.0, 0.0, True)


class Counterparts:
    """Texts compared with the names of works. What was compared is remembered."""

    def __init__(self, fields: Mapping[Field, FieldIndex]) -> None:
        self._fields = fields
        self.of: Callable[[Field, str, int], tuple[Shared, ...]]
        self.of = lru_cache(_CACHED)(self._of)
        self.whole: Callable[[Field, str, int], tuple[bool, ...]]
        self.whole = lru_cache(_CACHED)(self._wholes)

    def _of(self, field: Field, text: str, work: int) -> tuple[Shared, ...]:
        """The comparison of a text with each name of a work, by its number."""
        return tuple(
            self._shared(field, _normal(text), _normal(name))
            for name in self._fields[field].aliases(work)
        )

    def _shared(self, field: Field, text: str, name: str) -> Shared:
        text = parted(text, name)
        words, others = text.split(), name.split()
        if _other_number(words, others):
            return NOTHING
        read = self._read(field, text)
        return Shared(
            self._share(field, read, others, misread=True),
            self._share(field, tokens(name), words, misread=False),
            any(
                self._fields[field].holds(word)
                and not any(self._counterparts(field, word, other, True) for other in others)
                for word in read
            ),
        )

    def _wholes(self, field: Field, text: str, work: int) -> tuple[bool, ...]:
        """Whether a text is the whole of each name of a work, by its number.

        Every word of each has a counterpart in the other, the commonest too, and those of a title
        stand in the same order.
        """
        names = self._fields[field].aliases(work)
        return tuple(self._whole(field, _normal(text), _normal(name)) for name in names)

    def _whole(self, field: Field, text: str, name: str) -> bool:
        text = parted(text, name)
        words, others = text.split(), name.split()
        if _other_number(words, others):
            return False
        told = (any(self._counterparts(field, n, w, False) for w in words) for n in tokens(name))
        if not all(told):
            return False
        read = self._read(field, text)
        if not all(any(self._counterparts(field, w, o, True) for o in others) for w in read):
            return False
        return field != "title" or _in_order(words, others)

    def _read(self, field: Field, text: str) -> list[str]:
        """The words of a text that tell something."""
        read = [word for word in tokens(text) if not self._misread_stop_word(field, word)]
        return read or list(tokens(text))

    def _share(self, field: Field, words: Iterable[str], others: list[str], misread: bool) -> float:
        """The share of the telling words' weight whose words have a counterpart."""
        weights = {word: self._fields[field].idf(word) for word in words}
        # The commonest forename still tells brothers apart.
        floor = 0.0 if field == "artist" else _TELLING * self._fields[field].idf("")
        telling = {word: idf for word, idf in weights.items() if idf >= floor} or weights
        shared = (
            idf for word, idf in telling.items()
            if any(self._counterparts(field, word, other, misread) for other in others)
        )  # fmt: skip
        total = sum(telling.values())
        return sum(shared) / total if total else 0.0

    def _counterparts(self, field: Field, word: str, other: str, misread: bool) -> bool:
        if field == "artist" and 1 in (len(word), len(other)) and word[0] == other[0]:
            return True  # an initial
        known = misread and self._fields[field].holds(word)
        return alike(word, other) >= (_NEAR_OF_A_WORD if known else _NEAR)

    def _misread_stop_word(self, field: Field, word: str) -> bool:
        if len(word) > _STOP_WORD or word.isdigit() or self._fields[field].holds(word):
            return False
        return any(
            abs(len(stop) - len(word)) <= 1 and len(stop) > 1 and alike(word, stop) >= _NEAR
            for stop in STOP_WORDS
        )


@lru_cache(maxsize=_CACHED)
def alike(word: str, other: str) -> float:
    """The share of the letters that two words have in common; numbers are equal or not."""
    if word == other:
        return 1.0
    if (word.isdigit() and other.isdigit()) or abs(len(word) - len(other)) > _MISSING:
        return 0.0
    plain: float = Levenshtein.normalized_similarity(word, other)
    return max(plain, Levenshtein.normalized_similarity(_folded(word), _folded(other)))


def alike_words(words: Sequence[str], others: Sequence[str]) -> NDArray[np.float32]:
    """`alike` of each word with each other one, (words, others)."""
    if not (words and others):
        return np.zeros((len(words), len(others)), np.float32)
    words, others = ([word[:_LONGEST_WORD] for word in texts] for texts in (words, others))
    plain = cdist(words, others, scorer=Levenshtein.normalized_similarity)
    folded = (list(map(_folded, texts)) for texts in (words, others))
    shares = np.maximum(plain, cdist(*folded, scorer=Levenshtein.normalized_similarity))
    lengths = (np.array([len(word) for word in texts]) for texts in (words, others))
    numbers = (np.array([word.isdigit() for word in texts]) for texts in (words, others))
    missing = np.abs(np.subtract.outer(*lengths)) > _MISSING
    both = np.logical_and.outer(*numbers)
    shares[(missing | both) & (plain < 1)] = 0.0
    return np.asarray(shares, np.float32)


def parted(text: str, name: str) -> str:
    """A text with words of a name apart whose space was not read: "a ladyreading"; both normal."""
    joined = run_together(name)
    if not joined:
        return text
    return " ".join(joined.get(word, word) for word in text.split())


@lru_cache(maxsize=_CACHED)
def run_together(name: str) -> Mapping[str, str]:
    """Successive words of a normalised name without the space between them → with it."""
    words = name.split()
    runs = (words[n : n + length] for length in _TOGETHER for n in range(len(words) - length + 1))
    together = {"".join(run): " ".join(run) for run in runs}
    return {run: apart for run, apart in together.items() if len(run) >= _LONG and run not in words}


def _in_order(words: list[str], others: list[str]) -> bool:
    """Whether no two words that both texts have once stand in another order in the second."""
    places = [others.index(word) for word in words if words.count(word) == others.count(word) == 1]
    return places == sorted(places)


def _folded(word: str) -> str:
    return word.replace("rn", "m").translate(_READ_AS)


def _other_number(words: list[str], others: list[str]) -> bool:
    """Whether a number was read that the name lacks: "No. 2" is never "No. 1".

    A year may have been printed beside the title: it counts only if the name has another one.
    """
    numbers, other_numbers = ({w for w in ws if w.isdigit()} for ws in (words, others))
    spellings = set(map(_folded, others))  # "de l'artiste" may be read as "de 1'artiste"
    missing = {number for number in numbers - other_numbers if _folded(number) not in spellings}
    return any(len(number) < _YEAR for number in missing) or bool(
        missing and other_numbers - numbers
    )
