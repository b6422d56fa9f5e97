"""`python -m pipeline`: analyse media, decide about signals, work through the queue."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from catalogue.commands import warned
from catalogue.loading import default_cache_folder, default_mappings_folder, indexed
from console import CartellinoError, progress_bar, reason, until_closed
from jobs import work
from pipeline.commands.backend_options import add_arguments
from pipeline.decision.ablations import Ablations
from pipeline.decision.config import AbstentionConfig, Guards
from pipeline.decision.config_table import table
from pipeline.decision.decide import decide
from pipeline.decision.record import authorities, decision_record
from pipeline.decision.signals_json import read_signals
from pipeline.errors import ConfigError
from pipeline.stages.document import document
from pipeline.types import Decision


@until_closed
def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command. Returns the exit status: 0, or 2 when it could not do what was asked."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words[:1] == ["worker"]:  # the worker reads its own arguments
        return work(words[1:])
    given = _parser().parse_args(words)
    run: Callable[[argparse.Namespace], int] = given.run
    try:
        return run(given)
    except CartellinoError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m pipeline", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_analyse(commands.add_parser("analyse", help="watch videos or pictures and decide"))
    _add_learn(commands.add_parser("learn", help="prepare a catalogue's reference pictures"))
    _add_decide(commands.add_parser("decide", help="decide about signals that are already there"))
    documenting = commands.add_parser("parameters", help="print docs/parameters.md")
    documenting.set_defaults(run=_parameters)
    asking = commands.add_parser("prompts", help="print docs/prompts.md")
    asking.set_defaults(run=_prompts)
    commands.add_parser("worker", help="run the analyses that the app has queued")
    return parser


def _add_analyse(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(run=_analyse)
    parser.add_argument("media", nargs="+", metavar="MEDIA", help="videos, pictures or folders")
    _add_shared(parser)
    parser.add_argument("--db", type=Path, metavar="FILE", help="database to keep evidence in")
    parser.add_argument("--json", required=True, metavar="OUT", help="file to write; - for stdout")
    Ablations.add_options(parser)
    add_arguments(parser)


def _add_learn(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(run=_learn)
    parser.add_argument("--catalogue", type=Path, required=True, metavar="FILE")
    parser.add_argument("--db", type=Path, metavar="FILE", help="database that evidence is kept in")


def _add_decide(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(run=_decide)
    _add_shared(parser)
    parser.add_argument(
        "--signals", type=Path, required=True, metavar="FILE",
        help="JSON list of signals: see docs/decision.md",
    )  # fmt: skip
    parser.add_argument("--json", action="store_true", help="write JSON to standard output")
    parser.add_argument(
        "--without", nargs="+", default=[], metavar="GUARD",
        help="guards to switch off, as an ablation: see docs/decision.md",
    )  # fmt: skip
    parser.add_argument(
        "--with", nargs="+", default=[], metavar="GUARD", dest="with_", help="guards to switch on"
    )


def _add_shared(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--catalogue", type=Path, required=True, metavar="FILE")
    parser.add_argument("--config", type=Path, metavar="FILE", help="JSON of parameters")


def _analyse(given: argparse.Namespace) -> int:
    # Imported here: it brings the decoders and the backends, which `decide` does without.
    return int(import_module("pipeline.commands.analyse").run(given))


def _learn(given: argparse.Namespace) -> int:
    return int(import_module("pipeline.commands.analyse").learn(given))


def _decide(given: argparse.Namespace) -> int:
    config = AbstentionConfig.load(given.config) if given.config else AbstentionConfig()
    guards = Guards.changed(given.with_, given.without)
    try:
        text = given.signals.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"Cannot read the signals {given.signals}: {reason(error)}.") from error
    read = read_signals(text)
    with progress_bar() as report:
        opened = indexed(given.catalogue, default_mappings_folder(), default_cache_folder(), report)
    warned(opened.catalogue)
    index = opened.index
    decisions = [decide(entry, index, config, guards) for entry in read]
    if given.json:
        records = [decision_record(decision) for decision in decisions]
        records = [record | authorities(index, record["work"]) for record in records]
        print(json.dumps(records, ensure_ascii=False, indent=1))
    else:
        print("\n".join(map(_line, decisions)))
    return 0


def _line(decision: Decision) -> str:
    """A decision on one line, for a person."""
    best = decision.candidate
    named = f"{best.work} {best.score:.3f}, margin {decision.margin:.3f}" if best else "nothing"
    failed = [reason.parameter for reason in decision.reasons if not reason.passed]
    why = "" if decision.accepted else f" (below: {', '.join(failed)})"
    return f"{decision.id}: {decision.outcome} {named}{why}"


def _parameters(given: argparse.Namespace) -> int:
    print(table(), end="")
    return 0


def _prompts(given: argparse.Namespace) -> int:
    print(document(), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
