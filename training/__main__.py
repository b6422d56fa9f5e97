"""`python -m training`: train a model on a museum's own works."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import catalogue
from catalogue.loading.saved_mappings import default_mappings_folder
from console.errors import CartellinoError
from jobs.rates import time_left


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns the exit status: 0, or 2 where it could not be done."""
    options = _parser().parse_args(arguments)
    try:
        path = _small(options)
    except (CartellinoError, OSError) as error:
        print(f"\n{error}", file=sys.stderr)
        return 2
    print(file=sys.stderr)
    print(path)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    commands = parser.add_subparsers(required=True)
    small = commands.add_parser(
        "small", help="a Qwen2-VL of five million parameters, from scratch, for a few dozen works"
    )
    small.add_argument("out", type=Path, help="folder to make; then name it with --model")
    small.add_argument("--catalogue", type=Path, required=True, help="a file with pictures")
    small.add_argument("--seed", type=int, default=0)
    return parser


def _small(options: argparse.Namespace) -> Path:
    from transformers.utils import logging

    from training.small import train

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    works = catalogue.load(options.catalogue, saved_mappings=default_mappings_folder())
    return train(options.out, works, _progress(), seed=options.seed)


def _progress() -> Callable[[float, str], None]:
    began = time.monotonic()

    def report(share: float, what: str) -> None:
        left = (time.monotonic() - began) * (1 - share) / max(share, 1e-6)
        line = f"{share:4.0%}  {what:<32}  {time_left(left)}"
        print(f"\r{line:<60}", end="", file=sys.stderr, flush=True)

    return report


if __name__ == "__main__":
    sys.exit(main())
