"""Where jobs run: an executor sees that somebody works through the queue of a workspace."""

from __future__ import annotations

from typing import Protocol


class Executor(Protocol):
    """Works through one queue, job by job. Safe to ask from several threads and processes."""

    def start(self) -> None:
        """See that somebody works; does nothing where somebody does. Raises StorageError."""

    def working(self) -> bool:
        """Whether somebody does."""
