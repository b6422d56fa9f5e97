"""The encoding of a text file, and its lines."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from catalogue.errors import UnreadableCatalogue
from catalogue.formats.guess_encoding import guess_encoding
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
_SAMPLE = 1 << 16
"""Bytes of lines beyond ASCII by which an encoding is guessed."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """An encoding by its name in Python, and how it was detected."""

    name: str
    how: str
    strays: bool = False
    """Whether some bytes do not, or may not, belong to this encoding."""
    chosen: bool = False
    """Whether a person chose it."""
    guessed: bool = False
    """Whether nothing in the file proves it."""
    others: tuple[str, ...] = ()
    """Names of encodings of `ENCODINGS` that fit the file as well, and give other letters."""

    @property
    def fact(self) -> tuple[str, str]:
        return "encoding", f"{self.display_name} ({self.how})"

    @property
    def display_name(self) -> str:
        unicode = self.name[:6].upper() if self.name.startswith(("utf-16", "utf-32")) else ""
        return _DISPLAY_NAMES.get(self.name, unicode or self.name)

    @property
    def problems(self) -> list[Problem]:
        if not self.guessed:
            return []
        also = f" {', '.join(self.others)} would fit, too." if self.others else ""
        message = (
            f"The file is not UTF-8 and was read as {self.display_name}, a guess.{also} If letters "
            "are wrong, choose another encoding: on the page Catalogue under Columns, or by python "
            "-m catalogue map FILE --encoding NAME --save."
        )
        return [Problem("encoding", 0, message)]


_DISPLAY_NAMES = {python: name for name, python in ENCODINGS.items()} | {"latin-1": "Latin-1"}


def encoding_of(source: Source, chosen: str = "") -> Encoding:
    """The chosen encoding of `ENCODINGS`, else the one detected by reading the whole file.

    UTF-8, UTF-16 and UTF-32 are recognised by their bytes; anything else is a guess by its letters
    and by the names of its columns (`catalogue.formats.guess_encoding`).

    Raises UnreadableCatalogue.
    """
    if chosen:
        return _chosen(source, chosen)
    if source.head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return Encoding("utf-32", "as its first bytes say")
    if source.head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Encoding("utf-16", "as its first bytes say")
    if unmarked := _unmarked_utf16(source.head):
        return Encoding(unmarked, "by its pattern of zeros")
    non_ascii, strays, sample = _counts(source)
    if strays <= _STRAY * non_ascii:
        marked = source.head.startswith(codecs.BOM_UTF8)
        how = "as its first bytes say" if marked else "proved by all its bytes"
        how = f"but for {strays:,} bytes" if strays else how
        return Encoding("utf-8-sig", how, bool(strays))
    name, others = guess_encoding(source.head, sample)
    return Encoding(name, "guessed: it is not UTF-8", strays=True, guessed=True, others=others)


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
    """Characters beyond ASCII, bytes that are not UTF-8, and some lines that hold such bytes."""
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    non_ascii = strays = 0
    sample = bytearray()
    with source.opened() as file:
        while chunk := file.read(_CHUNK):
            text = decoder.decode(chunk)
            if text.isascii():
                continue
            non_ascii += len(text) - len(text.encode("ascii", "ignore"))
            strays += len(_ESCAPED.findall(text))
            if len(sample) < _SAMPLE:
                lines = [line for line in chunk.splitlines(keepends=True) if not line.isascii()]
                sample += b"".join(lines)[:_SAMPLE]
    strays += len(decoder.decode(b"", final=True))
    return non_ascii, strays, bytes(sample)


_LINE_ENDS = frozenset({"\n", "\r\n", "\r"})


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

    def skip_empty(self) -> None:
        """Pass over lines in which nothing stands."""
        while not self._returned:
            if (line := self._read()) not in _LINE_ENDS:
                self._returned += [line] if line else []
                return
            self.number += 1

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
