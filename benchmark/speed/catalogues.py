"""What quality report, version and comparison of a catalogue cost.

Prints CPU seconds, reading the file included, and peak resident memory for each task and file:
the quality report, storing a version, and comparing it with a next version that lacks a row. Each
runs in a process of its own.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

_HEAD = """
import resource, sys, catalogue
from pathlib import Path
loaded = catalogue.load(sys.argv[1])
"""
_TASKS = {
    "reading alone": "",
    "quality report": """
from catalogue.quality.checks import quality
quality(loaded)
""",
    "stored as a version": """
catalogue.Versions(Path(sys.argv[2])).adopt(loaded)
""",
    "compared with the next version": """
from dataclasses import replace
from catalogue.versions.compare import Version, compare
following = replace(loaded, works=loaded.works[1:][::-1])
changes = compare(Version.of(loaded), Version.of(following))
assert (len(changes.removed), changes.added, changes.changed) == (1, (), ())
""",
}
_TAIL = """
used = resource.getrusage(resource.RUSAGE_SELF)
print(f"{used.ru_utime + used.ru_stime:.1f}\\t{used.ru_maxrss >> 10}\\t{len(loaded):,}")
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a line for each task. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmark catalogues", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a catalogue")
    for path in parser.parse_args(arguments).files:
        for task, code in _TASKS.items():
            cpu, memory, works = _measured(code, path)
            print(f"{path.name}, {works} works, {task}: {cpu} CPU-s, {memory} MiB")
    return 0


def _measured(code: str, path: Path) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-c", _HEAD + code + _TAIL, str(path), folder]
        process = subprocess.run(command, check=True, capture_output=True, text=True)
    return process.stdout.strip().split("\t")


if __name__ == "__main__":
    sys.exit(main())
