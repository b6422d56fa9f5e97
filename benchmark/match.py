"""How fast and how well a real collection is matched: `python -m benchmark.match FILE`.

Reads and indexes a catalogue, then asks for the same works, misread, of the index (title, artist
and subject at once) and of rapidfuzz (titles alone). CPU seconds of one process, in one run, so
that the ratios hold on a busy machine.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, process, utils

import catalogue
from catalogue.match import TOKEN_WEIGHT

QUERIES = 60
TITLE, ARTIST = 0.78, 0.22
CONFUSED = (("rn", "m"), ("m", "rn"), ("l", "1"), ("o", "0"), ("e", "c"), ("i", "l"), ("h", "b"))
"""Letters that OCR takes for others."""
Scorer = Callable[..., float]
SCORERS: dict[str, Scorer] = {
    "ratio": fuzz.ratio,
    "token_sort_ratio": fuzz.token_sort_ratio,
    "token_set_ratio": fuzz.token_set_ratio,
    "WRatio": fuzz.WRatio,
}


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


def timed(call: Callable[[], object]) -> float:
    began = time.process_time()
    call()
    return time.process_time() - began


def speed(index: catalogue.Index, titles: Sequence[str], rng: random.Random) -> None:
    """Prints the median of a query of three fields and of one of rapidfuzz, and their ratio."""
    ours, theirs = [], []
    for work in rng.sample(index.works, min(QUERIES, len(index))):
        title, artist = misread(work.title, rng), turned(work.artist)
        asked: dict[catalogue.Field, str] = {"title": title, "artist": artist, "subject": title}
        ours.append(
            timed(lambda: [index.scores(f, [g], TOKEN_WEIGHT) for f, g in asked.items()])  # noqa: B023
        )
        theirs.append(timed(lambda: process.extractOne(title, titles, scorer=fuzz.ratio)))  # noqa: B023
    mine, other = statistics.median(ours), statistics.median(theirs)
    print(f"{'one query, three fields':<28} {mine * 1e3:8.2f} ms")
    print(f"{'rapidfuzz, titles alone':<28} {other * 1e3:8.2f} ms   {other / mine:.1f} times ours")


def quality(index: catalogue.Index, titles: Sequence[str], count: int, rng: random.Random) -> None:
    """Prints how often the title that was misread comes first, from titles and with the artist."""
    plain = [utils.default_process(title) for title in titles]
    right: dict[str, int] = {"title": 0, "title and artist": 0} | dict.fromkeys(SCORERS, 0)
    sampled = rng.sample(index.works, min(count, len(index)))
    for work in sampled:
        wanted, read = utils.default_process(work.title), misread(work.title, rng)
        title = index.scores("title", [read], TOKEN_WEIGHT)
        artist = index.scores("artist", [turned(work.artist)], TOKEN_WEIGHT)
        right["title"] += plain[int(np.argmax(title))] == wanted
        both = TITLE * title + ARTIST * artist
        right["title and artist"] += plain[int(np.argmax(both))] == wanted
        asked = utils.default_process(read)
        for name, scorer in SCORERS.items():
            found = process.extractOne(asked, plain, scorer=scorer)
            right[name] += found[0] == wanted
    for name, number in right.items():
        print(f"{'top-1, ' + name:<28} {number / len(sampled):8.1%}   of {len(sampled)}")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmark.match", description=__doc__)
    parser.add_argument("catalogue", type=Path)
    parser.add_argument("--titles", type=int, default=2000, help="titles misread for top-1")
    options = parser.parse_args(arguments)
    rng, began = random.Random(0), time.process_time()
    collection = catalogue.load(options.catalogue)
    read = time.process_time() - began
    index = catalogue.Index.build(collection)
    whole = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{'works':<28} {len(index):8}")
    print(f"{'read and index, cold':<28} {whole:8.1f} s    {read:.1f} of it reading")
    print(f"{'peak memory':<28} {peak:8.0f} MiB")
    titles = [work.title for work in index.works]
    speed(index, titles, rng)
    quality(index, titles, options.titles, rng)
    return 0


if __name__ == "__main__":
    sys.exit(main())
