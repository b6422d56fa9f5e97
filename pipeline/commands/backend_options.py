"""Which backends a command line names, with which weights and settings."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import get_args

import backends
from backends import BY_DEFAULT, MOST_FRAMES, Choice, Fit, Options, Visual
from pipeline.decision.ensemble import SEPARATOR
from pipeline.errors import ConfigError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `analyse` that `choices` reads."""
    parser.add_argument(
        "--backend", default="embedded", metavar="NAMES",
        help="default: embedded; several joined by + decide together",
    )  # fmt: skip
    parser.add_argument(
        "--model", action="append", metavar="[NAME=]PATH",
        help="folder of a model's weights; default: models/NAME beside --db, or in "
        "the workspace",
    )  # fmt: skip
    _add_settings(parser)


def _add_settings(parser: argparse.ArgumentParser) -> None:
    """The options of models with weights."""
    model = parser.add_argument_group("models with weights")
    model.add_argument(
        "--adapter", action="append", metavar="[NAME=]PATH", help="folder of a LoRA adapter"
    )
    model.add_argument(
        "--despite-format", action="store_true",
        help="use the adapter on frames of another form than its own: nothing is identified then",
    )  # fmt: skip
    model.add_argument("--quantise", action="store_true", help="weights in 4 bits (NF4)")
    model.add_argument(
        "--visual", choices=get_args(Visual), help="frames as single images or as one video"
    )
    model.add_argument(
        "--frames", type=_frames, metavar="N", help=f"frames of a clip, at most {MOST_FRAMES}"
    )
    model.add_argument("--pixels", type=_count, metavar="N", help="pixels of a frame at most")
    model.add_argument(
        "--fit", choices=get_args(Fit), help="keep a frame's proportions, or make it square"
    )
    model.add_argument(
        "--offload", action="store_true", help="keep in main memory what the card does not hold"
    )
    model.add_argument(
        "--smaller", action="store_true", help="try again smaller where memory does not suffice"
    )


def choices(given: argparse.Namespace) -> tuple[Choice, ...]:
    """The choices in the order named. Raises ConfigError, BackendUnavailable."""
    names = [name.strip() for name in given.backend.split(SEPARATOR)]
    if len(set(names)) < len(names):
        raise ConfigError(f"--backend {given.backend} names a backend twice. Name each once.")
    kinds = {name: backends.create(name) for name in names}
    weighty = [name for name in names if kinds[name].weights]
    settable = [name for name in names if kinds[name].weights or kinds[name].default_format]
    models = _by_name("--model", given.model, names, weighty)
    adapters = _by_name("--adapter", given.adapter, names, weighty)
    options = Options(
        given.visual, given.frames, given.pixels, given.fit, None,
        given.despite_format, given.offload, given.smaller,
    )  # fmt: skip
    if not settable and (adapters or given.quantise or options != BY_DEFAULT):
        raise ConfigError(
            f"--adapter, --quantise, --frames and their like change nothing of {given.backend}. "
            "Leave them out, or name another --backend."
        )
    return tuple(
        _choice(name, models, adapters, given.quantise, options)
        if name in settable
        else Choice(name, models.get(name))
        for name in names
    )


def _choice(
    name: str,
    models: Mapping[str, Path],
    adapters: Mapping[str, Path],
    quantise: bool,
    options: Options,
) -> Choice:
    return Choice(name, models.get(name), quantise, replace(options, adapter=adapters.get(name)))


def _by_name(
    option: str, given: Sequence[str] | None, names: Sequence[str], weighty: Sequence[str]
) -> dict[str, Path]:
    """The folder of each backend, out of PATH or NAME=PATH. Raises ConfigError, BackendUnavailable.

    A path may hold a "=" too: then it has to be there, or to begin with a folder.
    """
    folders: dict[str, Path] = {}
    for text in given or ():
        name, _, path = text.partition("=")
        if path and name not in names and not Path(text).exists() and Path(name).name == name:
            backends.create(name)
            raise ConfigError(
                f"{option} {text} is for a backend that --backend does not name. Name it there, "
                f"joined by {SEPARATOR}, or leave its {option} out."
            )
        if not path or name not in names:
            name, path = _only(option, text, names, weighty), text
        if name in folders:
            raise ConfigError(f"{option} is given twice for {name}. Give it once.")
        folders[name] = Path(path)
    return folders


def _only(option: str, path: str, names: Sequence[str], weighty: Sequence[str]) -> str:
    """The backend that an unnamed folder can only be for."""
    possible = names if len(names) == 1 else weighty
    if len(possible) != 1:
        raise ConfigError(
            f"{option} {path} does not say for which backend: write {option} NAME={path} "
            f"with one of {', '.join(names)}."
        )
    return possible[0]


def _frames(text: str) -> int:
    number = _count(text)
    if number > MOST_FRAMES:
        raise argparse.ArgumentTypeError(f"{number} is more than {MOST_FRAMES}, the most there are")
    return number


def _count(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return number
