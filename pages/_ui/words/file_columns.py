"""The columns of a file, and what a mapping makes of them, in words. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from catalogue import Record
from catalogue.columns import ColumnMapping, labels
from catalogue.formats import Table, self_describing
from catalogue.loading import SavedMapping
from console import brief, plural


def previewed(records: Sequence[Record], mapping: ColumnMapping) -> list[dict[str, str]]:
    """Records as they will be, with the fields that a mapping fills."""
    return [
        {field.capitalize(): brief(_value(record, field)) for field, _ in mapping.filled}
        for record in records
    ]


def _value(record: Record, field: str) -> str:
    value = getattr(record, field)
    if field == "picture":
        return value.name if value else "not found"
    return "; ".join(value) if isinstance(value, tuple) else str(value)


def as_it_is(table: Table) -> list[dict[str, str]]:
    """The rows of a file under its own column names."""
    names = labels(table.columns)
    return [dict(zip(names, map(brief, row.cells), strict=True)) for row in table.rows]


def origin(table: Table, saved: bool, titled: bool) -> str:
    """Where the mapping of a file comes from, and how a person can change it."""
    files = "every file with the same header" if any(table.columns) else "files of this name"
    scope = f"Your choice is kept for {files}."
    if saved:
        return f"These columns were chosen here. They are used for {files}."
    if form := self_describing(table.facts):
        return f"{form} names its own fields. Change any that should be filled differently. {scope}"
    if not titled:
        return f"These columns could not be guessed. Choose the one that holds the title. {scope}"
    return f"The columns were guessed from their names and contents. Change what is wrong. {scope}"


def offer(earlier: SavedMapping) -> str:
    """The label of a button that takes a mapping which was saved for other columns."""
    columns = plural(len(earlier.columns), "column")
    return f"Use the mapping of {brief(earlier.name, 60)} ({columns}, saved earlier)"
