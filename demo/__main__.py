"""`python -m demo OUT`: make the demonstration collection."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from pathlib import Path

from console import CartellinoError, progress_bar
from demo.collection import build
from storage import AlreadyRunning, Task

_NICE = 5
"""By how much the priority is lowered: the app that opens meanwhile goes first."""


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m demo", description=__doc__)
    parser.add_argument("out", type=Path, help="folder to create; a finished one is left alone")
    parser.add_argument("--quick", action="store_true", help="film one short walk only")
    parser.add_argument(
        "--follow", type=Path, help="folder through which the app follows it; nothing is printed"
    )
    options = parser.parse_args(arguments)
    try:
        if options.follow:
            return _followed(Task(options.follow), options.out, options.quick)
        with progress_bar() as report:
            catalogue = build(options.out, report, quick=options.quick)
    except CartellinoError as error:
        print(error, file=sys.stderr)
        return 2
    print(catalogue)
    return 0


def _followed(task: Task, out: Path, quick: bool) -> int:
    """Make the collection in the background of the app, which may end it at any time."""
    signal.signal(signal.SIGTERM, _end)
    if hasattr(os, "nice"):
        os.nice(_NICE)
    try:
        with task.doing():
            build(out, task.report, quick)
    except (AlreadyRunning, KeyboardInterrupt):
        return 0
    return int(task.state().phase != "done")


def _end(number: int, frame: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
