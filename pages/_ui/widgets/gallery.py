"""A grid of picture cards to choose from: works, clips that were found, films to watch.

Everything reaches the browser as data and is set as text, never as markup.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal, TypedDict

import streamlit as st

_NAME = "cartellino_gallery"


class Card(TypedDict):
    """One picture with its words. Without a picture it is a quiet card that shows its title.

    `tone` colours the dot before the note: good, doubt or "".
    """

    key: str
    picture: str
    title: str
    words: str
    note: str
    tone: str


_gallery = st.components.v2.component(
    _NAME,
    css=Path(__file__).with_name("gallery.css").read_text(encoding="utf-8"),
    js=Path(__file__).with_name("gallery.js").read_text(encoding="utf-8"),
)


def gallery(
    cards: Sequence[Card],
    key: str,
    label: str,
    chosen: Callable[[str], None],
    selected: str = "",
    fit: Literal["contain", "cover", "rows"] = "contain",
    off: bool = False,
    more: Callable[[str], None] | None = None,
) -> None:
    """Draw the cards; `chosen(key)` is called before the page is drawn again after a click.

    `fit` says whether a picture is seen whole or fills its card; `rows` are a list, with small
    pictures where there are some. `off` cards cannot be chosen. With `more`, each row has a button
    Details that calls it.
    """

    def called(name: str, act: Callable[[str], None] | None) -> None:
        state: Any = st.session_state.get(key)
        picked = getattr(state, name, None) if state is not None else None
        if picked and act:
            act(str(picked))

    data = {"cards": list(cards), "selected": selected, "fit": fit, "label": label, "off": off,
            "more": bool(more)}  # fmt: skip
    _gallery(
        key=key,
        data=data,
        on_chosen_change=lambda: called("chosen", chosen),
        on_more_change=lambda: called("more", more),
    )
