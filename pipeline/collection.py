"""The museum's catalogue, opened for a workspace."""

from __future__ import annotations

import hashlib
from pathlib import Path

from catalogue import Catalogue, load
from catalogue.kept import Prepared, prepared
from catalogue.versions import Versions
from pipeline.workspace import Workspace


def opened(path: Path, workspace: Workspace) -> Catalogue:
    """The catalogue at `path`: see `indexed`, of which it is a part."""
    return indexed(path, workspace).catalogue


def indexed(path: Path, workspace: Workspace) -> Prepared:
    """The catalogue at `path` with its index, under the mapping saved for its header, else a guess.

    Both are kept in the workspace, so that they are there at once the next time, and so are the
    works of every version, so that verdicts on them stay attached when the next one comes. Raises
    CatalogueError, StorageError.
    """

    def loading(path: Path) -> Catalogue:
        return load(path, profiles=workspace.mappings)

    made = prepared(path, workspace.prepared, loading, _saved(workspace.mappings))
    Versions(workspace.catalogues).adopt(made.catalogue)
    return made


def _saved(mappings: Path) -> str:
    """What names the saved mappings, as they are now."""
    digest = hashlib.sha256()
    for one in sorted(mappings.glob("*.json")):
        digest.update(one.read_bytes())
    return digest.hexdigest()
