"""Verdicts and the lines of the ledger, in words. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from catalogue.versions import Description
from console import brief, clock, clocks, folded
from ledger import Attached, Event, Reason, State, about
from pages._ui.words import decisions
from pipeline import Interval, Recut
from pipeline.decision import Ablations
from pipeline.labels import SAID, Marks

VERDICTS = {
    "accept": "accepted",
    "correct": "corrected",
    "reject": "rejected",
    "nothing": "left without a work",
    "defer": "deferred",
    "recut": "clip changed",
    "reference": "made a reference picture",
    "undo": "undone",
}
"""The verdicts in the past tense, as a curator reads them."""
AMBIGUOUS = "rejected, ambiguous"
"""A rejected abstention of an earlier version: for or against the machine, nobody can tell."""
REASONS: Mapping[Reason, str] = {
    "loan": "a loan",
    "institution": "another institution's",
    "no painting": "no painting",
    "blurred": "too blurred",
    "other": "another reason",
}
"""Why a clip shows no work of the catalogue, or the proposal is wrong."""

_STATES: Mapping[State, str] = {
    "same": "as it was",
    "changed": "changed",
    "removed": "gone",
    "shared": "its number names several works",
    "elsewhere": "in another catalogue",
}
_BECAME = {
    "changed": "The catalogue has changed this record since.",
    "removed": "This work is no longer in the catalogue.",
    "shared": "Its number is now that of several works with different titles: merge them on the "
    "page Catalogue if they are one work, or judge again.",
    "elsewhere": "This work belongs to another catalogue.",
}


@dataclass(frozen=True, slots=True)
class LineFilter:
    """Which lines of the ledger to show. Empty choices show everything."""

    kinds: tuple[str, ...] = ()
    reviewer: str = ""
    text: str = ""
    standing: bool = False

    def of(self, events: Sequence[Event], standing: frozenset[int]) -> list[Event]:
        """The lines that pass, in the order given. `standing` are numbers of lines in force."""
        in_force = (e for e in events if not self.standing or e.number in standing)
        return [event for event in in_force if self._admits(event)]

    def _admits(self, event: Event) -> bool:
        words = f"{event.title} {event.artist} {event.medium} {event.comment} {event.work or ''}"
        return (
            (not self.kinds or event.kind in self.kinds)
            and (not self.reviewer or event.reviewer == self.reviewer)
            and folded(self.text) in folded(words)
        )


def name_of(event: Event) -> str:
    """A verdict in the past tense, without its reason."""
    return AMBIGUOUS if event.ambiguous else VERDICTS[event.kind]


def with_reason(event: Event) -> str:
    """A verdict with its reason: `rejected (a loan)`."""
    reason = f" ({REASONS[event.reason]})" if event.reason else ""
    return f"{name_of(event)}{reason}"


def line(event: Event, stands: bool, now: Attached | None = None) -> dict[str, str | int]:
    """One row of the table; all but the number is text. `now` is its work as it is today."""
    return {
        "No.": event.number,
        "When": when(event.time),
        "Reviewer": event.reviewer,
        "Verdict": f"line {event.undoes} undone" if event.undoes else with_reason(event),
        "Stands": "yes" if stands else "",
        "Title": event.title,
        "Artist": event.artist,
        "Work": decisions.number_of(about(event)),
        "Work now": decisions.number_of((now.work or "") if now else ""),
        "Record now": _STATES[now.state] if now else "",
        "Video": event.medium,
        "At": clock(event.start),
        "Decision": "identified" if event.outcome == "accept" else "not visible",
        "Comment": event.comment,
    }


def details(
    event: Event,
    now: Attached | None,
    ablations: Ablations,
    marks: Marks = (),
    recut: Recut | None = None,
) -> list[tuple[str, str]]:
    """Everything about one line that a person may want to cite."""
    scores = f"{decisions.score(event.score or 0)} and {decisions.score(event.margin)}"
    fields = [
        ("Verdict", f"{with_reason(event)} by {event.reviewer}, {when(event.time)}"),
        ("Work", " · ".join(p for p in (event.title, event.artist, event.work or "") if p)),
        ("Work now", ", ".join(filter(None, (now.work, _STATES[now.state]))) if now else ""),
        ("Proposed", event.proposed or "nothing"),
        ("Video", f"{event.medium}{_interval(event)}"),
        ("Clip", became((event.start, event.end), recut) if recut else ""),
        ("Comment", event.comment),
        ("Score and margin", scores),
        ("Settings", event.config),
        ("Ablations", ", ".join(spec.label for spec in ablations.on)),
        ("Marked on the label", "\n".join(marked_words(marks))),
        ("Backend", f"{event.backend} {event.backend_version}".strip()),
        ("Hash", event.hash),
    ]
    return [(name, value) for name, value in fields if value]


def _interval(event: Event) -> str:
    """`, 0:20 to 0:31`; nothing of a picture, which has no length."""
    return f", {clock(event.start)} to {clock(event.end)}" if event.end > event.start else ""


def became(clip: Interval, recut: Recut) -> str:
    """What became of a clip: `0:20–0:40 split at 0:28`, `0:20–0:28 joined to 0:20–0:40`."""
    moments = [moment for interval in (clip, *recut.after) for moment in interval]
    name = clocks(moments)
    before, after = (f"{name(start)}–{name(end)}" for start, end in (clip, recut.after[0]))
    if len(recut.after) > 1:
        return f"{before} split at " + ", ".join(name(start) for start, _ in recut.after[1:])
    return f"{before} {'joined to' if len(recut.clips) > 1 else 'now'} {after}"


def marked_words(marks: Marks) -> list[str]:
    """`Title: The Gulf Stream`, for each kind of words that a person marked on labels."""
    said = [(what, label.words(what)) for label in marks for what in SAID]
    return [f"{what.capitalize()}: {brief(words, 300)}" for what, words in said if words]


def given(event: Event, attached: Attached | None) -> str:
    """Who gave a verdict and when, and its record as it was if the catalogue has changed it."""
    who = f"{with_reason(event).capitalize()} by {event.reviewer} on {when(event.time)}"
    if attached is None or attached.state == "same":
        return f"{who}."
    record = attached.record
    name = ", ".join(filter(None, (record.get("title"), record.get("artist")))) or "Untitled"
    return f"{who}: {name}. {_BECAME[attached.state]}"


def meanwhile(event: Event | None, reviewer: str) -> str:
    """Why a verdict was not saved: somebody judged the clip after the page was drawn."""
    if event is None:
        reason = "The verdict on this clip was undone in the meantime"
    else:
        who = "You" if event.reviewer == reviewer else event.reviewer
        title = f": {event.title}" if event.title else ""
        reason = f"{who} {name_of(event)} this clip in the meantime, on {when(event.time)}{title}"
    return f"{reason}. Your verdict was not saved. Look again, and judge again if you disagree."


def as_it_was(record: Description) -> list[tuple[str, str]]:
    """What the catalogue said about a work when it was judged."""
    return [(name.capitalize(), brief(text, 3000)) for name, text in record.items()]


def when(time: str) -> str:
    """An ISO time in UTC as the clock of this machine showed it."""
    return datetime.fromisoformat(time).astimezone().strftime("%d %b %Y, %H:%M:%S")
