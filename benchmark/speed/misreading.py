"""Words of a catalogue as they may be read off a wall, and a catalogue of any size made of them."""

from __future__ import annotations

import random
from collections.abc import Sequence

from catalogue import Record, Work

CONFUSED = (("rn", "m"), ("m", "rn"), ("l", "1"), ("o", "0"), ("e", "c"), ("i", "l"), ("h", "b"))
"""Letters that OCR takes for others."""
_WORKS_OF_AN_ARTIST = 20


def misread(text: str, rng: random.Random) -> str:
    """A text as OCR may hand it over: one confusion, and of four words or more one dropped."""
    words = text.split()
    if len(words) > 3:
        words.pop(rng.randrange(len(words)))
    found = " ".join(words)
    wrong, right = rng.choice(CONFUSED)
    return found.replace(wrong, right, 1)


def turned(name: str) -> str:
    """A name in the other order: "Surname, Forename" as "Forename Surname", and back."""
    surname, comma, forename = name.partition(", ")
    if comma:
        return f"{forename} {surname}"
    first, _, last = name.rpartition(" ")
    return f"{last}, {first}" if first else name


def generated(works: Sequence[Work], count: int, rng: random.Random) -> list[Work]:
    """So many works whose titles, artists and subjects are crossed from those of real works.

    Artists are unequally productive, the n-th as much as 1 / n.
    """
    real = {f: [getattr(w, f) for w in works if getattr(w, f)] for f in ("title", "artist")}
    subjects = [work.subject for work in works if work.subject]
    people = [_crossed(real["artist"], rng) for _ in range(max(1, count // _WORKS_OF_AN_ARTIST))]
    shares = [1 / n for n in range(1, len(people) + 1)]
    made = []
    for n, artist in enumerate(rng.choices(people, shares, k=count)):
        subject = _crossed(subjects, rng) if subjects else ""
        made.append(Work(str(n), (Record(str(n), _crossed(real["title"], rng), artist, subject),)))
    return made


def _crossed(texts: Sequence[str], rng: random.Random) -> str:
    """The beginning of one text and the end of another, parted between words."""
    first, second = rng.choice(texts).split(), rng.choice(texts).split()
    begun = first[: rng.randint(1, len(first))] if first else []
    return " ".join([*begun, *second[rng.randrange(len(second)) if second else 0 :]])
