"""What is lost when the ledger's writer and the worker are killed at any moment.

A process writes verdicts and says each one that was confirmed; it is killed after a random time,
again and again: every confirmed verdict has to be there, and the chain whole. Then workers analyse
pictures (or a film with --film) and are killed at random moments, ten times at most before they
may finish; the evidence has to be the same as without a kill. Exit status 2 where something was
lost.
"""

from __future__ import annotations

import argparse
import logging
import os
import random
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from benchmark.faults.analyses import (
    Nobody,
    collection,
    ends,
    evidence_in,
    forked,
    kill,
    whole,
)
from benchmark.faults.commands import run_command
from benchmark.faults.verdicts import verdict
from jobs import Jobs
from ledger import Ledger
from pipeline import Evidence
from storage import Workspace

_LINE = 100
"""Bytes in which a writer says a confirmed verdict: its number and its hash."""
_KILLS = 10
"""Most kills in one analysis."""
_PATIENCE = 300.0
"""s that a worker has which is not to be killed."""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmark faults kills",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--ledger", type=int, default=100, metavar="N", help="kills of the writer")
    parser.add_argument("--worker", type=int, default=50, metavar="N", help="kills of the worker")
    parser.add_argument("--film", action="store_true", help="analyse a film: some minutes a run")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    logging.disable(logging.CRITICAL)
    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        lost = writers(Path(folder) / "ledger.db", options.ledger, chance)
        if options.worker:
            lost += workers(Path(folder), options.worker, chance, options.film)
    return 2 if lost else 0


# The ledger's writer


def writers(path: Path, kills: int, chance: random.Random) -> int:
    """Kill a writer again and again. Returns how many verdicts were lost, or chains broken."""
    confirmed: dict[int, str] = {}
    broken = 0
    for _ in range(kills):
        confirmed |= _killed_writer(path, chance.uniform(0.0, 0.4), len(confirmed))
        broken += not Ledger(path).verify().ok
    events = {event.number: event.hash for event in Ledger(path).events()}
    lost = sum(events.get(number) != written for number, written in confirmed.items())
    print(
        f"ledger: {kills} kills, {len(confirmed)} verdicts confirmed, {lost} lost, "
        f"{len(events) - len(confirmed)} written without having been confirmed, "
        f"{broken} broken chains",
        flush=True,
    )
    return lost + broken


def _killed_writer(path: Path, seconds: float, first: int) -> dict[int, str]:
    """The verdicts that a writer confirmed before it was killed, by number."""
    read, write = os.pipe()

    def write_on() -> None:
        for clip in range(first, first + 10_000):
            event = Ledger(path).record(verdict(clip % 997, words=f"words {clip}"))
            os.write(write, f"{event.number} {event.hash}".ljust(_LINE).encode())

    child = forked(write_on)
    os.close(write)
    time.sleep(seconds)
    kill(child)
    with os.fdopen(read) as lines:
        words = [line.split() for line in iter(lambda: lines.read(_LINE), "")]
    return {int(number): written for number, written in words}


# The worker


def workers(folder: Path, kills: int, chance: random.Random, film: bool) -> int:
    """Kill workers while they analyse. Returns how many analyses have other evidence than without.

    A picture on which the analysis breaks down twice is given up on purpose; then the job is handed
    in again, as a person would.
    """
    demo = folder / "demo"
    payload = collection(demo, film)
    _analysed(folder / "first", payload, 0, lambda: 0.0)  # slower: files are read from the disk
    began = time.monotonic()
    expected, _ = _analysed(folder / "whole", payload, 0, lambda: 0.0)
    longest = time.monotonic() - began
    killed = differing = analyses = 0
    while killed < kills:
        root, left = folder / f"run {analyses}", min(_KILLS, kills - killed)
        evidence, more = _analysed(root, payload, left, lambda: chance.uniform(0.0, longest))
        killed, analyses = killed + more, analyses + 1
        differing += evidence != expected
        print(
            f"worker: {killed} kills in {analyses} analyses of {longest:.1f} s and "
            f"{len(expected)} clips, {differing} with other evidence",
            flush=True,
        )
    return differing


def _analysed(
    root: Path, payload: object, kills: int, moment: Callable[[], float]
) -> tuple[tuple[Evidence, ...], int]:
    """The evidence of a film whose workers were killed, and how often they were."""
    workspace = Workspace(root)
    jobs, killed = Jobs(workspace, Nobody()), 0
    job = jobs.submit(payload)
    while not whole(jobs.get(job)):
        if jobs.get(job).finished:
            job = jobs.submit(payload)
        worker = forked(partial(_work_through, root))
        if not ends(worker, moment() if killed < kills else _PATIENCE):
            kill(worker)
            killed += 1
    return evidence_in(workspace), killed


def _work_through(root: Path) -> None:
    if run_command("jobs", "worker", "--workspace", str(root), "--idle", "0.1"):
        raise SystemExit("The worker has failed.")
