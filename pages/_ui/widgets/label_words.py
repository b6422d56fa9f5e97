"""The words of a label, of which a curator says what they are, by pointer or by keyboard.

Everything reaches the browser as data and is set as text, never as markup.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

from pages._ui.html.transcripts import Drawing

Answered = Callable[[int, int, str], None]
"""Called with the first and the last word, from 0, and what they are."""

_words = st.components.v2.component(
    "cartellino_label_words",
    css=Path(__file__).with_name("label_words.css").read_text(encoding="utf-8"),
    js=Path(__file__).with_name("label_words.js").read_text(encoding="utf-8"),
)


def label_words(
    drawing: Drawing, key: str, note: str, said: Answered, undone: Callable[[], None] | None
) -> None:
    """Draw the words; `said` and `undone` are called before the page is drawn again.

    `note` stands below the words. Without `undone` there is nothing to undo.
    """

    def answered() -> None:
        answer = _value(key, "said")
        if isinstance(answer, dict):
            first, last, what = (answer.get(name) for name in ("first", "last", "what"))
            if isinstance(first, int) and isinstance(last, int):
                said(first, last, str(what))

    def taken_back() -> None:
        if undone and _value(key, "undone"):
            undone()

    _words(
        key=key,
        data={
            **drawing,
            "name": "The words of the label",
            "note": note,
            "undo": "Undo marks" if undone else "",
        },
        on_said_change=answered,
        on_undone_change=taken_back,
    )


def _value(key: str, name: str) -> Any:
    state: Any = st.session_state.get(key)
    return getattr(state, name, None) if state is not None else None
