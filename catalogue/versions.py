"""The versions of a catalogue that were opened, so that no verdict loses the record it is about.

A folder holds, for each version, its works as they were (`….jsonl.gz`, a line a work) and which
version it follows, with the works that got another identifier, went or came (`….json`). A verdict
names a work of one version; `Versions.follow` says which work that is in another, and
`Versions.records` what was said about it then, whether or not it is still there.
"""

from __future__ import annotations

import gzip
import hashlib
import heapq
import json
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from catalogue.compare import Comparison, Description, Version, compare, describe
from catalogue.errors import UnreadableCatalogue
from catalogue.identities import Identity, identity
from catalogue.normalise import normalise
from catalogue.records import Catalogue

_SKETCH = 256
"""Titles by which two versions are recognised as of one catalogue."""
_RELATED, _RENEWED = 0.5, 0.2
"""Share of titles that both must have: of any two files, and of the same file at two times."""


@dataclass(frozen=True, slots=True)
class Opened:
    """One version that was opened: when, from where, and what it follows."""

    sha256: str
    file: str
    """Hash of the file alone."""
    path: str
    time: str
    """ISO 8601, UTC."""
    works: int
    sketch: tuple[int, ...]
    """The smallest hashes of titles: those of two versions estimate how much is in common."""
    previous: str | None
    moved: Mapping[str, str]
    """Identifier in the previous version → in this one, where it is another."""
    gone: tuple[str, ...]
    came: tuple[str, ...]
    """Identifiers of works that only the previous, or only this version has."""

    def downward(self) -> Callable[[str], str | None]:
        """What says how a work of the previous version is called here; None if it is gone."""
        gone, named = set(self.gone), self.moved
        return lambda work: None if work in gone else named.get(work, work)

    def upward(self) -> Callable[[str], str | None]:
        """What says how a work of this version was called in the previous one; None if it came."""
        came, named = set(self.came), {new: old for old, new in self.moved.items()}
        return lambda work: None if work in came else named.get(work, work)


class Versions:
    """The versions in a folder, which is made when the first is adopted."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def adopt(self, catalogue: Catalogue, previous: str | None = None) -> Opened:
        """Keep a catalogue's works, and find the version that it follows.

        That is `previous`, else the last version opened that is the same file under another
        mapping, or has most of its titles in common. A version that is known is left as it is.

        Raises UnreadableCatalogue where the folder cannot be written.
        """
        if known := self.find(catalogue.sha256):
            return known
        sketch = _sketch(catalogue)
        previous = previous or self._previous(catalogue, sketch)
        found = self._compared(previous, catalogue) if previous else None
        now = datetime.now(UTC).isoformat()
        opened = Opened(
            catalogue.sha256, catalogue.file_sha256, str(catalogue.path), now, len(catalogue),
            sketch, previous if found else None, found.renumbered if found else {},
            found.removed if found else (), found.added if found else (),
        )  # fmt: skip
        self._write(self._works(catalogue.sha256), lambda file: _write_works(file, catalogue))
        self._write(
            self._about(catalogue.sha256),
            lambda file: file.write(json.dumps(asdict(opened)).encode()),
        )
        return opened

    def find(self, sha256: str) -> Opened | None:
        """A version by the hash of its catalogue; None where it was never opened."""
        return _read_about(self._about(sha256))

    def all(self) -> tuple[Opened, ...]:
        """All versions of all catalogues, the oldest first."""
        found = filter(None, map(_read_about, self.folder.glob("*.json")))
        return tuple(sorted(found, key=lambda one: one.time))

    def family(self, sha256: str) -> tuple[str, ...]:
        """All versions of the catalogue that one belongs to, itself first, then the newest."""
        known = {one.sha256: one for one in self.all()}
        root = _line(sha256, known)[-1]
        others = [one for one in reversed(known) if _line(one, known)[-1] == root]
        return (sha256, *(one for one in others if one != sha256))

    def follow(self, work: str, since: str, now: str) -> str | None:
        """The identifier in version `now` of a work of version `since`.

        None where it is not in it any more (or not yet), or the two are of different catalogues.
        """
        return self.follow_all([work], since, now)[work]

    def follow_all(self, works: Iterable[str], since: str, now: str) -> dict[str, str | None]:
        """`follow` for many works of one version."""
        known = {one.sha256: one for one in self.all()}
        up, down = _line(since, known), _line(now, known)
        common = next((one for one in up if one in down), None)
        found: dict[str, str | None] = dict.fromkeys(works)
        if common is None:
            return found
        steps: list[Callable[[str], str | None]] = [
            *(known[one].upward() for one in up[: up.index(common)]),
            *(known[one].downward() for one in reversed(down[: down.index(common)])),
        ]
        for work in found:
            at: str | None = work
            for step in steps:
                at = step(at) if at is not None else None
            found[work] = at
        return found

    def records(self, sha256: str, works: Iterable[str]) -> dict[str, Description]:
        """What a version said about some of its works: field or column → text."""
        wanted = {json.dumps(work) for work in works}
        found = {}
        for line in self._lines(sha256):
            name, _, rest = line.partition("\t")
            if name in wanted:
                found[json.loads(name)] = json.loads(rest.partition("\t")[2])
        return found

    def version(self, sha256: str) -> Version:
        """A version to compare with, as it was kept."""
        identities, said = [], {}
        for line in self._lines(sha256):
            name, called, description = line.split("\t")
            one = Identity(json.loads(name), *json.loads(called))
            identities.append(one)
            said[one.identifier] = description  # read when it is asked for: it is long
        return Version(identities, lambda work: json.loads(said[work]))

    def _previous(self, catalogue: Catalogue, sketch: tuple[int, ...]) -> str | None:
        name = str(catalogue.path)
        related = [
            one
            for one in self.all()
            if one.file == catalogue.file_sha256
            or _in_common(one.sketch, sketch) >= (_RENEWED if one.path == name else _RELATED)
        ]
        last = max(related, key=lambda one: (one.path == name, one.time), default=None)
        return last.sha256 if last else None

    def _compared(self, previous: str, catalogue: Catalogue) -> Comparison | None:
        old = self.version(previous)
        return compare(old, Version.of(catalogue)) if old.identities else None

    def _lines(self, sha256: str) -> Iterator[str]:
        try:
            with gzip.open(self._works(sha256), "rt", encoding="utf-8") as file:
                for line in file:
                    yield line.rstrip("\n")
        except FileNotFoundError:
            return
        except (OSError, EOFError, UnicodeDecodeError) as error:
            raise UnreadableCatalogue(
                f"The kept version {self._works(sha256)} cannot be read: {error}. Restore it from "
                "a backup, or delete it: verdicts then show only title and artist as they were."
            ) from error

    def _about(self, sha256: str) -> Path:
        return self.folder / f"{sha256}.json"

    def _works(self, sha256: str) -> Path:
        return self.folder / f"{sha256}.jsonl.gz"

    def _write(self, path: Path, write: Callable[[Any], object]) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with _replacing(path) as file:
                write(file)
        except OSError as error:
            raise UnreadableCatalogue(
                f"This version of the catalogue cannot be kept in {self.folder}: {error.strerror}. "
                "Free space or rights there: verdicts need it when the next version comes."
            ) from error


@contextmanager
def _replacing(path: Path) -> Iterator[Any]:
    """A file that appears under its name whole, or not at all."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".version")
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        os.replace(name, path)
    finally:
        Path(name).unlink(missing_ok=True)


def _write_works(file: Any, catalogue: Catalogue) -> None:
    with (
        gzip.GzipFile(fileobj=file, mode="wb", compresslevel=1, mtime=0) as packed,
        TextIOWrapper(packed, "utf-8", newline="\n") as lines,
    ):
        for work in catalogue.works:
            called = json.dumps(identity(work)[1:])
            lines.write(f"{json.dumps(work.identifier)}\t{called}\t{json.dumps(describe(work))}\n")


def _read_about(path: Path) -> Opened | None:
    """A version; None where there is none, or what is said about it is damaged."""
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        return Opened(**{**values, **{n: tuple(values[n]) for n in ("sketch", "gone", "came")}})
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _line(sha256: str, known: Mapping[str, Opened]) -> list[str]:
    """A version and those before it, the first one last."""
    found = [sha256]
    while (one := known.get(found[-1])) and one.previous and one.previous not in found:
        found.append(one.previous)
    return found


def _sketch(catalogue: Catalogue) -> tuple[int, ...]:
    said = {normalise(work.title) for work in catalogue.works}
    hashes = (hashlib.blake2b(text.encode(), digest_size=6).digest() for text in said)
    return tuple(heapq.nsmallest(_SKETCH, (int.from_bytes(one) for one in hashes)))


def _in_common(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """An estimate of titles in both / titles in either (bottom-k sketch; exact of small ones)."""
    union = heapq.nsmallest(_SKETCH, {*one, *other})
    return len({*one} & {*other} & {*union}) / max(1, len(union))
