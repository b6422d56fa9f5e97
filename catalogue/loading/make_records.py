"""Records out of the rows of a table, under a mapping."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from catalogue.authorities import Authority, of_cells
from catalogue.columns.attribution_names import is_qualifier, is_role
from catalogue.columns.mapping import ColumnMapping, Filling, labels
from catalogue.formats import Row, Table
from catalogue.formats.described import OTHER_TITLES
from catalogue.loading.attributions import attributed
from catalogue.loading.find_pictures import PictureFinder
from catalogue.records import Problem, Record

RecordAndProblem = tuple[Record, Problem | None]
"""A record, and what is wrong with its picture."""


def preview(
    table: Table, mapping: ColumnMapping, folder: Path, count: int = 10
) -> tuple[Record, ...]:
    """The first records as they will be; pictures are looked for in `folder`.

    Raises UnusableCatalogue where the mapping names a column that the table does not have.
    """
    make = record_maker(table.columns, mapping, folder)
    return tuple(make(row)[0] for row in table.rows[:count])


def record_maker(
    columns: tuple[str, ...], mapping: ColumnMapping, folder: Path
) -> Callable[[Row], RecordAndProblem]:
    """A function from a row to its record. Raises UnusableCatalogue as `preview` does."""
    places = mapping.places(columns)
    fillings = [
        (field, filling, [places[label] for label in filling.columns])
        for field, filling in mapping.filled
    ]
    used = set(places.values())
    named = zip(columns, labels(columns), strict=True)
    others = [(n, name or label) for n, (name, label) in enumerate(named) if n not in used]
    pictures = PictureFinder(folder, mapping.picture_folders)
    qualifiers = [n for n, name in others if is_qualifier(name)]
    roles = [n for n, name in others if is_role(name)]

    def make(row: Row) -> RecordAndProblem:
        text = {field: _text(filling, row, at) for field, filling, at in fillings}
        artist, other_people = attributed(
            text.get("artist", ""),
            [row.cells[n] for n in qualifiers],
            [row.cells[n] for n in roles],
        )
        picture, problem = pictures.find(text.get("picture", ""), row.line)
        record = Record(
            identifier=" ".join(text.get("identifier", "").split()),
            title=text.get("title", ""),
            artist=artist,
            subject=text.get("subject", ""),
            genre=text.get("genre", ""),
            description=text.get("description", ""),
            picture=picture,
            videos=tuple(filter(None, map(str.strip, re.split(r"[;|\n]", text.get("videos", ""))))),
            extra=(*_others(row, others), *other_people),
            line=row.line,
            authorities=_together(row.authorities, of_cells(columns, row.cells)),
            date=text.get("date", ""),
        )
        return record, problem

    return make


def _text(filling: Filling, row: Row, places: list[int]) -> str:
    # Most fields have one column, and a catalogue has millions of cells.
    if len(places) == 1:
        return row.cells[places[0]] or filling.constant
    return filling.text([row.cells[n] for n in places])


def _others(row: Row, columns: Sequence[tuple[int, str]]) -> Iterator[tuple[str, str]]:
    for n, name in columns:
        if text := row.cells[n]:
            if name == OTHER_TITLES:
                yield from ((name, title) for title in text.splitlines())
            else:
                yield name, text


def _together(first: tuple[Authority, ...], second: tuple[Authority, ...]) -> tuple[Authority, ...]:
    return tuple(dict.fromkeys(first + second)) if first and second else first or second
