"""How well works are attributed on annotated media.

Runs the whole pipeline with the default settings, with the embedded backend or with `--backend`
and `--model`, and compares the accepted works with the visible ones. The truth is the
demonstration's `truth.json`, or a CSV file with the columns `file` (relative to it), `start_s`,
`end_s`, `works_visible` (identifiers separated by `;`) and `expected` (`match` or `abstain`). The
listed works were confirmed by a person but may be incomplete, so every accepted work that is not
listed is printed for a second look.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import catalogue
from backends import Choice, ModelBackend
from catalogue.commands import loaded
from pipeline import AbstentionConfig, Clip, Evidence, Guards, decide, signals
from pipeline.analysis import analyse, prepared
from pipeline.decision import Ablations, WorkSeen, works_seen
from storage import Workspace

_NO_ABLATIONS = Ablations()
Interval = tuple[float, float, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Medium:
    """A medium and its truth: intervals in s with the works visible in them."""

    path: Path
    expected: str
    intervals: tuple[Interval, ...]

    @property
    def works(self) -> frozenset[str]:
        return frozenset().union(*(works for _, _, works in self.intervals))

    @property
    def timed(self) -> bool:
        return any(end > 0 for _, end, _ in self.intervals)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result for a medium: each identified clip with its work, and the works seen."""

    medium: Medium
    identified: tuple[tuple[Clip, str], ...]
    works_seen: tuple[WorkSeen, ...]
    seconds: float

    @property
    def accepted(self) -> tuple[str, ...]:
        return tuple(work for _, work in self.identified)

    @property
    def right(self) -> bool:
        if self.medium.expected == "abstain":
            return not self.accepted
        return bool(self.accepted) and not self.wrong

    @property
    def wrong(self) -> tuple[str, ...]:
        return tuple(sorted(set(self.accepted) - self.medium.works))

    @property
    def misplaced(self) -> tuple[tuple[Clip, str], ...]:
        """Clips identified as a work that is visible in the medium, but not during the clip."""
        if not self.medium.timed:
            return ()
        confirmed = [pair for pair in self.identified if pair[1] in self.medium.works]
        return tuple((clip, work) for clip, work in confirmed if not self._in_view(clip, work))

    def _in_view(self, clip: Clip, work: str) -> bool:
        return any(
            work in works and start < clip.end and clip.start < end
            for start, end, works in self.medium.intervals
        )


def read_truth(path: Path) -> tuple[Medium, ...]:
    """The media of a truth file, in the order of the file."""
    if path.suffix == ".json":
        walks = json.loads(path.read_text(encoding="utf-8"))["walks"]
        return tuple(_walk(path.parent, walk) for walk in walks)
    rows: dict[str, list[dict[str, str]]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            rows[row["file"]].append(row)
    return tuple(_medium(path.parent / name, of_medium) for name, of_medium in rows.items())


def _walk(folder: Path, walk: dict[str, Any]) -> Medium:
    """A walk of the demonstration; to identify a work outside the catalogue is an error."""
    intervals = tuple(
        (start, end, frozenset({work["work"]}))
        for work in walk["works"]
        if work["in_catalogue"]
        for start, end in work["in_view"]
    )
    return Medium(folder / walk["file"], "match", intervals)


def _medium(path: Path, rows: Sequence[dict[str, str]]) -> Medium:
    intervals = tuple(
        (
            float(row["start_s"] or 0),
            float(row["end_s"] or 0),
            frozenset(filter(None, row["works_visible"].split(";"))),
        )
        for row in rows
    )
    return Medium(path, rows[0]["expected"], intervals)


def evaluate(
    medium: Medium,
    backend: ModelBackend,
    collection: catalogue.Catalogue,
    index: catalogue.Index,
    workspace: Workspace,
    ablations: Ablations = _NO_ABLATIONS,
) -> Outcome:
    """The outcome of analysing a medium with the published defaults. Raises MediaError."""
    began = time.perf_counter()
    evidence = analyse(medium.path, backend, collection, workspace)
    seconds = time.perf_counter() - began
    works = works_seen(evidence, index, AbstentionConfig(), Guards(), ablations)
    return Outcome(medium, identified(evidence, index, ablations), works, seconds)


def identified(
    evidence: Sequence[Evidence], index: catalogue.Index, ablations: Ablations = _NO_ABLATIONS
) -> tuple[tuple[Clip, str], ...]:
    """The clips that the published defaults identify, each with its work."""
    read = [(clip.clip, signals(clip, index, AbstentionConfig(), ablations)) for clip in evidence]
    decisions = [(clip, decide(guesses, index)) for clip, guesses in read]
    return tuple((clip, d.candidate.work) for clip, d in decisions if d.accepted and d.candidate)


def interval_errors(outcome: Outcome) -> dict[str, tuple[float, float] | None]:
    """For each true stretch of a work the offsets (s) of the nearest start and end reported."""
    errors: dict[str, tuple[float, float] | None] = {}
    for work in sorted(outcome.medium.works):
        for start, end in _stretches(outcome.medium, work):
            near = [
                (seen.start - start, seen.end - end)
                for seen in outcome.works_seen
                if seen.work == work
            ]
            name = f"{work} {start:.1f}-{end:.1f}"
            errors[name] = min(near, key=lambda e: abs(e[0]) + abs(e[1]), default=None)
    return errors


def _stretches(medium: Medium, work: str) -> list[tuple[float, float]]:
    merged: list[tuple[float, float]] = []
    for start, end, works in sorted(medium.intervals, key=lambda interval: interval[:2]):
        if work not in works:
            continue
        if merged and start - merged[-1][1] < 0.1:
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged


def report(outcomes: Sequence[Outcome]) -> None:
    """Print the table, and below it every medium with an unexpected result."""
    positives = [o for o in outcomes if o.medium.expected == "match"]
    negatives = [o for o in outcomes if o.medium.expected == "abstain"]
    wrong = sum(len(o.wrong) for o in outcomes)
    print(f"positives accepted with a visible work  {sum(o.right for o in positives)}"
          f" of {len(positives)}")  # fmt: skip
    print(f"negatives accepted                      {sum(not o.right for o in negatives)}"
          f" of {len(negatives)}")  # fmt: skip
    print(f"accepted works that are not confirmed   {wrong}")
    misplaced = [(clip.start, clip.end, work) for o in outcomes for clip, work in o.misplaced]
    print(f"clips identified as a work out of view  {len(misplaced)} {misplaced or ''}")
    confirmed = sum(len(o.medium.works) for o in positives)
    right = sum(len(o.medium.works & {s.work for s in o.works_seen}) for o in positives)
    print(f"works seen                              {right} of {confirmed}")
    extra = sorted({(o.medium.path.name, s.work) for o in outcomes for s in o.works_seen
                    if s.work not in o.medium.works})  # fmt: skip
    print(f"works seen that are not confirmed       {len(extra)} {extra or ''}")
    print(f"seconds                                 {sum(o.seconds for o in outcomes):.1f}")
    for outcome in outcomes:
        if not outcome.right:
            print(f"  {outcome.medium.path.name}: accepted {outcome.accepted or 'nothing'}, "
                  f"visible {sorted(outcome.medium.works)}")  # fmt: skip
        if outcome.medium.timed and len(outcome.medium.intervals) > 1:
            for name, offsets in interval_errors(outcome).items():
                text = "not seen" if offsets is None else f"{offsets[0]:+.2f} {offsets[1]:+.2f} s"
                print(f"  {outcome.medium.path.name} {name}: {text}")


def warn_of_unknown(media: Sequence[Medium], collection: catalogue.Catalogue) -> None:
    """Name the works of the truth that the catalogue lacks: none of them can be right."""
    shared = {work.number for work in collection if work.shares_number}
    named = {work for m in media if m.expected == "match" for work in m.works}
    for work in sorted(named - collection.by_identifier.keys()):
        several = "is the number of several works: merge them, or name one of them"
        why = several if work in shared else "is no work of the catalogue"
        print(f"warning: {work}, which the truth names, {why}.", file=sys.stderr)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmark attribution", description=__doc__)
    parser.add_argument("--truth", type=Path, required=True, help="truth.json, or a CSV file")
    parser.add_argument("--catalogue", type=Path, required=True)
    parser.add_argument("--only", default="", help="only media whose path contains this text")
    parser.add_argument("--backend", default="embedded")
    parser.add_argument("--model", type=Path, help="folder with the backend's weights")
    Ablations.add_options(parser)
    options = parser.parse_args(arguments)
    ablations = Ablations.of(options)
    collection = loaded(options.catalogue)
    index = catalogue.Index.build(collection)
    outcomes = []
    media = read_truth(options.truth)
    warn_of_unknown(media, collection)
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder))
        choice = Choice(options.backend, options.model)
        warn = partial(print, file=sys.stderr)
        backend = prepared(choice, collection, workspace, warn)
        for medium in media:
            if options.only in str(medium.path):
                outcomes.append(evaluate(medium, backend, collection, index, workspace, ablations))
                print(".", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    report(outcomes)
    return 0


if __name__ == "__main__":
    sys.exit(main())
