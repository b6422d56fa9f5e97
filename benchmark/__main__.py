"""`python -m benchmark NAME ...`: run a benchmark by its name."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module

from console import CartellinoError, until_closed

BENCHMARKS = {
    "attribution": ("benchmark.scoring.attribution", "how well works are attributed"),
    "faults": ("benchmark.faults.command", "what hostile input and damage cost, or lose"),
    "labels": ("benchmark.labels.command", "how many works are named from wall labels alone"),
    "scripts": ("benchmark.labels.scripts", "which scripts are read on labels"),
    "pictures": ("benchmark.scoring.pictures", "how well paintings are recognised in real stills"),
    "taught": ("benchmark.scoring.taught", "what pictures out of judged videos are worth"),
    "confidence": ("benchmark.scoring.confidence", "what the confidence of a picture match says"),
    "namesakes": ("benchmark.scoring.namesakes", "works told apart by their pictures alone"),
    "sliders": ("benchmark.scoring.sliders", "how many decisions flip as a slider moves"),
    "strangers": ("benchmark.scoring.strangers", "works that are not in the catalogue"),
    "match": ("benchmark.speed.match", "how fast and how well a real collection is matched"),
    "video": ("benchmark.speed.video", "how long the analysis of a video takes"),
    "frames": ("benchmark.speed.frames", "what it costs to sample the frames of a video"),
    "references": ("benchmark.speed.references", "what a thousand reference pictures cost"),
    "catalogues": ("benchmark.speed.catalogues", "what report, version and comparison cost"),
    "big-files": ("benchmark.speed.big_files", "what oversized and malicious catalogue files cost"),
    "app": ("benchmark.speed.app", "how fast the app answers in a browser"),
    "first-visit": ("benchmark.speed.first_visit", "how long it takes to the first verdict"),
    "look": ("benchmark.speed.look", "what seven questions over a shared prefix save"),
}  # fmt: skip
"""Name → module with a `main(arguments)`, imported when it runs, and its line in the list."""


@until_closed
def main(arguments: Sequence[str] | None = None) -> int:
    """List all benchmarks, or run one. Returns the exit status."""
    name, *rest = list(sys.argv[1:] if arguments is None else arguments) or ["--help"]
    if name in ("-h", "--help"):
        print(_listing())
        return 0
    if name not in BENCHMARKS:
        print(f"There is no benchmark {name!r}.\n\n{_listing()}", file=sys.stderr)
        return 2
    try:
        return int(import_module(BENCHMARKS[name][0]).main(rest))
    except CartellinoError as error:
        print(error, file=sys.stderr)
        return 2


def _listing() -> str:
    lines = (f"  {name:<13} {sentence}" for name, (_, sentence) in BENCHMARKS.items())
    usage = "usage: python -m benchmark NAME ...    (NAME --help lists its options)"
    return "\n".join((usage, "", *lines))


if __name__ == "__main__":
    sys.exit(main())
