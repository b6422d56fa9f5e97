"""Decisions, evidence and verdicts in a curator's words. Pure: no streamlit, no markup."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from catalogue.records import Catalogue, Work
from console.words import plural as plural
from console.words import time_left
from pipeline.decision.ensemble import DISAGREEMENT
from pipeline.stages import MODEL_STAGES
from pipeline.types import Candidate, Decision, Evidence, Reason, Signals

STAGES = {stage.name: stage.title for stage in MODEL_STAGES}
"""What each model stage is called on a page."""

UNNUMBERED = "unnumbered-"
"""How the catalogue begins the identifier that it derives for a work without a number."""

TIES = {
    "beside": "hangs beside this painting",
    "confirmed": "agrees with what the painting looks like",
    "alone": "the only label in the clip",
    "read": "was read by the model as this painting's",
}

VERDICTS = {
    "accept": "accepted",
    "correct": "corrected",
    "reject": "rejected",
    "defer": "deferred",
    "undo": "undone",
}

_REGIMES = {"artist": "its artist", "title": "its title", "fallback": "its artist and subject"}

_SENTENCES = {
    "artist_activate": "Best artist similarity {o} {v} {r}, so the artist {leads}",
    "artist_accept": "Combined score {o} {v} {r}",
    "title_accept": "Title similarity {o} {v} {r}",
    "title_margin": "Ahead of the next work by {o}, {v} {r}",
    "combined_accept": "Title and subject together {o} {v} {r}",
    "combined_margin": "Ahead of the next work by {o}, {v} {r}",
    "fallback_accept": "Artist and subject together {o} {v} {r}",
    "fallback_margin": "Ahead of the next work by {o}, {v} {r}",
    "agreement": "Backends that point to this work: {n}",
}

_GUARDS = {
    "tie": "Two works fit equally well, so neither is named",
    "conflict": "The title points to one work and the artist to another",
    "degenerate": "The model's answer was not a real answer",
    "format": "The adapter was trained on frames of another form, so nothing is identified",
    "disagreement": "The backends name different works",
    "no_signal": "Nothing was read that a work could be matched against",
}

_PAIRS = (
    ("title_accept", "title_margin"),
    ("combined_accept", "combined_margin"),
    ("fallback_accept", "fallback_margin"),
    ("artist_accept", None),
)

OUTCOMES = ("identified", "not visible", "backends disagree")


def score(value: float) -> str:
    """Two decimals, as a curator compares scores."""
    return f"{value:.2f}"


def clock(seconds: float) -> str:
    """Seconds as a player shows them: 0:07, 12:31, 1:02:03."""
    whole = max(0, int(seconds))
    hours, minutes = whole // 3600, whole % 3600 // 60
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"


def duration(seconds: float | None) -> str:
    """How long something will take, rounded as people say it."""
    return "estimating the time left" if seconds is None else time_left(seconds)


def brief(text: str, limit: int = 300) -> str:
    """The text, cut at `limit` characters: a cell of a catalogue may hold megabytes."""
    return text if len(text) <= limit else text[:limit].rstrip() + " …"


def number_of(work: Work) -> str:
    """The museum's number; empty for a work that has none, whose identifier is ours."""
    return "" if work.identifier.startswith(UNNUMBERED) else work.identifier


def walk_name(stem: str, number: int) -> str:
    """`walk_1_green_room` as a button: `Walk 1, green room`."""
    rest = " ".join(stem.removeprefix("walk").replace("_", " ").split()).lstrip("0123456789 ")
    return f"Walk {number}, {rest}" if rest else f"Walk {number}"


def work_name(work: Work) -> str:
    """Title and artist on one line."""
    return f"{work.title or 'Untitled'}, {work.artist}" if work.artist else work.title or "Untitled"


def title_of(catalogue: Catalogue, identifier: str | None) -> str:
    """The title of a work, or what to say when there is none in this catalogue."""
    if identifier is None:
        return "No work"
    work = catalogue.by_identifier.get(identifier)
    return (
        (brief(work.title, 160) or "Untitled") if work else f"{identifier} (not in this catalogue)"
    )


def headline(decision: Decision) -> str:
    """`Identified by its title: 0.71 over 0.52, margin 0.30 over 0.05`, or why not.

    Of an ensemble, how many of its backends point there, too.
    """
    if not decision.accepted or decision.regime is None:
        return f"Not visible: {_first_failure(decision)}{_in_vain(decision)}"
    parts = _numbers(decision)
    numbers = f": {', '.join(parts)}" if parts else ""
    return f"{_agreement(decision)}Identified by {_REGIMES[decision.regime]}{numbers}"


def _pointing(decision: Decision) -> int:
    """How many backends of an ensemble point to its work; 0 where that settled nothing."""
    return next((int(r.observed) for r in decision.reasons if r.parameter == "agreement"), 0)


def _agreement(decision: Decision) -> str:
    count, of = _pointing(decision), len(decision.members)
    if count == 1:
        return f"One backend of {in_words(of)} names it and none contradicts. "
    return f"{in_words(count).capitalize()} backends agree. " if count else ""


def _in_vain(decision: Decision) -> str:
    count = _pointing(decision)
    who = f"{in_words(count).capitalize()} backends point to it"
    return f". {who}, but none firmly enough" if count else ""


def in_words(count: int) -> str:
    """A small number as a word."""
    return ("no", "one", "two", "three", "four", "five", "six")[count] if count < 7 else str(count)


def _numbers(decision: Decision) -> list[str]:
    """The comparison that settled an acceptance, as `0.71 over 0.52`."""
    by_name = {r.parameter: r for r in decision.reasons if r.passed}
    for accept, margin in _PAIRS:
        passed = by_name.get(accept)
        if passed is None or (margin is not None and margin not in by_name):
            continue
        parts = [f"{score(passed.observed)} over {score(passed.required)}"]
        if margin is not None:
            m = by_name[margin]
            parts.append(f"margin {score(m.observed)} over {score(m.required)}")
        return parts
    return []


def _first_failure(decision: Decision) -> str:
    for name in decision.guards:
        return _lower(_GUARDS.get(name, name))
    failed = [r for r in decision.reasons if not r.passed and r.parameter != "artist_activate"]
    if not failed:
        return "the evidence is too weak"
    closest = max(failed, key=lambda r: r.observed - r.required)
    return _lower(sentence(closest))


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def sentence(reason: Reason) -> str:
    """One comparison in words, naming what was observed and what was required."""
    if reason.parameter not in _SENTENCES:
        return _GUARDS.get(reason.parameter, reason.parameter)
    return _SENTENCES[reason.parameter].format(
        o=score(reason.observed),
        r=score(reason.required),
        n=f"{reason.observed:.0f}",
        v="is over" if reason.passed else "is not over",
        leads="leads" if reason.passed else "does not lead",
    )


def outcome(decision: Decision) -> str:
    """What the machine says: one of `OUTCOMES`."""
    if disputed(decision):
        return "backends disagree"
    return "identified" if decision.accepted else "not visible"


def disputed(decision: Decision) -> bool:
    """Whether the backends of an ensemble name different works: then none of them is proposed."""
    return DISAGREEMENT in decision.guards


def candidates(decision: Decision) -> tuple[Candidate, ...]:
    """The works to choose from, four at most: the decision's own, then what its backends named."""
    best = [member.candidate for member in decision.members if member.candidate]
    found: dict[str, Candidate] = {}
    for one in (*decision.candidates, *sorted(best, key=lambda one: -one.score)):
        found.setdefault(one.work, one)
    return tuple(found.values())[:4]


def label_line(evidence: Evidence) -> tuple[str, str]:
    """The words of the wall label and what became of it; both empty when none was read."""
    found = evidence.output("label")
    value = found.value if found else None
    if not isinstance(value, dict) or not value.get("text"):
        return "", ""
    return str(value["text"]), tie(value)


def tie(label: Mapping[str, Any]) -> str:
    """What became of a label that was read: how it belongs to the painting, or why it may not."""
    why = label.get("why") or "it may be about another work"
    return TIES.get(str(label.get("tie")), f"was not used: {why}")


def words_of(evidence: Evidence) -> list[tuple[str, str]]:
    """(stage name, the model's own words), in the order asked, empty answers left out."""
    said = [(STAGES.get(o.stage, o.stage), o.error or o.raw.strip()) for o in evidence.outputs]
    return [(name, words) for name, words in said if words]


def described(evidence: Evidence) -> list[tuple[str, str]]:
    """Description, genre, works in order of appearance and scene: useful without a name."""
    description, scene = _answer(evidence, "description"), _answer(evidence, "scene")
    genre = _answer(evidence, "genre")  # older evidence has it in the description
    works = _answer(evidence, "summary").get("works")
    listed = [appearance(work) for work in works if isinstance(work, dict)] if works else []
    found = [
        ("Description", str(description.get("description") or "")),
        ("Genre", str((genre or description).get("genre") or "")),
        ("In order", "\n".join(listed)),
        ("Scene", str(scene.get("scene") or "")),
    ]
    return [(name, words) for name, words in found if words]


def _answer(evidence: Evidence, stage: str) -> dict[str, Any]:
    said = evidence.output(stage)
    value = said.value if said else None
    return value if isinstance(value, dict) else {}


def appearance(work: dict[str, Any]) -> str:
    """One work of a summary: title and artist or what it shows, and where it hangs."""
    parts = [str(work[name]) for name in ("title", "artist") if work.get(name)]
    where = f" ({work['location']})" if work.get("location") else ""
    return (", ".join(parts) or str(work.get("description") or "a painting")) + where


def understood(parsed: str) -> str:
    """A stage's parsed answer as lines of `name: value`; the text itself if it is not JSON."""
    try:
        value = json.loads(parsed) if parsed else None
    except ValueError:
        return parsed
    return "\n".join(_lines(value)) or "nothing"


def _lines(value: Any, name: str = "") -> list[str]:
    if value is None or value == "":
        return [f"{name}: –"] if name else []
    if name == "boxes" and isinstance(value, list):
        return [f"boxes: {plural(len(value), 'place')}, drawn on the frames"]
    if isinstance(value, dict):
        return [line for key, part in value.items() for line in _lines(part, str(key))]
    if isinstance(value, list):
        return [line for n, part in enumerate(value, 1) for line in [f"{name} {n}", *_lines(part)]]
    words = {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
    return [f"{name}: {words}" if name else str(words)]


def guesses(signals: Signals) -> list[tuple[str, str]]:
    """What was searched for in the catalogue, per field."""
    fields = (("Title", signals.title), ("Artist", signals.artist), ("Subject", signals.subject))
    return [(name, " · ".join(values)) for name, values in fields if values]


def duplicates_note(work: Work) -> str:
    """Says that several records of the file are one work; empty when there is one."""
    lines = [str(r.line) for r in work.records if r.line]
    if len(work.records) < 2:
        return ""
    where = f" (lines {', '.join(lines)})" if lines else ""
    return f"{len(work.records)} records of the file are this one work{where}"
