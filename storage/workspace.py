"""Where Cartellino keeps what it made: one folder, on the museum's own disk."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from storage.errors import StorageError
from storage.paths import located, stored
from storage.read_only import sentence, why_read_only

_VARIABLE = "CARTELLINO_WORKSPACE"
CATALOGUES = "catalogues"
"""Folder, beside the ledger's file, of the versions of catalogues that were opened."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """The folders and files under `root`, made when first asked for."""

    root: Path
    file: str = "cartellino.db"
    """Name of the SQLite file of evidence and ledger."""

    @classmethod
    def default(cls) -> Workspace:
        """`$CARTELLINO_WORKSPACE`, or the folder `workspace` beside the program."""
        named = os.environ.get(_VARIABLE)
        root = Path(named) if named else Path(__file__).resolve().parent.parent / "workspace"
        return cls(root)

    @property
    def database(self) -> Path:
        return self._made(self.root) / self.file

    @property
    def jobs(self) -> Path:
        """SQLite file of the jobs: the queue, and what is known of each."""
        return self._made(self.root) / "jobs.db"

    @property
    def app_lock(self) -> Path:
        """Locked by every app that is open on the workspace, shared among them."""
        return self._made(self.root) / "app.lock"

    @property
    def worker_lock(self) -> Path:
        """Locked by the one worker of the workspace."""
        return self._made(self.root) / "worker.lock"

    @property
    def reserve(self) -> Path:
        """Kept by the worker, so that a full disk still takes a few rows."""
        return self._made(self.root) / "worker.reserve"

    @property
    def frames(self) -> Path:
        return self._made(self.root / "frames")

    @property
    def references(self) -> Path:
        """Reference pictures that verdicts taught, each named by the hash of its file."""
        return self._made(self.root / "references")

    @property
    def uploads(self) -> Path:
        return self._made(self.root / "uploads")

    @property
    def features(self) -> Path:
        """Cache of reference pictures' features; may be deleted at any time."""
        return self._made(self.root / "features")

    @property
    def prepared(self) -> Path:
        """Cache of catalogues as they were read and indexed; may be deleted at any time."""
        return self._made(self.root / "prepared")

    @property
    def models(self) -> Path:
        """Weights of models, each in a folder of its backend's name."""
        return self._made(self.root / "models")

    @property
    def previews(self) -> Path:
        """Copies that browsers play; may be deleted at any time."""
        return self._made(self.root / "previews")

    @property
    def profiles(self) -> Path:
        return self._made(self.root / "profiles")

    @property
    def mappings(self) -> Path:
        """Which columns of a catalogue fill which fields, as saved by header."""
        return self._made(self.root / "mappings")

    @property
    def catalogues(self) -> Path:
        """The versions of catalogues that were opened: verdicts are about their records."""
        return self._made(self.root / CATALOGUES)

    @property
    def demo(self) -> Path:
        """The demonstration collection; not made here, so that its absence can be seen."""
        return self.root / "demo"

    def relative(self, path: Path) -> Path:
        """A path as it is stored: relative where it lies in the workspace, else absolute."""
        return Path(stored(path, self.root))

    def absolute(self, path: Path) -> Path:
        """The path behind one that `relative` returned, where the workspace is now."""
        return located(str(path), self.root.absolute())

    @property
    def painting(self) -> Path:
        """Where the painting of the demonstration collection is followed."""
        return self.root / "tasks" / "demo"

    @property
    def packages(self) -> Path:
        """Where the installation of packages is followed."""
        return self.root / "tasks" / "packages"

    @property
    def read_only(self) -> str:
        """Why nothing can be written in it, in a sentence for people; empty where something can."""
        why = why_read_only(self.root)
        return sentence(self.root, why) if why else ""

    def _made(self, folder: Path) -> Path:
        """The folder. Where nothing can be written it may be missing, as for one who reads."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            if folder != self.root and why_read_only(self.root):
                return folder
            raise StorageError(
                f"Cannot make the folder {folder}: {error.strerror}. Free space or rights there, "
                f"or point {_VARIABLE} at another folder."
            ) from error
        return folder
