"""A job while it runs: what its kind reads of it, and where it reports."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from console import Cancelled, CartellinoError, in_words
from jobs.board import Entry, JobBoard
from jobs.log import ATTEMPTS, JobLog
from jobs.rate_store import RateStore
from jobs.values import Item, State, Step
from storage import StorageError, Workspace

_INTERVAL = 0.2
"""s between two writings: as often as a page can show, and no burden on the disk."""
_EXPECTED = (CartellinoError, OSError)
"""Errors that explain themselves; any other goes to the log with its traceback."""

_logger = logging.getLogger("cartellino.worker")


class Run:
    """Reports are written at most every `_INTERVAL` s; what comes in between waits in memory."""

    def __init__(self, job: str, workspace: Workspace) -> None:
        self.job, self.workspace = job, workspace
        self.rates = RateStore(workspace.jobs)
        self._log, self._board = JobLog(workspace.jobs), JobBoard(workspace)
        self._step = Step()
        self._entries: list[Entry] = []
        self._growing: dict[str, list[str]] = {}
        self._named: set[str] = set()
        self._written = self._checked = 0.0

    @property
    def items(self) -> tuple[Item, ...]:
        """All items of the job, as they stand."""
        return self._board.items(self.job)

    @property
    def waiting(self) -> tuple[Item, ...]:
        """The items that are not finished yet."""
        return tuple(item for item in self.items if item.state in ("queued", "running"))

    def check(self) -> None:
        """Raises Cancelled if somebody cancelled the job."""
        self._checked = time.monotonic()
        if self._board.cancelled(self.job):
            raise Cancelled("The job was cancelled.")

    def check_now_and_then(self) -> None:
        """The same, for what happens many times a second."""
        if time.monotonic() - self._checked >= _INTERVAL:
            self.check()

    @contextmanager
    def attempt(self, work: str, item: int | None = None) -> Iterator[bool]:
        """Do a piece of work that may take the process down, perhaps on the item of a position.

        `work` names it among those of the job. Yields False where it did so twice: then it is to
        be left alone. Its item waits again at the end: `finish` it after the block, not in it.
        """
        if self._log.attempts(self.job, work) >= ATTEMPTS:
            yield False
            return
        self._log.begin(self.job, work, item)
        yield True
        # Not where an error ends the job: then the next worker knows what was under way.
        self._log.end(self.job, work, item)

    def finish(self, position: int, state: State, error: str = "") -> None:
        """An item is done, or failed with an error: it is not given to any runner again."""
        self._log.finish_item(self.job, position, state, error)

    def message(self, words: str) -> None:
        """Tell the person who waits for the job, for instance that an item failed."""
        self._board.message(self.job, words)

    def report(self, step: Step, at_once: bool = False) -> None:
        """How far the job is."""
        self._step = step
        now = time.monotonic()
        if at_once or now - self._written >= _INTERVAL:
            self._written = now
            self.flush()

    def frame(self, path: Path) -> None:
        """Show a picture with the next report."""
        self._entries.append(("frame", str(self.workspace.relative(path))))

    def answer(self, body: str, name: str = "") -> None:
        """Show a result with the next report; what grew under its name is complete with it."""
        self._entries.append(("answer", body))
        self._growing.pop(name, None)

    def found(self, keys: Sequence[str]) -> None:
        """Name results that stay with the job, whatever becomes of the rest of it."""
        self._entries.extend(("found", key) for key in keys if key not in self._named)
        self._named.update(keys)
        self.flush()

    def grow(self, name: str, words: str) -> None:
        """Show, with the next report, that the answer of that name has grown by these words."""
        self._growing.setdefault(name, []).append(words)

    def clear_growing(self) -> None:
        """Forget the answers that were growing: nothing completes them."""
        self._growing.clear()

    def clear(self) -> None:
        """Remove frames and answers from the log: their item is over, or begins again."""
        self._entries.clear()
        self._growing.clear()
        self._board.clear(self.job)

    def flush(self) -> None:
        """Write what was reported since the last time."""
        growing = tuple((name, "".join(words)) for name, words in self._growing.items())
        try:
            self._board.show(self.job, self._step, self._entries, growing)
        except StorageError:
            return  # a bar that stands still is no reason to lose the work
        self._entries.clear()


def explain(error: Exception) -> str:
    """An error in words for a person; one that nobody foresaw is also logged."""
    if isinstance(error, _EXPECTED) and str(error):
        return in_words(error)
    _logger.error("Not foreseen", exc_info=error)
    return f"Something that Cartellino did not foresee went wrong ({type(error).__name__}: {error})"
