"""The formats in which museums hand over their records, each read into a `Table`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from catalogue.errors import UnreadableCatalogue, UnusableCatalogue
from catalogue.formats import delimited, json_objects, spreadsheet
from catalogue.formats.encoding import beginning, encoding_of
from catalogue.formats.lido import read as lido
from catalogue.formats.read_as import DELIMITERS, ENCODINGS, ReadAs
from catalogue.formats.refused import other_kind
from catalogue.formats.source import Source
from catalogue.formats.table import LONGEST_CELL, Limits, Row, Table
from console.progress import Report, no_report

__all__ = [
    "DELIMITERS",
    "ENCODINGS",
    "LONGEST_CELL",
    "Limits",
    "ReadAs",
    "Row",
    "Table",
    "read_table",
    "self_describing",
]

_FOUND_OUT = ReadAs()
_SAYING = ("LIDO", "Linked Art", "IIIF")


def read_table(
    path: Path,
    limits: Limits | None = None,
    read_as: ReadAs = _FOUND_OUT,
    report: Report = no_report,
) -> Table:
    """The table in a catalogue file of any known format, gzipped or not.

    The format is told by what the file holds; its name decides only where that is not enough.
    What `read_as` says is not found out. `facts` of the table say what was found, or chosen.
    Raises CatalogueError, saying what to do.
    """
    source = Source.of(path, limits or Limits(), report)
    if what := other_kind(source.head):
        raise UnreadableCatalogue(f"The catalogue {path} is {what}.")
    table = _table(source, read_as)
    packed = (("compressed", "gzip"),) if source.gzipped else ()
    return replace(table, facts=(*table.facts, *packed))


def _table(source: Source, read_as: ReadAs) -> Table:
    if source.head.startswith(spreadsheet.MAGIC):
        _nothing_of(source, read_as, "encoding", "delimiter")
        return spreadsheet.read(source, read_as.sheet)
    _nothing_of(source, read_as, "sheet")
    encoding = encoding_of(source, read_as.encoding)
    head = beginning(source, encoding)
    if not head.strip() and len(source.head) < 1 << 16:
        raise UnusableCatalogue(f"The catalogue {source.path} is empty. Export it again.")
    if lido.is_xml(head):
        _nothing_of(source, read_as, "delimiter")
        return lido.read(source, encoding, head)
    if json_objects.is_json(source, head):
        _nothing_of(source, read_as, "delimiter")
        is_lines = json_objects.is_lines(source, head)
        return (json_objects.read_lines if is_lines else json_objects.read_document)(
            source, encoding
        )
    return delimited.read(source, encoding, read_as)


def _nothing_of(source: Source, read_as: ReadAs, *names: str) -> None:
    for name in names:
        if getattr(read_as, name):
            raise UnusableCatalogue(
                f"The catalogue {source.path} has no {name} that could be chosen: it is of another "
                "format."
            )


def self_describing(facts: Iterable[tuple[str, str]]) -> str:
    """The format that says itself what is what, by the `facts` of a table; empty for any other."""
    form = dict(facts).get("format", "")
    return next((name for name in _SAYING if form.startswith(name)), "")
