"""Which columns of a file fill which field of a record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from catalogue.columns.names import COLUMNS
from catalogue.errors import UnusableCatalogue

RECORD_FIELDS: tuple[str, ...] = tuple(COLUMNS)
"""What a column can fill: `identifier`, `title`, `artist`, `date`, `subject` …"""
NO_CONSTANT = frozenset({"identifier", "picture", "videos"})
"""Fields that cannot have a constant: it would be the same for all records."""
_FOLDERS = "picture_folders"


@dataclass(frozen=True, slots=True)
class Filling:
    """The columns whose texts fill a field, joined by `separator`.

    `constant` fills the field of a record in which all these columns are empty.
    """

    columns: tuple[str, ...] = ()
    separator: str = "; "
    constant: str = ""

    def text(self, cells: Sequence[str]) -> str:
        """The text of the field, given the cells of `columns`."""
        return self.separator.join(filter(None, cells)) or self.constant

    def __bool__(self) -> bool:
        return bool(self.columns or self.constant)

    def __str__(self) -> str:
        """For people: the columns with the separator between them, and the constant; else `-`."""
        columns = f" {self.separator!r} ".join(self.columns)
        rest = f"always {self.constant!r}" if not columns else f"else {self.constant!r}"
        return " ".join(filter(None, (columns, rest if self.constant else ""))) or "-"


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """How each field of a record is filled.

    Columns are named as `labels` names them. Raises UnusableCatalogue for an unknown field, and for
    a constant in one of the fields of `NO_CONSTANT`.
    """

    filled: tuple[tuple[str, Filling], ...] = field(default=())
    picture_folders: tuple[str, ...] = ()
    """Folders outside the catalogue's own in which a person said that its pictures lie."""

    def __post_init__(self) -> None:
        for name, filling in self.filled:
            if name not in COLUMNS:
                raise UnusableCatalogue(
                    f"There is no field {name!r} to fill. Fields: {', '.join(RECORD_FIELDS)}."
                )
            if filling.constant and name in NO_CONSTANT:
                raise UnusableCatalogue(
                    f"The field {name} cannot be the same for every record. Name a column."
                )
        fillings = dict(self.filled)
        ordered = tuple((name, fillings[name]) for name in RECORD_FIELDS if fillings.get(name))
        object.__setattr__(self, "filled", ordered)  # equal mappings compare as equal

    def __getitem__(self, name: str) -> Filling:
        """The filling of a field, empty if nothing fills it."""
        return dict(self.filled).get(name, Filling())

    def __contains__(self, name: object) -> bool:
        return any(name == field for field, _ in self.filled)

    def using(self, name: str, filling: Filling) -> ColumnMapping:
        """The same mapping with another filling of one field; an empty filling removes it."""
        return ColumnMapping((*self.filled, (name, filling)), self.picture_folders)

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns that fill a field."""
        return tuple(dict.fromkeys(c for _, filling in self.filled for c in filling.columns))

    def places(self, columns: Sequence[str]) -> dict[str, int]:
        """Label → position of every column that is used. Raises UnusableCatalogue."""
        positions = {label: n for n, label in enumerate(labels(columns))}
        missing = [label for label in self.columns if label not in positions]
        if missing:
            raise UnusableCatalogue(
                f"The mapping names columns that the file does not have: {', '.join(missing)[:300]}"
                f". Columns of the file: {', '.join(name[:60] for name in list(positions)[:30])}."
            )
        return {label: positions[label] for label in self.columns}

    def to_dict(self) -> dict[str, Any]:
        """The mapping as plain values; the inverse of `from_dict`."""
        values: dict[str, Any] = {
            name: {
                "columns": list(filling.columns),
                "separator": filling.separator,
                "constant": filling.constant,
            }
            for name, filling in self.filled
        }
        return values | ({_FOLDERS: list(self.picture_folders)} if self.picture_folders else {})

    @classmethod
    def from_dict(cls, values: Any) -> ColumnMapping:
        """The mapping out of plain values. Raises UnusableCatalogue, also for an unknown key."""
        if not isinstance(values, dict):
            raise UnusableCatalogue("A mapping is a JSON object of fields.")
        folders = values.get(_FOLDERS, [])
        if not isinstance(folders, list) or not all(isinstance(name, str) for name in folders):
            raise UnusableCatalogue("The folders of pictures of a mapping are a list of texts.")
        filled = [(name, given) for name, given in values.items() if name != _FOLDERS]
        return cls(tuple((name, _filling(name, given)) for name, given in filled), tuple(folders))


def _filling(name: str, values: Any) -> Filling:
    keys = {attribute.name for attribute in fields(Filling)}
    if not isinstance(values, dict) or not values.keys() <= keys:
        raise UnusableCatalogue(f"The field {name} of a mapping has {', '.join(sorted(keys))}.")
    columns = values.get("columns", [])
    texts = [values.get("separator", "; "), values.get("constant", "")]
    if not isinstance(columns, list) or not all(isinstance(t, str) for t in (*columns, *texts)):
        raise UnusableCatalogue(f"The field {name} of a mapping has values that are not text.")
    return Filling(tuple(columns), *texts)


def labels(columns: Iterable[str]) -> tuple[str, ...]:
    """A unique name for every column: `Title`, `Title (2)`, and `column 3` for a nameless one."""
    unique: dict[str, None] = {}
    times: dict[str, int] = {}
    for number, column in enumerate(columns, 1):
        name = wanted = column or f"column {number}"
        while name in unique:
            times[wanted] = times.get(wanted, 1) + 1
            name = f"{wanted} ({times[wanted]})"
        unique[name] = None
    return tuple(unique)
