"""What was read or recognised, and what speaks against a work, in a curator's words."""

from __future__ import annotations

from collections.abc import Sequence

from console import brief, plural
from pipeline import LABEL, PICTURE, Candidate, Decision, Evidence, Reason

_LENGTH = 120
_AGAINST = {
    "title": "The title that was read, {read}, is not {recorded}",
    "artist": "The artist that was read, {read}, is not {recorded}",
    "number": "The number that was read, {read}, is not {recorded}",
    "date": "The date that was read, {read}, does not fit {recorded}",
    "reading": "It would not be named without a reading that fits no work of the catalogue",
}


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
    return f"Not in this catalogue: {says} {words}" + (
        f", and the nearest work is {quoted(nearest)}" if nearest else ""
    )


def source(candidate: Candidate) -> str:
    """How the words reached the decision: "Recognised by its picture", "Read on the label"."""
    sources = {field.source for field in (candidate.title, candidate.artist) if field.guess}
    if sources == {PICTURE}:
        return "Recognised by its picture"
    return "Read on the label" if sources == {LABEL} else ""


def proof(evidence: Evidence, work: str) -> str:
    """`In 3 frames, with 57 matching points`, of a work that was located; else empty."""
    seen: Sequence[int] = [s.inliers for s in evidence.sightings if s.work == work and s.inliers]
    if not seen:
        return ""
    return f"In {plural(len(seen), 'frame')}, with up to {plural(max(seen), 'matching point')}"
