"""The stages' answers about a clip, while they come in and afterwards. Pure; text is escaped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from console import brief, clock, plural
from pages._ui.html import members
from pages._ui.html.elements import ANSWER_LENGTH, escaped
from pages._ui.words import decisions
from pipeline import StageOutput
from pipeline.analysis import ClipAnswers
from pipeline.stages import (
    MODEL_STAGES,
    LabelFields,
    LabelTranscription,
    StageAnswer,
    Summary,
    VisualAnswer,
    names,
)

_NOTHING = {
    "label": "No wall label was read.",
    "label_fields": "No title or artist by its layout; its words are compared with the catalogue.",
    "visual": "The painting was not recognised.",
    "summary": "No work was made out.",
    "genre": "No genre was named.",
}
"""What an empty answer of a stage means."""
UNFOLDED_LENGTH = 20_000
"""Characters of an answer once a person unfolds it."""
_NAMES = {"inventory": "Number"}


@dataclass(frozen=True, slots=True)
class Row:
    """A stage of one clip: what it answered, else the words that have come so far."""

    stage: str
    output: StageOutput | None = None
    words: str = ""


def heading(clip: ClipAnswers, of_many: bool = False) -> str:
    """The backend and its clip: `Qwen2-VL · 0:08 to 0:14`, with the medium if `of_many`."""
    medium = clip.medium if of_many else ""
    when = f"{clock(clip.start)} to {clock(clip.end)}" if clip.end else ""
    parts = (members.backend_name(clip.backend), medium, when)
    words = " · ".join(part for part in parts if part)
    return f'<div class="ct-clip">{escaped(words)}</div>' if words else ""


def rows(outputs: Sequence[StageOutput], growing: Mapping[str, str]) -> list[Row]:
    """The seven stages in their order, then whatever else a backend answered.

    `growing` holds the words of answers that are not finished.
    """
    answered = {output.stage: output for output in outputs}
    names = dict.fromkeys([*(s.name for s in MODEL_STAGES), *answered, *growing])
    return [Row(name, answered.get(name), growing.get(name, "")) for name in names]


def understood(output: StageOutput) -> list[tuple[str, str]]:
    """What was understood of an answer as (name, words); the name is empty for plain words."""
    nothing = [("", _NOTHING.get(output.stage, "Nothing."))]
    if output.parsed is None:
        return [("", output.raw.strip())] if output.raw.strip() else nothing
    return _lines(output.parsed) or nothing


def _lines(answer: StageAnswer) -> list[tuple[str, str]]:
    if isinstance(answer, LabelTranscription):
        words = [("", answer.text)] if answer.legible else []
        words += decisions.codes(answer)
        told = bool(words or answer.why)
        return [*words, ("Label", decisions.tie(answer))] if told else []
    if isinstance(answer, Summary):
        return [(str(n), decisions.appearance(work)) for n, work in enumerate(answer.works, 1)]
    lines = [(name, getattr(answer, name)) for name in names(type(answer))]
    named = isinstance(answer, LabelFields | VisualAnswer)
    return [
        (_NAMES.get(name, name.capitalize()) if named else "", words)
        for name, words in lines
        if words and isinstance(words, str)
    ]


def row(item: Row, bounded: bool = True) -> str:
    """One stage. `bounded` fixes its height, so that nothing moves while words come in."""
    output = item.output
    tone = _tone(item)
    height = " ct-bounded" if bounded else ""
    body = _answer(output) if output else _so_far(item.words)
    return (
        f'<div class="ct-stage ct-{tone}{height}"><div class="ct-stagename">'
        f"{escaped(decisions.STAGES.get(item.stage, item.stage))}"
        f"<small>{escaped(_note(item))}</small>"
        f'</div><div class="ct-answer"><div>{body}</div></div>'
        f"{_word_for_word(output) if output else ''}</div>"
    )


def finished(outputs: Sequence[StageOutput]) -> str:
    """All answers about one clip in the order of the stages, in two columns where there is room."""
    answers = "".join(row(item, bounded=False) for item in rows(outputs, {}) if item.output)
    return f'<div class="ct-answers">{answers}</div>'


def _tone(item: Row) -> str:
    if item.output:
        return "failed" if item.output.error else "answered"
    return "speaking" if item.words else "waiting"


def _note(item: Row) -> str:
    if item.output is None:
        return "answering" if item.words else ""
    seconds = f"{item.output.seconds:.1f} s"
    # The embedded backend looks once, and its answers to the stages take no time of their own.
    took = [] if seconds == "0.0 s" else [seconds]
    cut = [f"cut off after {plural(item.output.tokens, 'token')}"] if item.output.cut else []
    mean = item.output.probability
    probable = [] if mean is None else [f"probability {mean:.2f}"]
    return ", ".join(took + cut + probable)


def _so_far(words: str) -> str:
    """The newest words of a growing answer, with a mark at its end."""
    if not words:
        return ""
    cut = words if len(words) <= ANSWER_LENGTH else "… " + words[-ANSWER_LENGTH:]
    return f"{escaped(cut.lstrip())}<i>▍</i>"


def _answer(output: StageOutput) -> str:
    if output.error:
        return escaped(brief(output.error, ANSWER_LENGTH))
    lines = [(name, brief(words, ANSWER_LENGTH)) for name, words in understood(output)]
    return "".join(
        f"<p><b>{escaped(name)}</b> {escaped(words)}</p>" if name else f"<p>{escaped(words)}</p>"
        for name, words in lines
    )


def _word_for_word(output: StageOutput) -> str:
    """Question and answer as they were, folded away."""
    parts = [("Asked", output.prompt), ("Answered", output.raw)]
    body = "".join(
        f'<div class="ct-caption">{name}</div><pre>{escaped(brief(words, UNFOLDED_LENGTH))}</pre>'
        for name, words in parts
        if words.strip()
    )
    return f"<details><summary>Word for word</summary>{body}</details>"
