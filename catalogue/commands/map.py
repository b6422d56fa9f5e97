"""`python -m catalogue map`: which column fills which field, and what comes of it."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from catalogue.columns.mapping import FIELDS, Mapping, labels
from catalogue.errors import CatalogueError, UnusableCatalogue
from catalogue.formats import DELIMITERS, ENCODINGS, ReadAs, Table
from catalogue.loading.guess_columns import guess
from catalogue.loading.make_records import preview
from catalogue.loading.open_table import Opened, open_table
from catalogue.loading.saved_mappings import Profiles
from catalogue.records import Record
from console.words import plural

_SHOWN = 60
"""Characters of a text in a list for people."""


def add(commands: Any) -> argparse.ArgumentParser:
    """Add the command to those of `python -m catalogue`."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "map",
        help="which column fills which field, with the first ten records as they will be",
        description="Show the mapping of a file (the one saved for its header, else a guess), "
        "change it, and with --save keep it for every file with the same columns. "
        f"Fields: {', '.join(FIELDS)}.",
    )
    parser.set_defaults(run=run)
    parser.add_argument("file", type=Path, metavar="FILE", help="a catalogue: see the README")
    parser.add_argument(
        "--set", nargs="+", action="append", default=[], metavar=("FIELD", "COLUMN"),
        help="fill a field from a column, or from several joined; from none, leave it empty",
    )  # fmt: skip
    parser.add_argument(
        "--join", nargs=2, action="append", default=[], metavar=("FIELD", "TEXT"),
        help="what stands between the columns of a field (default '; ')",
    )  # fmt: skip
    parser.add_argument(
        "--constant", nargs=2, action="append", default=[], metavar=("FIELD", "TEXT"),
        help="what a field holds where its columns are empty",
    )  # fmt: skip
    parser.add_argument(
        "--encoding", metavar="NAME", help=f"read the text as one of: {', '.join(ENCODINGS)}"
    )
    parser.add_argument(
        "--delimiter", metavar="NAME",
        help=f"what parts the columns: {', '.join(DELIMITERS)}, or another single mark",
    )  # fmt: skip
    parser.add_argument("--sheet", metavar="NAME", help="the sheet of a spreadsheet")
    parser.add_argument("--guess", action="store_true", help="forget what is saved: guess anew")
    parser.add_argument(
        "--earlier", action="store_true",
        help="start from a mapping that was saved for other columns, if all that it uses are here",
    )  # fmt: skip
    parser.add_argument("--save", action="store_true", help="keep the mapping for this header")
    return parser


def run(given: argparse.Namespace) -> int:
    """Show the mapping and the first records. Raises CatalogueError."""
    profiles = Profiles(given.profiles)
    opened = _opened(given, profiles)
    table = opened.table
    saved = None if given.guess else opened.mapping
    mapping = _changed(saved or _unsaved(opened, profiles, given), given)
    records = preview(table, mapping, given.file.parent)
    place = opened.save(profiles, mapping) if given.save else None
    if saved and opened.header and not place:
        place = profiles.path(opened.header)
    others = [name for name in labels(table.columns) if name not in mapping.columns]
    if given.json:
        answer = {
            "mapping": mapping.to_dict(),
            "other_columns": others,
            "saved": str(place) if place else None,
            "read": dict(table.facts),
            "choices": {name: list(known) for name, known in table.choices},
            "records": [shown(record) for record in records],
        }
        print(json.dumps(answer, ensure_ascii=False, indent=1))
        return 0
    _print(mapping, others, records, table)
    if given.save:
        print(f"Saved for files with this header: {place}")
    return 0


def _unsaved(opened: Opened, profiles: Profiles, given: argparse.Namespace) -> Mapping:
    """The guess, or what was saved for other columns where that is asked for."""
    guessed = guess(opened.table.columns, opened.table.rows)
    if not given.earlier:
        return guessed
    earlier = opened.earlier(profiles, guessed)
    if earlier is None:
        raise UnusableCatalogue(
            f"No mapping that was saved for other columns fits {given.file}, or says more than the "
            "guess. Leave --earlier out."
        )
    return earlier.mapping


def _opened(given: argparse.Namespace, profiles: Profiles) -> Opened:
    """The file as the command says, as was saved where it says nothing, or else unaided."""
    names = ("encoding", "delimiter", "sheet")
    said = {name: getattr(given, name) for name in names if getattr(given, name) is not None}
    if given.guess:
        return open_table(given.file, profiles, ReadAs(**said))
    if not said:
        return open_table(given.file, profiles)
    try:
        kept = open_table(given.file, profiles).read_as
    except CatalogueError:  # it can be read only as the command says
        kept = ReadAs()
    return open_table(given.file, profiles, replace(kept, **said))


def _changed(mapping: Mapping, given: argparse.Namespace) -> Mapping:
    for name, *columns in given.set:
        mapping = mapping.using(name, replace(mapping[name], columns=tuple(columns)))
    for name, text in given.join:
        mapping = mapping.using(name, replace(mapping[name], separator=text))
    for name, text in given.constant:
        mapping = mapping.using(name, replace(mapping[name], constant=text))
    return mapping


def shown(record: Record) -> dict[str, Any]:
    """A record as plain values: every field, then what has no field under its own name."""
    fields = {name: getattr(record, name) for name in FIELDS}
    picture = str(record.picture) if record.picture else ""
    films = "; ".join(record.videos)
    others = [{"name": name, "text": text} for name, text in record.extra]
    return {**fields, "picture": picture, "videos": films, "line": record.line, "others": others}


def _print(mapping: Mapping, others: list[str], records: tuple[Record, ...], table: Table) -> None:
    for name, said in table.facts:
        print(f"  {name:<12} {said}")
    if sheets := dict(table.choices).get("sheet", ())[1:]:
        print(f"  other sheets {', '.join(sheets)}")
    for name in FIELDS:
        print(f"  {name:<12} {mapping[name]}")
    print(f"  kept as they are: {', '.join(others) or 'none'}")
    print(f"The first {len(records)} of {plural(len(table.rows), 'record')}:")
    for record in records:
        values = shown(record)
        texts = (f"{n}: {str(values[n])[:_SHOWN]}" for n in FIELDS if values[n])
        print(f"  line {record.line}  " + " | ".join(texts))
