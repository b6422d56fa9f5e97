"""The museum's catalogue, opened for a workspace."""

from __future__ import annotations

from pathlib import Path

from catalogue import Catalogue, load
from catalogue.versions import Versions
from pipeline.workspace import Workspace


def opened(path: Path, workspace: Workspace) -> Catalogue:
    """The catalogue at `path` under the mapping that was saved for its header, else a guess.

    Its works are kept in the workspace, so that verdicts on them stay attached when the next
    version comes. Raises CatalogueError, StorageError.
    """
    catalogue = load(path, profiles=workspace.mappings)
    Versions(workspace.catalogues).adopt(catalogue)
    return catalogue
