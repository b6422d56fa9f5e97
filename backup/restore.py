"""Putting a backup in the place of a workspace, which is moved aside and never overwritten."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from glob import escape
from pathlib import Path

from backup.archive import Archive
from backup.create import need_space, prove
from backup.errors import BackupError
from backup.manifest import Manifest
from console import CartellinoError, Report, no_report, part
from ledger import accept, end
from storage import FileLock, Workspace

_UNPACKED = 0.95
"""Share of the whole after which all files are written."""

_ASIDE = ".before-restore-"
"""Between the names of the workspace and the time, in the name of the folder that it becomes."""
_APP = "The app is open on this workspace. Close it"
_WORKER = (
    "An analysis runs on this workspace. Wait until it is done, or cancel it on the page Attribute"
)


@dataclass(frozen=True, slots=True)
class Restored:
    """A backup that is now the workspace; `aside` is where the one before it is, if any."""

    workspace: Path
    aside: Path | None
    manifest: Manifest
    given_up: int = 0
    """Events that the ledger of the workspace before had, and this one has not."""


def restore(path: Path, workspace: Path, report: Report = no_report) -> Restored:
    """Make the backup in `path` the workspace.

    All of it is written beside the workspace and proved first; then the two change places. Raises
    BackupError, NewerData, LedgerError, OSError: then the workspace is as it was.
    """
    workspace = workspace.absolute()
    if not path.is_file():
        raise BackupError(f"There is no file {path}. Name the file of the backup.")
    recover(workspace)
    with Archive.opened(path) as archive, _nobody_at(workspace):
        workspace.parent.mkdir(parents=True, exist_ok=True)
        need_space(archive.manifest.size, workspace.parent)
        for abandoned in _drafts(workspace):  # its lock is free: no other restore writes to it
            shutil.rmtree(abandoned, ignore_errors=True)
        draft = workspace.with_name(f".{workspace.name}.{uuid.uuid4().hex}.draft")
        try:
            _unpack(archive, draft, part(report, 0, _UNPACKED))
            report(_UNPACKED, "Proving the ledger")
            prove(draft, archive.manifest)
            given_up = _accept_older(workspace, draft, archive.manifest)
            aside = _exchange(draft, workspace)
            return Restored(workspace, aside, archive.manifest, given_up)
        finally:
            shutil.rmtree(draft, ignore_errors=True)


def recover(workspace: Path) -> Path | None:
    """Move back the workspace that a restore had moved aside when a power cut ended it.

    A draft without a workspace is what such a restore leaves. The draft is not put in its place,
    because nothing says that it was proved; the next restore deletes it. Returns where the
    workspace was, None where no restore broke off. Raises OSError.
    """
    aside = sorted(workspace.parent.glob(f"{escape(workspace.name)}{_ASIDE}*"))
    if workspace.exists() or not aside or not _drafts(workspace):
        return None
    aside[-1].rename(workspace)
    return aside[-1]


def _accept_older(workspace: Path, draft: Path, manifest: Manifest) -> int:
    """Note in the backup's ledger that it ends before that of the workspace, if it does.

    Returns how many events are given up. A restore is a person's own act, so no verification need
    warn of it; but it must not go unseen.
    """
    try:
        before = end(Workspace(workspace).database) if workspace.is_dir() else None
    except CartellinoError:  # damaged, which is why somebody restores
        return 0
    if before is None or (given_up := before.events - manifest.ledger.events) <= 0:
        return 0
    why = f"The backup of {manifest.time} was restored over a ledger of {before.events} events."
    accept(Workspace(draft).database, "python -m backup restore", why)
    return given_up


def _drafts(workspace: Path) -> list[Path]:
    return list(workspace.parent.glob(f".{escape(workspace.name)}.*.draft"))


def _unpack(archive: Archive, draft: Path, report: Report) -> None:
    draft.mkdir()

    def place(name: str) -> Path:
        target = draft / name
        target.parent.mkdir(parents=True, exist_ok=True)
        return target

    archive.read(lambda name, _: place(name).open("xb"), report)
    if hasattr(os, "sync"):
        os.sync()  # before the old workspace moves


def _exchange(draft: Path, workspace: Path) -> Path | None:
    """Put the draft where the workspace is. Returns where that is now."""
    if not workspace.exists():
        draft.rename(workspace)
        return None
    aside = workspace.with_name(f"{workspace.name}{_ASIDE}{datetime.now():%Y%m%d-%H%M%S}")
    try:
        workspace.rename(aside)
        draft.rename(workspace)
    except BaseException as error:
        if not workspace.exists():
            aside.rename(workspace)
        if not isinstance(error, OSError):
            raise
        raise BackupError(
            f"{workspace} cannot be moved aside: {error.strerror}. Close the programs that use "
            "it, and try again; nothing was changed."
        ) from error
    return aside


@contextmanager
def _nobody_at(workspace: Path) -> Iterator[None]:
    """Raises BackupError while an app or a worker uses the workspace; keeps others out."""
    with ExitStack() as locks:
        if workspace.is_dir():
            here = Workspace(workspace)
            for path, sentence in {here.app_lock: _APP, here.worker_lock: _WORKER}.items():
                if not locks.enter_context(FileLock(path)).acquire():
                    raise BackupError(f"{sentence}, and restore again; nothing was changed.")
        yield
