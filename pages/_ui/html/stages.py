"""What the stages say about a clip, while they say it and afterwards. Pure; all text is escaped."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pages._ui.html import members
from pages._ui.html.elements import escaped
from pages._ui.words import decisions
from pipeline.analysis.transcript import ClipAnswers
from pipeline.stages import MODEL_STAGES
from pipeline.types import StageOutput

_NOTHING = {
    "label": "No wall label was read.",
    "label_fields": "No title or artist on a label.",
    "visual": "The painting was not recognised.",
    "summary": "No work was made out.",
    "genre": "No genre was named.",
}
"""What an empty answer of a stage means."""
SHOWN = 1_200
"""Characters of an answer on the page: a model that does not stop says ten thousand words."""
KEPT = 20_000
"""Characters of an answer where it is unfolded."""
_FIELDS = ("label_fields", "visual")
_PLAIN = ("description", "genre", "scene")
_NAMES = {"inventory": "Number"}


@dataclass(frozen=True, slots=True)
class Row:
    """A stage of one clip: what it answered, else the words that have come so far."""

    stage: str
    output: StageOutput | None = None
    words: str = ""


def heading(clip: ClipAnswers, of_many: bool = False) -> str:
    """Who speaks and about which clip: `Qwen2-VL · 0:08 to 0:14`, with the medium if `of_many`."""
    medium = clip.medium if of_many else ""
    when = f"{decisions.clock(clip.start)} to {decisions.clock(clip.end)}" if clip.end else ""
    parts = (members.backend_name(clip.backend), medium, when)
    words = " · ".join(part for part in parts if part)
    return f'<div class="ct-heard">{escaped(words)}</div>' if words else ""


def rows(outputs: Sequence[StageOutput], growing: Mapping[str, str]) -> list[Row]:
    """The seven stages in their order, then whatever else a backend answered."""
    answered = {output.stage: output for output in outputs}
    names = dict.fromkeys([*(s.name for s in MODEL_STAGES), *answered, *growing])
    return [Row(name, answered.get(name), growing.get(name, "")) for name in names]


def understood(output: StageOutput) -> list[tuple[str, str]]:
    """What was understood of an answer as (name, words); the name is empty for plain words."""
    try:
        value = output.value
    except ValueError:
        value = None
    nothing = [("", _NOTHING.get(output.stage, "Nothing."))]
    if not isinstance(value, dict):
        return [("", output.raw.strip())] if output.raw.strip() else nothing
    return _READERS.get(output.stage, _other)(value) or nothing


def _label(value: dict[str, Any]) -> list[tuple[str, str]]:
    if not value.get("text"):
        return []
    return [("", str(value["text"])), ("Label", decisions.tie(value))]


def _fields(value: dict[str, Any]) -> list[tuple[str, str]]:
    return [(_NAMES.get(n, n.capitalize()), str(words)) for n, words in value.items() if words]


def _summary(value: dict[str, Any]) -> list[tuple[str, str]]:
    works = value.get("works")
    listed = [work for work in works if isinstance(work, dict)] if isinstance(works, list) else []
    return [(str(n), decisions.appearance(work)) for n, work in enumerate(listed, 1)]


def _plain(value: dict[str, Any]) -> list[tuple[str, str]]:
    return [("", str(words)) for words in value.values() if words]


def _other(value: dict[str, Any]) -> list[tuple[str, str]]:
    return [("", decisions.understood(json.dumps(value)))]


_READERS = {
    "label": _label,
    "summary": _summary,
    **dict.fromkeys(_FIELDS, _fields),
    **dict.fromkeys(_PLAIN, _plain),
}


def row(item: Row, bounded: bool = True) -> str:
    """One stage. `bounded` gives it a height of its own, so that nothing moves while it speaks."""
    output = item.output
    tone = _tone(item)
    held = " ct-held" if bounded else ""
    body = _answer(output) if output else _so_far(item.words)
    return (
        f'<div class="ct-said ct-{tone}{held}"><div class="ct-stagename">'
        f"{escaped(decisions.STAGES.get(item.stage, item.stage))}"
        f"<small>{escaped(_note(item))}</small>"
        f'</div><div class="ct-answer"><div>{body}</div></div>'
        f"{_word_for_word(output) if output else ''}</div>"
    )


def finished(outputs: Sequence[StageOutput]) -> str:
    """All answers about one clip in the order of the stages, two beside each other where there is
    room."""
    shown = "".join(row(item, bounded=False) for item in rows(outputs, {}) if item.output)
    return f'<div class="ct-answers">{shown}</div>'


def _tone(item: Row) -> str:
    if item.output:
        return "failed" if item.output.error else "answered"
    return "speaking" if item.words else "waiting"


def _note(item: Row) -> str:
    if item.output is None:
        return "answering" if item.words else ""
    cut = ", broken off at its longest" if item.output.cut else ""
    return f"{item.output.seconds:.1f} s{cut}"


def _so_far(words: str) -> str:
    """The newest words of an answer that grows, with a mark where the next will stand."""
    if not words:
        return ""
    cut = words if len(words) <= SHOWN else "… " + words[-SHOWN:]
    return f"{escaped(cut.lstrip())}<i>▍</i>"


def _answer(output: StageOutput) -> str:
    if output.error:
        return escaped(decisions.brief(output.error, SHOWN))
    found = [(name, decisions.brief(words, SHOWN)) for name, words in understood(output)]
    return "".join(
        f"<p><b>{escaped(name)}</b> {escaped(words)}</p>" if name else f"<p>{escaped(words)}</p>"
        for name, words in found
    )


def _word_for_word(output: StageOutput) -> str:
    """Question and answer as they were, folded away."""
    parts = [("Asked", output.prompt), ("Answered", output.raw)]
    body = "".join(
        f'<div class="ct-caption">{name}</div><pre>{escaped(decisions.brief(words, KEPT))}</pre>'
        for name, words in parts
        if words.strip()
    )
    return f"<details><summary>Word for word</summary>{body}</details>"
