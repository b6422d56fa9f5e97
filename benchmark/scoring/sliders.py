"""How many decisions flip when a slider is drawn through its range.

Decides stored clips again at every position of each of the fifteen sliders, in the slider's own
steps, the others at their published defaults or as `--config` says. A decision flips where another
work is named, or none instead of one. `--evidence` is the database in which `python -m pipeline
analyse --db` stored what it saw. Of a slider with two handles one is drawn at a time, as far as the
other.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import catalogue
from catalogue.commands import loaded
from pipeline import PARAMETERS, AbstentionConfig, Decision, Parameter
from pipeline.analysis import Store
from pipeline.decision import Value, cuts_of, shares_of
from pipeline.redecide import Redecider, Skybands

Named = Mapping[str, str | None]
"""Clip → the work that is named; None where the machine abstains."""


@dataclass(frozen=True, slots=True)
class Sweep:
    """A slider drawn from end to end: the clips that flip at each of its `steps`."""

    name: str
    steps: tuple[frozenset[str], ...]

    @property
    def most(self) -> int:
        """Clips that flip in one step, at most."""
        return max(map(len, self.steps))

    @property
    def flipped(self) -> frozenset[str]:
        """Clips that flip anywhere."""
        return frozenset().union(*self.steps)


def sweeps(redecider: Redecider, others: AbstentionConfig) -> Iterator[Sweep]:
    """The sweep of every parameter, in the order of the parameters; of two handles both."""
    for parameter in PARAMETERS:
        for name, configs in paths(parameter, others):
            named = [names(redecider.decide(config)) for config in configs]
            steps = (_flipped(before, after) for before, after in pairwise(named))
            yield Sweep(name, tuple(steps))


def paths(
    parameter: Parameter, others: AbstentionConfig
) -> Iterator[tuple[str, list[AbstentionConfig]]]:
    """The settings that a slider goes through, by the name of what is drawn."""
    for name, values in _values(parameter, getattr(others, parameter.name)):
        yield name, [others.replace(**{parameter.name: value}) for value in values]


def _values(parameter: Parameter, now: Value) -> Iterator[tuple[str, Sequence[Value]]]:
    low, high = parameter.minimum, parameter.maximum
    if parameter.kind == "switch":
        yield parameter.name, (False, True)
    elif isinstance(now, tuple):
        cuts = cuts_of(now)
        ends = (low, *cuts, high)
        for n in range(len(cuts)):
            between = f", {parameter.handles[n]} to {parameter.handles[n + 1]}"
            yield (
                parameter.name + between,
                [
                    shares_of((*cuts[:n], cut, *cuts[n + 1 :]))
                    for cut in _positions(parameter, ends[n], ends[n + 2])
                ],
            )
    else:
        yield parameter.name, _positions(parameter, low, high)


def _positions(parameter: Parameter, low: float, high: float) -> list[float]:
    count = round((high - low) / parameter.step)
    return [round(low + n * parameter.step, 6) for n in range(count + 1)]


def names(decisions: Mapping[str, Decision]) -> Named:
    """The work that each decision names."""
    return {
        clip: decision.candidate.work if decision.accepted and decision.candidate else None
        for clip, decision in decisions.items()
    }


def _flipped(before: Named, after: Named) -> frozenset[str]:
    return frozenset(clip for clip, work in after.items() if before[clip] != work)


def table(swept: Sequence[Sweep]) -> str:
    """The sweeps in Markdown."""
    lines = ["| slider | steps | with a flip | most flips in one step | decisions that flip |",
             "|---|---|---|---|---|"]  # fmt: skip
    for sweep in swept:
        cells = len(sweep.steps), sum(map(bool, sweep.steps)), sweep.most, len(sweep.flipped)
        lines.append(f"| {sweep.name} | {' | '.join(map(str, cells))} |")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmark sliders", description=__doc__)
    parser.add_argument("--evidence", type=Path, required=True, help="database of analysed media")
    parser.add_argument("--catalogue", type=Path, required=True, help="with which they were")
    parser.add_argument("--config", type=Path, help="JSON of the other sliders (the defaults)")
    options = parser.parse_args(arguments)
    others = AbstentionConfig.load(options.config) if options.config else AbstentionConfig()
    collection = loaded(options.catalogue)
    clips = Store(options.evidence).evidence_list(collection.sha256)
    if not clips:
        print(f"{options.evidence} has no evidence about {options.catalogue}.", file=sys.stderr)
        return 2
    redecider = Redecider(clips, Skybands(catalogue.Index.build(collection)))
    named = names(redecider.decide(others)).values()
    print(f"{len(clips)} clips, {sum(map(bool, named))} identified\n")
    print(table(list(sweeps(redecider, others))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
