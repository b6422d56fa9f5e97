"""Mappings that a person has saved, each found again by the header of the file.

One JSON file a header. The order of the columns does not matter: a museum's next export may have
them in another. With it may be kept how the file is read (`catalogue.loading.open_table`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from catalogue.columns.mapping import Mapping, labels
from catalogue.errors import CatalogueError, UnreadableCatalogue, UnusableCatalogue
from catalogue.formats import ReadAs
from storage.documents import DocumentSchema
from storage.errors import NewerData
from storage.files import replacing
from storage.workspace import Workspace

_SCHEMA = DocumentSchema("saved mapping")
_NAMED = 4
"""Columns that name a mapping of which the file is not known."""


def default_folder() -> Path:
    """`mappings` in the workspace."""
    return Workspace.default().root / "mappings"


@dataclass(frozen=True)
class Corrected:
    """How files with a header are read instead of as they would be unaided."""

    read_as: ReadAs = field(default_factory=ReadAs)
    found: tuple[tuple[str, str], ...] = ()
    """How they were read unaided when a person chose otherwise."""
    columns: tuple[str, ...] = ()
    """The columns that they then have."""


@dataclass(frozen=True)
class Profile:
    """What is saved for a header."""

    mapping: Mapping
    corrected: Corrected = field(default_factory=Corrected)
    columns: tuple[str, ...] = ()
    """All columns of the file for which it was saved."""
    of: str = ""
    """The name of that file; empty where it was not kept."""

    @property
    def name(self) -> str:
        """What people know it by: the file, or its first columns."""
        return self.of or ", ".join(self.columns[:_NAMED]) + " …" * (len(self.columns) > _NAMED)


class Profiles:
    """The saved mappings in a folder, which is made when the first one is saved."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def find(self, columns: Sequence[str]) -> Mapping | None:
        """The mapping saved for these columns. Raises CatalogueError where it is damaged."""
        found = self.profile(columns)
        return found.mapping if found else None

    def profile(self, columns: Sequence[str]) -> Profile | None:
        """All that is saved for these columns. Raises CatalogueError where it is damaged."""
        path = self.path(columns)
        try:
            values = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, RecursionError) as error:
            raise UnreadableCatalogue(
                f"The saved mapping {path} cannot be read: {error}. Delete it, and map the file "
                "again."
            ) from error
        try:
            return _profile(_SCHEMA.current(values), columns)
        except NewerData as error:
            raise UnusableCatalogue(f"{error} It is {path}.") from error
        except (CatalogueError, ValueError) as error:
            raise UnusableCatalogue(
                f"The saved mapping {path} is none: {error} Delete it, and map the file again."
            ) from error

    def every(self) -> Iterator[Profile]:
        """All that is saved, the latest first, without what is damaged or a newer version's."""
        paths: dict[Path, int] = {}
        for path in self.folder.glob("*.json"):
            with suppress(OSError):
                paths[path] = path.stat().st_mtime_ns
        for path in sorted(paths, key=lambda path: (-paths[path], path)):
            with suppress(OSError, ValueError, RecursionError, CatalogueError, NewerData):
                values = _SCHEMA.current(json.loads(path.read_text(encoding="utf-8")))
                known = values.get("columns")
                if isinstance(known, list):
                    yield _profile(values, tuple(map(str, known)))

    def save(
        self,
        columns: Sequence[str],
        mapping: Mapping,
        corrected: Corrected | None = None,
        of: str = "",
    ) -> Path:
        """Keep a mapping for files with these columns, such as one called `of`.

        Raises CatalogueError.
        """
        known = labels(corrected.columns if corrected else columns)
        mapping.places(known)
        values: dict[str, Any] = {"columns": list(known), "fields": mapping.to_dict(), "of": of}
        if corrected:
            values |= {"read_as": corrected.read_as.to_dict(), "found": dict(corrected.found)}
        path = self.path(columns)
        try:
            _SCHEMA.refuse_newer(path)
        except NewerData as error:
            raise UnusableCatalogue(f"{error} It is {path}.") from error
        text = json.dumps(_SCHEMA.stamped(values), ensure_ascii=False, indent=1)
        try:
            with replacing(path) as draft:
                draft.write_text(text, encoding="utf-8", errors="backslashreplace")
        except OSError as error:
            raise UnreadableCatalogue(
                f"Cannot write the mapping {path}: {error.strerror}. Free space or rights there, "
                "or name another folder."
            ) from error
        return path

    def forget(self, columns: Sequence[str]) -> bool:
        """Delete the mapping for these columns. False where there is none."""
        try:
            self.path(columns).unlink()
        except FileNotFoundError:
            return False
        return True

    def state(self) -> str:
        """A word that is another one whenever a mapping was saved, changed or forgotten."""
        digest = hashlib.sha256()
        for path in sorted(self.folder.glob("*.json")):
            with suppress(FileNotFoundError):
                digest.update(path.name.encode() + path.read_bytes())
        return digest.hexdigest()

    def path(self, columns: Sequence[str]) -> Path:
        """The file for a header, whether it is there or not."""
        header = "\n".join(sorted(labels(columns))).encode("utf-8", "backslashreplace")
        return self.folder / f"{hashlib.sha256(header).hexdigest()[:20]}.json"


def _profile(values: dict[str, Any], columns: Sequence[str]) -> Profile:
    """Raises CatalogueError."""
    mapping = Mapping.from_dict(values.get("fields"))
    listed = values.get("columns")
    known = tuple(map(str, listed)) if isinstance(listed, list) else ()
    of = str(values.get("of") or "")
    if "read_as" not in values:
        mapping.places(columns)
        return Profile(mapping, columns=known, of=of)
    found = values.get("found")
    if not isinstance(found, dict) or not all(isinstance(text, str) for text in found.values()):
        raise UnusableCatalogue("How its files were found to be is missing.")
    mapping.places(known)
    corrected = Corrected(ReadAs.from_dict(values["read_as"]), tuple(found.items()), known)
    return Profile(mapping, corrected, known, of)
