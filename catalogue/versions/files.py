"""The files of the versions of a catalogue: written whole or not at all, and read."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from catalogue.errors import UnreadableCatalogue
from catalogue.records import Catalogue
from catalogue.versions.compare import Description, Version, describe
from catalogue.versions.same_work import WorkKey, work_key
from console import reason
from storage import replacing, set_aside

WORKS = ".jsonl.gz"
"""Ending of the files with works."""
_AGAIN = (
    "It is stored again when that version is opened; until then verdicts show only title and "
    "artist as they were. A backup has it as it was."
)


@dataclass(frozen=True, slots=True)
class VersionFiles:
    """A folder with the works of each version (`….jsonl.gz`, one line a work), its description
    (`….json`), and the renumbering between two versions (`….way`)."""

    folder: Path

    def about(self, sha256: str) -> Path:
        return self.folder / f"{sha256}.json"

    def works(self, sha256: str) -> Path:
        return self.folder / f"{sha256}{WORKS}"

    def renumbering(self, old: str, new: str) -> Path:
        return self.folder / f"{old}-{new}.way"

    def save_works(self, catalogue: Catalogue) -> None:
        """Write the works of a version. Raises UnreadableCatalogue."""
        self._write(self.works(catalogue.sha256), lambda file: _write_works(file, catalogue))

    def save(self, path: Path, values: object) -> None:
        """Write plain values as JSON. Raises UnreadableCatalogue."""
        self._write(path, lambda file: file.write(json.dumps(values).encode()))

    def records(self, sha256: str, works: Iterable[str]) -> Mapping[str, Description]:
        """The descriptions of some works of a version: field or column → text."""
        path = self.works(sha256)
        mtime_ns = path.stat().st_mtime_ns if path.exists() else 0
        return _records(path, mtime_ns, frozenset(works))

    def version(self, sha256: str) -> Version:
        """A stored version, to compare with; one that is damaged has no works."""
        keys, descriptions = [], {}
        for identifier, key_texts, description in _lines(self.works(sha256)):
            key = WorkKey(json.loads(identifier), *json.loads(key_texts))
            keys.append(key)
            descriptions[key.identifier] = description  # it is long, so it is parsed when needed
        return Version(keys, lambda work: json.loads(descriptions[work]))

    def shared_numbers(self, sha256: str) -> frozenset[str]:
        """The numbers that works of different titles share in a version."""
        path = self.works(sha256)
        return _shared_numbers(path, path.stat().st_mtime_ns if path.exists() else 0)

    def titles(self, sha256: str) -> set[str]:
        """The titles of a version in normal form."""
        return {json.loads(key_texts)[1] for _, key_texts, _ in _lines(self.works(sha256))}

    def _write(self, path: Path, write: Callable[[Any], object]) -> None:
        try:
            with replacing(path) as draft, draft.open("wb") as file:
                write(file)
        except OSError as error:
            raise UnreadableCatalogue(
                f"This version of the catalogue cannot be kept in {self.folder}: {error.strerror}. "
                "Free space or rights there: verdicts need it when the next version comes."
            ) from error


@lru_cache(maxsize=64)
def _records(path: Path, mtime_ns: int, works: frozenset[str]) -> Mapping[str, Description]:
    """Cached for pages, which need the same records at every redraw, until the file changes."""
    wanted = {json.dumps(work) for work in works}
    records = {}
    for identifier, _, description in _lines(path):
        if identifier in wanted:
            records[json.loads(identifier)] = json.loads(description)
    return records


@lru_cache(maxsize=64)
def _shared_numbers(path: Path, mtime_ns: int) -> frozenset[str]:
    """Cached as `_records` is."""
    keys = (json.loads(key_texts) for _, key_texts, _ in _lines(path))
    return frozenset(key[4] for key in keys if len(key) > 4 and key[4])


def _lines(path: Path) -> list[tuple[str, str, str]]:
    """Identifier, key and description of every work, as JSON. None where the file is missing, or
    damaged: that is set aside."""
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            lines = [_split(line) for line in file]
    except FileNotFoundError:
        return []
    except (OSError, EOFError, ValueError, zlib.error) as error:
        set_aside(path, "stored version of a catalogue", reason(error), _AGAIN)
        return []
    return lines


def _split(line: str) -> tuple[str, str, str]:
    """Raises ValueError."""
    identifier, key, description = line.rstrip("\n").split("\t")
    return identifier, key, description


def _write_works(file: Any, catalogue: Catalogue) -> None:
    with (
        gzip.GzipFile(fileobj=file, mode="wb", compresslevel=1, mtime=0) as packed,
        TextIOWrapper(packed, "utf-8", newline="\n") as lines,
    ):
        for work in catalogue.works:
            key_texts = json.dumps(work_key(work)[1:])
            description = json.dumps(describe(work))
            lines.write(f"{json.dumps(work.identifier)}\t{key_texts}\t{description}\n")
