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
    PICTURE,
    RECUT,
    SEEN,
    CutOut,
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
from ledger.taught import Reference, file_of, picture_of, references, teach

__all__ = [
    "NOTE_ENDING",
    "PICTURE",
    "RECUT",
    "SEEN",
    "Attached",
    "CutOut",
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
    "Reference",
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
    "file_of",
    "note_of",
    "picture_of",
    "references",
    "teach",
]
