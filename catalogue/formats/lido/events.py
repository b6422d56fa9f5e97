"""Which events of a LIDO record made the work, and which roles in them are those of makers.

The numbers are those of http://terminology.lido-schema.org and of the AAT; many museums give
words only, each in its own language.
"""

from __future__ import annotations

import re

from catalogue.formats.lido import words as words_for
from catalogue.normalise import normalise

_AFTER = re.compile(r"(?:d )?(?:after|nach|apres|naar|efter|jalkeen|dopo)\b")


def is_making(numbers: set[str], words: str) -> bool:
    """Whether an event of these kinds made the work."""
    if numbers & words_for.MAKING_NUMBERS:
        return True
    return not numbers & words_for.OTHER_NUMBERS and _has(words, words_for.MAKING)


def is_other(numbers: set[str], words: str) -> bool:
    """Whether it is known to be something else that happened to the work."""
    return bool(numbers & words_for.OTHER_NUMBERS) or _has(words, words_for.OTHER)


def is_no_maker(role: str) -> bool:
    """Whether somebody in this role had to do with the making, and did not make the work.

    Who published a print, say, and engraved it as well, made it.
    """
    return _has(role, words_for.NO_MAKER) and not _has(role, words_for.MAKER)


def is_maker(role: str) -> bool:
    """Whether somebody in this role is known to have made something."""
    return _has(role, words_for.MAKER)


def is_model(words: str) -> bool:
    """Whether a role or qualifier names the artist of the work that this one is made after."""
    return bool(_AFTER.match(normalise(words))) or _has(words, words_for.MODEL)


def is_former(words: str) -> bool:
    """Whether a role or qualifier says that the attribution is no longer upheld."""
    return _has(words, words_for.FORMERLY)


def says_nothing(qualifier: str) -> bool:
    """Whether a qualifier says nothing about how sure an attribution is."""
    return set(normalise(qualifier).split()) <= words_for.UNSAID


def _has(text: str, known: frozenset[str]) -> bool:
    return not known.isdisjoint(normalise(text).split())
