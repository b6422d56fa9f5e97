"""The pictures that verdicts taught, for the works of a catalogue.

The ledger stands above this package, so nothing is asked of it: it keeps a view in the workspace's
database that lists them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from backends import TaughtPicture
from catalogue import Catalogue
from catalogue.versions import Versions
from pipeline.analysis.evidence_store import Store
from storage import Workspace

Taught = Mapping[str, tuple[TaughtPicture, ...]]
"""The pictures by the identifier of their work."""


def taught_pictures(workspace: Workspace, catalogue: Catalogue) -> Taught:
    """The pictures in the workspace that show works of a catalogue, in any of its versions.

    Raises StorageError, CatalogueError.
    """
    rows = Store(workspace.database).taught()
    by_version: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for sha256, work, version, medium in rows:
        by_version[version].append((sha256, work, medium))
    pictures: dict[str, list[TaughtPicture]] = defaultdict(list)
    for version, listed in by_version.items():
        now = _followed({work for _, work, _ in listed}, version, catalogue, workspace)
        for sha256, work, medium in listed:
            if (identifier := now.get(work)) in catalogue.by_identifier:
                path = workspace.references / f"{sha256}.jpg"
                pictures[str(identifier)].append(TaughtPicture(path, sha256, medium))
    return {work: tuple(taught) for work, taught in pictures.items()}


def _followed(
    works: set[str], version: str, catalogue: Catalogue, workspace: Workspace
) -> Mapping[str, str | None]:
    """The identifiers of works of another version in this one; none of another catalogue."""
    if version == catalogue.sha256:
        return {work: work for work in works}
    versions = Versions(workspace.catalogues)
    if version not in versions.family(catalogue.sha256):
        return {}
    return versions.follow_all(works, version, catalogue.sha256)
