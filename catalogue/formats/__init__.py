"""The formats in which museums hand over their records, each read into a `Table`."""

from __future__ import annotations

from pathlib import Path

from catalogue.errors import UnreadableCatalogue, UnusableCatalogue
from catalogue.formats import delimited, lido, objects, spreadsheet
from catalogue.formats.source import Source
from catalogue.formats.table import LONGEST_CELL, Limits, Row, Table
from catalogue.formats.text import beginning, encoding_of
from catalogue.progress import Report, unheard

__all__ = ["LONGEST_CELL", "Limits", "Row", "Table", "read_table"]

_REFUSED = {
    b"\xd0\xcf\x11\xe0": "an old Excel file; save it as XLSX or CSV (UTF-8) first",
    b"%PDF": "a PDF; export the catalogue as CSV or JSON",
    b"SQLite format 3": "a database; export the catalogue as CSV or JSON",
    b"\xff\xd8\xff": "a picture",
    b"\x89PNG": "a picture",
}


def read_table(path: Path, limits: Limits | None = None, report: Report = unheard) -> Table:
    """The table in a catalogue file of any known format, gzipped or not.

    The format is told by what the file holds; its name decides only where that is not enough.
    `facts` of the table say what was found. Raises CatalogueError, saying what to do.
    """
    source = Source.of(path, limits or Limits(), report)
    for magic, what in _REFUSED.items():
        if source.head.startswith(magic):
            raise UnreadableCatalogue(f"The catalogue {path} is {what}.")
    table = _table(source)
    packed = (("compressed", "gzip"),) if source.gzipped else ()
    return Table(table.columns, table.rows, table.problems, table.rejects, (*table.facts, *packed))


def _table(source: Source) -> Table:
    if source.head.startswith(spreadsheet.MAGIC):
        return spreadsheet.read(source)
    encoding = encoding_of(source)
    head = beginning(source, encoding)
    if not head.strip() and len(source.head) < 1 << 16:
        raise UnusableCatalogue(f"The catalogue {source.path} is empty. Export it again.")
    if lido.is_xml(head):
        return lido.read(source, encoding, head)
    if objects.is_json(source, head):
        is_lines = objects.is_lines(source, head)
        return (objects.read_lines if is_lines else objects.read_document)(source, encoding)
    return delimited.read(source, encoding)
