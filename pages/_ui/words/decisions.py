"""Decisions and their evidence in a curator's words. Pure: no streamlit, no markup."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from backends import LabelTie
from catalogue import FIELDS, UNNUMBERED, Catalogue, Work
from console import brief
from pages._ui.words import readings
from pipeline import (
    Candidate,
    Decision,
    Evidence,
    Reason,
    ReasonParameter,
    Regime,
    Signals,
    Threshold,
)
from pipeline.decision import DISAGREEMENT
from pipeline.stages import (
    MODEL_STAGES,
    Description,
    Genre,
    LabelTranscription,
    Scene,
    Summary,
    SummaryWork,
)

STAGES = {stage.name: stage.title for stage in MODEL_STAGES}
"""What each model stage is called on a page."""

TIES: Mapping[LabelTie, str] = {
    "beside": "hangs beside this painting",
    "confirmed": "agrees with what the painting looks like",
    "alone": "is the only label in the clip",
    "read": "was read by the model as the label of this painting",
}

_REGIMES = {"artist": "its artist", "title": "its title", "fallback": "its artist and subject"}

_SENTENCES: Mapping[ReasonParameter, str] = {
    "artist_activate": "Best artist similarity {o} {v} {r}, so the artist {leads}",
    "artist_accept": "Combined score {o} {v} {r}",
    "title_accept": "Title similarity {o} {v} {r}",
    "title_margin": "Margin to the next work {o} {v} {r}",
    "combined_accept": "Combined score of title and subject {o} {v} {r}",
    "combined_margin": "Margin to the next work {o} {v} {r}",
    "fallback_accept": "Combined score of artist and subject {o} {v} {r}",
    "fallback_margin": "Margin to the next work {o} {v} {r}",
    "agreement": "Backends that point to this work: {n}",
}

_GUARDS: Mapping[ReasonParameter, str] = {
    "tie": "Two works fit equally well, so neither is named",
    "conflict": "The title points to one work and the artist to another",
    "degenerate": "The model's answer was not a real answer",
    "format": "The adapter was trained on frames in another format, so nothing is identified",
    "disagreement": "The backends name different works",
    "ambiguous": "The artist has other works that fit nearly as well",
    "artist_alone": "Nothing but an artist was read",
    "no_signal": "Nothing was read that a work could be matched against",
}

_PAIRS: tuple[tuple[Threshold, Threshold | None], ...] = (
    ("title_accept", "title_margin"),
    ("combined_accept", "combined_margin"),
    ("fallback_accept", "fallback_margin"),
    ("artist_accept", None),
)

OUTCOMES = ("identified", "not visible", "backends disagree")


def score(value: float) -> str:
    """Two decimals, as a curator compares scores."""
    return f"{value:.2f}"


def number_of(identifier: str) -> str:
    """The museum's own number of a work; empty where the catalogue derived the identifier."""
    return "" if identifier.startswith(UNNUMBERED) else identifier


def walk_name(stem: str, number: int) -> str:
    """`walk_1_green_room` as a button: `Walk 1, green room`."""
    rest = " ".join(stem.removeprefix("walk").replace("_", " ").split()).lstrip("0123456789 ")
    return f"Walk {number}, {rest}" if rest else f"Walk {number}"


def work_name(work: Work) -> str:
    """Title and artist on one line."""
    return f"{work.title or 'Untitled'}, {work.artist}" if work.artist else work.title or "Untitled"


def title_of(catalogue: Catalogue, identifier: str | None) -> str:
    """The title of a work, or words for one that is not in this catalogue."""
    if identifier is None:
        return "No work"
    work = catalogue.by_identifier.get(identifier)
    return (
        (brief(work.title, 160) or "Untitled") if work else f"{identifier} (not in this catalogue)"
    )


def headline(decision: Decision, proof: str = "") -> str:
    """`Identified by its title: 0.71 over 0.52, margin 0.30 over 0.05`, or why not.

    For an ensemble it also says how many backends point to the work. `proof` says by what a
    recognised picture was, see `readings.proof`.
    """
    count = next((int(r.observed) for r in decision.reasons if r.parameter == "agreement"), 0)
    backends = f"{_in_words(count).capitalize()} backends"
    if not decision.accepted or decision.regime is None:
        pointers = f". {backends} point to it, but none firmly enough" if count else ""
        why = readings.stranger(decision) or f"Not visible: {_obstacle(decision)}"
        return f"{why}{pointers}"
    identified = f"{_how(decision, decision.regime, proof)}{_passed(decision)}"
    if count == 1:
        return f"{_alone(decision)}. {identified}"
    return f"{backends} agree. {identified}" if count else identified


def _alone(decision: Decision) -> str:
    """That one backend identifies the work, and what the others name."""
    best = decision.candidates[0].work
    named = [member.candidate.work for member in decision.members if member.candidate]
    others = sum(work != best for work in named)
    one = f"One backend of {_in_words(len(decision.members))} identifies it"
    if not others:
        return f"{one}, and no other names another work"
    names = "another is nearest to" if others == 1 else f"{_in_words(others)} others are nearest to"
    return f"{one}; {names} another work, but not sure enough to count"


def _how(decision: Decision, regime: Regime, proof: str) -> str:
    best = decision.candidates[0]
    if proof and readings.by_picture(best):
        return f"{proof}. Score" if _passed(decision) else proof
    return readings.source(best) or f"Identified by {_REGIMES[regime]}"


def _in_words(count: int) -> str:
    """A small number as a word."""
    return ("no", "one", "two", "three", "four", "five", "six")[count] if count < 7 else str(count)


def _passed(decision: Decision) -> str:
    """The comparison that settled an acceptance, as `: 0.71 over 0.52, margin 0.30 over 0.05`."""
    passed = {
        r.parameter: f"{score(r.observed)} over {score(r.required)}"
        for r in decision.reasons
        if r.passed
    }
    for accept, margin in _PAIRS:
        if accept in passed and margin is None:
            return f": {passed[accept]}"
        if accept in passed and margin in passed:
            return f": {passed[accept]}, margin {passed[margin]}"
    return ""


def _obstacle(decision: Decision) -> str:
    """Why nothing was identified: the first guard, else the comparison that failed most closely."""
    failed = [r for r in decision.reasons if not r.passed and r.parameter != "artist_activate"]
    if decision.guards:
        fired = (r for r in decision.reasons if r.parameter == decision.guards[0])
        words = next(map(sentence, fired), _GUARDS.get(decision.guards[0], decision.guards[0]))
    elif failed:
        words = sentence(max(failed, key=lambda r: r.observed - r.required))
    else:
        words = "the evidence is too weak"
    return words[:1].lower() + words[1:]


def sentence(reason: Reason) -> str:
    """One comparison in words, naming what was observed and what was required."""
    if reason.parameter == "contradicted":
        return readings.contradiction(reason)
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
    """The machine's decision: one of `OUTCOMES`."""
    if disputed(decision):
        return "backends disagree"
    return "identified" if decision.accepted else "not visible"


def disputed(decision: Decision) -> bool:
    """Whether the backends of an ensemble name different works: then none of them is proposed."""
    return DISAGREEMENT in decision.guards


def confidence(candidate: Candidate) -> float:
    """What the weakest evidence for a work is worth (0 to 1): how surely the words that its score
    rests on were read, or the picture was recognised."""
    fields = (candidate.title, candidate.artist, candidate.subject)
    return min((field.confidence for field in fields if field.guess), default=0.0)


def candidates(decision: Decision) -> tuple[Candidate, ...]:
    """The works to choose from, four at most: the decision's best, then others of its own and of
    its backends, the highest score first."""
    named = (member.candidate for member in decision.members if member.candidate)
    others = sorted((*decision.candidates[1:], *named), key=lambda other: -other.score)
    by_work: dict[str, Candidate] = {}
    for candidate in (*decision.candidates[:1], *others):
        by_work.setdefault(candidate.work, candidate)
    return tuple(by_work.values())[:4]


def tie(label: LabelTranscription) -> str:
    """How a label belongs to the painting, or why it was not used."""
    why = label.why or "it may be about another work"
    return TIES.get(label.tie, f"was not used: {why}")


def words_read(label: LabelTranscription) -> str:
    """What the words that were read belong to, and what became of them, in a sentence."""
    if label.tie == "inscription":
        return "These words stand on a recognised painting. They are no label, and were not used."
    what = "code" if label.codes and not label.legible else "label"
    return f"The {what} {tie(label)}."


def codes(label: LabelTranscription) -> list[tuple[str, str]]:
    """What kind of code is on a label, and its text with every character that is not seen marked.

    Such characters turn the direction of a text, or are none.
    """
    return [(code.kind or "Code", _all_seen(code.text)) for code in label.codes]


def _all_seen(text: str) -> str:
    return "".join(c if c in "\n " or unicodedata.category(c)[0] != "C" else "\ufffd" for c in text)


def described(evidence: Evidence) -> list[tuple[str, str]]:
    """Description, genre, works in order of appearance, and scene: useful without identity."""
    description = evidence.answer(Description) or Description()
    genre = evidence.answer(Genre) or Genre(description.genre)
    summary = evidence.answer(Summary) or Summary()
    scene = evidence.answer(Scene) or Scene()
    described = [
        ("Description", description.description),
        ("Genre", genre.genre),
        ("In order", "\n".join(map(appearance, summary.works))),
        ("Scene", scene.scene),
    ]
    return [(name, words) for name, words in described if words]


def appearance(work: SummaryWork) -> str:
    """One work of a summary: title and artist or what it shows, and where it hangs."""
    parts = [words for words in (work.title, work.artist) if words]
    where = f" ({work.location})" if work.location else ""
    return (", ".join(parts) or (work.description or "a painting").rstrip(".")) + where


def guesses(signals: Signals) -> list[tuple[str, str]]:
    """What was searched for in the catalogue, per field."""
    words = {field: [guess.text for guess in signals.guesses(field)] for field in FIELDS}
    return [(field.capitalize(), " · ".join(texts)) for field, texts in words.items() if texts]


def duplicates_note(work: Work) -> str:
    """How many records of the file are this one work; empty when there is one."""
    lines = [str(r.line) for r in work.records if r.line]
    if len(work.records) < 2:
        return ""
    where = f" (lines {', '.join(lines)})" if lines else ""
    return f"{len(work.records)} records of the file are this work{where}"
