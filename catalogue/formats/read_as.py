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
    "Windows-1251": "cp1251",
    "Windows-1253": "cp1253",
    "Windows-1254": "cp1254",
    "Windows-1255": "cp1255",
    "Windows-1256": "cp1256",
    "Windows-1257": "cp1257",
    "Windows-1258": "cp1258",
    "ISO-8859-1": "latin-1",
    "ISO-8859-2": "iso8859-2",
    "ISO-8859-5": "iso8859-5",
    "ISO-8859-7": "iso8859-7",
    "ISO-8859-15": "iso8859-15",
    "KOI8-R": "koi8-r",
    "KOI8-U": "koi8-u",
    "GB18030": "gb18030",
    "Big5": "cp950",
    "Shift-JIS": "cp932",
    "EUC-JP": "euc_jp",
    "EUC-KR": "cp949",
    "Mac Roman": "mac-roman",
    "Mac Cyrillic": "mac-cyrillic",
    "Mac Central Europe": "mac-latin2",
    "CP437": "cp437",
    "CP850": "cp850",
    "CP852": "cp852",
    "CP866": "cp866",
}
"""Name of an encoding → its name in Python: Unicode, Windows, ISO and KOI8 standards, East Asia,
Macintosh, MS-DOS."""
_ALIASES: Mapping[str, str] = {
    "utf-8": "UTF-8", "gbk": "GB18030", "gb2312": "GB18030", "big5": "Big5", "big5hkscs": "Big5",
    "shift_jis": "Shift-JIS", "euc_kr": "EUC-KR", "iso8859-9": "Windows-1254",
    "utf-16-le": "UTF-16", "utf-16-be": "UTF-16", "ascii": "UTF-8",
}  # fmt: skip
"""Python's name of an encoding → the one of `ENCODINGS` that holds all its letters."""
DELIMITERS: Mapping[str, str] = {
    "comma": ",", "semicolon": ";", "tab": "\t", "vertical bar": "|",
}  # fmt: skip
"""Name of a delimiter → the character; any other character can be chosen, too."""


HEADERS = ("first row", "none")
"""Where the names of the columns may stand: in the first row (below a heading), or nowhere."""


@dataclass(frozen=True, slots=True)
class ReadAs:
    """An encoding of `ENCODINGS`, a delimiter, a sheet and a header of `HEADERS`.

    What is empty is detected. Other names of an encoding are understood, and so is the delimiter
    itself. Raises UnusableCatalogue for an unknown encoding, delimiter or header.
    """

    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    header: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "encoding", _encoding(self.encoding))
        object.__setattr__(self, "delimiter", _delimiter(self.delimiter))
        if self.header and self.header not in HEADERS:
            raise UnusableCatalogue(
                f"The header {self.header[:40]!r} is unknown. Headers: {', '.join(HEADERS)}."
            )

    def __bool__(self) -> bool:
        return bool(self.encoding or self.delimiter or self.sheet or self.header)

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
    if choice := {**_ALIASES, **names}.get(wanted):
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
