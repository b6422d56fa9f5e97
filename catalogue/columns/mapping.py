"""Which columns of a file fill which field of a record."""

from __future__ import annotations

from collections import abc
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from catalogue.columns.names import COLUMNS
from catalogue.errors import UnusableCatalogue

FIELDS: tuple[str, ...] = tuple(COLUMNS)
"""What a column can fill: `identifier`, `title`, `artist`, `date`, `subject` …"""
NO_CONSTANT = frozenset({"identifier", "picture", "videos"})
"""Fields that cannot be the same for all records: they would all become one work."""


@dataclass(frozen=True, slots=True)
class Filling:
    """The columns whose text fills a field, joined by `separator` where several have one.

    `constant` is taken for a record in which all of them are empty, or without any column.
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
        """For people: the columns with what stands between them, and the constant; else `-`."""
        columns = f" {self.separator!r} ".join(self.columns)
        rest = f"always {self.constant!r}" if not columns else f"else {self.constant!r}"
        return " ".join(filter(None, (columns, rest if self.constant else ""))) or "-"


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """How each field of a record is filled. A date stays the text that it is.

    Columns are named as `labels` names them. Raises UnusableCatalogue for a field that there is
    not, and for a constant where it would make all records one.
    """

    filled: tuple[tuple[str, Filling], ...] = field(default=())

    def __post_init__(self) -> None:
        for name, filling in self.filled:
            if name not in COLUMNS:
                raise UnusableCatalogue(
                    f"There is no field {name!r} to fill. Fields: {', '.join(FIELDS)}."
                )
            if filling.constant and name in NO_CONSTANT:
                raise UnusableCatalogue(
                    f"The field {name} cannot be the same for every record. Name a column."
                )
        known = dict(self.filled)
        ordered = tuple((name, known[name]) for name in FIELDS if known.get(name))
        object.__setattr__(self, "filled", ordered)  # so that equal ones are equal

    def __getitem__(self, name: str) -> Filling:
        """How a field is filled; an empty filling where it is not."""
        return dict(self.filled).get(name, Filling())

    def __contains__(self, name: object) -> bool:
        return any(name == known for known, _ in self.filled)

    def using(self, name: str, filling: Filling) -> ColumnMapping:
        """The same mapping with one field filled otherwise, or, by an empty filling, not at all."""
        return ColumnMapping((*self.filled, (name, filling)))

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns that fill something."""
        return tuple(dict.fromkeys(c for _, filling in self.filled for c in filling.columns))

    def places(self, columns: Sequence[str]) -> dict[str, int]:
        """Label → position of every column that is used. Raises UnusableCatalogue."""
        known = {label: n for n, label in enumerate(labels(columns))}
        missing = [label for label in self.columns if label not in known]
        if missing:
            raise UnusableCatalogue(
                f"The mapping names columns that the file does not have: {', '.join(missing)[:300]}"
                f". Columns of the file: {', '.join(name[:60] for name in list(known)[:30])}."
            )
        return {label: known[label] for label in self.columns}

    def to_dict(self) -> dict[str, Any]:
        """Plain values, of which `from_dict` makes the same mapping."""
        return {
            name: {
                "columns": list(filling.columns),
                "separator": filling.separator,
                "constant": filling.constant,
            }
            for name, filling in self.filled
        }

    @classmethod
    def from_dict(cls, values: Any) -> ColumnMapping:
        """The mapping in plain values. Raises UnusableCatalogue, also for an unknown key."""
        if not isinstance(values, dict):
            raise UnusableCatalogue("A mapping is a JSON object of fields.")
        return cls(tuple((name, _filling(name, given)) for name, given in values.items()))


def _filling(name: str, given: Any) -> Filling:
    known = {one.name for one in fields(Filling)}
    if not isinstance(given, dict) or not given.keys() <= known:
        raise UnusableCatalogue(f"The field {name} of a mapping has {', '.join(sorted(known))}.")
    columns = given.get("columns", [])
    texts = [given.get("separator", "; "), given.get("constant", "")]
    if not isinstance(columns, list) or not all(isinstance(t, str) for t in (*columns, *texts)):
        raise UnusableCatalogue(f"The field {name} of a mapping has other values than texts.")
    return Filling(tuple(columns), *texts)


def labels(columns: Iterable[str]) -> tuple[str, ...]:
    """A name for every column, no two alike: `Title`, `Title (2)`, and `column 3` without one."""
    found: abc.MutableMapping[str, None] = {}
    for number, column in enumerate(columns, 1):
        name = wanted = column or f"column {number}"
        times = 1
        while name in found:
            times += 1
            name = f"{wanted} ({times})"
        found[name] = None
    return tuple(found)
