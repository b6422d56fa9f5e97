"""A task in a process of its own, which others follow through a folder and may cancel.

The process holds a lock while it works, which the operating system takes back however it dies; so
nobody waits for a task that is no longer there, and no task runs twice at once. Whoever started it
may go: a browser, the app, a terminal.
"""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Literal

from console import Cancelled, CartellinoError, reason
from storage.errors import StorageError
from storage.files import replacing
from storage.lock import FileLock, held
from storage.process import start_detached
from storage.reading import parsed, structured

Phase = Literal["never", "running", "done", "cancelled", "failed"]
_STARTING = 20.0
"""s in which a process that was started takes the lock, on a busy machine."""
_EVERY = 0.2
"""s between two reports that are written down."""
_BROKEN_OFF = "It broke off before it was finished. Start it again."
_started: dict[Path, subprocess.Popen[bytes]] = {}
"""Processes that this one started, so that one that ended is noticed and reaped."""


class AlreadyRunning(CartellinoError):
    """Another process does this very task."""


@dataclass(frozen=True, slots=True)
class State:
    """How a task stands: what it does `since` (Unix time), and the `share` of that (0..1) done.

    The share is None where it cannot be told.
    """

    phase: Phase = "never"
    what: str = ""
    share: float | None = None
    since: float = 0.0
    message: str = ""
    """Why it failed."""

    @property
    def running(self) -> bool:
        return self.phase == "running"

    def seconds_left(self, now: float) -> float | None:
        """Of what it does now, at the pace so far; None where that cannot be told."""
        return (now - self.since) * (1 - self.share) / self.share if self.share else None


class Task:
    """A task by the folder through which it is followed, which is made when it is first needed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = folder / "lock"
        self._state = folder / "state.json"
        self._cancel = folder / "cancel"
        self._written, self._since, self._share = 0.0, 0.0, 0.0

    def state(self) -> State:
        """How the task stands now."""
        state = self._read()
        if not state.running or self._is_held():
            return state
        latest = self._read()  # it may have ended between the two checks
        starting = time.time() - latest.since < _STARTING and not self._has_ended()
        if latest.running and not starting:
            return replace(latest, phase="failed", message=_BROKEN_OFF)
        return latest

    def start(self, command: Sequence[str], cwd: Path) -> None:
        """Start the process that does the task, unless one is at it; it outlives this process.

        Raises StorageError where its log cannot be written or the process not started.
        """
        if self.state().running:
            return
        if earlier := _started.pop(self.folder, None):
            earlier.wait()  # it has written down how it ended, so it is about to end
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._cancel.unlink(missing_ok=True)
            self._write(State("running", "Starting", None, time.time()))
            _started[self.folder] = self._launched(command, cwd)
        except OSError as error:
            raise StorageError(
                f"It cannot be started: {reason(error)}. Check rights and free space in "
                f"{self.folder}."
            ) from error

    def _launched(self, command: Sequence[str], cwd: Path) -> subprocess.Popen[bytes]:
        with (self.folder / "log").open("wb") as log:
            return start_detached(command, cwd, log)

    def cancel(self) -> None:
        """Ask the process to stop; it does at its next report."""
        if self.state().running:
            self._cancel.touch()

    @property
    def cancelled(self) -> bool:
        """Whether somebody asked the process to stop."""
        return self._cancel.exists()

    @contextmanager
    def doing(self) -> Iterator[None]:
        """Do the task in this process, and write down how it ends.

        An error for people is written down and goes no further. Raises AlreadyRunning.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with FileLock(self._lock) as lock:
            if not lock.acquire():
                raise AlreadyRunning
            self._since = time.time()
            began = State("running", "Starting", None, self._since)
            self._write(began)
            try:
                yield
                self._write(replace(began, phase="done", share=1.0))
            except Cancelled:
                self._write(replace(began, phase="cancelled"))
            except CartellinoError as error:
                self._write(replace(began, phase="failed", message=str(error)))
            except BaseException:
                self._write(replace(began, phase="failed", message=_BROKEN_OFF))
                raise
            finally:
                self._cancel.unlink(missing_ok=True)

    def report(self, share: float | None, what: str) -> None:
        """Write down how far the task is; a share that falls begins something new.

        Raises Cancelled.
        """
        if self.cancelled:
            raise Cancelled
        now = time.time()
        if share is None or share < self._share:
            self._since = now
        self._share = share or 0.0
        if not 0 <= now - self._written <= _EVERY:
            self._written = now
            self._write(State("running", what, share, self._since))

    def _is_held(self) -> bool:
        return self._lock.exists() and held(self._lock)

    def _has_ended(self) -> bool:
        """Whether this process started the task's, and it is no more."""
        process = _started.get(self.folder)
        return process is not None and process.poll() is not None

    def _read(self) -> State:
        try:
            return structured(parsed(self._state.read_bytes()), State)
        except (OSError, ValueError):
            return State()

    def _write(self, state: State) -> None:
        with replacing(self._state) as draft:
            draft.write_text(json.dumps(asdict(state)), encoding="utf-8")
