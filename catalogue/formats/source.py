"""The bytes of a catalogue file, plain or gzipped, up to a limit."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from catalogue.errors import UnreadableCatalogue
from catalogue.formats.table import Limits
from console import Report, no_report, reason

READING = "Reading the file"
_HEAD = 1 << 16


@dataclass(frozen=True)
class Source:
    """A file that can be read from the beginning any number of times."""

    path: Path
    limits: Limits
    gzipped: bool
    head: bytes
    """The first bytes after decompression."""
    report: Report = no_report

    @classmethod
    def of(cls, path: Path, limits: Limits, report: Report = no_report) -> Source:
        """The source at a path. Raises UnreadableCatalogue where the file is missing or damaged."""
        try:
            if path.exists() and not path.is_file():
                raise UnreadableCatalogue(
                    f"Cannot read the catalogue {path}: it is not a file. Name the file that lists "
                    "the works, not its folder."
                )
            with path.open("rb") as file:
                gzipped = file.read(2) == b"\x1f\x8b"
        except (OSError, ValueError) as error:
            raise _unreadable(path, error) from error
        with cls(path, limits, gzipped, b"").opened() as file:
            return cls(path, limits, gzipped, file.read(_HEAD), report)

    @contextmanager
    def opened(
        self, limit: int | None = None, report: Report = no_report
    ) -> Iterator[io.BufferedReader]:
        """The unpacked bytes; reading more than `limit` of them raises UnreadableCatalogue."""
        try:
            packed = self.path.open("rb")
            size = max(1, self.path.stat().st_size)
        except OSError as error:
            raise _unreadable(self.path, error) from error
        with packed:
            limited = _Limited(
                gzip.GzipFile(fileobj=packed) if self.gzipped else packed,
                self.path,
                limit or self.limits.unpacked,
                lambda: report(packed.tell() / size, READING),
            )
            yield io.BufferedReader(limited, 1 << 18)

    def whole(self) -> bytes:
        """All bytes, for a format that cannot be read in pieces."""
        with self.opened(self.limits.whole) as file:
            return file.read()

    def holds(self, byte: bytes) -> bool:
        """Whether a byte occurs in the file."""
        with self.opened() as file:
            return any(byte in chunk for chunk in iter(lambda: file.read(_HEAD), b""))

    @property
    def suffixes(self) -> frozenset[str]:
        return frozenset(suffix.lower() for suffix in self.path.suffixes)


class _Limited(io.RawIOBase):
    """A file of which no more than `limit` bytes can be read; each read calls `advanced`."""

    def __init__(
        self,
        file: io.BufferedReader | gzip.GzipFile,
        path: Path,
        limit: int,
        advanced: Callable[[], None],
    ) -> None:
        self._file, self._path, self._limit, self._left = file, path, limit, limit
        self._advanced = advanced

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        view = memoryview(buffer)
        data = self._read(len(view))
        self._left -= len(data)
        if self._left < 0:
            raise UnreadableCatalogue(
                f"The catalogue {self._path} is larger than {self._limit >> 20:,} MiB unpacked, "
                "which is more than can be read. Split it, or export fewer columns; JSON may be "
                "larger as JSON Lines."
            )
        view[: len(data)] = data
        self._advanced()
        return len(data)

    def _read(self, size: int) -> bytes:
        try:
            return self._file.read(size)
        except (OSError, EOFError, zlib.error) as error:
            if isinstance(self._file, gzip.GzipFile):
                raise UnreadableCatalogue(
                    f"The compressed catalogue {self._path} is damaged ({reason(error)}). "
                    "Copy or export it again."
                ) from error
            raise _unreadable(self._path, error) from error


def _unreadable(path: Path, error: Exception) -> UnreadableCatalogue:
    reason = f"{getattr(error, 'strerror', None) or error}."
    if isinstance(error, FileNotFoundError):
        reason = "there is no such file. Check the name, or whether its disk is connected."
    elif isinstance(error, PermissionError):
        reason += " Give yourself the right to read it."
    return UnreadableCatalogue(f"Cannot read the catalogue {path}: {reason}")
