"""Misreads a catalogue's words as OCR may, and generates works from real ones."""

from __future__ import annotations

import random
from collections.abc import Sequence

from catalogue import Record, Work

CONFUSED = (("rn", "m"), ("m", "rn"), ("l", "1"), ("o", "0"), ("e", "c"), ("i", "l"), ("h", "b"))
"""Letters that OCR confuses."""
_WORKS_OF_AN_ARTIST = 20


def misread(text: str, rng: random.Random) -> str:
    """The text as OCR may read it: one confusion, and a word dropped out of four or more."""
    words = text.split()
    if len(words) > 3:
        words.pop(rng.randrange(len(words)))
    remaining = " ".join(words)
    wrong, right = rng.choice(CONFUSED)
    return remaining.replace(wrong, right, 1)


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
