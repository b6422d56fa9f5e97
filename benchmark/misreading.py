"""Misreads a catalogue's words as OCR may, and generates works from real ones."""

from __future__ import annotations

import random
from collections.abc import Sequence

from catalogue import Record, Work

CONFUSED = (("rn", "m"), ("m", "rn"), ("l", "1"), ("o", "0"), ("e", "c"), ("i", "l"), ("h", "b"))
"""Letters that OCR confuses."""
_READ_FOR = {
    "e": "c", "o": "0", "l": "1", "i": "l", "m": "rn", "a": "o", "n": "u", "s": "5", "h": "b",
    "t": "f",
}  # fmt: skip
_LOST, _WRONG = 0.3, 0.04
_WORKS_OF_AN_ARTIST = 20


def misread(text: str, rng: random.Random) -> str:
    """The text as OCR may read it: one confusion, and a word dropped out of four or more."""
    words = text.split()
    if len(words) > 3:
        words.pop(rng.randrange(len(words)))
    remaining = " ".join(words)
    wrong, right = rng.choice(CONFUSED)
    return remaining.replace(wrong, right, 1)


def degraded(text: str, rng: random.Random, strength: int) -> str:
    """The text as a poor reader gives it: lost words and wrong letters, none at strength 0.

    At strength 1 a text of three words or more loses one in three cases of ten, and 4% of the
    letters that are confused with others are wrong; at strength 2 twice that.
    """
    words = text.split()
    if strength and len(words) > 2 and rng.random() < _LOST * strength:
        words.pop(rng.randrange(len(words)))
    return "".join(
        _READ_FOR[letter.lower()]
        if letter.lower() in _READ_FOR and rng.random() < _WRONG * strength
        else letter
        for letter in (" ".join(words) if strength else text)
    )


def initials(name: str) -> str:
    """The name with initials for forenames: "Joseph Mallord William Turner" as J. M. W. Turner."""
    first, comma, rest = name.partition(", ")
    surname, forenames = (first, rest) if comma else (name.split()[-1], " ".join(name.split()[:-1]))
    return " ".join([*(f"{forename[0]}." for forename in forenames.split()), surname])


def turned(name: str) -> str:
    """The name in the other order: "Surname, Forename" as "Forename Surname", or back."""
    surname, comma, forename = name.partition(", ")
    if comma:
        return f"{forename} {surname}"
    first, _, last = name.rpartition(" ")
    return f"{last}, {first}" if first else name


def generated(works: Sequence[Work], count: int, rng: random.Random) -> list[Work]:
    """`count` works with titles, artists and subjects recombined from those of real works.

    The n-th artist has a share of the works in proportion to 1 / n.
    """
    real = {f: [getattr(w, f) for w in works if getattr(w, f)] for f in ("title", "artist")}
    subjects = [work.subject for work in works if work.subject]
    people = [_crossed(real["artist"], rng) for _ in range(max(1, count // _WORKS_OF_AN_ARTIST))]
    shares = [1 / n for n in range(1, len(people) + 1)]
    crossed = []
    for n, artist in enumerate(rng.choices(people, shares, k=count)):
        subject = _crossed(subjects, rng) if subjects else ""
        crossed.append(
            Work(str(n), (Record(str(n), _crossed(real["title"], rng), artist, subject),))
        )
    return crossed


def _crossed(texts: Sequence[str], rng: random.Random) -> str:
    """The beginning of a text and the end of another, cut between words."""
    first, second = rng.choice(texts).split(), rng.choice(texts).split()
    beginning = first[: rng.randint(1, len(first))] if first else []
    return " ".join([*beginning, *second[rng.randrange(len(second)) if second else 0 :]])
