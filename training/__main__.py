"""`python -m training`: train a model on a museum's own works."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from catalogue.commands import loaded
from console import CartellinoError, in_words, progress_bar


def main(arguments: Sequence[str] | None = None) -> int:
    """Returns the exit status: 0, or 2 after an error."""
    options = _parser().parse_args(arguments)
    try:
        path = _small(options)
    except (CartellinoError, OSError) as error:
        print(in_words(error), file=sys.stderr)
        return 2
    print(path)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    commands = parser.add_subparsers(required=True)
    small = commands.add_parser(
        "small",
        help="train a Qwen2-VL of five million parameters from scratch on a few dozen works",
    )
    small.add_argument("out", type=Path, help="folder to create; pass it to --model later")
    small.add_argument("--catalogue", type=Path, required=True, help="a catalogue with pictures")
    small.add_argument("--seed", type=int, default=0)
    return parser


def _small(options: argparse.Namespace) -> Path:
    from transformers.utils import logging

    from training.small import train

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    works = loaded(options.catalogue)
    with progress_bar() as report:
        return train(options.out, works, report, seed=options.seed)


if __name__ == "__main__":
    sys.exit(main())
