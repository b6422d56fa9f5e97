"""What the pages work on: workspace, store, ledger, jobs, and the open catalogue.

A test puts its own bundle into `st.session_state["resources"]`; otherwise all sessions share one.
"""

from __future__ import annotations

import gc
from concurrent.futures import Future, wait
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from threading import Lock, Thread

import streamlit as st

from catalogue import Catalogue, Index
from catalogue.columns import ColumnMapping
from catalogue.formats import ReadAs, Table
from catalogue.loading import (
    OpenTable,
    Prepared,
    SavedMapping,
    SavedMappings,
    guess_mapping,
    open_table,
)
from console import Report
from jobs import Jobs
from ledger import Ledger
from pages._ui.shell.preferences import Preferences
from pipeline.analysis import Store, indexed
from pipeline.redecide import SkybandCache, Skybands
from storage import FileLock, Workspace, sweep

_BEGINNING = 10
"""Rows of a file that show what a mapping makes of them."""
_POLL = 0.2
"""s between two checks of how far the reading of a catalogue is."""
_IN_USE: list[FileLock] = []
"""The lock of the workspace, held until the app ends, so that no backup is restored meanwhile."""


@dataclass(frozen=True)
class Resources:
    """One workspace and everything in it."""

    workspace: Workspace
    store: Store
    ledger: Ledger
    jobs: Jobs
    preferences: Preferences

    @classmethod
    def of(cls, workspace: Workspace) -> Resources:
        return cls(
            workspace,
            Store(workspace.database),
            Ledger(workspace.database),
            Jobs(workspace),
            Preferences(workspace.root / "desk.json"),
        )


@st.cache_resource(show_spinner=False)
def _shared() -> Resources:
    workspace = Workspace.default()
    if not workspace.read_only:
        _IN_USE.append(lock := FileLock(workspace.app_lock, shared=True))
        lock.acquire()
        Thread(target=sweep, args=(workspace.root,), daemon=True).start()
    return Resources.of(workspace)


def resources() -> Resources:
    """The bundle of this session: injected by a test, else the shared one."""
    injected = st.session_state.get("resources")
    return injected if isinstance(injected, Resources) else _shared()


@dataclass(frozen=True)
class OpenCatalogue:
    """A catalogue and its index, and the folder that caches what is computed from them."""

    catalogue: Catalogue
    index: Index
    folder: Path

    @cached_property
    def skybands(self) -> Skybands:
        """The skybands of guesses, kept while clips come and go."""
        return Skybands(self.index, SkybandCache(self.folder, self.catalogue.sha256))


class _Opening:
    """A catalogue that is read once, however many sessions wait for it or stop waiting."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._reading: Future[Prepared] | None = None
        self._opened: OpenCatalogue | None = None
        self._progress = (0.0, "Opening the catalogue")

    def opened(self, path: Path, workspace: Workspace, report: Report) -> OpenCatalogue:
        """Raises CatalogueError, StorageError; the next call tries again."""
        with self._lock:
            if self._reading is None:
                self._reading = Future()
                # A daemon, so that the app can end while a large catalogue is being read.
                Thread(
                    target=self._read, args=(self._reading, path, workspace), daemon=True
                ).start()
            reading = self._reading
        while not wait((reading,), _POLL).done:
            report(*self._progress)
        with self._lock:
            if reading.exception():
                self._reading = None
            prepared = reading.result()
            self._opened = self._opened or OpenCatalogue(
                prepared.catalogue, prepared.index, workspace.prepared
            )
            return self._opened

    def _read(self, reading: Future[Prepared], path: Path, workspace: Workspace) -> None:
        """Runs to its end, even if the page that asked for it was left."""
        try:
            prepared = indexed(path, workspace, self._report)
            settle()
            reading.set_result(prepared)
        except Exception as error:
            reading.set_exception(error)

    def _report(self, share: float, what: str) -> None:
        self._progress = share, what


def settle() -> None:
    """Take what is in memory out of the garbage collector's sight, once something large that stays
    was read: to look through 70,000 works stops every page for 0.3 s, again and again."""
    gc.unfreeze()  # what was replaced since the last time is garbage now
    gc.collect()
    gc.freeze()


def open_catalogue(path: Path, workspace: Workspace, report: Report) -> OpenCatalogue:
    """The catalogue at `path`, read again when the file or a saved mapping has changed.

    Raises CatalogueError, StorageError.
    """
    changed = path.stat().st_mtime_ns if path.exists() else 0
    mapped = SavedMappings(workspace.mappings).state()
    opening = _opening(str(path), str(workspace.root), changed, mapped)
    return opening.opened(path, workspace, report)


@st.cache_resource(show_spinner=False, max_entries=4)
def _opening(path: str, root: str, changed: int, mapped: str) -> _Opening:
    return _Opening()


@dataclass(frozen=True)
class Beginning:
    """The first rows of a file, as a table, and the mapping that is guessed for its columns."""

    opened: OpenTable
    guess: ColumnMapping
    earlier: SavedMapping | None = None
    """A mapping that was saved for other columns and fits; None where one is saved for these."""

    @property
    def table(self) -> Table:
        return self.opened.table

    @property
    def mapping(self) -> ColumnMapping:
        """The mapping that is saved for the file, else the guess."""
        return self.opened.mapping or self.guess


def beginning(path: Path, mappings: SavedMappings, read_as: ReadAs | None = None) -> Beginning:
    """The first rows of the file at `path`, read as given, else as saved.

    Raises CatalogueError.
    """
    changed = path.stat().st_mtime_ns if path.exists() else 0
    given = None if read_as is None else tuple(read_as.to_dict().items())
    return _beginning(str(path), changed, mappings.state(), given, mappings)


@st.cache_resource(show_spinner="Reading the columns …", max_entries=4)
def _beginning(
    path: str, changed: int, mapped: str, given: tuple[tuple[str, str], ...] | None,
    _mappings: SavedMappings,
) -> Beginning:  # fmt: skip
    read_as = None if given is None else ReadAs(**dict(given))
    opened = open_table(Path(path), _mappings, read_as)
    guessed = guess_mapping(opened.table.columns, opened.table.rows)
    first = replace(opened.table, rows=opened.table.rows[:_BEGINNING])
    return Beginning(replace(opened, table=first), guessed, opened.earlier(_mappings, guessed))
