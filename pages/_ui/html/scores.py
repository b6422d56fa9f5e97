"""Scores as bars, and the comparisons that led to a decision, as HTML. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from catalogue import Field
from console import brief
from pages._ui.html.elements import GREEN, OCHRE, escaped, quiet
from pages._ui.words import decisions
from pipeline import Candidate, Decision, FieldEvidence
from pipeline.decision import AbstentionConfig

GREY = "var(--ct-plain-fill)"
_COMBINED = {"artist": "artist_accept", "title": "combined_accept", "fallback": "fallback_accept"}


@dataclass(frozen=True, slots=True)
class Bar:
    """A score between 0 and 1, its threshold, and what was compared.

    `missing` says why there was nothing to compare: then there is no score.
    """

    name: str
    score: float
    threshold: float | None = None
    note: str = ""
    missing: str = ""


def bars_of(
    candidate: Candidate,
    decision: Decision,
    config: AbstentionConfig,
    missing: Mapping[Field, str],
) -> list[Bar]:
    """The candidate's fields, then its combined score, with the thresholds that apply.

    `missing` is of `readings.missing`.
    """
    marks = {"artist": config.artist_activate, "title": None, "subject": None}
    if decision.regime == "title":
        marks["title"] = config.title_accept
    bars = [
        Bar(
            name.capitalize(),
            field.score,
            marks[name],
            compared(field),
            "" if field.guess else missing.get(name, ""),
        )
        for name, field in _fields(candidate)
    ]
    parameter = _COMBINED.get(decision.regime or "")
    threshold = getattr(config, parameter) if parameter else None
    return [*bars, Bar("Combined", candidate.score, threshold)]


def _fields(candidate: Candidate) -> tuple[tuple[Field, FieldEvidence], ...]:
    return (
        ("title", candidate.title),
        ("artist", candidate.artist),
        ("subject", candidate.subject),
    )


def compared(field: FieldEvidence) -> str:
    """`“words that were read” with “words of the catalogue”`."""
    if not field.guess:
        return "nothing in common with what was read"
    alias = f" with “{brief(field.alias, 120)}”" if field.alias else ""
    return f"“{brief(field.guess, 120)}”{alias}"


def bars(items: Sequence[Bar]) -> str:
    """Scores as bars with a mark at each threshold."""
    return f'<div class="ct-bars">{"".join(_bar(item) for item in items)}</div>'


def _bar(item: Bar) -> str:
    if item.missing:
        return (
            f'<div class="ct-bar"><span>{escaped(item.name)}</span>'
            f'<div class="ct-missing">{escaped(item.missing)}</div></div>'
        )
    width = 100 * min(max(item.score, 0.0), 1.0)
    colour, mark = GREY, ""
    if item.threshold is not None:
        colour = GREEN if item.score > item.threshold else OCHRE
        rule = f"must be over {decisions.score(item.threshold)}"
        mark = f'<i style="left:{100 * item.threshold:.1f}%" title="{escaped(rule)}"></i>'
    required = f"/ {decisions.score(item.threshold)}" if item.threshold is not None else ""
    note = f'<div class="ct-note">{escaped(item.note)}</div>' if item.note else ""
    return (
        f'<div class="ct-bar"><span>{escaped(item.name)}</span>'
        f'<div class="ct-track"><b style="width:{width:.1f}%;background:{colour}"></b>{mark}</div>'
        f"<em>{decisions.score(item.score)} <small>{required}</small></em>{note}</div>"
    )


def scores_line(candidate: Candidate) -> str:
    """The scores of a candidate that is not the best, on one line."""
    parts = [
        f"{name} {decisions.score(field.score)}"
        for name, field in _fields(candidate)
        if field.guess
    ]
    return quiet(" · ".join([*parts, f"combined {decisions.score(candidate.score)}"]))


def sentence(words: str) -> str:
    """The reason for the decision, in one sentence."""
    return f'<p class="ct-sentence">{escaped(words)}</p>'


def reasons(decision: Decision) -> str:
    """Every comparison that was made, with a tick where it passed."""
    lines = [
        f'<li class="{"ct-passed" if reason.passed else "ct-failed"}">'
        f"{escaped(decisions.sentence(reason))}</li>"
        for reason in decision.reasons
    ]
    return f'<ul class="ct-reasons">{"".join(lines)}</ul>' if lines else ""
