"""What was read against what the catalogue says of a work: the guard `contradicted`.

A catalogue is never complete, and the rules of the source name the nearest of its works, however
far that is. So a work is not identified if something that was read is not so of it, and reading
errors do not explain it.

- A *title* of whose telling words most have no counterpart in any of the work's titles, or which
  is the lesser part of each: "Lake Avernus" is not "Lake Avernus and the Island of Capri".
- An *artist* under none of the work's artists' names. Names of which each has a word that the other
  lacks are of two persons (Giovanni and Gentile Bellini), unless that word may be a misread one.
- A *number*, read whole, that is not the work's, whether or not another work has it.
- A *date* that cannot be the work's; a number that agrees outweighs it.

Words that a recognised picture lends were not read, and contradict nothing; nor does an answer that
says that it is unsure.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np

from catalogue import TOKEN_WEIGHT, Field, Guess, Index, Shared, dates, may_be
from pipeline.decision.standing import FITS
from pipeline.decision.usable import Guesses, usable_numbers
from pipeline.labels.lexicon import qualifier, unqualified
from pipeline.stages.uncertainty import uncertain
from pipeline.types import LABEL, PICTURE, Signals

Read = Literal["title", "artist", "number", "date"]
READ_TITLE, NAMED_TITLE = 0.9, 0.5
"""More of the weight of a title's words than this has to be the work's, and of a title of the work
has to be read: a model loses words, but adds none. A label prints a title as a whole, and where
nothing but a title is known it has to be the whole one."""
READ_ARTIST = 0.5
_WHOLE = 0.99


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Something that was read, what the record says instead, and the share of it that agrees."""

    what: Read
    read: str
    recorded: str
    agreeing: float = 0.0
    required: float = 1.0


def contradictions(
    signals: Signals, guesses: Guesses, work: str, index: Index
) -> tuple[Contradiction, ...]:
    """What speaks against a work; `guesses` are those of the signals that count."""
    number = index.number[work]
    against = [_title(guesses, number, index), _artist(guesses["artist"], number, index)]
    if signals.number or signals.date:
        agreed = _numbers_agree(signals, number, index)
        against += (
            [] if agreed else [_number(signals, number, index), _date(signals, number, index)]
        )
    return tuple(contradiction for contradiction in against if contradiction)


def _title(guesses: Guesses, work: int, index: Index) -> Contradiction | None:
    nearest: Contradiction | None = None
    for guess in _near(_read(guesses["title"]), "title", work, index):
        whole = guess.source == LABEL or not guesses["artist"]
        if _is_title(guess, work, index, whole):
            return None
        shares = index.counterparts.of("title", guess.text, work)
        share = max((min(s.text, s.name) if whole else s.text for s in shares), default=0.0)
        if nearest is None or share > nearest.agreeing:
            required = 1.0 if whole else READ_TITLE
            recorded = index.works[work].title
            nearest = Contradiction("title", guess.text, recorded, share, required)
    return nearest


def _is_title(guess: Guess, work: int, index: Index, whole: bool) -> bool:
    """Whether a reading may be a title of a work, for the words that they share; or the `whole` of
    one that the artist's other works do not share."""
    shares = index.counterparts.of("title", guess.text, work)
    if not whole:
        return any(s.text > READ_TITLE and s.name > NAMED_TITLE for s in shares)
    wholes = index.counterparts.whole("title", guess.text, work)
    names = index.aliases(work, "title")
    return any(
        is_whole and not shared.other_word and not index.is_common_part(name, work)
        for is_whole, shared, name in zip(wholes, shares, names, strict=True)
    )


def _artist(guesses: tuple[Guess, ...], work: int, index: Index) -> Contradiction | None:
    recorded = index.works[work].artist
    read = _read(guesses)
    if not read or not recorded:
        return None
    shares: list[tuple[Shared, ...]] = []
    for guess in _near(read, "artist", work, index):
        name = unqualified(guess.text) if guess.source == LABEL else guess.text
        shares.append(index.counterparts.of("artist", name, work))
        # A workshop's work, or a copy, is not the master's.
        same_hand = guess.source != LABEL or qualifier(guess.text) == qualifier(recorded)
        if same_hand and any(map(_is_artist, shares[-1])):
            return None
    share = max((s.text for s in shares[0]), default=0.0)
    return Contradiction("artist", read[0].text, recorded, share, READ_ARTIST)


def _is_artist(shared: Shared) -> bool:
    return shared.text > READ_ARTIST and not (shared.other_word and shared.name < _WHOLE)


def _number(signals: Signals, work: int, index: Index) -> Contradiction | None:
    number = index.works[work].number
    read = usable_numbers(signals, index)
    if not read or not number or any(may_be(guess.text, number) for guess in read):
        return None
    return Contradiction("number", read[0].text, number)


def _numbers_agree(signals: Signals, work: int, index: Index) -> bool:
    """Whether a number was read that is this work's and no other's of another title."""
    bearer = index.works[work]
    read = usable_numbers(signals, index)
    return bearer.number == bearer.identifier and any(may_be(g.text, bearer.number) for g in read)


def _date(signals: Signals, work: int, index: Index) -> Contradiction | None:
    read = [guess.text for guess in signals.guesses("date")]
    if not read:
        return None
    recorded = [record.date for record in index.works[work].records if record.date]
    if dates.agree(read, recorded) is not False:
        return None
    return Contradiction("date", read[0], recorded[0])


def _near(read: tuple[Guess, ...], field: Field, work: int, index: Index) -> tuple[Guess, ...]:
    """The readings that may speak for a work: of several, none that is like no name of it.

    So a reading that fits no work never takes away what another one says against it.
    """
    if len(read) < 2:
        return read
    near = tuple(guess for guess in read if _similarity(guess, field, work, index) >= FITS)
    return near or read[:1]


def _similarity(guess: Guess, field: Field, work: int, index: Index) -> float:
    """S of a reading with a work at the published α, whatever the reading is worth."""
    pairs = index.pairs(field, np.array([work]), [guess.text], once=True)
    similar = TOKEN_WEIGHT * pairs.token + (1 - TOKEN_WEIGHT) * pairs.trigram
    return float(similar.max(initial=0.0))


def _read(guesses: tuple[Guess, ...]) -> tuple[Guess, ...]:
    return tuple(g for g in guesses if g.source != PICTURE and not _unsure(g.text))


_unsure = lru_cache(maxsize=4096)(uncertain)  # a moved slider asks again about every clip
