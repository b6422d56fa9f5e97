"""What was read or recognised, and what speaks against a work, in a curator's words."""

from __future__ import annotations

from collections.abc import Mapping

from catalogue import FIELDS, Field, Work
from console import brief, plural
from pipeline import (
    LABEL,
    PICTURE,
    Candidate,
    Decision,
    Evidence,
    Reason,
    Sighting,
    Signals,
)

_LENGTH = 120
_AGAINST = {
    "title": "The title that was read, {read}, is not {recorded}",
    "artist": "The artist that was read, {read}, is not {recorded}",
    "number": "The number that was read, {read}, is not {recorded}",
    "date": "The date that was read, {read}, does not fit {recorded}",
    "reading": "It would not be named without a reading that fits no work of the catalogue",
}


NO_REFERENCE = (
    "The matching points need the reference picture: the catalogue names none, or its file is gone."
)
NO_POINTS = (
    "The two pictures do not agree any more: the reference picture or the program changed since "
    "the analysis. Analyse the video again."
)


def quoted(text: str) -> str:
    """The text in quotation marks, shortened."""
    return f"“{brief(text, _LENGTH)}”"


def contradiction(reason: Reason) -> str:
    """What speaks against the best work."""
    words = _AGAINST.get(reason.what, "Something that was read is not so of this work")
    return words.format(read=quoted(reason.read), recorded=quoted(reason.recorded))


def stranger(decision: Decision) -> str:
    """That what was read names a work that is not in the catalogue; empty where it does not."""
    against = {r.what: r for r in decision.reasons if r.parameter == "contradicted"}
    best = decision.candidate
    if best is None or not against.keys() & {"title", "artist"}:
        return ""
    title = against["title"].read if "title" in against else best.title.guess
    artist = against["artist"].read if "artist" in against else best.artist.guess
    words = f"{quoted(title)} by {quoted(artist)}" if title and artist else quoted(title or artist)
    on_label = LABEL in (best.title.source, best.artist.source)
    says = "the label says" if on_label else "what was read is"
    nearest = against["title"].recorded if "title" in against else best.title.alias
    other = f" by {quoted(against['artist'].recorded)}" if "artist" in against else ""
    return f"Not in this catalogue: {says} {words}" + (
        f", and the nearest work is {quoted(nearest)}{other}" if nearest else ""
    )


def source(candidate: Candidate) -> str:
    """How the words reached the decision: "Recognised by its picture", "Read on the label"."""
    if by_picture(candidate):
        return "Recognised by its picture"
    return "Read on the label" if _sources(candidate) == {LABEL} else ""


def by_picture(candidate: Candidate) -> bool:
    """Whether title and artist are those that a recognised picture lends."""
    return _sources(candidate) == {PICTURE}


def _sources(candidate: Candidate) -> set[str]:
    return {field.source for field in (candidate.title, candidate.artist) if field.guess}


def sightings(evidence: Evidence, work: str) -> tuple[Sighting, ...]:
    """Where a work was recognised in the frames of a clip, the surest first."""
    frames = {frame.sha256 for frame in evidence.frames}
    seen = (s for s in evidence.sightings if s.work == work and s.frame in frames)
    return tuple(sorted(seen, key=lambda s: (-s.confidence, -s.inliers, s.time)))


def proof(evidence: Evidence, work: str) -> str:
    """`Recognised by its picture in 3 frames: 57 matching points over 83 % of it`.

    Points and coverage are those of the surest frame. Empty for a work that was not recognised.
    """
    seen = sightings(evidence, work)
    if not seen:
        return ""
    frames, best = plural(len(seen), "frame"), seen[0]
    if not best.inliers:
        return f"Recognised by its colours in {frames}: it is too plain for matching points"
    over = f" over {100 * best.coverage:.0f} % of it" if best.coverage else ""
    points = plural(best.inliers, "matching point")
    return f"Recognised by its picture in {frames}: {points}{over}"


def cut_out(when: str, surest_of: int) -> str:
    """`Cut out at 0:26, the surest of 4 frames`; `when` is empty for a photograph."""
    at = f"Cut out at {when}" if when else "Cut out of the photograph"
    return f"{at}, the surest of {plural(surest_of, 'frame')}" if surest_of > 1 else at


def points(count: int, lines: int) -> str:
    """How many points two pictures share, of which `lines` at most are joined by a line."""
    few = f"; lines join {lines} of them" if count > lines else ""
    return f"{plural(count, 'matching point')}{few}"


def missing(work: Work | None, signals: Signals) -> Mapping[Field, str]:
    """The fields in which there was nothing to compare, and on which side it was lacking."""
    return {field: words for field in FIELDS if (words := _missing(field, work, signals))}


def _missing(field: Field, work: Work | None, signals: Signals) -> str:
    recorded = work is None or bool(getattr(work, field).strip())
    read = any(part.guesses(field) for part in (signals, *signals.members))
    if not recorded:
        return "not in the catalogue" if read else "not in the catalogue, and nothing was read"
    return "" if read else "nothing was read"
