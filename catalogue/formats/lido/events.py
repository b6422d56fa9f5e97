"""The events of a LIDO record that made the work, and the roles of makers in them.

Numbers are those of http://terminology.lido-schema.org and of the AAT. Many museums give only
words, each in its own language.
"""

from __future__ import annotations

import re

from catalogue.formats.lido.words import (
    FORMERLY,
    MAKER,
    MAKING,
    MAKING_NUMBERS,
    MODEL,
    NO_MAKER,
    OTHER,
    OTHER_NUMBERS,
    UNQUALIFIED,
)
from catalogue.normalise import normalise

_AFTER = re.compile(r"(?:d )?(?:after|nach|apres|naar|efter|jalkeen|dopo)\b")


def is_making(numbers: set[str], words: str) -> bool:
    """Whether an event of these kinds made the work."""
    if numbers & MAKING_NUMBERS:
        return True
    return not numbers & OTHER_NUMBERS and _has(words, MAKING)


def is_other(numbers: set[str], words: str) -> bool:
    """Whether an event of these kinds is known not to have made the work."""
    return bool(numbers & OTHER_NUMBERS) or _has(words, OTHER)


def is_no_maker(role: str) -> bool:
    """Whether a person in this role took part in the production but did not make the work.

    A publisher who also engraved the print made it.
    """
    return _has(role, NO_MAKER) and not _has(role, MAKER)


def is_maker(role: str) -> bool:
    """Whether a person in this role is known to be a maker."""
    return _has(role, MAKER)


def is_model(words: str) -> bool:
    """Whether a role or qualifier means the artist whose work was the model of this one."""
    return bool(_AFTER.match(normalise(words))) or _has(words, MODEL)


def is_former(words: str) -> bool:
    """Whether a role or qualifier says that the attribution was given up."""
    return _has(words, FORMERLY)


def is_no_qualifier(qualifier: str) -> bool:
    """Whether a qualifier leaves the attribution as certain as without it."""
    return set(normalise(qualifier).split()) <= UNQUALIFIED


def _has(text: str, words: frozenset[str]) -> bool:
    return not words.isdisjoint(normalise(text).split())
