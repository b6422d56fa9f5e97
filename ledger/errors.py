"""The errors of the ledger; `console.errors` draws the whole tree."""

from __future__ import annotations

from console import CartellinoError


class LedgerError(CartellinoError):
    """A verdict cannot be recorded or proved."""


class InvalidVerdict(LedgerError):
    """The verdict contradicts itself or cannot be recorded."""


class JudgedMeanwhile(LedgerError):
    """The verdict that the reviewer saw no longer stands on the clip."""

    def __init__(self, clip: str, number: int | None, message: str) -> None:
        super().__init__(message)
        self.clip = clip
        self.number = number
        """Number of the event that stands; None if the one that was seen was undone."""


class NothingToUndo(LedgerError):
    """No verdict stands on the clip, or none of the batch."""


class LedgerUnavailable(LedgerError):
    """The file cannot be read or written now."""


class UnusableLedger(LedgerError):
    """The file is not a ledger that this version can use."""
