"""The errors of the ledger; `console.errors` draws the whole tree."""

from __future__ import annotations

from console.errors import CartellinoError


class LedgerError(CartellinoError):
    """What went wrong, in a sentence that says what to do."""


class InvalidVerdict(LedgerError):
    """The verdict contradicts itself or cannot be kept."""


class JudgedMeanwhile(LedgerError):
    """Another verdict stands on the clip than the reviewer saw, or none does any more."""

    def __init__(self, clip: str, number: int | None, message: str) -> None:
        super().__init__(message)
        self.clip = clip
        self.number = number
        """Number of the event that stands; None where the one that was seen was taken back."""


class NothingToUndo(LedgerError):
    """No verdict stands on the clip, or none is left in the batch."""


class LedgerUnavailable(LedgerError):
    """The file cannot be read or written now."""


class UnusableLedger(LedgerError):
    """The file is no ledger that this version can use."""
