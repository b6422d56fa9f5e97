"""The catalogue's own words: they mend single misread letters and tell a name from a title."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from backends.base import Reference
from console import folded

SHORT = 4
"""Letters of the shortest word that is mended: shorter ones have too many neighbours."""
SURE = 0.97
"""Line confidence from which the print is left as it was read: the spelling may be meant."""
ALONE = 8
"""Letters from which a word may be mended without another word of the same name beside it."""
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Titles and artists, each with the words in it (folded -> as the catalogue writes)."""

    titles: tuple[str, ...] = ()
    artists: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    phrases: tuple[frozenset[str], ...] = ()
    number_forms: re.Pattern[str] | None = None
    """What the catalogue's numbers look like, case folded."""

    @classmethod
    def of(cls, references: Iterable[Reference]) -> Vocabulary:
        """The vocabulary of a catalogue; an artist's parenthesised places and years stay out."""
        listed = list(references)
        titles = tuple(sorted({r.title for r in listed if r.title}))
        artists = tuple(sorted({_bare(r.artist) for r in listed if r.artist}))
        words = {word for phrase in titles + artists for word in _WORD.findall(phrase)}
        phrases = tuple(frozenset(_words(phrase)) for phrase in titles + artists)
        forms = sorted({r.number_form for r in listed if r.number_form})
        in_form = re.compile("|".join(forms)) if forms else None
        return cls(titles, artists, tuple(sorted(words)), phrases, in_form)

    def in_form(self, text: str) -> bool:
        """Whether a text looks like the numbers of the catalogue, and like nothing else."""
        return bool(self.number_forms and self.number_forms.fullmatch(text.casefold()))

    def mend(self, text: str, confidence: float) -> str:
        """`text` with single misread words replaced, where only one word can be meant.

        A word is mended when exactly one word of the catalogue is within one letter of it (two
        from eight letters on) and either a name or title holds that word and another one that
        was read, or the word is long and one letter off. What was not read is never added.
        """
        if confidence >= SURE or not self.words:
            return text
        read = frozenset(_words(text))
        return _WORD.sub(lambda match: self._mended(match.group(0), read), text)

    def _mended(self, word: str, read: frozenset[str]) -> str:
        plain = folded(word)
        if len(word) < SHORT or any(plain in phrase for phrase in self.phrases):
            return word
        from rapidfuzz.distance import Levenshtein

        reach = 2 if len(word) >= ALONE else 1
        near = {
            folded(candidate): candidate
            for candidate in self.words
            if Levenshtein.distance(plain, folded(candidate), score_cutoff=reach) <= reach
        }
        if len(near) != 1:
            return word
        [(target, candidate)] = near.items()
        others = {other for other in read - {plain} if len(other) >= SHORT}
        company = any(target in phrase and others & phrase for phrase in self.phrases)
        long = len(word) >= ALONE and Levenshtein.distance(plain, target) == 1
        return _like(word, candidate) if company or long else word

    def artist_likeness(self, text: str) -> float:
        """0 to 100: how near a line comes to some artist, whatever the order of the names."""
        return _best(text, self.artists)

    def title_likeness(self, text: str) -> float:
        """0 to 100: how near a line comes to some title."""
        return _best(text, self.titles)


def _best(text: str, phrases: tuple[str, ...]) -> float:
    from rapidfuzz import fuzz, process

    best = process.extractOne(text, phrases, scorer=fuzz.token_sort_ratio, processor=_comparable)
    return float(best[1]) if best else 0.0


_PLACES_AND_YEARS = re.compile(r"(?<!\s)\s*+\([^()\d]*+\d[^()]*+\)")


def _bare(artist: str) -> str:
    """An artist without the places and years behind the name."""
    return _PLACES_AND_YEARS.sub("", artist).strip()


@lru_cache(maxsize=65_536)  # every line of every frame is compared with all titles and artists
def _comparable(text: str) -> str:
    from rapidfuzz import utils

    return utils.default_process(folded(text))


def _words(text: str) -> list[str]:
    return [folded(word) for word in _WORD.findall(text)]


def _like(word: str, name: str) -> str:
    """`name` in capitals where the label is set in capitals."""
    return name.upper() if word.isupper() and len(word) > 1 else name
