"""How well paintings are recognised in real stills.

The folder `--kit` holds `ground_truth.csv` (file, works_visible, expected), the frames that it
names, and `catalogues/estense/catalogue.csv` with its pictures. The listed works were confirmed by
a person but may be incomplete: look at an "extra" before calling it false.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from backends import Reference
from backends.embedded.paintings import PictureSighting, Recogniser, decode
from benchmark.speed.references import written


@dataclass(frozen=True, slots=True)
class Still:
    """A frame of the ground truth; `works` is empty if none may be recognised."""

    path: Path
    works: frozenset[str]


@dataclass(frozen=True, slots=True)
class Result:
    """The works recognised in a still, and the seconds that it took."""

    still: Still
    sightings: tuple[PictureSighting, ...]
    seconds: float

    @property
    def sure(self) -> tuple[str, ...]:
        return tuple(s.identifier for s in self.sightings if s.certainty == "sure")

    @property
    def extra(self) -> tuple[str, ...]:
        return tuple(work for work in self.sure if work not in self.still.works)


def references(kit: Path) -> tuple[Reference, ...]:
    """The Estense catalogue with its pictures."""
    folder = kit / "catalogues" / "estense"
    with (folder / "catalogue.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Reference(
                row["inventory_number"],
                row["title"],
                row["artist"],
                picture=folder / "images" / row["image"],
            )
            for row in csv.DictReader(file)
        )


def stills(kit: Path) -> tuple[Still, ...]:
    """The frames of the ground truth, in the order of the file."""
    with (kit / "ground_truth.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Still(kit / row["file"], frozenset(filter(None, row["works_visible"].split(";"))))
            for row in csv.DictReader(file)
            if row["file"].startswith("frames/")
        )


def measure(recogniser: Recogniser, material: Sequence[Still]) -> Iterator[Result]:
    """The result for every still; reading the file is not timed."""
    for still in material:
        image = decode(still.path)
        started = time.perf_counter()
        sightings = recogniser.locate(image, still.path.name)
        yield Result(still, sightings, time.perf_counter() - started)


def table(results: Sequence[Result], extraction: float) -> str:
    """The figures as text, one on each line."""
    positives = [r for r in results if r.still.works]
    negatives = [r for r in results if not r.still.works]
    works = sum(len(r.still.works) for r in positives)
    recognised = sum(len(r.still.works & set(r.sure)) for r in positives)
    times = sorted(1e3 * r.seconds for r in results)
    lines = (
        ("frames with a catalogue work", str(len(positives))),
        ("  most prominent sure work right", str(sum(_first_right(r) for r in positives))),
        ("  any sure work right", str(sum(bool(set(r.sure) & r.still.works) for r in positives))),
        ("  sure works not in the truth", str(sum(len(r.extra) for r in positives))),
        ("works, sure / in the truth", f"{recognised} / {works}"),
        ("frames without a catalogue work", str(len(negatives))),
        ("  with a sure work", str(sum(bool(r.sure) for r in negatives))),
        ("ms a frame, median / slowest", f"{times[len(times) // 2]:.0f} / {times[-1]:.0f}"),
        ("s to learn the references", f"{extraction:.1f}"),
    )
    return "\n".join(f"{name:<36}{value:>12}" for name, value in lines)


def _first_right(result: Result) -> bool:
    return bool(result.sure) and result.sure[0] in result.still.works


def _account(result: Result) -> str:
    sightings = " ".join(
        f"{s.identifier}:{s.inliers}:{s.confidence:.2f}{'' if s.certainty == 'sure' else '?'}"
        for s in result.sightings
    )
    missed = " ".join(sorted(result.still.works - set(result.sure)))
    extra = " ".join(result.extra)
    return f"{result.still.path.name}\tseen {sightings}\tmissed {missed}\textra {extra}"


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmark pictures", description=__doc__)
    parser.add_argument("--kit", type=Path, required=True, help="folder of the real material")
    parser.add_argument("--cache", type=Path, help="folder to cache the features in")
    parser.add_argument(
        "--among",
        type=int,
        default=0,
        metavar="N",
        help="add N painted pictures as references that are not filmed",
    )
    parser.add_argument(
        "--verbose", action="store_true", help="print a line for each frame to standard error"
    )
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        recogniser = Recogniser(options.cache or Path(folder))
        painted = [written(Path(folder), seed) for seed in range(options.among)]
        started = time.perf_counter()
        for message in recogniser.learn([*references(options.kit), *painted]):
            print(message, file=sys.stderr)
        extraction = time.perf_counter() - started
        results = []
        for result in measure(recogniser, stills(options.kit)):
            results.append(result)
            if options.verbose:
                print(_account(result), file=sys.stderr)
    print(table(results, extraction))
    return 0


if __name__ == "__main__":
    sys.exit(main())
