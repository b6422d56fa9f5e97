"""The guessed mapping of a file that nobody has mapped, by the names and cells of its columns.

A column named exactly like a field (`catalogue.columns.names`) comes first, then one whose name
holds a word for the field and no word that makes it something else ("Artist Display Name", but not
"Artist Nationality"). The cells of a column can speak against it: numbers are no title. If no name
means a title, the column whose cells look most like titles is taken. An artist whose forename and
surname stand in two columns (`catalogue.columns.person_names`) is joined from both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from catalogue.columns.mapping import ColumnMapping, Filling, labels
from catalogue.columns.names import COLUMNS, likeness
from catalogue.columns.person_names import is_of_another, maker_in_parts
from catalogue.formats import Row
from catalogue.lengths import LONGEST_NAME
from catalogue.normalise import without_brackets
from catalogue.picture_files import names_a_picture

_SAMPLE = 2_000
"""Rows whose cells are examined, spread over the file."""
_LEAST_FIT = 0.2
"""How well name and cells of a column must fit a field."""
_FEWEST_ROWS = 5
"""Rows that a table must have for a column to be chosen by its cells alone."""
_NAME = re.compile(r"^[^\W\d_][\w'’.-]+(?:,| [^\W\d_])")
_LIFE = re.compile(
    r"\b(?:b|d|fl|ca?|um|nato|nata|n[ée]e?|geb|gest|born|died|active|circa)\b\.?[ *†]*\d"
)
"""What introduces the dates of a life after a name, up to the first digit."""
_LIFE_WORD = 9
"""Letters of such a word at most, and what stands beside it."""


@dataclass(frozen=True)
class _Column:
    """A column: its name, and the filled cells among `rows` examined rows."""

    name: str
    cells: tuple[str, ...]
    rows: int

    def share(self, condition: Callable[[str], object]) -> float:
        """The share of its cells that meet a condition; 0 without any cells."""
        return sum(map(bool, map(condition, self.cells))) / max(1, len(self.cells))

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

    @property
    def single_words(self) -> bool:
        """Whether most cells are a single word, as surnames are and whole names are not."""
        return self.share(lambda cell: len(cell.split()) > 1) < 0.5

    @cached_property
    def wordy(self) -> float:
        """The share of cells with two letters in a row that are not addresses."""
        return self.share(lambda cell: "://" not in cell and re.search(r"[^\W\d_]{2}", cell))


def guess_mapping(columns: Sequence[str], rows: Sequence[Row]) -> ColumnMapping:
    """The mapping of a table, as far as it can be guessed.

    Each field gets one column at most, but an artist may be joined from the parts of a name. In a
    table without names of columns nothing is guessed: its museum, its donors and its painters look
    alike.
    """
    if not any(columns):
        return ColumnMapping()
    sample = rows[:: max(1, len(rows) // _SAMPLE)]
    examined = [
        _Column(name, tuple(row.cells[n] for row in sample if row.cells[n]), len(sample))
        for n, name in enumerate(columns)
    ]
    taken = _by_name(examined)
    if "title" not in taken and len(sample) >= _FEWEST_ROWS:
        taken |= _by_content(examined, taken)
    named = labels(columns)
    fillings = {field: Filling(tuple(named[n] for n in at)) for field, at in taken.items()}
    return ColumnMapping(
        tuple(
            (field, replace(filling, separator=" ") if len(filling.columns) > 1 else filling)
            for field, filling in fillings.items()
        )
    )


def _by_name(columns: Sequence[_Column]) -> dict[str, tuple[int, ...]]:
    """Field → positions of the columns that fill it, by their names, if their cells agree."""
    parts = maker_in_parts([c.name for c in columns], lambda n: columns[n].single_words)
    if any(columns[n].numeric > 0.5 for n in parts if columns[n].cells):
        parts = ()
    taken: dict[str, tuple[int, ...]] = {}
    for field in COLUMNS:
        best = max(_offers(field, columns, {*parts, *_positions(taken)}), default=None)
        if field == "artist" and parts and (best is None or not columns[-best[1]].cells):
            taken[field] = parts
        elif best is not None:
            taken[field] = (-best[1],)
    return taken


def _positions(taken: Mapping[str, tuple[int, ...]]) -> set[int]:
    return {n for at in taken.values() for n in at}


def _offers(field: str, columns: Sequence[_Column], taken: set[int]) -> Iterator[tuple[float, int]]:
    """How well each column that may fill a field fits it, with its negative position.

    So of equally good columns, the first is the maximum.
    """
    for n, column in enumerate(columns):
        named = likeness(field, column.name)
        if n in taken or not named:
            continue
        fit = named * _FITS[field](column) if column.cells else named * 0.1
        if fit > _LEAST_FIT or not column.cells:
            yield fit, -n


def _fits_identifier(column: _Column) -> float:
    """Repeated numbers are those of a series or a shelf, if another column has better ones."""
    return 1.0 if column.distinct > 0.9 and column.filled > 0.5 else 0.4


def _fits_words(column: _Column) -> float:
    return 1.0 if column.numeric < 0.5 else 0.2


def _fits_artist(column: _Column) -> float:
    return 0.0 if column.numeric > 0.8 else _fits_words(column)


def _fits_date(column: _Column) -> float:
    return 1.0 if column.share(re.compile(r"\d").search) > 0.2 else 0.0


def _fits_picture(column: _Column) -> float:
    """Names of files beside the catalogue fit better than addresses on the web."""
    pictures = column.share(lambda cell: "://" in cell or names_a_picture(cell))
    return 0.3 if pictures < 0.2 else 0.5 + 0.5 * (1 - column.share(lambda cell: "://" in cell))


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


def _by_content(
    columns: Sequence[_Column], taken: Mapping[str, tuple[int, ...]]
) -> dict[str, tuple[int, ...]]:
    """The columns of title and artist in a file whose column names mean nothing known."""
    free = [
        (n, column)
        for n, column in enumerate(columns)
        if n not in _positions(taken) and not is_of_another(column.name)
    ]
    titles = [(_like_titles(c), -n) for n, c in free if _like_titles(c) > 0]
    if not titles:
        return {}
    title = -max(titles)[1]
    artists = [(_like_names(c), -n) for n, c in free if n != title and _like_names(c) > 0]
    if "artist" in taken or not artists:
        return {"title": (title,)}
    return {"title": (title,), "artist": (-max(artists)[1],)}


def _like_titles(column: _Column) -> float:
    """How much cells look like titles: different texts of a few words that are not names."""
    lengths = sorted(map(len, column.cells))
    usual = lengths[len(lengths) // 2] if lengths else 0
    texts = column.wordy > 0.8 and column.filled > 0.7 and 4 <= usual <= 120
    if not texts or column.distinct < 0.3:
        return 0.0
    several = column.share(lambda cell: len(cell.split()) > 1)
    return column.distinct * (0.5 + several) * (0.4 if _like_names(column) else 1.0)


def _like_names(column: _Column) -> float:
    """How much cells look like names: a few capitalised words, or a comma after the first.

    Names recur, and dates and places of a life are ignored ("Müller, Hanns, 1820-1891").
    """
    if len(set(column.cells)) == 1:  # the museum, rather than its only artist
        return 0.0
    capitals = column.share(_is_name)
    return capitals * (1.5 - column.distinct) if capitals > 0.6 and column.wordy > 0.8 else 0.0


def _is_name(cell: str) -> bool:
    if len(cell) > LONGEST_NAME:
        return False
    name = _without_life(" ".join(without_brackets(cell).split()))
    words = name.split()
    capitals = sum(word[:1].isupper() for word in words)
    return len(words) <= 8 and bool(_NAME.match(name)) and capitals >= max(2, len(words) // 2)


def _without_life(name: str) -> str:
    """A name without the dates of a life and what introduces them ("Reni, b. 1575")."""
    digit = re.search(r"\d", name)
    if digit is None:
        return name
    before = name[: digit.start()].rstrip(" *†")
    word = _LIFE.search(name, max(0, len(before) - _LIFE_WORD), digit.end())
    return name[: word.start() if word else len(before)].rstrip(" ,;")
