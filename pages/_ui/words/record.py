"""The lines of the ledger as a curator reads them down a page. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from console import brief, clock
from ledger import Attached, Event
from pages._ui.words import verdicts

COLUMNS: Mapping[str, str] = {
    "Reviewer": "Judged by",
    "Stands": "In force",
    "Work now": "Number today",
    "Record now": "In the catalogue today",
    "Video": "Film",
    "Decision": "The machine said",
}
"""What a curator calls the columns of the table; the others have their own name."""


def row(event: Event, stands: bool, now: Attached | None) -> dict[str, str | int]:
    """A line of the ledger as a row of the table."""
    line = verdicts.line(event, stands, now)
    return {("Number" if name == "Work" else COLUMNS.get(name, name)): value
            for name, value in line.items()}  # fmt: skip


def title(event: Event) -> str:
    """The work that a line is about; of a line that names none, that it is none."""
    return brief(event.title, 160) or "No work"


def about(event: Event) -> str:
    """Who painted it, and where it was filmed: `Ada Brook · walk.mp4 at 0:12 · “too dark”`."""
    where = f"{event.medium} at {clock(event.start)}" if event.end > event.start else event.medium
    comment = f"“{brief(event.comment, 200)}”" if event.comment else ""
    return " · ".join(filter(None, (brief(event.artist, 120), where, comment)))


def tone(event: Event, stands: bool) -> str:
    """The colour of a line: of one in force, whether it settles which work is seen."""
    if not stands:
        return ""
    return "good" if event.kind in ("accept", "correct", "nothing", "reference") else "doubt"


def named(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """What is known of a line, under the names of the columns."""
    return [(COLUMNS.get(name, name), value) for name, value in pairs]


def verdict(event: Event, stands: bool) -> str:
    """`Accepted by Ada, 28 Nov 2026, 01:44:10`, and whether it is no longer in force."""
    if event.undoes:
        said = f"Line {event.undoes} undone"
    else:
        said = verdicts.with_reason(event)
        said = said[:1].upper() + said[1:]
    over = "" if stands or event.undoes else ", no longer in force"
    return f"{said} by {event.reviewer}, {verdicts.when(event.time)}{over}"
