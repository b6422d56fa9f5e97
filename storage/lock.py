"""A lock that the operating system takes back when its holder dies, however it dies."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from types import TracebackType

from storage.errors import StorageError

_ATTEMPTS, _PAUSE = 20, 0.05
"""`held` takes the lock for an instant, which must not turn away one who means to keep it."""


class FileLock:
    """Holds a file locked from `acquire` until `release` or the end of the process."""

    def __init__(self, path: Path, shared: bool = False) -> None:
        """`shared`: others may lock the file so as well, but none alone. Windows has no such
        lock: there the first holder keeps the file alone."""
        self._path = path
        self._shared = shared
        self._descriptor: int | None = None

    def acquire(self, attempts: int = _ATTEMPTS) -> bool:
        """Take the lock; False where another process keeps it. Raises StorageError."""
        try:
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise StorageError(
                f"{self._path} cannot be locked: {error.strerror}. Allow writing in its folder, "
                "or use another one."
            ) from error
        for attempt in range(attempts):
            if _lock(descriptor, self._shared):
                self._descriptor = descriptor
                return True
            if attempt + 1 < attempts:
                time.sleep(_PAUSE)
        os.close(descriptor)
        return False

    @property
    def current(self) -> bool:
        """Whether the file under the path is still the locked one.

        Its folder may have been removed and made again: then others lock another file.
        """
        if self._descriptor is None:
            return False
        try:
            return os.path.samestat(os.fstat(self._descriptor), os.stat(self._path))
        except OSError:
            return False

    def release(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> FileLock:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()


def held(path: Path) -> bool:
    """Whether some process keeps the file locked: none, where nobody may write it.

    Raises StorageError.
    """
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        return False
    with FileLock(path) as lock:
        return not lock.acquire(attempts=1)


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int, shared: bool) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _lock(descriptor: int, shared: bool) -> bool:
        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
