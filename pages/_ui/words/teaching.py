"""Reference pictures out of videos, in words. Pure."""

from __future__ import annotations

from console import brief, clock
from ledger import Event, Reference
from pages._ui.words import readings, verdicts
from pipeline import Evidence

RULE = (
    "The next analyses use it beside the catalogue's own pictures, on every video but its own, as "
    "long as a verdict on its clip names the work."
)
"""When a taught picture counts, said where one is made and where one is shown."""
MARK = "picture out of a video"
"""What is said in the catalogue's grid of a work that it has no picture of."""
UNUSED = "Not used now: no verdict on its clip names this work any more."
TAKEN_BACK = "Recognised by a picture out of a video that was taken back since"


def source(picture: Reference) -> str:
    """Where a picture comes from: `walk.mp4, 0:24`; of a photograph its name alone."""
    event = picture.event
    name = brief(event.medium, 120)
    return f"{name}, {clock(picture.cut_out.time)}" if event.end > event.start else name


def marked(picture: Reference) -> str:
    """`Out of a video: walk.mp4, 0:24, by Ada on 28 Nov 2026, 01:44:10`."""
    event = picture.event
    return f"Out of {_medium(event)}: {source(picture)}, by {_who(event)}"


def beside(picture: Reference) -> str:
    """What stands below a taught picture beside the footage."""
    return f"Right: out of {source(picture)}, accepted by {brief(picture.event.reviewer, 80)}"


def proof(evidence: Evidence, work: str, picture: Reference | None) -> str:
    """By which taught picture a work was recognised; empty where it was by the catalogue's own."""
    seen = readings.sightings(evidence, work)
    if not seen or not seen[0].picture:
        return ""
    if picture is None:
        return TAKEN_BACK
    by = brief(picture.event.reviewer, 80)
    return f"Recognised by a picture from {source(picture)}, that {by} accepted"


NOT_YET = "Right: straightened, not kept yet. R makes it a reference picture"
"""What stands below a painting that may become a reference picture."""


def kept(title: str) -> str:
    """What is said after a picture was made a reference."""
    return f"Now a reference picture of {brief(title, 160) or 'the work'}. U undoes it."


def _medium(event: Event) -> str:
    return "a video" if event.end > event.start else "a photograph"


def _who(event: Event) -> str:
    return f"{brief(event.reviewer, 80)} on {verdicts.when(event.time)}"
