"""Mappings that a person has saved, each keyed by the header of the file.

There is one JSON file for each header. The order of the columns does not matter: a museum's next
export may have another. The file may also say how the catalogue is read
(`catalogue.loading.open_table`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from catalogue.columns.mapping import ColumnMapping, labels
from catalogue.errors import CatalogueError, UnreadableCatalogue, UnusableCatalogue
from catalogue.formats import ReadAs
from catalogue.merging import Merging
from storage import DocumentSchema, NewerData, Workspace, parsed, read_settings, replacing, strict

_SCHEMA = DocumentSchema("saved mapping")
_GUESSED = (
    "The columns of the file are guessed instead: check them on the page Catalogue, or with "
    "'python -m catalogue inspect', and save the mapping again."
)
_NAMED = 4
"""Columns that name a mapping whose file is unknown."""


def default_mappings_folder() -> Path:
    """`mappings` in the workspace."""
    return Workspace.default().root / "mappings"


@dataclass(frozen=True)
class Correction:
    """How files with a header are read, where automatic detection is wrong."""

    read_as: ReadAs = field(default_factory=ReadAs)
    detected: tuple[tuple[str, str], ...] = ()
    """What was detected when a person chose otherwise."""
    columns: tuple[str, ...] = ()
    """The columns of the table as corrected."""


@dataclass(frozen=True)
class SavedMapping:
    """Everything that is saved for a header."""

    mapping: ColumnMapping
    correction: Correction = field(default_factory=Correction)
    columns: tuple[str, ...] = ()
    """All columns of the file for which it was saved."""
    file_name: str = ""
    """The name of that file; empty where it was not stored."""
    merging: Merging = field(default_factory=Merging)
    """The numbers whose records are one work although their titles differ."""

    @property
    def name(self) -> str:
        """A name for people: that of the file, else its first columns."""
        return self.file_name or ", ".join(self.columns[:_NAMED]) + " …" * (
            len(self.columns) > _NAMED
        )


class SavedMappings:
    """The saved mappings in a folder. The first one that is saved creates the folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def find(self, columns: Sequence[str]) -> SavedMapping | None:
        """Everything saved for these columns, or None. A damaged file is set aside.

        Raises CatalogueError where a newer version wrote it.
        """
        path = self.path(columns)
        try:
            return read_settings(path, _SCHEMA, partial(_sound, columns=columns), _GUESSED)
        except NewerData as error:
            raise UnusableCatalogue(f"{error} It is {path}.") from error

    def every(self) -> Iterator[SavedMapping]:
        """All saved mappings, the latest first; damaged and newer ones are left out."""
        paths: dict[Path, int] = {}
        for path in self.folder.glob("*.json"):
            with suppress(OSError):
                paths[path] = path.stat().st_mtime_ns
        for path in sorted(paths, key=lambda path: (-paths[path], path)):
            with suppress(OSError, *strict.MISFITS, CatalogueError, NewerData):
                values = _SCHEMA.current(parsed(path.read_bytes()))
                columns = values.get("columns")
                if isinstance(columns, list):
                    yield _saved_mapping(values, tuple(map(str, columns)))

    def save(
        self,
        columns: Sequence[str],
        mapping: ColumnMapping,
        correction: Correction | None = None,
        file_name: str = "",
        merging: Merging | None = None,
    ) -> Path:
        """Save a mapping for files with these columns, such as `file_name`.

        Raises CatalogueError.
        """
        names = labels(correction.columns if correction else columns)
        mapping.places(names)
        values: dict[str, Any] = {"columns": list(names), "fields": mapping.to_dict()}
        values["of"] = file_name
        if merging:
            values["merging"] = merging.to_dict()
        if correction:
            values |= {"read_as": correction.read_as.to_dict(), "found": dict(correction.detected)}
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
        """Delete the mapping for these columns. False if there is none."""
        try:
            self.path(columns).unlink()
        except FileNotFoundError:
            return False
        return True

    def state(self) -> str:
        """A hash that changes whenever a mapping is saved, changed or deleted."""
        digest = hashlib.sha256()
        for path in sorted(self.folder.glob("*.json")):
            with suppress(OSError):
                digest.update(path.name.encode() + path.read_bytes())
        return digest.hexdigest()

    def path(self, columns: Sequence[str]) -> Path:
        """The file for a header, whether or not it exists."""
        header = "\n".join(sorted(labels(columns))).encode("utf-8", "backslashreplace")
        return self.folder / f"{hashlib.sha256(header).hexdigest()[:20]}.json"


def _sound(values: dict[str, Any], columns: Sequence[str]) -> SavedMapping:
    """`_saved_mapping`. Raises ValueError."""
    try:
        return _saved_mapping(values, columns)
    except CatalogueError as error:
        raise ValueError(str(error)) from error


def _saved_mapping(values: dict[str, Any], columns: Sequence[str]) -> SavedMapping:
    """A saved mapping out of plain values. Raises CatalogueError."""
    mapping = ColumnMapping.from_dict(values.get("fields"))
    listed = values.get("columns")
    all_columns = tuple(map(str, listed)) if isinstance(listed, list) else ()
    file_name = str(values.get("of") or "")
    merging = Merging.from_dict(values.get("merging", {}))
    if "read_as" not in values:
        mapping.places(columns)
        return SavedMapping(mapping, columns=all_columns, file_name=file_name, merging=merging)
    detected = values.get("found")
    if not isinstance(detected, dict) or not all(isinstance(v, str) for v in detected.values()):
        raise UnusableCatalogue("It does not say how its files were detected.")
    mapping.places(all_columns)
    read_as = ReadAs.from_dict(values["read_as"])
    correction = Correction(read_as, tuple(detected.items()), all_columns)
    return SavedMapping(mapping, correction, all_columns, file_name, merging)
