"""How fast and how well a real collection is matched.

Reads and indexes a catalogue, and opens it again from the cache in a process of its own. Looks its
works up, misread, with the index, with `decide` and with rapidfuzz (titles alone), and does the
same with a larger catalogue that is generated from it. Reconciles a list; decides stored clips
again after a slider moved; and counts how often the right work comes first. Prints CPU seconds of
one process; what is compared is measured in turns, so that the ratios hold on a busy machine.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, process, utils

import catalogue
from benchmark.misreading import generated, misread, turned
from catalogue import FIELDS
from catalogue.loading import Prepared, prepared
from catalogue.matching import TOKEN_WEIGHT, ranked
from pipeline import AbstentionConfig, Signals, decide
from pipeline.redecide import BatchDecider, SkybandCache, Skybands
from reconciliation import BATCH, Collection, batch, candidates

QUERIES, SCRATCH, MOVES, LIST = 60, 40, 11, 1000
RAPIDFUZZ = "rapidfuzz, titles alone, best one"
LETTERS = 0.35
"""α for words that are likely to be misread: trigrams weigh more than whole words."""
WEIGHTS: dict[catalogue.Field, float] = dict(
    zip(("artist", "title", "subject"), AbstentionConfig().artist_weights, strict=True)
)
Guesses = Mapping[catalogue.Field, str]
Reading = Callable[[catalogue.Work, random.Random], Guesses]
LONGEST, COMMONEST = 400, 12
Scorer = Callable[..., float]
SCORERS: dict[str, Scorer] = {"ratio": fuzz.ratio, "token_sort_ratio": fuzz.token_sort_ratio}
SLOW: dict[str, Scorer] = {"token_set_ratio": fuzz.token_set_ratio, "WRatio": fuzz.WRatio}
FEW = 200
"""Works that the slow scorers rank: enough to see that they are not the best."""
_REOPEN = """
import sys, time
from pathlib import Path
from catalogue import FIELDS
from catalogue.loading import prepared
began = time.process_time()
prepared(sys.argv[1], Path(sys.argv[2]))
print(time.process_time() - began, time.process_time())
"""


def timed(call: Callable[[], object]) -> float:
    began = time.process_time()
    call()
    return time.process_time() - began


def peak() -> float:
    """The most memory that this process has held, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def print_line(what: str, figure: str, more: str = "") -> None:
    print(f"{what:<46} {figure:>10}  {more}".rstrip())


def opening(path: Path, folder: Path) -> Prepared:
    """The catalogue of a file. Prints the cost of indexing it, and of opening it again."""
    began = time.process_time()
    opened = prepared(path, folder)
    spent = time.process_time() - began
    print_line("works", f"{len(opened.index):,}")
    print_line("read, indexed and cached", f"{spent:.1f} s", f"{peak():.0f} MiB")
    command = [sys.executable, "-c", _REOPEN, str(path), str(folder)]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    alone, whole = map(float, output)
    print_line("opened from the cache", f"{alone:.2f} s", f"{whole:.2f} s with the start of Python")
    return opened


def speed(index: catalogue.Index, rng: random.Random) -> None:
    """Prints what a query and a decision cost, by fields and kind of words, beside rapidfuzz.

    Each call looks other works up, so that none profits from what the index caches.
    """
    titles = [work.title for work in index.works]
    three, decided = partial(look_up, index, FIELDS, 3), partial(decide_once, index, FIELDS)
    kinds: dict[str, tuple[Reading, Callable[[Guesses], object]]] = {
        RAPIDFUZZ: (
            whole,
            lambda read: process.extractOne(read["title"], titles, scorer=fuzz.ratio),
        ),
        "one query, three fields, best one": (whole, partial(look_up, index, FIELDS, 1)),
        "one query, three fields, best three": (whole, three),
        "the same, the longest of each": (longest(index), three),
        "the same, of the commonest words": (commonest(index), three),
        "one query, title alone, best three": (whole, partial(look_up, index, ("title",), 3)),
        "decide, three fields, three candidates": (whole, decided),
        "decide, the longest of each": (longest(index), decided),
        "decide, of the commonest words": (commonest(index), decided),
        "decide, title and artist": (whole, partial(decide_once, index, ("title", "artist"))),
        "decide, artist alone": (whole, partial(decide_once, index, ("artist",))),
    }
    times: dict[str, list[float]] = {name: [] for name in kinds}
    for _ in range(min(QUERIES, len(index))):
        for name, (reading, call) in kinds.items():
            read = reading(rng.choice(index.works), rng)
            times[name].append(timed(partial(call, read)))
    rapidfuzz = statistics.median(times[RAPIDFUZZ])
    for name, seconds in times.items():
        median = statistics.median(seconds)
        slow = f"p95 {np.percentile(seconds, 95) * 1e3:.1f} ms"
        faster = f", {rapidfuzz / median:.1f} times as fast" * (name != RAPIDFUZZ)
        print_line(name, f"{median * 1e3:.2f} ms", slow + faster)


def whole(work: catalogue.Work, rng: random.Random) -> Guesses:
    """All three fields of a work, misread."""
    title, subject = misread(work.title, rng), misread(work.subject, rng)
    return {"title": title, "artist": turned(work.artist), "subject": subject}


def longest(index: catalogue.Index) -> Reading:
    """Reads one of the longest titles, names and subjects instead of the work's, misread."""
    texts = {
        field: sorted((getattr(work, field) for work in index.works), key=len)[-LONGEST:]
        for field in FIELDS
    }
    return lambda work, rng: {field: misread(rng.choice(texts[field]), rng) for field in FIELDS}


def commonest(index: catalogue.Index) -> Reading:
    """Reads a few of the commonest words of each field instead of the work's."""
    words: dict[catalogue.Field, list[str]] = {}
    for field in FIELDS:
        tokens = index.tables(field).tokens
        order = np.argsort(-tokens.commonness(np.arange(len(tokens.terms))), kind="stable")
        words[field] = [tokens.terms[n] for n in order[:COMMONEST]]

    def read(work: catalogue.Work, rng: random.Random) -> Guesses:
        few = {field: min(rng.randint(1, 6), len(words[field])) for field in FIELDS}
        return {field: " ".join(rng.sample(words[field], few[field])) for field in FIELDS}

    return read


def look_up(
    index: catalogue.Index, fields: Sequence[catalogue.Field], limit: int, read: Guesses
) -> None:
    weights = {field: WEIGHTS[field] for field in fields}
    index.query({field: [read[field]] for field in fields}, TOKEN_WEIGHT).best(weights, limit)


def decide_once(index: catalogue.Index, fields: Sequence[catalogue.Field], read: Guesses) -> None:
    title, artist, subject = ((read[f],) if f in fields and read[f] else () for f in FIELDS)
    decide(Signals("", title, artist, subject), index)


def reconciliation(opened: Prepared, rng: random.Random) -> None:
    """Prints what a list of titles and artists costs the reconciliation service."""
    service = Collection(opened.catalogue, index=opened.index)
    queries = [
        {"query": misread(work.title, rng), "properties": [{"pid": "artist", "v": work.artist}]}
        for work in rng.choices(opened.index.works, k=LIST)
    ]
    parts = [queries[n : n + BATCH] for n in range(0, LIST, BATCH)]
    requests = [json.dumps({f"q{n}": query for n, query in enumerate(part)}) for part in parts]

    def answer() -> list[str]:
        return [
            json.dumps([candidates(query, service) for query in batch(request).values()])
            for request in requests
        ]

    print_line(f"{LIST:,} titles and artists reconciled", f"{timed(answer):.2f} s")


def generation(works: Sequence[catalogue.Work], count: int, rng: random.Random) -> None:
    """Prints the same figures for a catalogue that is generated from these works."""
    crossed = generated(works, count, rng)
    began = time.process_time()
    index = catalogue.Index(crossed)
    print_line("generated works", f"{len(index):,}")
    print_line("indexed", f"{time.process_time() - began:.0f} s", f"{peak():.0f} MiB")
    speed(index, rng)


def sliding(index: catalogue.Index, clips: int, rng: random.Random, folder: Path) -> None:
    """Prints what a moved slider costs over many clips, and what deciding from scratch costs."""
    queries = []
    for n, work in enumerate(rng.choices(index.works, k=clips)):
        artist = (turned(work.artist),) if rng.random() < 0.7 else ()
        subject = (misread(work.subject, rng),) if rng.random() < 0.5 else ()
        queries.append(Signals(str(n), (misread(work.title, rng),), artist, subject))
    began = time.process_time()
    BatchDecider(queries, Skybands(index, SkybandCache(folder, "lists")), strict=True)
    print_line("clips, skybands computed", f"{clips:,}", f"{time.process_time() - began:.1f} s")
    # A fresh index, because the first one has cached its queries.
    index = catalogue.Index(index.works, {field: index.tables(field) for field in FIELDS})
    began = time.process_time()
    decider = BatchDecider(queries, Skybands(index, SkybandCache(folder, "lists")), strict=True)
    print_line("the same after a restart", f"{time.process_time() - began:.2f} s")
    moves = [AbstentionConfig(token_weight=0.3 + n / 20) for n in range(MOVES)]
    moved = statistics.median(timed(lambda: decider.decide(config)) for config in moves)  # noqa: B023
    few = queries[:SCRATCH]
    scratch = (
        timed(lambda: [decide(signals, index, moves[0]) for signals in few]) * clips / len(few)
    )
    print_line("a slider moved, all decisions", f"{moved * 1e3:.0f} ms")
    print_line("the same from scratch", f"{scratch:.1f} s", f"{scratch / moved:.0f} times as long")
    same = decider.decide(moves[0])[: len(few)] == [
        decide(signals, index, moves[0]) for signals in few
    ]
    print_line("the decisions are", "the same" if same else "DIFFERENT")


def quality(index: catalogue.Index, count: int, rng: random.Random) -> None:
    """Prints how often a misread work comes first with the index and with rapidfuzz.

    By the title alone, and by title and artist with the name turned round. Works with the same
    words cannot be told apart: any of them counts as right.
    """
    titles = [utils.default_process(work.title) for work in index.works]
    both = [utils.default_process(f"{work.title} {work.artist}") for work in index.works]
    hits: dict[str, list[bool]] = {}
    for n, number in enumerate(rng.sample(range(len(index)), min(count, len(index)))):
        work = index.works[number]
        title, artist = misread(work.title, rng), turned(work.artist)
        scorers = SCORERS | (SLOW if n < FEW else {})
        for kind, guesses, words in (
            ("title", {"title": title}, titles),
            ("title and artist", {"title": title, "artist": artist}, both),
        ):
            for name, first in firsts(index, guesses, words, scorers):
                hit = first is not None and words[first] == words[number]
                hits.setdefault(f"{kind}, {name}", []).append(hit)
    for name, outcomes in sorted(hits.items()):
        print_line(f"first: {name}", f"{statistics.mean(outcomes):.1%}", f"of {len(outcomes):,}")


def firsts(
    index: catalogue.Index,
    guesses: Mapping[str, str],
    words: Sequence[str],
    scorers: Mapping[str, Scorer],
) -> Iterator[tuple[str, int | None]]:
    """Each scorer, and the number of the work that it ranks first."""
    for alpha in (TOKEN_WEIGHT, LETTERS):
        best = ranked(index, guesses, 1, alpha)
        yield f"α = {alpha:.2f}", best[0][0] if best else None
    read = utils.default_process(" ".join(guesses.values()))
    for name, scorer in scorers.items():
        yield f"rapidfuzz {name}", process.extractOne(read, words, scorer=scorer)[2]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmark match", description=__doc__)
    parser.add_argument("catalogue", type=Path)
    parser.add_argument("--titles", type=int, default=2000, help="works misread for top-1")
    parser.add_argument("--clips", type=int, default=1000, help="clips that are decided again")
    parser.add_argument("--generated", type=int, default=1_000_000, help="works; 0 for none")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        opened = opening(options.catalogue, Path(folder))
        index = opened.index
        speed(index, random.Random(0))
        reconciliation(opened, random.Random(4))
        sliding(index, options.clips, random.Random(1), Path(folder))
        quality(index, options.titles, random.Random(2))
        if options.generated:
            generation(index.works, options.generated, random.Random(3))
    return 0


if __name__ == "__main__":
    sys.exit(main())
