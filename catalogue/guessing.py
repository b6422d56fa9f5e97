"""The mapping of a file that nobody has mapped, by what its columns are called and hold.

A column that is called exactly as a field is (`catalogue.columns`) comes first, then one whose
name holds a word for the field and no word that makes it something else ("Artist Display Name",
but not "Artist Nationality"). What a column holds can speak against it: numbers are no title.
Where no name is understood, the title is looked for by what titles look like.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from catalogue.columns import COLUMNS, likeness
from catalogue.mapping import Filling, labels
from catalogue.mapping import Mapping as ColumnMapping
from catalogue.reading import Row

_LOOKED_AT = 2_000
"""Rows whose cells are looked at, spread over the file."""
_LEAST = 0.2
"""What a column has to reach, by its name and what it holds."""
_FEWEST = 5
"""Rows that there must be for a column to be taken by what it holds alone."""
_PICTURE = re.compile(
    r"[a-z]+://|\.(?:jpe?g|png|tiff?|webp|bmp|gif|jp2|jpx|heic|avif)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class _Column:
    """One column: its name, and the cells that were looked at, empty ones left out."""

    name: str
    cells: tuple[str, ...]
    rows: int

    def share(self, holds: Callable[[str], object]) -> float:
        """The share of its cells of which something holds, 0 without any."""
        return sum(map(bool, map(holds, self.cells))) / max(1, len(self.cells))

    @cached_property
    def distinct(self) -> float:
        return len(set(self.cells)) / max(1, len(self.cells))

    @cached_property
    def filled(self) -> float:
        return len(self.cells) / max(1, self.rows)

    @cached_property
    def numeric(self) -> float:
        """The share of cells without a letter."""
        return 1 - self.share(re.compile(r"[^\W\d_]").search)

    @cached_property
    def wordy(self) -> float:
        """The share of cells with two letters in a row that are no address."""
        return self.share(lambda cell: "://" not in cell and re.search(r"[^\W\d_]{2}", cell))


def guess(columns: Sequence[str], rows: Sequence[Row]) -> ColumnMapping:
    """The mapping of a table as far as it can be guessed. Each field gets one column at most."""
    looked_at = rows[:: max(1, len(rows) // _LOOKED_AT)]
    found = [
        _Column(name, tuple(row.cells[n] for row in looked_at if row.cells[n]), len(looked_at))
        for n, name in enumerate(columns)
    ]
    taken: dict[str, int] = {}
    for field in COLUMNS:
        best = max(_offers(field, found, set(taken.values())), default=None)
        if best is not None:
            taken[field] = -best[1]
    if "title" not in taken and len(looked_at) >= _FEWEST:
        taken |= _by_content(found, set(taken.values()))
    named = labels(columns)
    ordered = ((field, taken[field]) for field in COLUMNS if field in taken)
    return ColumnMapping(tuple((field, Filling((named[n],))) for field, n in ordered))


def _offers(field: str, columns: Sequence[_Column], taken: set[int]) -> Iterator[tuple[float, int]]:
    """(how well it fits, minus its position) of every column that may fill a field."""
    for n, column in enumerate(columns):
        named = likeness(field, column.name)
        if n in taken or not named:
            continue
        fit = named * _FITS[field](column) if column.cells else named * 0.1
        if fit > _LEAST or not column.cells:
            yield fit, -n


def _fits_identifier(column: _Column) -> float:
    """Numbers that are given twice are those of a series or of a shelf, if there are others."""
    return 1.0 if column.distinct > 0.9 and column.filled > 0.5 else 0.4


def _fits_words(column: _Column) -> float:
    return 1.0 if column.numeric < 0.5 else 0.2


def _fits_artist(column: _Column) -> float:
    return 0.0 if column.numeric > 0.8 else _fits_words(column)


def _fits_date(column: _Column) -> float:
    return 1.0 if column.share(re.compile(r"\d").search) > 0.2 else 0.0


def _fits_picture(column: _Column) -> float:
    """A name of a file that is beside the catalogue rather than an address on the web."""
    shown = column.share(_PICTURE.search)
    return 0.3 if shown < 0.2 else 0.5 + 0.5 * (1 - column.share(lambda cell: "://" in cell))


def _fits(column: _Column) -> float:
    return 1.0


_FITS: Mapping[str, Callable[[_Column], float]] = {
    "identifier": _fits_identifier,
    "title": _fits_words,
    "artist": _fits_artist,
    "date": _fits_date,
    "subject": _fits,
    "genre": _fits,
    "description": _fits,
    "picture": _fits_picture,
    "videos": _fits,
}


def _by_content(columns: Sequence[_Column], taken: set[int]) -> dict[str, int]:
    """The title, and beside it the artist, of a file whose column names are not understood."""
    free = [(n, column) for n, column in enumerate(columns) if n not in taken]
    titles = [(_like_titles(c), -n) for n, c in free if _like_titles(c) > 0]
    if not titles:
        return {}
    title = -max(titles)[1]
    artists = [(_like_names(c), -n) for n, c in free if n != title and _like_names(c) > 0]
    return {"title": title} | ({"artist": -max(artists)[1]} if artists else {})


def _like_titles(column: _Column) -> float:
    """Titles differ, are a few words long, and are no names turned round."""
    lengths = sorted(map(len, column.cells))
    usual = lengths[len(lengths) // 2] if lengths else 0
    texts = column.wordy > 0.8 and column.filled > 0.7 and 4 <= usual <= 120
    if not texts or column.distinct < 0.3:
        return 0.0
    several = column.share(lambda cell: len(cell.split()) > 1)
    return column.distinct * (0.5 + several) * (0.4 if _like_names(column) else 1.0)


def _like_names(column: _Column) -> float:
    """Names have two to four capitalised words, or a comma after the first, and come again."""
    name = re.compile(r"^[^\W\d_][\w'’.-]+(?:,| [^\W\d_])")
    capitals = column.share(
        lambda c: len(c.split()) <= 8 and name.match(c) and sum(w[:1].isupper() for w in c.split())
        >= max(2, len(c.split()) // 2)
    )  # fmt: skip
    return capitals * (1.5 - column.distinct) if capitals > 0.6 and column.wordy > 0.8 else 0.0
