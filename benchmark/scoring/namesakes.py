"""Works that share title and artist, each shown by its picture.

Gives the works of a catalogue that have a reference picture the title, artist and subject of
others, in groups, so that no word tells the works of a group apart. Renders each picture as a
camera would see it, and decides about every rendering as about any still. Works that share title
and artist in the catalogue as it is are shown too, under their own words.

A rendering counts as told apart where the own reference is recognised beyond doubt, and no other.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import cv2

from backends import Choice
from benchmark.scoring.attribution import identified
from benchmark.scoring.renderings import SIGHTS, opened, rendered
from catalogue import Catalogue, Index, Work, normalise
from catalogue.commands import loaded
from metrics import exact_interval
from pipeline.analysis import analyse, prepared
from storage import Workspace

TOGETHER = 7
"""Works of a group."""


@dataclass(frozen=True, slots=True)
class Showing:
    """A rendering of a work's picture under a `sight`: the works recognised, and those named."""

    work: str
    sight: str
    recognised: frozenset[str]
    named: frozenset[str]

    @property
    def told_apart(self) -> bool:
        return self.recognised == {self.work}

    @property
    def right(self) -> bool:
        return self.named == {self.work}

    @property
    def wrong(self) -> bool:
        return not self.named <= {self.work}


def with_pictures(collection: Catalogue, most: int) -> list[Work]:
    """`most` works with a reference picture, spread over the catalogue."""
    works = [work for work in collection if work.picture]
    return works[:: max(1, len(works) // most)][:most]


def grouped(collection: Catalogue, works: Sequence[Work], together: int) -> Catalogue:
    """The catalogue in which each so many of `works` have the words of the first of them."""
    alike = {
        work.identifier: _renamed(work, works[number - number % together])
        for number, work in enumerate(works)
    }
    # Evidence is stored under this hash: that about the catalogue as it is is not to be taken.
    sha256 = hashlib.sha256(f"{together} {collection.sha256} {sorted(alike)}".encode()).hexdigest()
    changed = tuple(alike.get(work.identifier, work) for work in collection)
    return replace(collection, works=changed, sha256=sha256)


def _renamed(work: Work, like: Work) -> Work:
    records = tuple(
        replace(record, title=like.title, artist=like.artist, subject=like.subject)
        for record in work.records
    )
    return replace(work, records=records)


def namesakes(collection: Catalogue, among: Sequence[Work]) -> list[Work]:
    """Those of `among` that share title and artist with another work of the catalogue."""
    shared = Counter(map(_name, collection))
    names = {work.identifier: _name(work) for work in collection}
    return [work for work in among if shared[names[work.identifier]] > 1]


def _name(work: Work) -> tuple[str, str]:
    return normalise(work.title), normalise(work.artist)


def showings(
    collection: Catalogue, works: Sequence[Work], sights: Sequence[str], workspace: Workspace
) -> Iterator[Showing]:
    """What is recognised and named in each rendering. Raises BackendError or PipelineError."""
    index = Index.build(collection)
    backend = prepared(Choice("embedded"), collection, workspace, _warn)
    still = workspace.root / "still.png"
    for number, work in enumerate(works):
        assert work.picture is not None, "chosen for its picture"
        picture = opened(work.picture)
        for n, sight in enumerate(sights):
            cv2.imwrite(str(still), rendered(picture, sight, 100 * number + n))
            evidence = analyse(still, backend, collection, workspace)
            recognised = frozenset(s.work for clip in evidence for s in clip.sightings)
            named = frozenset(name for _, name in identified(evidence, index))
            yield Showing(work.identifier, sight, recognised, named)
        print(".", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)


def _warn(message: str) -> None:
    print(message, file=sys.stderr)


def report(shown: Sequence[Showing]) -> str:
    """The table of the sights, and the rates over renderings and over works."""
    lines = ["| sight | renderings | told apart | of these named rightly | named wrongly |",
             "|---|---|---|---|---|"]  # fmt: skip
    for sight in dict.fromkeys(showing.sight for showing in shown):
        lines.append(_row(sight, [showing for showing in shown if showing.sight == sight]))
    works = [
        [showing for showing in shown if showing.work == work]
        for work in dict.fromkeys(showing.work for showing in shown)
    ]
    told = [kind for work in works if (kind := [s for s in work if s.told_apart])]
    every = [showing for showing in shown if showing.told_apart]
    lines += [_row("all", shown), ""]
    lines += [
        _rate("told apart and named rightly", sum(s.right for s in every), len(every)),
        _rate(
            "works so whenever told apart", sum(all(s.right for s in t) for t in told), len(told)
        ),
        _rate("named wrongly", sum(s.wrong for s in shown), len(shown)),
        _rate("works ever named wrongly", sum(any(s.wrong for s in w) for w in works), len(works)),
    ]
    return "\n".join(lines)


def _row(name: str, shown: Sequence[Showing]) -> str:
    told = [showing for showing in shown if showing.told_apart]
    right, wrong = sum(s.right for s in told), sum(s.wrong for s in shown)
    return f"| {name} | {len(shown)} | {len(told)} | {right} | {wrong} |"


def _rate(name: str, hits: int, trials: int) -> str:
    low, high = exact_interval(hits, trials)
    return f"{name:<30} {hits} of {trials} (95 %: {low:.1%} to {high:.1%})"


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmark namesakes", description=__doc__)
    parser.add_argument("catalogue", type=Path, help="a catalogue with pictures")
    parser.add_argument("--most", type=int, default=1000, help="works that are shown (1000)")
    parser.add_argument(
        "--together", type=int, default=TOGETHER, help=f"works of a group ({TOGETHER})"
    )
    parser.add_argument("--sights", nargs="+", default=list(SIGHTS), choices=list(SIGHTS))
    options = parser.parse_args(arguments)
    collection = loaded(options.catalogue)
    works = with_pictures(collection, options.most)
    made = grouped(collection, works, options.together)
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder))
        for what, under in (
            (f"in groups of {options.together} given one title and artist", made),
            ("that share title and artist in the catalogue as it is", collection),
        ):
            alike = namesakes(under, works)
            print(f"{len(alike)} works with a picture {what}\n")
            if alike:
                print(report(list(showings(under, alike, options.sights, workspace))) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
