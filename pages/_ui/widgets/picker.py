"""A list of pictures to choose from, vertical (the queue) or horizontal (a strip of frames).

Everything reaches the browser as data and is set as text, never as markup.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal, TypedDict

import streamlit as st

from pages._ui.widgets.answers import answer


class Item(TypedDict):
    """One entry; `aside` is a quiet line of its own, `tone` colours the dot: good, doubt or "".
    An entry with a `group` begins a group of that name."""

    key: str
    picture: str
    title: str
    artist: str
    note: str
    aside: str
    tone: str
    done: bool
    group: str


_picker = st.components.v2.component(
    "cartellino_picker",
    css=Path(__file__).with_name("picker.css").read_text(encoding="utf-8"),
    js=Path(__file__).with_name("picker.js").read_text(encoding="utf-8"),
)


def picker(
    items: Sequence[Item],
    selected: str | None,
    key: str,
    label: str,
    chosen: Callable[[str], None],
    layout: Literal["list", "strip"] = "list",
) -> None:
    """Draw the list; `chosen(key)` is called before the page is drawn again after a click."""

    def clicked() -> None:
        if picked := answer(key, "chosen"):
            chosen(str(picked))

    _picker(
        key=key,
        data={"items": list(items), "selected": selected or "", "layout": layout, "label": label},
        on_chosen_change=clicked,
    )


_focus = st.components.v2.component(
    "cartellino_focus",
    js="""export default function({ data }) {
  const find = () => document.querySelector(`.st-key-${data.key} input`);
  setTimeout(() => find()?.focus(), 60);
}""",
)


def focus(key: str) -> None:
    """Put the cursor into the text input of that widget key."""
    _focus(data={"key": key}, key=f"focus_{key}")
