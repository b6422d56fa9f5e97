"""`python -m catalogue`: inspect a catalogue, and match words against it."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from catalogue.commands.compare import add_compare_command
from catalogue.commands.map import add_map_command
from catalogue.commands.quality import add_quality_command
from catalogue.commands.shared_numbers import (
    add_merging_options,
    are_chosen,
    chosen,
    print_shared_numbers,
    to_dict,
    warned,
)
from catalogue.formats import self_describing
from catalogue.loading.cache import default_cache_folder, indexed
from catalogue.loading.load import load
from catalogue.loading.saved_mappings import default_mappings_folder
from catalogue.matching.match import match
from catalogue.merging import Merging
from catalogue.records import FIELDS, Catalogue, NoUsableRecord
from catalogue.rejects import rejects
from console import CartellinoError, plural, progress_bar, until_closed
from storage import save_text


@until_closed
def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command. Returns the exit status: 0, or 2 when the catalogue cannot be used."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words[:1] == ["serve"]:
        print("error: The service has moved: python -m reconciliation FILE", file=sys.stderr)
        return 2
    given = _parser().parse_args(words)
    try:
        return int(given.run(given))
    except CartellinoError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2


def _load(given: argparse.Namespace, merging: Merging | None = None) -> Catalogue:
    with progress_bar() as report:
        return load(given.file, saved_mappings=given.mappings, merging=merging, report=report)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m catalogue", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    inspecting = commands.add_parser(
        "inspect", help="what a catalogue file holds, and its problems"
    )
    inspecting.set_defaults(run=_inspect)
    matching = commands.add_parser("match", help="the works most similar to given words")
    matching.set_defaults(run=_match)
    for field in FIELDS:
        matching.add_argument(f"--{field}", metavar="TEXT", help=f"the {field} that was read")
    matching.add_argument("--limit", type=int, default=5, help="how many works (default 5)")
    rejecting = commands.add_parser(
        "rejects", help="the rows that are not in the catalogue, as CSV"
    )
    rejecting.set_defaults(run=_rejects)
    rejecting.add_argument(
        "--out", type=Path, metavar="OUT", help="file to write (default: standard output)"
    )
    commands.add_parser("serve", help="has moved: python -m reconciliation FILE")
    inspecting.add_argument("--all", action="store_true", help="list every problem")
    add_merging_options(inspecting)
    for command in (inspecting, matching, rejecting):
        command.add_argument("file", type=Path, metavar="FILE", help="a catalogue: see the README")
    mapping = add_map_command(commands)
    comparing, examining = add_compare_command(commands), add_quality_command(commands)
    for command in (inspecting, matching, mapping, comparing, examining):
        command.add_argument("--json", action="store_true", help="write JSON to standard output")
    for command in (inspecting, matching, rejecting, mapping, comparing, examining):
        command.add_argument(
            "--mappings", "--profiles", type=Path, metavar="FOLDER",
            default=default_mappings_folder(),
            help="folder of saved mappings (default: mappings in the workspace)",
        )  # fmt: skip
    return parser


def _inspect(given: argparse.Namespace) -> int:
    catalogue = _load(given)
    if are_chosen(given):
        catalogue = _load(given, chosen(given, catalogue))
    warned(catalogue)
    report = summary(catalogue, every=given.all)
    if given.json:
        print(json.dumps(report, ensure_ascii=False, indent=1))
        return 0
    records = plural(report["records"], "record")
    print(f"{plural(report['works'], 'work')} from {records} in {catalogue.path}")
    for name, value in report["read"].items():
        print(f"  {name:<12} {value}")
    print(f"  {'left out':<12} {plural(report['rejects'], 'row')}")
    print(f"  {'merged':<12} {_further(report['records'] - report['works'])}")
    _print_fields(catalogue, report)
    if report["other_columns"]:
        print(f"  kept as they are: {', '.join(report['other_columns'])}")
    print_shared_numbers(catalogue, given.all)
    for problem in report["problems"]:
        where = f"line {problem['line']}: " if problem["line"] else ""
        print(f"{problem['kind']}: {where}{problem['message']}")
    return 0


def _further(count: int) -> str:
    """How many records belong to works that other records came first for."""
    return f"{plural(count, 'record')} into the work of an earlier one" if count else "none"


def _print_fields(catalogue: Catalogue, report: Mapping[str, Any]) -> None:
    """How many works have each field, and which columns fill it if the format leaves that open."""
    form = self_describing(catalogue.facts) if catalogue.guessed else ""
    how = f"as {form} itself says" if form else "guessed"
    print(f"  {'columns':<12} {how if catalogue.guessed else 'as saved for this header'}")
    for name, count in report["filled"].items():
        filling = catalogue.mapping[name]
        source = f"  ← {filling}" if filling and not form else ""
        print(f"  {name:<12} {count:>7,} of {report['works']:,}{source}")


def _rejects(given: argparse.Namespace) -> int:
    """Write the rejects as CSV, and their number on standard error.

    A catalogue without rejects gives a header alone, one without a usable row all of its rows.
    """
    try:
        catalogue = warned(_load(given))
    except NoUsableRecord as error:
        catalogue = error.catalogue
    lines = rejects(catalogue)
    if given.out is None:
        sys.stdout.writelines(lines)
    else:
        save_text(given.out, lines)
    none = "" if len(catalogue) else ", and none is usable"
    print(f"{plural(len(catalogue.rejects), 'row')} left out{none}", file=sys.stderr)
    return 0


def summary(catalogue: Catalogue, every: bool = False) -> dict[str, Any]:
    """A catalogue in figures: how it was read, its works, records, rejects and filled fields.

    The columns that fill no field and the problems follow: a few of each kind, or `every` problem.
    """
    names = (
        "title", "artist", "date", "subject", "genre", "description", "picture", "authorities"
    )  # fmt: skip
    records = [record for work in catalogue for record in work.records]
    filled = {
        "identifier": sum(any(r.identifier for r in work.records) for work in catalogue),
        **{name: sum(bool(getattr(work, name)) for work in catalogue) for name in names},
        "videos": sum(any(r.videos for r in work.records) for work in catalogue),
    }
    return {
        "file": str(catalogue.path),
        "sha256": catalogue.sha256,
        "works": len(catalogue),
        "records": len(records),
        "rejects": len(catalogue.rejects),
        "read": dict(catalogue.facts),
        "mapping": catalogue.mapping.to_dict(),
        "guessed": catalogue.guessed,
        "filled": filled,
        "shared_numbers": list(map(to_dict, catalogue.shared_numbers)),
        "other_columns": list(dict.fromkeys(name for r in records for name, _ in r.extra)),
        "problems": [
            {"kind": p.kind, "line": p.line, "message": p.message}
            for p in (catalogue.all_problems if every else catalogue.problems)
        ],
    }


def _match(given: argparse.Namespace) -> int:
    guesses: dict[str, str] = {field: getattr(given, field) or "" for field in FIELDS}
    if not any(guesses.values()):
        print("error: give at least one of --title, --artist, --subject", file=sys.stderr)
        return 2
    with progress_bar() as report:
        opened = indexed(given.file, given.mappings, default_cache_folder(), report)
    warned(opened.catalogue)
    index = opened.index
    matches = match(index, guesses, limit=given.limit)
    if given.json:
        print(json.dumps({"guesses": guesses, "matches": matches}, ensure_ascii=False, indent=1))
        return 0
    for work in matches:
        fields = "  ".join(f"{name} {value['score']:.2f}" for name, value in work["fields"].items())
        print(f"{work['score']:.3f}  {work['work']}  {work['title']}; {work['artist']}  ({fields})")
    if not matches:
        print("Nothing in the catalogue is similar.", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
