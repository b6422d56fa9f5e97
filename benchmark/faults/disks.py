"""What is lost when the disk of a workspace is full, and whether it goes on by itself.

On small disks in memory, of ten sizes, verdicts and evidence are written until nothing more fits,
and tried again while the disk is full. All that was confirmed has to be there and the chain whole.
Then the disk grows, and the same process has to go on. Likewise a job: its worker analyses pictures
until the disk has no room, has to say so, and to go on by itself when there is some, with the same
evidence as on a large disk. Exit status 2 where something was lost, or 1 where this machine allows
no such disk (Linux, with the right to mount in a namespace of one's own).
"""

from __future__ import annotations

import argparse
import logging
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from benchmark.faults.analyses import Nobody, collection, ends, evidence_in, forked, whole
from benchmark.faults.commands import run_command
from benchmark.faults.verdicts import evidence, verdict
from console import CartellinoError
from jobs import Jobs
from ledger import Ledger
from pipeline import Evidence
from pipeline.analysis import Store
from storage import Workspace

SIZES = (160, 224, 256, 320, 400, 512, 640, 800, 1024, 1600)
"""kB of the disks; two verdicts fit on the smallest."""
_LONGEST = 300.0
"""s that an analysis may take."""
_TRIES = 5
"""How often it is tried again while the disk is full."""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmark faults disks",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--no-jobs", action="store_true", help="verdicts and evidence only")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="KB")
    options = parser.parse_args(arguments)
    if not options.inside:
        return _in_a_namespace(options.sizes, options.no_jobs)
    print(f"{'kB':>6}{'verdicts':>10}{'evidence':>10}{'lost':>6}{'chain':>8}{'goes on':>9}")
    sound = [_tried(size) for size in options.sizes]
    print(f"{sum(sound)} of {len(sound)} sizes: nothing lost, chain whole, went on by itself")
    if not options.no_jobs:
        sound += jobs_on_disks(options.sizes)
    return 0 if all(sound) else 2


def _in_a_namespace(sizes: Sequence[int], no_jobs: bool) -> int:
    """Run this in a namespace, in which disks in memory may be mounted and vanish afterwards."""
    given = ["--inside", *(["--no-jobs"] if no_jobs else []), "--sizes", *map(str, sizes)]
    program = f"from benchmark.faults.disks import main; raise SystemExit(main({given}))"
    alone = ["unshare", "--map-root-user", "--mount"]
    try:
        if subprocess.run([*alone, "true"], capture_output=True).returncode == 0:
            return subprocess.run([*alone, sys.executable, "-c", program]).returncode
    except FileNotFoundError:
        pass
    print("This machine allows no small disk in memory (unshare --mount).", file=sys.stderr)
    return 1


def _tried(size: int) -> bool:
    """Fill a disk of `size` kB, prove what is on it, let it grow and go on. Prints a line."""
    with tempfile.TemporaryDirectory() as name:
        _mount(name, f"size={size}k")
        try:
            return _filled(Path(name) / "cartellino.db", size)
        finally:
            subprocess.run(["umount", name], check=True)


def _filled(path: Path, size: int) -> bool:
    ledger, store = Ledger(path), Store(path)
    verdicts: dict[int, str] = {}
    clips: set[str] = set()
    failures = number = 0
    while failures < _TRIES:
        number += 1
        failures += not (_judged(ledger, number, verdicts) and _stored(store, number, clips))
    chain = not path.exists() or ledger.verify().ok
    _mount(str(path.parent), "remount,size=16m")
    again = _judged(ledger, number + 1, verdicts) and _stored(store, number + 1, clips)
    there = {event.number: event.hash for event in ledger.events()}
    lost = sum(there.get(n) != written for n, written in verdicts.items())
    lost += len(clips - {stored.clip.key for stored in store.evidence_list()})
    goes_on = again and ledger.verify().ok
    print(
        f"{size:>6}{len(verdicts):>10}{len(clips):>10}{lost:>6}"
        f"{'whole' if chain else 'BROKEN':>8}{'yes' if goes_on else 'NO':>9}",
        flush=True,
    )
    return chain and goes_on and not lost


def _judged(ledger: Ledger, number: int, confirmed: dict[int, str]) -> bool:
    """Whether a verdict was recorded; an error must be a sentence, and nothing else."""
    try:
        event = ledger.record(verdict(number, words="label " * 100 + str(number)))
    except CartellinoError:
        return False
    confirmed[event.number] = event.hash
    return True


def _stored(store: Store, number: int, confirmed: set[str]) -> bool:
    """Whether the evidence of a clip was stored."""
    of_clip = evidence(number, "words " * 100)
    try:
        store.save(of_clip.clip.video, "recipe", (of_clip,), "catalogue")
    except CartellinoError:
        return False
    confirmed.add(of_clip.clip.key)
    return True


# A job


def jobs_on_disks(sizes: Sequence[int]) -> list[bool]:
    """Whether the job on each disk waited where it had to, and went on with the same evidence."""
    logging.disable(logging.CRITICAL)
    print(f"{'kB':>6}{'waited':>10}{'evidence':>10}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        payload = collection(Path(folder) / "demo")
        whole_disk = Workspace(Path(folder) / "whole")
        Jobs(whole_disk, Nobody()).submit(payload)
        ends(forked(lambda: _work(whole_disk)), _LONGEST)
        expected = evidence_in(whole_disk)
        sound = [_job(size, payload, expected) for size in sizes]
    print(f"{sum(sound)} of {len(sound)} sizes: the job went on by itself, evidence identical")
    return sound


def _job(size: int, payload: object, expected: Sequence[Evidence]) -> bool:
    """Run a job on a disk with `size` kB left, which then grows. Prints a line."""
    with tempfile.TemporaryDirectory() as name:
        _mount(name, "size=64m")
        try:
            workspace = Workspace(Path(name))
            job = Jobs(workspace, Nobody()).submit(payload)
            used = shutil.disk_usage(name).used // 1024
            _mount(name, f"remount,size={used + size}k")
            worker = forked(lambda: _work(workspace))
            waited = _until_it_waits(workspace, job)
            _mount(name, "remount,size=64m")
            same = ends(worker, _LONGEST) and evidence_in(workspace) == tuple(expected)
            done = whole(Jobs(workspace, Nobody()).get(job))
            print(f"{size:>6}{'yes' if waited else 'no':>10}{'same' if same else 'OTHER':>10}",
                  flush=True)  # fmt: skip
            return same and done
        finally:
            subprocess.run(["umount", name], check=True)


def _work(workspace: Workspace) -> None:
    where = ("--workspace", str(workspace.root))
    run_command("jobs", "worker", *where, "--idle", "0.5", "--looks", "0.2")


def _until_it_waits(workspace: Workspace, job: str) -> bool:
    """Wait until a job says that it waits for space; False where it has ended without."""
    until = time.monotonic() + _LONGEST
    while time.monotonic() < until:
        with suppress(CartellinoError):  # a disk may be too full to be asked
            now = Jobs(workspace, Nobody()).get(job)
            if now.waits_for or now.finished:
                return bool(now.waits_for)
        time.sleep(0.1)
    return False


def _mount(folder: str, options: str) -> None:
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], check=True)
