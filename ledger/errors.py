"""The errors of the ledger.

LedgerError
 ├─ InvalidVerdict      the verdict contradicts itself or cannot be kept; nothing was written
 ├─ NothingToUndo       no verdict stands on the clip, or none is left in the batch
 ├─ LedgerUnavailable   the file cannot be read or written now (full disk, locked, no rights)
 └─ UnusableLedger      the file is no ledger: not SQLite, damaged, or from a newer version
"""

from __future__ import annotations


class LedgerError(Exception):
    """What went wrong, in a sentence that says what to do."""


class InvalidVerdict(LedgerError):
    """The verdict contradicts itself or cannot be kept."""


class NothingToUndo(LedgerError):
    """No verdict stands on the clip, or none is left in the batch."""


class LedgerUnavailable(LedgerError):
    """The file cannot be read or written now."""


class UnusableLedger(LedgerError):
    """The file is no ledger that this version can use."""
