"""What an event rests on: a reference picture on a verdict that names its work, every verdict on
what its reviewer saw."""

from __future__ import annotations

from sqlite_utils import Database

from ledger.errors import InvalidVerdict, JudgedMeanwhile
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


def refuse_unseen(standing: Event | None, clip: str, seen: int) -> None:
    """Raise JudgedMeanwhile if on a clip or its region stands another event than number `seen`, 0
    for none."""
    if standing is None and seen:
        raise JudgedMeanwhile(
            clip, None, f"The verdict that you saw on clip {clip} was undone meanwhile. "
            "Nothing was written: look again, and judge again.",
        )  # fmt: skip
    if standing is not None and standing.number != seen:
        raise JudgedMeanwhile(
            clip, standing.number,
            f"Another verdict stands on clip {clip} now ({standing.kind}, by "
            f"{standing.reviewer}). Nothing was written: look at it, and judge again.",
        )  # fmt: skip
