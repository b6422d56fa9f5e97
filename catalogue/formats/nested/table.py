"""A table whose cells hold JSON, or lists and dictionaries of Python, as some exports do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from catalogue.formats.described import OTHER_TITLES, LeftOut
from catalogue.formats.nested.record import Reading
from catalogue.formats.nested.text import parsed
from catalogue.formats.table import Row, Table


def unfolded(table: Table) -> Table:
    """The table with the words of such cells in their place.

    What does not belong in the column, as a donor among artists, gets a column of its own.
    """
    left_out = LeftOut()
    further: dict[int, Mapping[str, str]] = {}
    rows = list(table.rows)
    for number, row in enumerate(rows):
        nested = {n: parsed(c) for n, c in enumerate(row.cells) if c[:1] in ("[", "{")}
        nested = {n: value for n, value in nested.items() if not isinstance(value, str)}
        if nested:
            reading = Reading()
            words = {n: reading.words(table.columns[n], value) for n, value in nested.items()}
            described = reading.described()
            left_out.note(row.line, described)
            cells = tuple(words.get(n, cell) for n, cell in enumerate(row.cells))
            rows[number] = Row(row.line, cells, (*row.authorities, *described.authorities))
            further[number] = described.cells
    if not further:
        return table
    columns = list(table.columns)
    columns += [
        c for c in dict.fromkeys(n for f in further.values() for n in f) if c not in columns
    ]
    rows = [_wider(row, columns, further.get(number, {})) for number, row in enumerate(rows)]
    problems = (*table.problems, *left_out.problems())
    return replace(table, columns=tuple(columns), rows=tuple(rows), problems=problems)


def _wider(row: Row, columns: list[str], further: Mapping[str, str]) -> Row:
    """A row with the cells of further columns, behind what they hold already."""
    cells = [*row.cells, *[""] * (len(columns) - len(row.cells))]
    for column, text in further.items():
        at = columns.index(column)
        joint = "\n" if column == OTHER_TITLES else "; "
        cells[at] = joint.join(filter(None, [cells[at], text]))
    return replace(row, cells=tuple(cells))
