"""The review ledger: every verdict with its evidence, never overwritten."""

from ledger.errors import (
    InvalidVerdict,
    JudgedMeanwhile,
    LedgerError,
    LedgerUnavailable,
    NothingToUndo,
    UnusableLedger,
)
from ledger.events import Event, Frozen, Problem, Verdict, Verification
from ledger.store import Ledger

__all__ = [
    "Event",
    "Frozen",
    "InvalidVerdict",
    "JudgedMeanwhile",
    "Ledger",
    "LedgerError",
    "LedgerUnavailable",
    "NothingToUndo",
    "Problem",
    "UnusableLedger",
    "Verdict",
    "Verification",
]
