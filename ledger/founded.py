"""What a reference picture rests on: a verdict that stands, and names its work."""

from __future__ import annotations

from sqlite_utils import Database

from ledger.errors import InvalidVerdict
from ledger.events import Event

_NAMED = (
    "SELECT 1 FROM ledger_event AS verdict WHERE clip = ? AND work = ? AND "
    "kind IN ('accept', 'correct') AND number = (SELECT max(number) FROM ledger_event AS same "
    "WHERE same.clip = verdict.clip AND same.region = verdict.region AND same.kind <> 'undo' "
    "AND NOT EXISTS (SELECT 1 FROM ledger_event AS later WHERE later.undoes = same.number))"
)


def refuse_unfounded(db: Database, draft: Event) -> None:
    """Raise InvalidVerdict for a reference of a work that no verdict on its clip names."""
    if draft.kind != "reference":
        return
    if db.execute(_NAMED, (draft.clip, draft.work)).fetchone() is None:
        raise InvalidVerdict(
            "No verdict says that this clip shows that work. Accept or correct it first; then its "
            "painting can be a reference picture."
        )
