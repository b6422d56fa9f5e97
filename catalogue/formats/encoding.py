"""The encoding of a text file, and its lines."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from catalogue.errors import UnreadableCatalogue
from catalogue.formats.read_as import ENCODINGS
from catalogue.formats.source import Source
from catalogue.formats.table import too_long
from catalogue.records import Problem

_CHUNK = 1 << 20
_STRAY = 0.02
"""The largest share of broken characters in a file that still counts as UTF-8. In the old encodings
nearly every accented letter breaks as UTF-8."""
_ESCAPED = re.compile(r"[\udc80-\udcff]")
_NOT_TEXT = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
_NOT_C1 = bytes(set(range(256)) - set(range(0x80, 0xA0)))
_UNUSED_BY_WINDOWS = b"\x81\x8d\x8f\x90\x9d"


@dataclass(frozen=True, slots=True)
class Encoding:
    """An encoding by its name in Python, and how it was detected."""

    name: str
    how: str
    strays: bool = False
    """Whether some bytes do not belong to this encoding."""
    chosen: bool = False
    """Whether a person chose it."""

    @property
    def guessed(self) -> bool:
        return self.name in ("cp1252", "latin-1") and not self.chosen

    @property
    def fact(self) -> tuple[str, str]:
        return "encoding", f"{self.display_name} ({self.how})"

    @property
    def display_name(self) -> str:
        return _DISPLAY_NAMES.get(
            self.name, "UTF-16" if self.name.startswith("utf-16") else self.name
        )

    @property
    def problems(self) -> list[Problem]:
        if not self.guessed:
            return []
        message = f"The file is not UTF-8 and was read as {self.name}. Check accented letters."
        return [Problem("encoding", 0, message)]


_DISPLAY_NAMES = {python: name for name, python in ENCODINGS.items()} | {"latin-1": "Latin-1"}


def encoding_of(source: Source, chosen: str = "") -> Encoding:
    """The chosen encoding of `ENCODINGS`, else the one detected by reading the whole file.

    UTF-8 and UTF-16 are recognised by their bytes. Anything else counts as Windows-1252, or as
    Latin-1 if it holds bytes that Windows does not use.

    Raises UnreadableCatalogue.
    """
    if chosen:
        return _chosen(source, chosen)
    if source.head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Encoding("utf-16", "as its first bytes say")
    if unmarked := _unmarked_utf16(source.head):
        return Encoding(unmarked, "by its pattern of zeros")
    non_ascii, strays, c1 = _counts(source)
    if strays <= _STRAY * non_ascii:
        marked = source.head.startswith(codecs.BOM_UTF8)
        how = "as its first bytes say" if marked else "proved by all its bytes"
        how = f"but for {strays:,} bytes" if strays else how
        return Encoding("utf-8-sig", how, bool(strays))
    windows = c1 and not set(c1) & set(_UNUSED_BY_WINDOWS)
    return Encoding("cp1252" if windows else "latin-1", "guessed: it is not UTF-8")


def _chosen(source: Source, chosen: str) -> Encoding:
    name = ENCODINGS[chosen]
    marked = source.head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if name == "utf-16" and not marked:
        # Every pair of bytes is some character; but text has spaces, which then have a zero.
        name = _unmarked_utf16(source.head) or "utf-16-le"
        if b"\0" not in source.head and len(source.head) > 1:
            raise other_encoding(source, chosen, "it has no byte that is zero")
    return Encoding(name, "as chosen", chosen=True)


def other_encoding(source: Source, chosen: str, why: object) -> UnreadableCatalogue:
    """The error about a file that is not in the encoding that a person chose."""
    return UnreadableCatalogue(
        f"The catalogue {source.path} is not in {chosen}: {why}. Choose another encoding."
    )


def decoded(source: Source, encoding: Encoding) -> str:
    """The text of a whole file. Raises UnreadableCatalogue."""
    errors = "surrogateescape" if encoding.strays else "strict" if encoding.chosen else "replace"
    try:
        return source.whole().decode(encoding.name, errors)
    except UnicodeError as error:
        raise other_encoding(source, encoding.display_name, error) from error


def _unmarked_utf16(head: bytes) -> str:
    sample = head[: len(head) // 2 * 2]
    if len(sample) < 8:
        return ""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) / 2
    if odd > 0.4 * half and even < 0.05 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 * half and odd < 0.05 * half else ""


def _counts(source: Source) -> tuple[int, int, bytes]:
    """Characters beyond ASCII, bytes that are not UTF-8, and which of 0x80 to 0x9F occur."""
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    non_ascii = strays = 0
    c1: set[int] = set()
    with source.opened() as file:
        while chunk := file.read(_CHUNK):
            c1.update(chunk.translate(None, _NOT_C1))
            text = decoder.decode(chunk)
            if not text.isascii():
                non_ascii += len(text) - len(text.encode("ascii", "ignore"))
                strays += len(_ESCAPED.findall(text))
    strays += len(decoder.decode(b"", final=True))
    return non_ascii, strays, bytes(c1)


class Lines:
    """The lines of a text file with their line ends; `number` is that of the line read last.

    Lines can be put back. NUL bytes are left out and counted.
    """

    def __init__(self, file: io.TextIOWrapper, source: Source, encoding: Encoding) -> None:
        self._file, self._source, self._encoding = file, source, encoding
        self._returned: list[str] = []
        self.number = 0
        self.nuls = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._returned.pop() if self._returned else self._read()
        if not line:
            raise StopIteration
        self.number += 1
        return line

    def put_back(self, lines: list[str]) -> None:
        """Return lines, to be read again."""
        self._returned += reversed(lines)
        self.number -= len(lines)

    def _read(self) -> str:
        limit = self._source.limits.line
        try:
            line = self._file.readline(limit)
        except UnicodeError as error:
            if self._encoding.chosen:
                why = f"line {self.number + 1:,} or one soon after it: {error}"
                raise other_encoding(self._source, self._encoding.display_name, why) from error
            raise UnreadableCatalogue(
                f"The catalogue {self._source.path} is damaged after line {self.number:,}: "
                f"{error}. Export it again, as UTF-8."
            ) from error
        if len(line) == limit:
            raise too_long(self._source.path, self.number + 1, limit)
        if "\0" in line:
            self.nuls += line.count("\0")
            line = line.replace("\0", "") or "\n"
        return line

    @property
    def problems(self) -> list[Problem]:
        return [Problem("nul", 0, f"{self.nuls} NUL bytes were left out.")] if self.nuls else []


@contextmanager
def lines_of(source: Source, encoding: Encoding) -> Iterator[Lines]:
    """The lines of a text file, whatever ends them. Raises UnreadableCatalogue."""
    with source.opened(report=source.report) as file:
        errors = "surrogateescape" if encoding.strays else "strict"
        text = io.TextIOWrapper(file, encoding.name, errors=errors, newline="")
        yield Lines(text, source, encoding)


def beginning(source: Source, encoding: Encoding) -> str:
    """The first characters of a file. Raises UnreadableCatalogue if they are not text."""
    text = source.head.decode(encoding.name, "ignore").lstrip("\ufeff")
    if len(_NOT_TEXT.findall(text)) > len(text) / 20:
        raise UnreadableCatalogue(
            f"The catalogue {source.path} is not text. Export it as CSV or JSON."
        )
    return text.replace("\0", "")
