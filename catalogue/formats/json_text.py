"""JSON read entry by entry, each with its line, so that a bad entry costs only itself.

A streaming parser would give no lines. The text is in memory once, and one entry at a time.
"""

from __future__ import annotations

import json
import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from catalogue.errors import UnreadableCatalogue, UnusableCatalogue
from catalogue.formats.source import READING
from console import Report, no_report

LIST_NAMES = (
    "paintings", "records", "items", "works", "artworks", "objects", "catalogue", "data",
    "manifests", "members", "collections", "orderedItems", "@graph", "results",
)  # fmt: skip
"""Names of the member that holds a document's records, the most trusted first."""
_DIGITS = 4_000
_SPACE = re.compile(r"[ \t\r\n]*")


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the list of records: its value, and the names that occur in it twice."""

    line: int
    value: Any
    twice: tuple[str, ...] = ()


class _Decoder(json.JSONDecoder):
    """Decodes objects as dictionaries; `twice` collects the names that an object repeats.

    Lists under the same name become one list.
    """

    def __init__(self) -> None:
        super().__init__(
            object_pairs_hook=self._object, strict=False, parse_int=_integer, parse_float=_decimal,
            parse_constant=lambda name: None,
        )  # fmt: skip
        self.twice: list[str] = []

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        members = dict(pairs)
        if len(members) < len(pairs):
            given: dict[str, list[Any]] = {}
            for name, value in pairs:
                given.setdefault(name, []).append(value)
            for name, values in given.items():
                if len(values) > 1 and all(isinstance(value, list) for value in values):
                    members[name] = [entry for value in values for entry in value]
                elif len(values) > 1:
                    self.twice.append(name)
        return members


def _integer(text: str) -> int | str:
    """An integer, or the text if Python refuses so many digits: a work's number stays the same."""
    return int(text) if len(text) < _DIGITS else text


def _decimal(text: str) -> float | str:
    """A float, or the text if it would be written otherwise: inventory number 1.10 is not 1.1."""
    number = float(text)
    return number if repr(number) == text else text


def as_list(value: Any) -> list[Any]:
    """A member that may occur once or several times, as a list."""
    return value if isinstance(value, list) else [] if value is None else [value]


def entry_of(text: str, line: int) -> Entry:
    """The only value in a text. Raises ValueError or RecursionError."""
    decoder = _Decoder()
    value = decoder.decode(text)
    return Entry(line, value, tuple(decoder.twice))


class Document:
    """A JSON text. `head` holds the members of the top object but its lists."""

    def __init__(self, text: str, path: Path, report: Report = no_report) -> None:
        self._text, self._path = text, path
        self._report: Report = no_report
        self._decoder = _Decoder()
        self._start = self._skip(0)
        self.head: dict[str, Any] = {}
        self.lists: dict[str, int] = {}
        if text[self._start : self._start + 1] == "{":
            self._read_head()
        self._report = report

    @property
    def is_object(self) -> bool:
        return self._text[self._start : self._start + 1] == "{"

    def entries(self, name: str | None = None) -> Iterator[Entry]:
        """The entries of the top list, or of the member `name`."""
        if name is None and not self.is_object:
            if self._text[self._start : self._start + 1] != "[":
                self._value(self._start)
                raise _no_list(self._path)
            begin = self._start
        else:
            begin = self.lists[name or self.list_name()]
        end: int = yield from self._walk(begin)
        if name is None and not self.is_object and self._skip(end) < len(self._text):
            raise self._broken("there is more after the end", end)

    def list_name(self) -> str:
        """The member that holds the records. Raises UnusableCatalogue if there is none."""
        named = [name for name in LIST_NAMES if name in self.lists]
        if named or len(self.lists) == 1:
            return (named or list(self.lists))[0]
        raise _no_list(self._path)

    def whole(self) -> Entry:
        """The top object, with its lists, as the only entry."""
        return Entry(
            self._line(self._start), self._value(self._start)[0], tuple(self._decoder.twice)
        )

    def _read_head(self) -> None:
        at = self._skip(self._start + 1)
        if self._text[at : at + 1] == "}":
            return
        while True:
            key, at = self._value(at)
            at = self._expect(at, ":")
            if not isinstance(key, str):
                raise self._broken("a name is not text", at)
            if self._text[at : at + 1] == "[":
                self.lists[key] = at
                at = self._end_of_list(at)
            else:
                self.head[key], at = self._value(at)
            at = self._skip(at)
            if self._text[at : at + 1] == "}":
                return
            at = self._expect(at, ",")

    def _end_of_list(self, begin: int) -> int:
        walk = self._walk(begin)
        while True:
            try:
                next(walk)
            except StopIteration as stop:
                return int(stop.value)

    def _walk(self, begin: int) -> Generator[Entry, None, int]:
        at = self._skip(begin + 1)
        line, counted = self._line(at), at
        if self._text[at : at + 1] == "]":
            return at + 1
        while True:
            line, counted = line + self._text.count("\n", counted, at), at
            self._decoder.twice.clear()
            self._report(at / len(self._text), READING)
            value, at = self._value(at)
            yield Entry(line, value, tuple(self._decoder.twice))
            at = self._skip(at)
            if self._text[at : at + 1] == "]":
                return at + 1
            at = self._expect(at, ",")

    def _value(self, at: int) -> tuple[Any, int]:
        try:
            return self._decoder.raw_decode(self._text, at)
        except (ValueError, RecursionError) as error:
            reason = "it is nested too deeply" if isinstance(error, RecursionError) else ""
            reason = reason or str(getattr(error, "msg", error))
            raise self._broken(reason, getattr(error, "pos", at)) from error

    def _expect(self, at: int, mark: str) -> int:
        at = self._skip(at)
        if self._text[at : at + 1] != mark:
            raise self._broken(f"{mark!r} is missing", at)
        return self._skip(at + 1)

    def _skip(self, at: int) -> int:
        space = _SPACE.match(self._text, at)
        return space.end() if space else at

    def _line(self, at: int) -> int:
        return self._text.count("\n", 0, at) + 1

    def _broken(self, reason: str, at: int) -> UnreadableCatalogue:
        return UnreadableCatalogue(
            f"The catalogue {self._path} is not JSON: line {self._line(at):,}: {reason}. "
            "Export it again, as JSON or CSV."
        )


def _no_list(path: Path) -> UnusableCatalogue:
    """The error about a document without a list of records."""
    return UnusableCatalogue(
        f"The catalogue {path} holds no list of records. Give a JSON list of objects, "
        f"or an object with such a list under one of: {', '.join(LIST_NAMES)}."
    )
