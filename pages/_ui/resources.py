"""What the pages work on: workspace, store, ledger, jobs, and the open catalogue.

A test puts its own bundle into `st.session_state["resources"]`; otherwise one bundle is shared
by everybody who has the app open.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import streamlit as st

from catalogue import Catalogue, Index
from catalogue.kept import prepared
from ledger import Ledger
from pages._ui.desk import Desk
from pages._ui.redecide import Redecider
from pipeline.jobs import Jobs
from pipeline.shortlist import Shortlists
from pipeline.store import Store
from pipeline.workspace import Workspace


@dataclass(frozen=True)
class Resources:
    """One workspace and everything in it."""

    workspace: Workspace
    store: Store
    ledger: Ledger
    jobs: Jobs
    desk: Desk

    @classmethod
    def of(cls, workspace: Workspace) -> Resources:
        return cls(
            workspace,
            Store(workspace.database),
            Ledger(workspace.database),
            Jobs(workspace),
            Desk(workspace.root / "desk.json"),
        )


@st.cache_resource(show_spinner=False)
def _shared() -> Resources:
    return Resources.of(Workspace.default())


def resources() -> Resources:
    """The bundle of this session: injected by a test, else the shared one."""
    injected = st.session_state.get("resources")
    return injected if isinstance(injected, Resources) else _shared()


@dataclass(frozen=True)
class OpenCatalogue:
    """A catalogue and its index."""

    catalogue: Catalogue
    index: Index

    @cached_property
    def shortlists(self) -> Shortlists:
        """What was found out about guesses, kept while clips come and go."""
        return Shortlists(self.index)


def open_catalogue(path: Path, workspace: Workspace) -> OpenCatalogue:
    """The catalogue at `path`, read again when the file has changed.

    Raises CatalogueError, StorageError.
    """
    changed = path.stat().st_mtime_ns if path.exists() else 0
    return _opened(str(path), str(workspace.root), changed, workspace)


@st.cache_resource(show_spinner="Reading the catalogue …", max_entries=4)
def _opened(path: str, root: str, changed: int, _workspace: Workspace) -> OpenCatalogue:
    made = prepared(Path(path), _workspace.prepared)
    return OpenCatalogue(made.catalogue, made.index)


def redecider(bundle: Resources, opened: OpenCatalogue) -> Redecider:
    """Every stored clip of this catalogue, ready to be decided under any settings."""
    store = bundle.store
    return _redecider(str(store.database), opened.catalogue.sha256, store.state(), bundle, opened)


@st.cache_resource(show_spinner=False, max_entries=4)
def _redecider(
    database: str, sha256: str, state: int, _bundle: Resources, _opened: OpenCatalogue
) -> Redecider:
    return Redecider(_bundle.store.evidence_list(sha256), _opened.shortlists)
