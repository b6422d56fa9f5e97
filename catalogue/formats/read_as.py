"""How a person wants a file to be read, where it was detected wrongly."""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from catalogue.errors import UnusableCatalogue

ENCODINGS: Mapping[str, str] = {
    "UTF-8": "utf-8-sig",
    "UTF-16": "utf-16",
    "Windows-1252": "cp1252",
    "Windows-1250": "cp1250",
    "ISO-8859-1": "latin-1",
    "ISO-8859-15": "iso8859-15",
    "Mac Roman": "mac-roman",
    "CP437": "cp437",
    "CP850": "cp850",
}
"""Name of an encoding → its name in Python. Western and Central Europe, Macintosh, MS-DOS."""
DELIMITERS: Mapping[str, str] = {
    "comma": ",", "semicolon": ";", "tab": "\t", "vertical bar": "|",
}  # fmt: skip
"""Name of a delimiter → the character; any other character can be chosen, too."""


@dataclass(frozen=True, slots=True)
class ReadAs:
    """An encoding of `ENCODINGS`, a delimiter and a sheet; what is empty is detected.

    Other names of an encoding are understood, and so is the delimiter itself. Raises
    UnusableCatalogue for an unknown encoding or delimiter.
    """

    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "encoding", _encoding(self.encoding))
        object.__setattr__(self, "delimiter", _delimiter(self.delimiter))

    def __bool__(self) -> bool:
        return bool(self.encoding or self.delimiter or self.sheet)

    @property
    def character(self) -> str:
        """The delimiter as a character."""
        return DELIMITERS.get(self.delimiter, self.delimiter)

    def to_dict(self) -> dict[str, str]:
        """The choices as plain values; the inverse of `from_dict`."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in values.items() if value}

    @classmethod
    def from_dict(cls, values: Any) -> ReadAs:
        """The choices out of plain values. Raises UnusableCatalogue, also for an unknown key."""
        keys = {field.name for field in fields(cls)}
        texts = isinstance(values, dict) and all(isinstance(v, str) for v in values.values())
        if not texts or not values.keys() <= keys:
            raise UnusableCatalogue(f"How a file is read has {', '.join(sorted(keys))}, as texts.")
        return cls(**values)


def _encoding(name: str) -> str:
    if not name or name in ENCODINGS:
        return name
    try:
        wanted = codecs.lookup(name).name
    except (LookupError, ValueError):
        wanted = ""
    names = {codecs.lookup(python).name: choice for choice, python in ENCODINGS.items()}
    if choice := {**names, "utf-8": "UTF-8"}.get(wanted):
        return choice
    raise UnusableCatalogue(
        f"There is no encoding {name[:40]!r} to choose. Encodings: {', '.join(ENCODINGS)}."
    )


def _delimiter(name: str) -> str:
    names = {character: word for word, character in DELIMITERS.items()} | {"\\t": "tab"}
    name = names.get(name, name)
    usable = len(name) == 1 and not name.isalnum() and name not in '"\r\n \0'
    if not name or name in DELIMITERS or usable:
        return name
    raise UnusableCatalogue(
        f"The delimiter {name[:40]!r} is unknown. Delimiters: {', '.join(DELIMITERS)}, or another "
        "single mark."
    )
