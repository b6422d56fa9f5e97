"""A full disk under the worker: the job that needs room waits until there is some."""

from __future__ import annotations

import logging
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from console import size
from jobs.board import JobBoard
from jobs.log import JobLog
from storage import Reserve, StorageError, Workspace, free_space, is_full

LOOKS = 5.0
"""s between two looks at the disk."""
_LEAST, _MOST = 1 << 20, 1 << 28
"""Bytes that have to be free. The need doubles as often as the same job finds too little."""
_SLOWEST = 12
"""Looks that a job waits at most where it finds too little again and again."""

_logger = logging.getLogger("cartellino.worker")


class Shortage:
    """Whether a disk that the worker needs is full, and the job that waits for it.

    A job that waits is queued, so it can be cancelled, and no breakdown is counted against it. Its
    stage says what it waits for.
    """

    def __init__(self, workspace: Workspace, looks: float = LOOKS) -> None:
        self._folder = self._root = workspace.root
        self._looks = looks
        self._log, self._board = JobLog(workspace.jobs), JobBoard(workspace)
        self._reserve = Reserve(workspace.reserve)
        self._reserve.keep()
        self._job, self._times, self._next = "", 0, 0.0
        self._lasts = self._put_back = False

    def begin(self, job: str, error: BaseException) -> None:
        """A job, or none yet, has met a full disk."""
        self._times = self._times + 1 if job == self._job else 1
        self._job, self._lasts, self._put_back = job, True, False
        self._next = time.monotonic() + self._looks * min(self._times, _SLOWEST)
        folders = (self._root, *_folders(error), Path(tempfile.gettempdir()))
        self._folder = next((f for f in folders if f.is_dir() and self._is_full(f)), self._root)
        self._reserve.give_up()
        _logger.warning("%s The worker is %s", error, self.words)
        self._tell()

    @property
    def words(self) -> str:
        """What is needed, and what there is."""
        where = "" if self._folder == self._root else f" in {self._folder}"
        free = size(free_space(self._folder))
        return f"waiting for space{where}: needs about {size(self._needs)}, free {free}"

    def lasts(self) -> bool:
        """Whether it is as it was. Looks at the disk now and then, and tells how it stands."""
        if not self._lasts or time.monotonic() < self._next:
            return self._lasts
        self._next = time.monotonic() + self._looks
        full = self._folder.is_dir() and self._is_full(self._folder)
        self._lasts = full or not self._is_put_back()
        if self._lasts:
            self._tell()
        else:
            self._reserve.keep()
            _logger.info("There is space again: the worker goes on")
        return self._lasts

    def awaited(self) -> bool:
        """Whether some job needs the worker still; True, too, where that cannot be read."""
        try:
            return self._log.unfinished()
        except StorageError:
            return True

    @property
    def _needs(self) -> int:
        return int(min(_LEAST << (self._times - 1), _MOST))

    def _is_full(self, folder: Path) -> bool:
        return free_space(folder) < self._needs or is_full(folder)

    def _tell(self) -> None:
        """Say on the next job what it waits for, where the disk takes that."""
        with suppress(StorageError):
            if self._is_put_back():
                self._board.waits(self.words)

    def _is_put_back(self) -> bool:
        """Whether what ran is queued again: written once, as soon as the disk takes it."""
        if not self._put_back:
            with suppress(StorageError):
                self._log.requeue(blame=not self._job)  # without a job, the last worker broke down
                self._put_back = True
        return self._put_back


def _folders(error: BaseException | None) -> Iterator[Path]:
    """The folders of the files that an error, or one behind it, names."""
    while error is not None:
        if isinstance(error, OSError) and isinstance(error.filename, str):
            yield Path(error.filename).parent
        error = error.__cause__ or error.__context__
