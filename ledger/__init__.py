"""The review ledger: every verdict with its evidence, never overwritten."""

from ledger.attachment import Attached, State, about, attached, attached_to_newest
from ledger.errors import (
    InvalidVerdict,
    JudgedMeanwhile,
    LedgerError,
    LedgerUnavailable,
    NothingToUndo,
    UnusableLedger,
)
from ledger.events import (
    RECUT,
    SEEN,
    Event,
    Frozen,
    Judgement,
    Problem,
    Reason,
    Verdict,
    Verification,
)
from ledger.export import Format, export
from ledger.noted_end import ENDING as NOTE_ENDING
from ledger.noted_end import accept, end, note_of
from ledger.store import Ledger

__all__ = [
    "NOTE_ENDING",
    "RECUT",
    "SEEN",
    "Attached",
    "Event",
    "Format",
    "Frozen",
    "InvalidVerdict",
    "JudgedMeanwhile",
    "Judgement",
    "Ledger",
    "LedgerError",
    "LedgerUnavailable",
    "NothingToUndo",
    "Problem",
    "Reason",
    "State",
    "UnusableLedger",
    "Verdict",
    "Verification",
    "about",
    "accept",
    "attached",
    "attached_to_newest",
    "end",
    "export",
    "note_of",
]
