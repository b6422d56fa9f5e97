"""The files in which versions of a catalogue are kept: written whole or not at all, and read."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from catalogue.errors import UnreadableCatalogue
from catalogue.records import Catalogue
from catalogue.versions.compare import Description, Version, describe
from catalogue.versions.same_work import Identity, identity
from storage.files import replacing


@dataclass(frozen=True, slots=True)
class VersionFiles:
    """A folder with the works of each version (`….jsonl.gz`, a line a work), what is said about
    it (`….json`), and how the works of two of them are called in each other (`….way`)."""

    folder: Path

    def about(self, sha256: str) -> Path:
        return self.folder / f"{sha256}.json"

    def works(self, sha256: str) -> Path:
        return self.folder / f"{sha256}.jsonl.gz"

    def way(self, old: str, new: str) -> Path:
        return self.folder / f"{old}-{new}.way"

    def keep_works(self, catalogue: Catalogue) -> None:
        """Raises UnreadableCatalogue where the folder cannot be written."""
        self._write(self.works(catalogue.sha256), lambda file: _write_works(file, catalogue))

    def keep(self, path: Path, values: object) -> None:
        """Write plain values as JSON. Raises UnreadableCatalogue."""
        self._write(path, lambda file: file.write(json.dumps(values).encode()))

    def records(self, sha256: str, works: Iterable[str]) -> Mapping[str, Description]:
        """What a version said about some of its works: field or column → text."""
        path = self.works(sha256)
        changed = path.stat().st_mtime_ns if path.exists() else 0
        return _records(path, changed, frozenset(works))

    def version(self, sha256: str) -> Version:
        """A version to compare with, as it was kept."""
        identities, said = [], {}
        for line in _lines(self.works(sha256)):
            name, called, description = line.split("\t")
            one = Identity(json.loads(name), *json.loads(called))
            identities.append(one)
            said[one.identifier] = description  # read when it is asked for: it is long
        return Version(identities, lambda work: json.loads(said[work]))

    def titles(self, sha256: str) -> set[str]:
        """The titles of a version in normal form."""
        return {json.loads(line.split("\t", 2)[1])[1] for line in _lines(self.works(sha256))}

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
def _records(path: Path, changed: int, works: frozenset[str]) -> Mapping[str, Description]:
    """Kept, because a redrawn page asks for the same again; `changed` is when the file was."""
    wanted = {json.dumps(work) for work in works}
    found = {}
    for line in _lines(path):
        name, _, rest = line.partition("\t")
        if name in wanted:
            found[json.loads(name)] = json.loads(rest.partition("\t")[2])
    return found


def _lines(path: Path) -> Iterator[str]:
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for line in file:
                yield line.rstrip("\n")
    except FileNotFoundError:
        return
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise UnreadableCatalogue(
            f"The kept version {path} cannot be read: {error}. Restore it from a backup, or "
            "delete it: verdicts then show only title and artist as they were."
        ) from error


def _write_works(file: Any, catalogue: Catalogue) -> None:
    with (
        gzip.GzipFile(fileobj=file, mode="wb", compresslevel=1, mtime=0) as packed,
        TextIOWrapper(packed, "utf-8", newline="\n") as lines,
    ):
        for work in catalogue.works:
            called = json.dumps(identity(work)[1:])
            lines.write(f"{json.dumps(work.identifier)}\t{called}\t{json.dumps(describe(work))}\n")
