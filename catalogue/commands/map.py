"""`python -m catalogue map`: which column fills which field, and the records that result."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from catalogue.columns.mapping import RECORD_FIELDS, ColumnMapping, labels
from catalogue.commands.shared_numbers import (
    add_merging_options,
    are_chosen,
    chosen,
    print_shared_numbers,
)
from catalogue.commands.shared_numbers import to_dict as shared_to_dict
from catalogue.errors import CatalogueError, UnusableCatalogue
from catalogue.formats import ENCODINGS, ReadAs, Table
from catalogue.formats.read_as import DELIMITERS, HEADERS
from catalogue.loading.guess_columns import guess_mapping
from catalogue.loading.load import load
from catalogue.loading.make_records import preview
from catalogue.loading.open_table import OpenTable, open_table
from catalogue.loading.saved_mappings import SavedMappings
from catalogue.merging import Merging
from catalogue.records import Catalogue, Record
from console import plural, progress_bar

_PRINTED = 60
"""Characters of a text that are printed."""


def add_map_command(commands: Any) -> argparse.ArgumentParser:
    """Add the command to those of `python -m catalogue`."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "map",
        help="which column fills which field, with the first ten records as they will be",
        description="Show the mapping of a file (the one saved for its header, else a guess), "
        "change it, and with --save use it for every file with the same columns. "
        f"Fields: {', '.join(RECORD_FIELDS)}.",
    )
    parser.set_defaults(run=run)
    parser.add_argument("file", type=Path, metavar="FILE", help="a catalogue: see the README")
    parser.add_argument(
        "--set", nargs="+", action="append", default=[], metavar=("FIELD", "COLUMN"),
        help="fill a field from a column, or from several joined; without a column, leave it empty",
    )  # fmt: skip
    parser.add_argument(
        "--join", nargs=2, action="append", default=[], metavar=("FIELD", "TEXT"),
        help="the text between the columns of a field (default '; ')",
    )  # fmt: skip
    parser.add_argument(
        "--constant", nargs=2, action="append", default=[], metavar=("FIELD", "TEXT"),
        help="the text of a field whose columns are empty",
    )  # fmt: skip
    parser.add_argument(
        "--encoding", metavar="NAME", help=f"read the text as one of: {', '.join(ENCODINGS)}"
    )
    parser.add_argument(
        "--delimiter", metavar="NAME",
        help=f"the mark between columns: {', '.join(DELIMITERS)}, or another single mark",
    )  # fmt: skip
    parser.add_argument("--sheet", metavar="NAME", help="the sheet of a spreadsheet")
    parser.add_argument(
        "--header", choices=HEADERS,
        help="whether the first row names the columns; without a header they are numbered",
    )  # fmt: skip
    parser.add_argument(
        "--pictures", nargs="*", metavar="FOLDER",
        help="folders outside the catalogue's own in which its pictures lie; without any, none",
    )  # fmt: skip
    parser.add_argument("--guess", action="store_true", help="ignore what is saved, and guess")
    parser.add_argument(
        "--earlier", action="store_true",
        help="start from a mapping that was saved for other columns, if this file has all it uses",
    )  # fmt: skip
    parser.add_argument("--save", action="store_true", help="save the mapping for this header")
    add_merging_options(parser)
    return parser


def run(given: argparse.Namespace) -> int:
    """Show the mapping and the first records. Raises CatalogueError."""
    saved_mappings = SavedMappings(given.mappings)
    opened = _open(given, saved_mappings)
    table = opened.table
    saved = None if given.guess else opened.mapping
    mapping = _changed(saved or _unsaved(opened, saved_mappings, given), given)
    records = preview(table, mapping, given.file.parent)
    catalogue = _catalogue(given, opened, mapping)
    if catalogue and are_chosen(given):
        catalogue = _catalogue(given, opened, mapping, chosen(given, catalogue))
    merging = catalogue.merging if catalogue else None
    place = opened.save(saved_mappings, mapping, merging) if given.save else None
    if saved and opened.header and not place:
        place = saved_mappings.path(opened.header)
    others = [name for name in labels(table.columns) if name not in mapping.columns]
    shared = catalogue.shared_numbers if catalogue else ()
    if given.json:
        answer = {
            "mapping": mapping.to_dict(),
            "other_columns": others,
            "saved": str(place) if place else None,
            "read": dict(table.facts),
            "shared_numbers": list(map(shared_to_dict, shared)),
            "choices": {name: list(values) for name, values in table.choices},
            "records": [to_dict(record) for record in records],
        }
        print(json.dumps(answer, ensure_ascii=False, indent=1))
        return 0
    _print(mapping, others, records, table)
    if catalogue:
        print_shared_numbers(catalogue)
    if given.save:
        print(f"Saved for files with this header: {place}")
    return 0


def _catalogue(
    given: argparse.Namespace,
    opened: OpenTable,
    mapping: ColumnMapping,
    merging: Merging | None = None,
) -> Catalogue | None:
    """The catalogue under the mapping; None where it would have no usable record."""
    if merging is None:
        merging = Merging() if given.guess else opened.merging
    try:
        with progress_bar() as report:
            return load(given.file, mapping, None, opened.read_as, merging, report)
    except UnusableCatalogue:
        return None


def _unsaved(
    opened: OpenTable, saved_mappings: SavedMappings, given: argparse.Namespace
) -> ColumnMapping:
    """The guess, or with --earlier the mapping that was saved for other columns."""
    column_guess = guess_mapping(opened.table.columns, opened.table.rows)
    if not given.earlier:
        return column_guess
    earlier = opened.earlier(saved_mappings, column_guess)
    if earlier is None:
        raise UnusableCatalogue(
            f"No mapping that was saved for other columns fits {given.file} and says more than the "
            "guess. Leave --earlier out."
        )
    return earlier.mapping


def _open(given: argparse.Namespace, saved_mappings: SavedMappings) -> OpenTable:
    """The file read as the options say; what they leave open is as saved, else as detected."""
    names = ("encoding", "delimiter", "sheet", "header")
    options = {name: getattr(given, name) for name in names if getattr(given, name) is not None}
    if given.guess:
        return open_table(given.file, saved_mappings, ReadAs(**options))
    if not options:
        return open_table(given.file, saved_mappings)
    try:
        saved = open_table(given.file, saved_mappings).read_as
    except CatalogueError:  # it can be read only as the options say
        saved = ReadAs()
    return open_table(given.file, saved_mappings, replace(saved, **options))


def _changed(mapping: ColumnMapping, given: argparse.Namespace) -> ColumnMapping:
    for name, *columns in given.set:
        mapping = mapping.using(name, replace(mapping[name], columns=tuple(columns)))
    for name, text in given.join:
        mapping = mapping.using(name, replace(mapping[name], separator=text))
    for name, text in given.constant:
        mapping = mapping.using(name, replace(mapping[name], constant=text))
    if given.pictures is not None:
        folders = tuple(str(Path(name).expanduser().absolute()) for name in given.pictures)
        mapping = replace(mapping, picture_folders=folders)
    return mapping


def to_dict(record: Record) -> dict[str, Any]:
    """A record as plain values: every field, then the other columns under their own names."""
    fields = {name: getattr(record, name) for name in RECORD_FIELDS}
    picture = str(record.picture) if record.picture else ""
    videos = "; ".join(record.videos)
    others = [{"name": name, "text": text} for name, text in record.extra]
    return {**fields, "picture": picture, "videos": videos, "line": record.line, "others": others}


def _print(
    mapping: ColumnMapping, others: list[str], records: tuple[Record, ...], table: Table
) -> None:
    for name, fact in table.facts:
        print(f"  {name:<12} {fact}")
    if sheets := dict(table.choices).get("sheet", ())[1:]:
        print(f"  other sheets {', '.join(sheets)}")
    for name in RECORD_FIELDS:
        print(f"  {name:<12} {mapping[name]}")
    print(f"  kept as they are: {', '.join(others) or 'none'}")
    if mapping.picture_folders:
        print(f"  pictures also in: {', '.join(mapping.picture_folders)}")
    print(f"The first {len(records)} of {plural(len(table.rows), 'record')}:")
    for record in records:
        values = to_dict(record)
        texts = (f"{n}: {str(values[n])[:_PRINTED]}" for n in RECORD_FIELDS if values[n])
        print(f"  line {record.line}  " + " | ".join(texts))
