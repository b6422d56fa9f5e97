"""The formats in which museums hand over their records, each read into a `Table`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from catalogue.errors import UnreadableCatalogue, UnusableCatalogue
from catalogue.formats import delimited, json_objects, spreadsheet
from catalogue.formats.encoding import beginning, encoding_of
from catalogue.formats.lido.read import is_xml, read_lido
from catalogue.formats.nested.table import unfolded
from catalogue.formats.read_as import ENCODINGS, ReadAs
from catalogue.formats.refused import refused_kind
from catalogue.formats.source import Source
from catalogue.formats.table import Limits, Row, Table
from catalogue.lengths import LONGEST_CELL
from console import Report, no_report

__all__ = [
    "ENCODINGS",
    "LONGEST_CELL",
    "Limits",
    "ReadAs",
    "Row",
    "Table",
    "read_table",
    "self_describing",
]

_DETECT = ReadAs()
_SELF_DESCRIBING = ("LIDO", "Linked Art", "IIIF")


def read_table(
    path: Path,
    limits: Limits | None = None,
    read_as: ReadAs = _DETECT,
    report: Report = no_report,
) -> Table:
    """The table in a catalogue file of any known format, gzipped or not.

    The format is detected by the file's content; its name decides only where that is not enough.
    `read_as` overrides the detection. The table's `facts` say what was detected or chosen. Raises
    CatalogueError.
    """
    source = Source.of(path, limits or Limits(), report)
    if what := refused_kind(source.head):
        raise UnreadableCatalogue(f"The catalogue {path} is {what}.")
    table = _table(source, read_as)
    packed = (("compressed", "gzip"),) if source.gzipped else ()
    return replace(table, facts=(*table.facts, *packed))


def _table(source: Source, read_as: ReadAs) -> Table:
    if source.head.startswith(spreadsheet.MAGIC):
        _refuse(source, read_as, "encoding", "delimiter")
        return unfolded(spreadsheet.read(source, read_as))
    _refuse(source, read_as, "sheet")
    encoding = encoding_of(source, read_as.encoding)
    head = beginning(source, encoding)
    if not head.strip() and len(source.head) < 1 << 16:
        raise UnusableCatalogue(f"The catalogue {source.path} is empty. Export it again.")
    if is_xml(head):
        _refuse(source, read_as, "delimiter", "header")
        return read_lido(source, encoding, head)
    if json_objects.is_json(source, head):
        _refuse(source, read_as, "delimiter", "header")
        if json_objects.is_lines(source, head):
            return json_objects.read_lines(source, encoding)
        return json_objects.read_document(source, encoding)
    return unfolded(delimited.read(source, encoding, read_as))


def _refuse(source: Source, read_as: ReadAs, *names: str) -> None:
    """Raises UnusableCatalogue if a person chose what this format does not have."""
    for name in names:
        if getattr(read_as, name):
            raise UnusableCatalogue(
                f"The format of the catalogue {source.path} has no {name}, so none can be chosen. "
                "Leave it out."
            )


def self_describing(facts: Iterable[tuple[str, str]]) -> str:
    """The format if it defines the meaning of its fields, by the `facts` of a table; else empty."""
    form = dict(facts).get("format", "")
    return next((name for name in _SELF_DESCRIBING if form.startswith(name)), "")
