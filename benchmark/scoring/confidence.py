"""What the confidence of a recognised picture says.

Renders the reference pictures of a catalogue as a camera would see them, and matches each rendering
with its own reference (right), and, the own one taken out, with what is easily taken for it: copies
by another hand, pendants, pictures that share a motif, and the other references of the catalogue
(wrong). Nothing is filmed, so that filmed material is left to test with. The weights are fitted
(`--fit`) on every second work; what is printed is measured on the others.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from backends.embedded.paintings import (
    MEASURES,
    QUERY_FEATURES,
    Features,
    Proof,
    Query,
    Shortlist,
    extract,
    root,
    sift,
    verify,
)
from benchmark.scoring.renderings import LOOKALIKES, SIGHTS, Picture, opened, rendered
from catalogue.commands import loaded

EACH = 2
"""Lookalikes of each sort for a picture."""
OTHERS = 4
"""References of the catalogue that a rendering is matched with beside its own."""
BINS = (0.0, 0.2, 0.42, 0.52, 0.6, 0.7, 0.8, 0.9, 1.0)


@dataclass(frozen=True, slots=True)
class Sample:
    """A match of a rendering: of the `work` by its number, under a `sight`, with `against`."""

    work: int
    sight: str
    against: str
    proof: Proof

    @property
    def right(self) -> bool:
        return self.against == "right"


def samples(pictures: Sequence[Picture]) -> Iterator[Sample]:
    """The matches with eight points or more, of each rendering of each picture."""
    own = [extract(picture) for picture in pictures]
    sizes = [features.size for features in own]
    shortlist = Shortlist([f.points for f in own], [f.descriptors for f in own], sizes)
    for work, picture in enumerate(pictures):
        other = pictures[(work + 1) % len(pictures)]
        references = [("right", own[work]), *_lookalikes(picture, other, work)]
        for number, sight in enumerate(SIGHTS):
            query = _query(rendered(picture, sight, 100 * work + number))
            near = shortlist.of(query.points, query.descriptors, query.size)
            others = [("other", own[n]) for n in near if n != work][:OTHERS]
            for against, features in (*references, *others):
                if match := verify(query, features, 0):
                    yield Sample(work, sight, against, match.proof)
        print(".", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)


def _lookalikes(picture: Picture, other: Picture, work: int) -> Iterator[tuple[str, Features]]:
    for sort, draw in LOOKALIKES.items():
        for number in range(EACH):
            yield sort, extract(draw(picture, other, 1000 * work + number))


def _query(frame: Picture) -> Query:
    points, descriptors = sift(frame, QUERY_FEATURES)
    return Query(frame, points, root(descriptors))


def pictures(path: Path, most: int) -> list[Picture]:
    """`most` reference pictures of a catalogue, spread over it. Raises CatalogueError."""
    paths = [work.picture for work in loaded(path).works if work.picture]
    return [opened(path) for path in paths[:: max(1, len(paths) // most)][:most]]


def area_under_curve(right: NDArray[np.float64], wrong: NDArray[np.float64]) -> float:
    """The chance that a right match has a higher confidence than a wrong one."""
    above = (right[:, None] > wrong).mean() + (right[:, None] == wrong).mean() / 2
    return float(above)


def fitted(material: Sequence[Sample]) -> tuple[NDArray[np.float64], float]:
    """Weights of the measures, none below 0, and the intercept, by logistic regression.

    Right and wrong matches count alike in sum. Gradient descent with projection: more of a
    measure may never lower a confidence.
    """
    measures = np.array([sample.proof.measures for sample in material])
    right = np.array([sample.right for sample in material])
    share = np.where(right, 0.5 / right.mean(), 0.5 / (1 - right.mean()))
    weights, intercept = np.zeros(measures.shape[1]), 0.0
    for _ in range(40_000):
        expected = 1 / (1 + np.exp(-(measures @ weights + intercept)))
        error = (expected - right) * share
        step = 0.3 * (measures.T @ error / len(error) + 1e-4 * weights)
        weights = np.maximum(weights - step, 0)
        intercept -= 0.3 * float(error.mean())
    return weights, intercept


def report(material: Sequence[Sample]) -> None:
    """Print the area under the curve, the confidence under each sight, and the reliability."""
    confidence = np.array([sample.proof.confidence for sample in material])
    right = np.array([sample.right for sample in material])
    print(f"right matches {right.sum()}, wrong matches with 8 points or more {(~right).sum()}")
    area = area_under_curve(confidence[right], confidence[~right])
    print(f"area under the curve {area:.3f}\n")
    print("| match | number | inliers, median | confidence: lowest tenth | median |")
    print("|---|---|---|---|---|")
    for name in (*SIGHTS, *LOOKALIKES, "other"):
        chosen = np.array([(s.sight if s.right else s.against) == name for s in material])
        if chosen.any():
            inliers = np.median([s.proof.inliers for s in np.array(material, object)[chosen]])
            low, middle = np.percentile(confidence[chosen], (10, 50))
            print(f"| {name} | {chosen.sum()} | {inliers:.0f} | {low:.2f} | {middle:.2f} |")
    _reliability(confidence, right)


def _reliability(confidence: NDArray[np.float64], right: NDArray[np.bool_]) -> None:
    print("\n| confidence | right | wrong | share right, both equally frequent | |")
    print("|---|---|---|---|---|")
    for low, high in pairwise(BINS):
        inside = (confidence > low) & (confidence <= high)
        a, b = int((inside & right).sum()), int((inside & ~right).sum())
        if a + b:
            share = (a / right.sum()) / (a / right.sum() + b / (~right).sum())
            bar = "█" * round(20 * share)
            print(f"| {low:.2f} to {high:.2f} | {a} | {b} | {share:.2f} | {bar} |")


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmark confidence", description=__doc__)
    parser.add_argument("catalogues", type=Path, nargs="+", help="catalogues with pictures")
    parser.add_argument("--most", type=int, default=24, help="pictures of each catalogue")
    parser.add_argument("--fit", action="store_true", help="print the fitted weights as well")
    options = parser.parse_args(arguments)
    collections = [pictures(path, options.most) for path in options.catalogues]
    material = [sample for collection in collections for sample in samples(collection)]
    if options.fit:
        weights, intercept = fitted([s for s in material if s.work % 2 == 0])
        for name, weight in zip(MEASURES, weights, strict=True):
            print(f"{name:<12}{weight:6.2f}")
        print(f"{'intercept':<12}{intercept:6.2f}\n")
    held, every = sum(len(c) // 2 for c in collections), sum(map(len, collections))
    print(
        f"{held} of {every} pictures held aside from the fitting, each under {len(SIGHTS)} sights"
    )
    report([s for s in material if s.work % 2])
    return 0


if __name__ == "__main__":
    sys.exit(main())
