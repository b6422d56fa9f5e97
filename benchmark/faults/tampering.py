"""Which of many ways to tamper with a ledger `ledger verify` tells, without a head from elsewhere.

Makes a ledger of nine events, tampers with a copy of its folder in every way and runs `python -m
ledger verify` on it. Exit status 2 where one is not told.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import shutil
import signal
import sqlite3
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmark.faults.commands import run_command
from benchmark.faults.verdicts import verdict
from benchmark.faults.ways import (
    NAME,
    OLDER,
    OTHER,
    Way,
    event_hash,
    replaced,
    rewritten,
    rows,
    unlocked,
    ways,
)
from ledger import Ledger

_WAL = "write-ahead file removed after a kill"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmark faults tampering",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        original = made(folder / "original")
        told = {way: tried(original, folder / "copy", tamper) for way, tamper in ways().items()}
        told[_WAL] = without_write_ahead(folder / "killed")
        for way, is_told in told.items():
            print(f"{'told' if is_told else 'NOT TOLD':<10}{way}")
        print(f"{sum(told.values())} of {len(told)} told; the untouched ledger: ", end="")
        sound = verified(original) == 0
        print("intact" if sound else "NOT intact")
        in_principle(original, folder / "copy")
    return 0 if sound and all(told.values()) else 2


def made(folder: Path) -> Path:
    """A ledger of nine events of every kind; beside it an older copy and another ledger."""
    folder.mkdir()
    ledger, other = Ledger(folder / NAME), Ledger(folder / OTHER)
    for clip in range(5):
        ledger.record(verdict(clip))
        other.record(verdict(clip + 50))
    shutil.copy(folder / NAME, folder / OLDER)
    ledger.record(verdict(1, "correct"))
    ledger.undo(verdict(2).evidence.clip.key, "Bo")
    ledger.record_many([verdict(clip, "reject", "Sofonisba") for clip in (6, 7)])
    return folder


def tried(original: Path, copy: Path, tamper: Way) -> bool:
    """Whether a way is told that is tried on a copy of the folder."""
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(original, copy)
    tamper(copy)
    return verified(copy) != 0


def verified(folder: Path, *options: str) -> int:
    """The exit status of `ledger verify`; nothing of what it says is printed."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        return run_command("ledger", "verify", "--db", str(folder / NAME), *options)


def without_write_ahead(folder: Path) -> bool:
    """Whether it is told that verdicts went with the -wal of a process that was killed."""
    made(folder)
    read, write = os.pipe()
    if (child := os.fork()) == 0:
        # A connection that is open elsewhere keeps SQLite from moving the verdicts to the file.
        other = sqlite3.connect(folder / NAME)
        other.execute("SELECT count(*) FROM ledger_event").fetchall()
        Ledger(folder / NAME).record(verdict(30))
        os.write(write, b".")
        signal.pause()
    os.read(read, 1)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    for ending in ("-wal", "-shm"):
        (folder / f"{NAME}{ending}").unlink()
    return verified(folder) != 0


def in_principle(original: Path, copy: Path) -> None:
    """Show what nothing beside a ledger can tell, and what a head that was noted elsewhere does."""
    head = Ledger(original / NAME).verify().head
    print("\nWhoever can write every file of the folder can write the note of the end, too:")
    for way, tamper in {"chain and note rewritten": _everything, "both put back": _older}.items():
        told = tried(original, copy, tamper)
        elsewhere = verified(copy, "--expect-head", head) != 0
        print(f"{'told' if told else 'not told':<10}{way}; ", end="")
        print(f"{'told' if elsewhere else 'NOT TOLD'} by a head that was noted elsewhere")
    told = tried(original, copy, _appended)
    print(f"{'told' if told else 'not told':<10}a verdict forged at the end (nothing is signed)")


def _everything(folder: Path) -> None:
    with unlocked(folder) as db:
        events = rows(db)
        events[4]["reviewer"] = "Mallory"
        rewritten(db, events)
        head = events[-1]["hash"]
    _noted(folder, len(events), head)


def _older(folder: Path) -> None:
    shutil.copy(folder / OLDER, folder / NAME)
    with contextlib.closing(sqlite3.connect(folder / NAME)) as db:
        last = rows(db)[-1]
    _noted(folder, last["number"], last["hash"])


def _noted(folder: Path, events: int, head: str) -> None:
    note = folder / f"{NAME}.head"
    if note.exists():
        note.write_text(
            json.dumps({**json.loads(note.read_text()), "events": events, "head": head})
        )


def _appended(folder: Path) -> None:
    with unlocked(folder) as db:
        events = rows(db)
        last = events[-1]
        forged = {**last, "number": last["number"] + 1, "previous": last["hash"], "reviewer": "M"}
        forged["hash"] = event_hash(forged)
        replaced(db, [*events, forged])
