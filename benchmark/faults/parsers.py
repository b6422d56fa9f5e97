"""What every parser costs on 20, 200 and 1,000 kB of anything.

Every public function of ours that takes a text, and every door through which texts come in whole,
is called on each of a list of repeats, each in a process with a limit of time and memory. Prints
the worst repeat of each, worst first; with the option `--all`, every repeat over the limit.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from benchmark.faults.cost import LIMIT, Cost, cost
from benchmark.faults.doors import doors, prepare
from benchmark.faults.functions import functions
from benchmark.faults.repeats import REPEATS

_SECONDS, _MEGABYTES, _TENFOLD = 1.0, 200.0, 10.0
"""What 1 MB of anything may cost, and how it may grow from 200 kB."""
_MEASURABLE = 0.2
"""Seconds from which growth says something."""


@dataclass(frozen=True, slots=True)
class Row:
    """A function on a repeat, and what it cost."""

    function: str
    repeat: str
    cost: Cost

    @property
    def over(self) -> bool:
        """Whether it costs more than it may."""
        grown = self.cost.worst > _MEASURABLE and self.cost.growth > _TENFOLD
        return grown or self.cost.worst > _SECONDS or self.cost.peak > _MEGABYTES

    def __str__(self) -> str:
        seconds = "  ".join(f"{s:7.3f}" for s in self.cost.seconds).ljust(25)
        return (
            f"{self.function:<56} {self.repeat:<34} {seconds} {self.cost.peak:6.0f} MB "
            f"{self.cost.growth:6.1f}x {self.cost.ending}"
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Walk, and print a table. Returns 1 if anything costs more than it may."""
    given = _parser().parse_args(arguments)
    calls = {**functions(given.private), **doors()}
    calls = {name: call for name, call in calls.items() if given.only in name}
    repeats = [name for name in REPEATS if given.repeat in name]
    prepare()
    print(f"{len(calls)} functions on {len(repeats)} repeats", flush=True)
    over = 0
    for name, call in calls.items():
        rows = list(_rows(name, call, repeats[:: given.every], given))
        wrong = sorted((r for r in rows if r.over), key=lambda r: -r.cost.worst)
        over += bool(wrong)
        shown = wrong if given.all and wrong else [max(rows, key=lambda r: (r.over, r.cost.worst))]
        for row in shown:
            print(f"{'OVER ' if row.over else '     '}{row}", flush=True)
    print(f"{over} of {len(calls)} functions cost more than they may")
    return 1 if over else 0


def _rows(
    name: str, call: Callable[[str], object], repeats: Sequence[str], given: argparse.Namespace
) -> Iterator[Row]:
    def measured(repeat: str) -> Row:
        return Row(name, repeat, cost(call, REPEATS[repeat].text, given.limit))

    with ThreadPoolExecutor(given.processes) as pool:
        yield from pool.map(measured, repeats)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmark faults parsers", description=__doc__)
    parser.add_argument(
        "--only", default="", metavar="WORDS", help="functions with this in their name"
    )
    parser.add_argument(
        "--repeat", default="", metavar="WORDS", help="repeats with this in their name"
    )
    parser.add_argument("--every", type=int, default=1, metavar="N", help="every Nth repeat")
    parser.add_argument(
        "--limit", type=int, default=LIMIT, metavar="S", help="CPU seconds of a call at most"
    )
    parser.add_argument("--private", action="store_true", help="private functions as well")
    parser.add_argument("--all", action="store_true", help="every repeat over the limit")
    parser.add_argument(
        "--processes", type=int, default=1, metavar="N", help="calls at the same time"
    )
    return parser
