"""The words of a label, each clause marked with what it says. Pure; every text is escaped."""

from __future__ import annotations

from collections.abc import Sequence

from console import brief
from pages._ui.html.elements import ANSWER_LENGTH, caption, escaped, transcript
from pipeline.labels import LabelReading, What

_NAMES: dict[What, str] = {
    "title": "title",
    "artist": "artist",
    "number": "number",
    "date": "date",
    "unexplained": "not explained by the record",
}
"""What is marked, and how it is called below; everything else on a label is set quietly."""


def markup(text: str, reading: LabelReading) -> str:
    """The text line by line, and below it what the marks mean.

    Nothing is marked where the label fits no work, or several.
    """
    if not reading.works or reading.several or len(text) > ANSWER_LENGTH:
        return transcript(brief(text, ANSWER_LENGTH))
    parts, at = [], 0
    for stretch in reading.stretches:
        kind = stretch.what if stretch.what in _NAMES else "explained"
        words = _marked(kind, text[stretch.start : stretch.end])
        parts += [escaped(text[at : stretch.start]), words]
        at = stretch.end
    legend = " ".join(_marked(what, name) for what, name in _NAMES.items() if reading.of(what))
    return (
        f'<div class="ct-transcript">{"".join(parts)}{escaped(text[at:])}</div>'
        f'<div class="ct-quiet ct-said-legend">{legend}</div>'
    )


def codes(read: Sequence[tuple[str, str]]) -> str:
    """Kind and text of each code on a label. The text is a stranger's: it is no link."""
    return "".join(
        f"{caption(f'{kind} on it')}{transcript(brief(text, ANSWER_LENGTH))}" for kind, text in read
    )


def _marked(kind: str, words: str) -> str:
    return f'<span class="ct-said-{kind}">{escaped(words)}</span>'
