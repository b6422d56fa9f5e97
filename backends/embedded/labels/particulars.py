"""Number and date of a work, out of the entries beside its names.

Both may contradict a work of the catalogue, so each is taken only where the label leaves no doubt
what it is: a number that is marked as one or has the form of the catalogue's, and a date that is
neither of a life nor of an acquisition.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from backends.embedded.labels.entries import Entry
from backends.embedded.labels.line_kinds import (
    DATED,
    Kind,
    as_long_as_a_life,
    marked_number,
    medium_of,
    number,
    of_another_event,
    split_date,
)
from backends.embedded.labels.vocabulary import Vocabulary

_BETWEEN = re.compile(r"[,;()]")


class Particular(NamedTuple):
    """A number or a date as printed, None where there is none, and what its reading is worth."""

    text: str | None = None
    worth: float | None = None
    marked: bool = False


def number_on(others: Sequence[Entry], vocabulary: Vocabulary) -> Particular:
    """The inventory number: one that is marked before one in form before one that looks like it."""
    for entry in others:
        if printed := marked_number(entry.text):
            return Particular(printed, entry.worth, True)
    for entry in others:
        for part in _parts(entry.text):
            if vocabulary.in_form(part) and not DATED.fullmatch(part):
                return Particular(part, entry.worth, True)
    numbered = ((number(entry.text), entry.worth) for entry in others)
    return next((Particular(text, worth) for text, worth in numbered if text), Particular())


def _parts(text: str) -> Iterable[str]:
    return (part.strip(" .") for part in (text, *_BETWEEN.split(text)))


def date_beside(others: Sequence[Entry]) -> Particular:
    """The date in a line of its own, else behind the medium.

    Years as far apart as a life are the artist's: beside a name they mostly are.
    """
    for entry in others:
        if entry.kind is Kind.DATE and not as_long_as_a_life(entry.text):
            return Particular(entry.text, entry.worth)
    for entry in others:
        if entry.kind is Kind.MEDIUM and not of_another_event(entry.text):
            date = medium_of(entry.text)[1]
            return Particular(date, entry.worth if date else None)
    return Particular()


def date_in_title(title: Entry, vocabulary: Vocabulary) -> str | None:
    """The date behind a title, unless the catalogue has a title with that year in it."""
    text, date = split_date(title.text)
    if date is None or of_another_event(title.text):
        return None
    whole, bare = vocabulary.title_likeness(title.text), vocabulary.title_likeness(text)
    return None if whole > bare else date
