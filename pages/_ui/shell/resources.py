"""What the pages work on: workspace, store, ledger, jobs, and the open catalogue.

A test puts its own bundle into `st.session_state["resources"]`; otherwise one bundle is shared
by everybody who has the app open.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future, wait
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from threading import Lock, Thread

import streamlit as st

from catalogue import Catalogue, Index
from catalogue.columns.mapping import Mapping as ColumnMapping
from catalogue.formats import ReadAs, Table
from catalogue.loading.cache import Prepared
from catalogue.loading.guess_columns import guess
from catalogue.loading.open_table import Opened, open_table
from catalogue.loading.saved_mappings import Profile, Profiles
from catalogue.versions.history import Versions
from console.progress import Report
from jobs import Jobs
from ledger import Ledger
from ledger.attachment import Attached, attached, attached_to_newest
from pages._ui.shell.preferences import Desk
from pipeline.analysis.evidence_store import Store
from pipeline.analysis.open_catalogue import indexed
from pipeline.redecide.redecider import Redecider
from pipeline.redecide.skyband import Shortlists
from pipeline.redecide.skyband_cache import ShortlistFile
from storage.workspace import Workspace

_BEGINNING = 10
"""Rows of a file that show what a mapping makes of them."""
_LOOK = 0.2
"""s between two looks at how far the reading of a catalogue is."""


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
    """A catalogue and its index; what else is found out about it is kept in the folder."""

    catalogue: Catalogue
    index: Index
    folder: Path

    @cached_property
    def shortlists(self) -> Shortlists:
        """What was found out about guesses, kept while clips come and go."""
        return Shortlists(self.index, ShortlistFile(self.folder, self.catalogue.sha256))


class _Opening:
    """A catalogue that is read once, however many sessions wait for it or stop waiting."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._reading: Future[Prepared] | None = None
        self._opened: OpenCatalogue | None = None
        self._told = (0.0, "Opening the catalogue")

    def opened(self, path: Path, workspace: Workspace, report: Report) -> OpenCatalogue:
        """Raises CatalogueError, StorageError; whoever comes next tries again."""
        with self._lock:
            if self._reading is None:
                self._reading = Future()
                # A daemon, so that nobody who ends the app waits for a large catalogue.
                Thread(
                    target=self._read, args=(self._reading, path, workspace), daemon=True
                ).start()
            reading = self._reading
        while not wait((reading,), _LOOK).done:
            report(*self._told)
        with self._lock:
            if reading.exception():
                self._reading = None
            made = reading.result()
            self._opened = self._opened or OpenCatalogue(
                made.catalogue, made.index, workspace.prepared
            )
            return self._opened

    def _read(self, reading: Future[Prepared], path: Path, workspace: Workspace) -> None:
        """To its end, even if the page that asked for it was left."""
        try:
            reading.set_result(indexed(path, workspace, self._tell))
        except Exception as error:
            reading.set_exception(error)

    def _tell(self, share: float, what: str) -> None:
        self._told = share, what


def open_catalogue(path: Path, workspace: Workspace, report: Report) -> OpenCatalogue:
    """The catalogue at `path`, read again when the file or a saved mapping has changed.

    Raises CatalogueError, StorageError.
    """
    changed = path.stat().st_mtime_ns if path.exists() else 0
    mapped = Profiles(workspace.mappings).state()
    opening = _opening(str(path), str(workspace.root), changed, mapped)
    return opening.opened(path, workspace, report)


@st.cache_resource(show_spinner=False, max_entries=4)
def _opening(path: str, root: str, changed: int, mapped: str) -> _Opening:
    return _Opening()


@dataclass(frozen=True)
class Beginning:
    """The first rows of a file, as a table, and how its columns would be guessed."""

    opened: Opened
    guess: ColumnMapping
    earlier: Profile | None = None
    """What was saved for other columns and fits, where nothing is saved for these."""

    @property
    def table(self) -> Table:
        return self.opened.table

    @property
    def standing(self) -> ColumnMapping:
        """The mapping that is saved for the file, else the guess."""
        return self.opened.mapping or self.guess


def beginning(path: Path, profiles: Profiles, read_as: ReadAs | None = None) -> Beginning:
    """What there is to map in the file at `path`, read as is said, or was saved.

    Raises CatalogueError.
    """
    changed = path.stat().st_mtime_ns if path.exists() else 0
    said = None if read_as is None else tuple(read_as.to_dict().items())
    return _beginning(str(path), changed, profiles.state(), said, profiles)


@st.cache_resource(show_spinner="Reading the columns …", max_entries=4)
def _beginning(
    path: str, changed: int, mapped: str, said: tuple[tuple[str, str], ...] | None,
    _profiles: Profiles,
) -> Beginning:  # fmt: skip
    read_as = None if said is None else ReadAs(**dict(said))
    opened = open_table(Path(path), _profiles, read_as)
    guessed = guess(opened.table.columns, opened.table.rows)
    first = replace(opened.table, rows=opened.table.rows[:_BEGINNING])
    return Beginning(replace(opened, table=first), guessed, opened.earlier(_profiles, guessed))


def attachments(bundle: Resources, opened: OpenCatalogue) -> Mapping[str, Attached]:
    """The standing verdict of each clip with the record that it is about, by clip."""
    last = next((event.number for event in bundle.ledger.events(limit=1)), 0)
    return _attachments(str(bundle.ledger.path), opened.catalogue.sha256, last, bundle, opened)


@st.cache_resource(show_spinner="Looking for the works in the catalogue …", max_entries=4)
def _attachments(
    ledger: str, sha256: str, last: int, _bundle: Resources, _opened: OpenCatalogue
) -> Mapping[str, Attached]:
    standing = _bundle.ledger.standing()
    versions = Versions(_bundle.workspace.catalogues)
    found = attached(standing.values(), _opened.catalogue, versions)
    return {clip: found[e.number] for clip, e in standing.items() if e.number in found}


def everything_attached(bundle: Resources, opened: OpenCatalogue | None) -> Mapping[int, Attached]:
    """Every event that is about a work, by number, with that work in the open catalogue.

    Without one, in the newest version of its own catalogue.
    """
    last = next((event.number for event in bundle.ledger.events(limit=1)), 0)
    kept = bundle.workspace.catalogues.stat().st_mtime_ns
    sha256 = opened.catalogue.sha256 if opened else ""
    return _everything_attached(str(bundle.ledger.path), sha256, last, kept, bundle, opened)


@st.cache_resource(show_spinner="Looking for the works in the catalogue …", max_entries=4)
def _everything_attached(
    ledger: str, sha256: str, last: int, kept: int,
    _bundle: Resources, _opened: OpenCatalogue | None,
) -> Mapping[int, Attached]:  # fmt: skip
    events, versions = _bundle.ledger.events(), Versions(_bundle.workspace.catalogues)
    if _opened is None:
        return attached_to_newest(events, versions)
    return attached(events, _opened.catalogue, versions)


def redecider(bundle: Resources, opened: OpenCatalogue) -> Redecider:
    """Every stored clip of this catalogue, in any version, to be decided under any settings."""
    store = bundle.store
    return _redecider(str(store.database), opened.catalogue.sha256, store.state(), bundle, opened)


@st.cache_resource(show_spinner=False, max_entries=4)
def _redecider(
    database: str, sha256: str, state: int, _bundle: Resources, _opened: OpenCatalogue
) -> Redecider:
    family = Versions(_bundle.workspace.catalogues).family(sha256)
    return Redecider(_bundle.store.evidence_list(*family), _opened.shortlists)
