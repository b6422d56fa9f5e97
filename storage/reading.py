"""Stored rows and documents, read one by one: what is damaged is set aside, the rest is read.

Whoever shows what was read shows, too, what was set aside, with its place and what to do.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Generic, TypeVar

from storage import strict
from storage.errors import NewerData

T = TypeVar("T")
U = TypeVar("U")

_converter = strict.converter()


@dataclass(frozen=True, slots=True)
class SetAside:
    """A stored value that cannot be read."""

    what: str
    """What it would be, in the singular: "job"."""
    place: str
    """File, table and row."""
    why: str
    remedy: str
    """What a person can do, in whole sentences."""

    def __str__(self) -> str:
        article = "An" if self.what[:1] in "aeiou" else "A"
        return f"{article} {self.what} cannot be read ({self.place}): {self.why}. {self.remedy}"


@dataclass(frozen=True, slots=True)
class Read(Generic[T]):
    """What was read, in its order, and what was set aside."""

    values: tuple[T, ...] = ()
    set_aside: tuple[SetAside, ...] = ()


@dataclass(frozen=True)
class Rows(Generic[T]):
    """The rows of a table of an SQLite file, each read as a dataclass with its columns.

    `what` they are, and the `remedy` where one is damaged, are for people.
    """

    file: Path
    table: str
    kind: type[T]
    what: str
    remedy: str

    @property
    def columns(self) -> str:
        """The columns to select, the number of the row before them."""
        return ", ".join(["rowid", *(f'"{field.name}"' for field in fields(self._type))])

    def read(self, rows: Iterable[Iterable[Any]]) -> Read[T]:
        """The rows of a query of `columns`, over a connection with `stored_text`."""
        return self.made(rows, lambda value: value)

    def made(self, rows: Iterable[Iterable[Any]], make: Callable[[T], U]) -> Read[U]:
        """The rows, each made into something else. `make` raises ValueError or NewerData for
        what is damaged."""
        values, set_aside = [], []
        names = [field.name for field in fields(self._type)]
        for row in rows:
            number, *cells = row
            try:
                value = structured(dict(zip(names, cells, strict=True)), self.kind)
                values.append(make(value))
            except (ValueError, NewerData) as error:
                set_aside.append(self.aside(number, error))
        return Read(tuple(values), tuple(set_aside))

    def aside(self, number: object, error: Exception) -> SetAside:
        """A row that is set aside, by its number."""
        place = f"{self.file.name}, table {self.table}, row {number}"
        return SetAside(self.what, place, str(error).rstrip("."), self.remedy)

    @property
    def _type(self) -> Any:
        return self.kind


def structured(values: object, kind: type[T]) -> T:
    """Plain values as a dataclass, every one of its own type. Raises ValueError."""
    try:
        return _converter.structure(values, kind)
    except strict.MISFITS as error:
        raise ValueError(strict.why(error)) from error


def parsed(text: str | bytes) -> Any:
    """The values in JSON text. Raises ValueError for whatever is none."""
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError("It is nested too deeply") from error
    except TypeError as error:
        raise ValueError("It is no text") from error


def parsed_object(text: str | bytes) -> Mapping[str, Any]:
    """The same where it has to be an object."""
    values = parsed(text)
    if not isinstance(values, dict):
        raise ValueError("It is no JSON object")
    return values


def printable(value: object) -> str:
    """Any stored value as text that can be shown."""
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
    return text.encode("utf-8", "replace").decode().replace("\0", "\ufffd")


def stored_text(data: bytes) -> str:
    """A text of a database: one that is no UTF-8 must not end the query, and is refused later."""
    return data.decode("utf-8", "surrogateescape")
