"""The museum's catalogue, opened for a workspace."""

from __future__ import annotations

from pathlib import Path

from catalogue import Catalogue, Versions, load
from catalogue.loading import Prepared
from catalogue.loading import indexed as read_indexed
from console import Report, no_report, part
from storage import Workspace

_PREPARED = 0.8
"""The share of the whole after which a new catalogue is indexed, about."""


def opened(path: Path, workspace: Workspace) -> Catalogue:
    """The catalogue at `path` under the mapping that was saved for its header, else a guess.

    Its works are kept in the workspace, so that verdicts on them stay attached when the next
    version comes. Raises CatalogueError, StorageError.
    """
    catalogue = load(path, saved_mappings=workspace.mappings)
    _keep(catalogue, workspace)
    return catalogue


def indexed(path: Path, workspace: Workspace, report: Report = no_report) -> Prepared:
    """The same with its index, from the workspace where it was opened before."""
    preparing = part(report, 0, _PREPARED)
    prepared = read_indexed(path, workspace.mappings, workspace.prepared, preparing)
    report(_PREPARED, "Comparing with the version before")
    _keep(prepared.catalogue, workspace)
    return prepared


def _keep(catalogue: Catalogue, workspace: Workspace) -> None:
    """Store the version, unless nothing can be written: then no verdict can be given on it."""
    if not workspace.read_only:
        Versions(workspace.catalogues).adopt(catalogue)
